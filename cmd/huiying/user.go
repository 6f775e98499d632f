package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/console/accounts"
	"huiying/console/api"
)

func userCommand() *cobra.Command {
	c := group("user")
	at := app.Address{Begins: true} // accounts can be made before the first start
	addressFlags(&at, c.PersistentFlags())
	var do api.AccountDo
	add := userDoes("add ID", &at, &do)
	f := add.Flags()
	f.StringVar(&do.Name, "name", "", "")
	f.StringVar(&do.Role, "role", "", "")
	f.StringVar(&do.Unit, "unit", "", "")
	f.StringVar(&do.Division, "division", "", "")
	c.AddCommand(add, userList(&at),
		userDoes("disable ID", &at, &do),
		userDoes("enable ID", &at, &do),
		userDoes("reset ID", &at, &do))
	return c
}

func userDoes(use string, at *app.Address, do *api.AccountDo) *cobra.Command {
	act, _, _ := strings.Cut(use, " ")
	return &cobra.Command{Use: use, Args: exactly(1, "account"),
		RunE: func(cmd *cobra.Command, args []string) error {
			do.Act, do.ID = act, args[0]
			if act == "add" && do.Role == "" {
				return wrongUse("choice", "--role", strings.Join(accounts.Roles, ", "))
			}
			if do.Name == "" {
				do.Name = do.ID
			}
			return app.WithOffice(cmd.Context(), *at, func(ctx context.Context, o app.Office) error {
				done, err := o.DoAccount(ctx, *do)
				if err != nil {
					return err
				}
				return json.NewEncoder(cmd.OutOrStdout()).Encode(done)
			})
		}}
}

func userList(at *app.Address) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return app.WithOffice(cmd.Context(), *at, func(ctx context.Context, o app.Office) error {
				all, err := o.Accounts(ctx)
				if err != nil {
					return err
				}
				out := cmd.OutOrStdout()
				if asJSON {
					return json.NewEncoder(out).Encode(all)
				}
				for _, a := range all {
					state := ""
					if a.Disabled {
						state = "disabled"
					}
					fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", a.ID, a.Role, a.Unit, a.Division, a.Name, state)
				}
				return nil
			})
		}}
	c.Flags().BoolVar(&asJSON, "json", false, "")
	return c
}
