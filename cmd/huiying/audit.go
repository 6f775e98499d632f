package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/bus"
	"huiying/configs"
	"huiying/opinion"
)

func auditCommand() *cobra.Command {
	c := group("audit")
	var at app.Address
	verify := &cobra.Command{
		Use:  "verify",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return app.Alone(cmd.Context(), at, func(cfg *configs.Config, dir string) error {
				return app.WithApp(cmd.Context(), cfg, dir, func(h *app.App) error {
					return proveAll(cmd, h, dir)
				})
			})
		},
	}
	addressFlags(&at, verify.Flags())
	c.AddCommand(verify)
	return c
}

// proveAll proves all that a data directory holds.
func proveAll(cmd *cobra.Command, h *app.App, dir string) error {
	return errors.Join(auditCases(cmd, h), auditItems(cmd, h), auditSettings(cmd, h), auditBalance(cmd, h),
		auditArchive(cmd, h, dir), auditOffice(cmd, h))
}

// auditCases folds the log's events case by case. Every event names its number and carries
// the hash of the one before it, so nothing can be missing or changed unseen.
func auditCases(cmd *cobra.Command, h *app.App) error {
	cases, broken, events := map[string]opinion.Case{}, map[string]bool{}, 0
	_, err := h.Bus().Read(cmd.Context(), "CASES", "", 1, func(m bus.Msg) error {
		var e opinion.Event
		if err := json.Unmarshal(m.Data, &e); err != nil {
			fmt.Fprintf(cmd.OutOrStdout(), "message %d is no event\n", m.Seq)
			broken[m.Subject] = true
			return nil
		}
		events++
		c := cases[e.Case]
		if err := e.Check(c); err != nil && !broken[e.Case] {
			fmt.Fprintln(cmd.OutOrStdout(), err)
			broken[e.Case] = true
		}
		cases[e.Case] = c.Apply(e)
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d cases, %d events, %d broken histories\n", len(cases), events, len(broken))
	if len(broken) > 0 {
		return errSaid
	}
	return nil
}
