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
	"huiying/internal/cli"
)

func userCommand() *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "Keep the accounts of the office (add, list, disable, enable, reset)", Args: func(*cobra.Command, []string) error {
		return fmt.Errorf("%w: user takes add, list, disable, enable or reset", cli.ErrUsage)
	}, RunE: func(*cobra.Command, []string) error { return nil }}
	at := app.Address{Begins: true} // accounts can be made before the first start
	addressFlags(&at, c.PersistentFlags())
	var do api.AccountDo
	add := userDoes("add ID", "Make an account; its one-time password is printed once", &at, &do)
	f := add.Flags()
	f.StringVar(&do.Name, "name", "", "name or post, as others see it (default: the id)")
	f.StringVar(&do.Role, "role", "", strings.Join(accounts.Roles, ", "))
	f.StringVar(&do.Unit, "unit", "", "id of its unit in units.yaml: it sees that unit and those below")
	f.StringVar(&do.Division, "division", "", "code of its division: it sees that and what is below")
	c.AddCommand(add, userList(&at),
		userDoes("disable ID", "Let an account in no more, and end its sessions", &at, &do),
		userDoes("enable ID", "Let a disabled account in again", &at, &do),
		userDoes("reset ID", "Give an account a new one-time password and take its second factor away", &at, &do))
	return c
}

func userDoes(use, short string, at *app.Address, do *api.AccountDo) *cobra.Command {
	act, _, _ := strings.Cut(use, " ")
	return &cobra.Command{Use: use, Short: short, Args: exactly(1, "the id of an account"),
		RunE: func(cmd *cobra.Command, args []string) error {
			do.Act, do.ID = act, args[0]
			if act == "add" && do.Role == "" {
				return fmt.Errorf("%w: --role is one of %s", cli.ErrUsage, strings.Join(accounts.Roles, ", "))
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
	c := &cobra.Command{Use: "list", Short: "List the accounts", Args: exactly(0, "flags only"),
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
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}
