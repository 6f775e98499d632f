package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/internal/cli"
)

func deadCommand() *cobra.Command {
	var at app.Address
	var asJSON bool
	c := &cobra.Command{Use: "dead", Short: "Messages that no step could finish: list, replay, drop (死信)",
		Args: func(cmd *cobra.Command, _ []string) error {
			return fmt.Errorf("%w: dead takes list, replay or drop", cli.ErrUsage)
		},
		RunE: func(*cobra.Command, []string) error { return nil }}
	addressFlags(&at, c.PersistentFlags())
	list := &cobra.Command{Use: "list", Short: "Each with its step, reason and attempts", Args: exactly(0, "no arguments"),
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
	list.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.AddCommand(list,
		deadMove("replay", "Put it back where it came from and try again", &at, app.Office.Replay),
		deadMove("drop", "Remove it for good", &at, app.Office.Drop))
	return c
}

func deadMove(name, short string, at *app.Address, do func(app.Office, context.Context, uint64) error) *cobra.Command {
	return &cobra.Command{Use: name + " NUMBER…", Short: short, Args: atLeastOne("the numbers that 'dead list' shows"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return app.WithOffice(cmd.Context(), *at, func(ctx context.Context, o app.Office) error {
				for _, a := range args {
					seq, err := strconv.ParseUint(a, 10, 64)
					if err != nil {
						return fmt.Errorf("%w: %q is no number of a dead letter", cli.ErrUsage, a)
					}
					if err := do(o, ctx, seq); err != nil {
						return err
					}
				}
				return nil
			})
		}}
}
