package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/bus"
	"huiying/opinion"
)

// auditItems folds the log's events of duties to publish item by item, as auditCases does those of cases.
func auditItems(cmd *cobra.Command, h *app.App) error {
	items, broken, events := map[string]opinion.Item{}, map[string]bool{}, 0
	_, err := h.Bus().Read(cmd.Context(), "ITEMS", "", 1, func(m bus.Msg) error {
		events++
		var e opinion.ItemEvent
		err := json.Unmarshal(m.Data, &e)
		if err == nil {
			err = e.Check(items[e.Item])
		}
		if err != nil {
			fmt.Fprintf(cmd.OutOrStdout(), "message %d of %s: %v\n", m.Seq, m.Subject, err)
			broken[m.Subject] = true
			return nil
		}
		items[e.Item] = items[e.Item].Apply(e)
		return nil
	})
	if err != nil || events == 0 {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d items, %d events, %d broken histories\n", len(items), events, len(broken))
	if len(broken) > 0 {
		return errSaid
	}
	return nil
}
