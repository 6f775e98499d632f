package main

import (
	"os"

	"github.com/spf13/cobra"

	"huiying/app"
)

func backupCommand() *cobra.Command {
	var at app.Address
	var to string
	c := &cobra.Command{
		Use:  "backup --to FILE",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return wrongUse("needs_file", "--to")
			}
			return app.WriteBackup(cmd.Context(), at, to, os.Stderr)
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&to, "to", "", "")
	return c
}
