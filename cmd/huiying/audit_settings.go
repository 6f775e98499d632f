package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/settings"
	"huiying/bus"
)

// auditSettings proves the versions of the configuration, where the log has any.
func auditSettings(cmd *cobra.Command, h *app.App) error {
	var proof settings.Proof
	versions, broken := 0, 0
	_, err := h.Bus().Read(cmd.Context(), "SETTINGS", "", 1, func(m bus.Msg) error {
		versions++
		if err := proof.Check(m.Data); err != nil {
			fmt.Fprintf(cmd.OutOrStdout(), "message %d of %s: %v\n", m.Seq, m.Subject, err)
			broken++
		}
		return nil
	})
	if err != nil || versions == 0 {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d versions of the configuration, %d broken\n", versions, broken)
	if broken > 0 {
		return errSaid
	}
	return nil
}
