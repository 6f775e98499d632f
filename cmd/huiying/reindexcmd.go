package main

import (
	"os"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/configs"
)

func reindexCommand() *cobra.Command {
	var at app.Address
	c := &cobra.Command{
		Use:  "reindex",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return app.Alone(cmd.Context(), at, func(cfg *configs.Config, dir string) error {
				return app.Reindex(cmd.Context(), cfg, dir, os.Stderr)
			})
		},
	}
	addressFlags(&at, c.Flags())
	return c
}
