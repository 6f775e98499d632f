package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/internal/cli"
)

// auditBalance proves that everything received stands somewhere: the sums by source and day,
// counted from the log, are those of the register.
func auditBalance(cmd *cobra.Command, h *app.App) error {
	said := 0
	b, err := app.AuditBalance(cmd.Context(), h, func(words string) {
		if said++; said <= cli.ShownMost {
			fmt.Fprintln(cmd.OutOrStdout(), words)
		}
	})
	if err != nil {
		return err
	}
	if said > cli.ShownMost {
		fmt.Fprintf(cmd.OutOrStdout(), "… and %d more lines\n", said-cli.ShownMost)
	}
	fmt.Fprintf(cmd.ErrOrStderr(),
		"balance: %d received = %d in cases + %d waiting + %d dismissed + %d known before + %d refused; %d on their way; %d faults\n",
		b.Received, b.InCases, b.Waiting, b.Dismissed, b.Known, b.Refused, b.OnTheWay, b.Faults)
	if b.Faults > 0 {
		return errSaid
	}
	return nil
}
