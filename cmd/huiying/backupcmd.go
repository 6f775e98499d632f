package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/internal/cli"
)

func backupCommand() *cobra.Command {
	var at app.Address
	var to string
	c := &cobra.Command{
		Use:   "backup --to FILE",
		Short: "Write everything into one file, also while a server runs (备份)",
		Long: `Writes the streams, with how far each step is, and the archive into one sealed file. Where a
server runs on the data directory, it makes the copy and goes on working meanwhile. The file
is read again and compared with its seal before it gets its name. Register and index are not
in it: 'restore' builds them anew. Keep the configuration directory beside it.

The file holds texts: keep it no longer than the retention, for no purge reaches into it.`,
		Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return fmt.Errorf("%w: --to names the file to write", cli.ErrUsage)
			}
			return app.WriteBackup(cmd.Context(), at, to, os.Stderr)
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&to, "to", "", "file to write; it must not exist")
	return c
}
