package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/internal/cli"
)

func restoreCommand() *cobra.Command {
	var at app.Address
	var from string
	var lose, check, repair bool
	var streams []string
	c := &cobra.Command{
		Use:   "restore FILE | --check FILE | --from-archive DIR | --repair",
		Short: "Put a backup into an empty data directory, or rebuild it from an archive (恢复)",
		Long: `From a backup: the file is read whole and compared with its seal first; a damaged one is
refused and nothing is touched. Then the streams, the archive and how far each step was are
put back, and register and index are built anew.

A restore that was cut short goes on where it was when it is run again.

--check FILE is a drill: the backup is put back into a directory of its own beside the file, cases,
balance, archive and the office's record are proved there as by 'audit verify', and the directory
is removed. No data directory and no server is touched. It needs room for a log and a register.

From an archive (the directory "archive" below a data directory, or a copy of it): it is
verified whole first; then every event is put back at the number it had. Texts that were
forgotten stay so, and the others are kept for the rest of their time only. What no step had
finished is done again. Sources are visited as if for the first time.

--repair makes damaged streams of a log whole in place (server stopped): every message as the log has
it, where it can be read and is what the archive saw, or else as the archive has it; what was
acknowledged since is kept. What neither has is named. The archive is that of the data directory, or
another copy by --from-archive.

The key of query codes is in no backup: put its file back first. Without it a backup that has
codes is refused; with --lose-codes they are left out, and letters may be given new ones. No
archive has codes.

The data directory must be empty. Give the configuration that the server had.`,
		Args: func(_ *cobra.Command, args []string) error {
			if repair && len(args) == 0 && !check {
				return nil
			}
			if repair || len(args) > 1 || len(streams) > 0 || (len(args) == 1) == (from != "") || check && from != "" {
				return fmt.Errorf("%w: restore takes a backup FILE, --from-archive DIR or --repair", cli.ErrUsage)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r := app.Restorer{At: at, ErrOut: os.Stderr, Now: time.Now, LoseCodes: lose}
			if repair {
				return r.Repair(cmd.Context(), from, streams)
			}
			if from != "" {
				return r.Run(cmd.Context(), func(tmp string) error { return r.FromArchive(cmd.Context(), from, tmp) })
			}
			if err := app.CheckBackup(args[0], os.Stderr); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if check {
				if err := r.Drill(cmd.Context(), args[0],
					func(h *app.App, dir string) error {
						return proveAll(cmd, h,
							dir)
					}); err != nil {
					return err
				}
				fmt.Fprintf(os.Stderr, "%s can be restored\n", args[0])
				return nil
			}
			return r.Run(cmd.Context(), func(tmp string) error { return r.FromBackup(cmd.Context(), args[0], tmp) })
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&from, "from-archive", "", "directory of an archive to rebuild everything from")
	c.Flags().BoolVar(&repair, "repair", false, "make damaged streams whole, in place (修复)")
	c.Flags().StringSliceVar(&streams, "stream", nil, "with --repair: make this stream anew too")
	c.Flags().BoolVar(&check, "check", false, "prove that FILE can be restored, touching nothing (演练)")
	c.Flags().BoolVar(&lose, "lose-codes", false,
		"go on without the key of query codes (受理码): none that was handed out works any more")
	return c
}
