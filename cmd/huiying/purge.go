package main

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/console/facts"
)

func purgeCommand() *cobra.Command {
	var at app.Address
	var what facts.Purge
	c := &cobra.Command{
		Use:  "purge --url U | --id ID",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (what.URL == "") == (what.ID == "") {
				return wrongUse("url_or_id")
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
	c.Flags().StringVar(&what.URL, "url", "", "")
	c.Flags().StringVar(&what.ID, "id", "", "")
	return c
}
