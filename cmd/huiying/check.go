package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/configs"
	"huiying/words"
)

func checkCommand() *cobra.Command {
	var dir, at string
	var asJSON bool
	c := &cobra.Command{
		Use:  "check [--config DIR] [--at YYYY-MM-DD] [--json]",
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
			faults, err := app.Faults(cfg, err)
			if err != nil {
				return err
			}
			return tellFaults(cmd, cfg, faults, now, asJSON)
		},
	}
	c.Flags().StringVar(&at, "at", "", "")
	c.Flags().StringVar(&dir, "config", "", "")
	c.Flags().BoolVar(&asJSON, "json", false, "")
	return c
}

// tellFaults prints what was found in the language of who calls, for programs in all languages.
func tellFaults(cmd *cobra.Command, cfg *configs.Config, faults configs.Diagnostics, now time.Time,
	asJSON bool) error {
	lang, out, beside := langOf(cmd), cmd.OutOrStdout(), cmd.ErrOrStderr()
	if asJSON {
		if err := json.NewEncoder(out).Encode(jsonFaults(faults)); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			fmt.Fprintln(out, f.In(lang))
		}
	}
	if len(faults) > 0 {
		fmt.Fprintln(beside, words.Count(lang, "cli.check.faults", len(faults), len(faults)))
		return errSaid
	}
	if !asJSON {
		fmt.Fprintln(out, words.Say(lang, "cli.check.ok",
			len(cfg.Topics), len(cfg.Units), len(cfg.Sources), len(cfg.Clocks)))
	}
	if year := app.UnpublishedYear(cfg, now); year != 0 {
		fmt.Fprintln(beside, words.Say(lang, "cli.check.holidays", year))
	}
	if bare := cfg.Unaddressed(); len(bare) > 0 {
		fmt.Fprintln(beside, words.Say(lang, "cli.check.policies", len(bare), strings.Join(bare, ", ")))
	}
	return nil
}

// jsonFault is a fault as a program reads it.
type jsonFault struct {
	File  string            `json:"file"`
	Line  int               `json:"line"` // 0: the file as a whole
	Code  string            `json:"code"`
	Words map[string]string `json:"words"` // by language
}

func jsonFaults(faults configs.Diagnostics) []jsonFault {
	out := make([]jsonFault, len(faults))
	for i, f := range faults {
		out[i] = jsonFault{File: f.File, Line: f.Line, Code: f.Code, Words: map[string]string{}}
		for _, lang := range words.Languages() {
			out[i].Words[lang] = f.Words.In(lang)
		}
	}
	return out
}
