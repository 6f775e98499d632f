package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
)

func restoreCommand() *cobra.Command {
	var at app.Address
	var from string
	var lose, check, repair bool
	var streams []string
	c := &cobra.Command{
		Use: "restore FILE | --check FILE | --from-archive DIR | --repair [--stream NAME FILE]",
		Args: func(_ *cobra.Command, args []string) error {
			if repair && !check && (len(args) == 0 || len(args) == 1 && len(streams) > 0) {
				return nil
			}
			if repair || len(args) > 1 || len(streams) > 0 || (len(args) == 1) == (from != "") || check && from != "" {
				return wrongUse("restore")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r := app.Restorer{At: at, ErrOut: os.Stderr, Now: time.Now, LoseCodes: lose}
			if repair && len(args) == 0 {
				return r.Repair(cmd.Context(), from, "", streams)
			}
			if from != "" && !repair {
				return r.Run(cmd.Context(), func(tmp string) error { return r.FromArchive(cmd.Context(), from, tmp) })
			}
			if err := app.CheckBackup(args[0], os.Stderr); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if repair {
				return r.Repair(cmd.Context(), from, args[0], streams)
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
	c.Flags().StringVar(&from, "from-archive", "", "")
	c.Flags().BoolVar(&repair, "repair", false, "")
	c.Flags().StringSliceVar(&streams, "stream", nil, "")
	c.Flags().BoolVar(&check, "check", false, "")
	c.Flags().BoolVar(&lose, "lose-codes", false, "")
	return c
}
