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
		Use:   "reindex",
		Short: "Rebuild the index and the register from the log",
		Long: `The index and the register are projections of the log and can be thrown away. Stop the
server first. The old ones are kept until the new ones are whole.

An index on a server (index.elastic) is filled beside the one that is searched and then changes
place with it. Where the log is on a NATS cluster (bus.url), the servers need not stop: run it
with --data of its own.`,
		Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return app.Alone(cmd.Context(), at, func(cfg *configs.Config, dir string) error {
				return app.Reindex(cmd.Context(), cfg, dir, os.Stderr)
			})
		},
	}
	addressFlags(&at, c.Flags())
	return c
}
