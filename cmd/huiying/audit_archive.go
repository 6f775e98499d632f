package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/internal/cli"
	"huiying/responders/archive"
)

// auditArchive walks the archive, every hash of it, and holds it against the log. It prints a
// line for whatever is not as it was written.
func auditArchive(cmd *cobra.Command, h *app.App, dir string) error {
	out, differ := cmd.OutOrStdout(), 0
	bar := cli.NewBar(archive.Size(app.ArchiveDir(dir)), "reading the archive", os.Stderr, true)
	rep, waiting, err := app.VerifyArchive(cmd.Context(), h, func(d archive.Difference) {
		if differ++; differ <= cli.ShownMost {
			fmt.Fprintln(out, d)
		}
	}, func(n int64) { _ = bar.Add64(n) })
	_ = bar.Finish()
	if err != nil {
		return err
	}
	if differ > cli.ShownMost {
		fmt.Fprintf(out, "… and %d more differences\n", differ-cli.ShownMost)
	}
	for _, f := range rep.Damage[:min(len(rep.Damage), cli.ShownMost)] {
		fmt.Fprintln(out, f)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "archive: %d days, %d records (%d forgotten), %d faults; %d differences from the log, %d events not archived yet\n",
		rep.Days, rep.Records, rep.Gone, len(rep.Damage), differ, waiting)
	if len(rep.Damage) > 0 || differ > 0 {
		return errSaid
	}
	return nil
}
