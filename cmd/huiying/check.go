package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/analyzers/classify"
	"huiying/analyzers/dispatch"
	"huiying/app"
	"huiying/app/judging"
	"huiying/configs"
)

func checkCommand() *cobra.Command {
	var dir, at string
	c := &cobra.Command{
		Use:  "check [--config DIR] [--at YYYY-MM-DD]",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := time.Now()
			if at != "" {
				day, err := time.Parse(time.DateOnly, at)
				if err != nil {
					return wrongUse("day", "--at", at)
				}
				now = day
			}
			cfg, err := configs.Load(dir)
			faults, err := faultsOf(cfg, err)
			if err != nil {
				return err
			}
			if len(faults) > 0 {
				for _, f := range faults {
					fmt.Fprintln(cmd.OutOrStdout(), f)
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%d faults\n", len(faults))
				return errSaid
			}
			fmt.Fprintf(cmd.OutOrStdout(), "ok: %d catalogue items, %d units, %d sources, %d clock profiles\n",
				len(cfg.Topics), len(cfg.Units), len(cfg.Sources), len(cfg.Clocks))
			if year := app.UnpublishedYear(cfg, now); year != 0 {
				fmt.Fprintf(cmd.ErrOrStderr(),
					"warning: the holidays of %d are not known; clocks of working days that reach it are counted by weekends and the days that the law fixes, and marked provisional; put the State Council's dates into a file of the configuration and name it under holidays in clocks.yaml\n", year)
			}
			if bare := cfg.Unaddressed(); len(bare) > 0 {
				fmt.Fprintf(cmd.ErrOrStderr(),
					"note: %d regulations that drafts cite have no address; give the copies that your office trusts under policies in templates.yaml (number, title, url): %s\n",
					len(bare), strings.Join(bare, ", "))
			}
			return nil
		},
	}
	c.Flags().StringVar(&at, "at", "", "")
	c.Flags().StringVar(&dir, "config", "", "")
	return c
}

// faultsOf are all faults of a configuration that was read, with what reading it said.
func faultsOf(cfg *configs.Config, err error) (configs.Diagnostics, error) {
	var faults configs.Diagnostics
	if err != nil && !errors.As(err, &faults) {
		return nil, err
	}
	if err == nil {
		known, err := judging.Places(cfg)
		if err != nil {
			return nil, err
		}
		faults = append(judging.PlaceFaults(cfg, known), app.CalendarFaults(cfg)...)
		faults = append(faults, cfg.CheckModel(modelLabels)...)
		faults = append(faults, cfg.CheckHistory(func(r io.Reader) error {
			_, err := dispatch.Load(r)
			return err
		})...)
	}
	if cfg != nil {
		faults = append(faults, cfg.CheckParts(app.Parts())...)
	}
	return faults, nil
}

// modelLabels reads the labels of a model file, and refuses a damaged one.
func modelLabels(r io.Reader) ([]string, error) {
	m, err := classify.Load(r)
	if err != nil {
		return nil, err
	}
	return m.Facts().Labels, nil
}
