package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/notices"
	"huiying/configs"
)

func notifyCommand() *cobra.Command {
	c := group("notify")
	var dir string
	test := &cobra.Command{
		Use:  "test CHANNEL",
		Args: exactly(1, "channel"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := configs.Load(dir)
			if err != nil {
				return err
			}
			if faults := cfg.CheckParts(app.Parts()); len(faults) > 0 {
				return faults
			}
			return testChannel(cmd.Context(), cmd, cfg, args[0])
		},
	}
	test.Flags().StringVar(&dir, "config", "", "")
	c.AddCommand(test)
	return c
}

func testChannel(ctx context.Context, cmd *cobra.Command, cfg *configs.Config, id string) error {
	t, err := notices.Test(ctx, cfg, app.Agent(cfg), id)
	if errors.Is(err, notices.ErrNoChannel) {
		no, _ := cfg.UnknownChannel(id)
		return misuse{no}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "channel %s (%s) has taken it after %s, key %s\n", id, t.By, t.Took, t.Key)
	return err
}
