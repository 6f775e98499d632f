package main

import (
	"cmp"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/responders/archive"
)

// auditArchive walks the archive, every hash of it, and holds it against the log. It prints a
// line for whatever is not as it was written.
func auditArchive(cmd *cobra.Command, h *app.App) error {
	dir := app.ArchiveDir(h.Dir)
	opts := app.ArchiveOptions(h.Cfg, h.Now, h.Log)
	out, differ := cmd.OutOrStdout(), 0
	c := archive.Compare(cmd.Context(), h.Bus, opts, h.Cfg.Retention, func(d archive.Difference) {
		if differ++; differ <= app.ShownMost {
			fmt.Fprintln(out, d)
		}
	})
	bar := app.NewBar(archive.Size(dir), "reading the archive", os.Stderr, true)
	rep, err := archive.Walk(cmd.Context(), dir, opts, c.Add, func(n int64) { _ = bar.Add64(n) })
	waiting, end := c.End(rep.Marks)
	_ = bar.Finish()
	if err := cmp.Or(err, end); err != nil {
		return err
	}
	if differ > app.ShownMost {
		fmt.Fprintf(out, "… and %d more differences\n", differ-app.ShownMost)
	}
	for _, f := range rep.Damage[:min(len(rep.Damage), app.ShownMost)] {
		fmt.Fprintln(out, f)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "archive: %d days, %d records (%d forgotten), %d faults; %d differences from the log, %d events not archived yet\n",
		rep.Days, rep.Records, rep.Gone, len(rep.Damage), differ, waiting)
	if len(rep.Damage) > 0 || differ > 0 {
		return errSaid
	}
	return nil
}
