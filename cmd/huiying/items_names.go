package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/words"
)

func itemsNames() *cobra.Command {
	var at app.Address
	var t facts.ItemTable
	var asJSON bool
	c := &cobra.Command{
		Use:  "names FILE",
		Args: exactly(1, "file"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if t.Raw, err = readTable(args[0]); err != nil {
				return err
			}
			t.Name, t.Lang = filepath.Base(args[0]), langOf(cmd)
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				got, err := o.CompareNames(ctx, t)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(got)
				}
				return sayNames(cmd, opinion.Typed(args[0]), got)
			})
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&t.Division, "division", "", "")
	c.Flags().BoolVar(&asJSON, "json", false, "")
	return c
}

// sayNames tells each name that is not as it should be, and how many are.
func sayNames(cmd *cobra.Command, name string, got facts.ItemNames) error {
	say := func(key string, args ...any) string { return words.Say(langOf(cmd), key, args...) }
	for _, f := range got.Faults {
		fmt.Fprintln(cmd.ErrOrStderr(), placeOf(name, f)+": "+f.Say)
	}
	if len(got.Faults) > 0 {
		return errSaid
	}
	for _, f := range got.Findings {
		switch f.Case {
		case "differs":
			fmt.Fprintln(cmd.OutOrStdout(), say("cli.names.differs", f.Name, f.Listed, f.Line))
		case "unlisted":
			fmt.Fprintln(cmd.OutOrStdout(), say("cli.names.unlisted", f.Name))
		default:
			fmt.Fprintln(cmd.OutOrStdout(), say("cli.names.missing", f.Listed, f.Line))
		}
	}
	fmt.Fprintln(cmd.OutOrStdout(), say("cli.names.sum", got.Listed, got.Guides, got.Same, len(got.Findings)))
	return nil
}
