package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/console/facts"
	"huiying/internal/cli"
)

func purgeCommand() *cobra.Command {
	var at app.Address
	var what facts.Purge
	c := &cobra.Command{
		Use:   "purge --url U | --id ID",
		Short: "Remove one address or mention everywhere; only the fact of the purge stays",
		Args:  exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (what.URL == "") == (what.ID == "") {
				return fmt.Errorf("%w: give --url or --id, one of them", cli.ErrUsage)
			}
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				done, err := o.Purge(ctx, what)
				if err != nil {
					return err
				}
				return json.NewEncoder(cmd.OutOrStdout()).Encode(done)
			})
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&what.URL, "url", "", "public address of the text")
	c.Flags().StringVar(&what.ID, "id", "", "id of the mention")
	return c
}
