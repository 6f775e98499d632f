package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
)

// auditOffice walks the office's own record.
func auditOffice(cmd *cobra.Command, h *app.App) error {
	entries, chains, broken, err := h.VerifyOffice(cmd.Context(),
		func(words string) { fmt.Fprintln(cmd.OutOrStdout(), words) })
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "record of the office: %d entries in %d chains, %d faults\n",
		entries, chains, broken)
	if broken > 0 {
		return errSaid
	}
	return nil
}
