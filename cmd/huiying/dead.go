package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"huiying/app"
)

func deadCommand() *cobra.Command {
	var at app.Address
	var asJSON bool
	c := group("dead")
	addressFlags(&at, c.PersistentFlags())
	list := &cobra.Command{Use: "list", Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				letters, err := o.Dead(ctx, 1000)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(letters)
				}
				for _, d := range letters {
					fmt.Fprintf(cmd.OutOrStdout(), "%d\t%s\t%s\t%d attempts\t%s\n", d.Seq, d.Step, d.Subject, d.Attempts, d.Reason)
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%d dead letters\n", len(letters))
				return nil
			})
		}}
	list.Flags().BoolVar(&asJSON, "json", false, "")
	c.AddCommand(list,
		deadMove("replay", &at, app.Office.Replay),
		deadMove("drop", &at, app.Office.Drop))
	return c
}

func deadMove(name string, at *app.Address, do func(app.Office, context.Context, uint64) error) *cobra.Command {
	return &cobra.Command{Use: name + " NUMBER…", Args: atLeastOne("dead"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return app.WithOffice(cmd.Context(), *at, func(ctx context.Context, o app.Office) error {
				for _, a := range args {
					seq, err := strconv.ParseUint(a, 10, 64)
					if err != nil {
						return wrongUse("dead", a)
					}
					if err := do(o, ctx, seq); err != nil {
						return err
					}
				}
				return nil
			})
		}}
}
