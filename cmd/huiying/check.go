package main

import (
	"encoding/json"
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
			faults, err := faultsOf(cfg, err)
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

// faultsOf are all faults of a configuration that was read, with what reading it said.
func faultsOf(cfg *configs.Config, err error) (configs.Diagnostics, error) {
	var faults configs.Diagnostics
	if err != nil && !errors.As(err, &faults) {
		return nil, err
	}
	if err == nil {
		if faults = judging.GazetteerFaults(cfg); len(faults) == 0 {
			known, err := judging.Places(cfg)
			if err != nil {
				return nil, err
			}
			faults = judging.PlaceFaults(cfg, known)
		}
		faults = append(faults, app.CalendarFaults(cfg)...)
		faults = append(faults, cfg.CheckModel(modelLabels)...)
		faults = append(faults, cfg.CheckHistory(func(r io.Reader) error {
			_, err := dispatch.Load(r)
			return modelFault(err)
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
		return nil, modelFault(err)
	}
	return m.Facts().Labels, nil
}

// modelFault says in words why a file is no model to use.
func modelFault(err error) error {
	const train, learn = "huiying train", "huiying learn"
	for _, x := range []struct {
		is           error
		phrase, made string
	}{
		{classify.ErrNoModel, "fault.model.none", train}, {classify.ErrNewer, "fault.model.newer", train},
		{classify.ErrDamaged, "fault.model.damaged", train},
		{dispatch.ErrNoModel, "fault.model.none", learn}, {dispatch.ErrOlder, "fault.model.older", learn},
		{dispatch.ErrNewer, "fault.model.newer", learn}, {dispatch.ErrDamaged, "fault.model.damaged", learn},
	} {
		if errors.Is(err, x.is) {
			return words.Fault{Phrase: words.Of(x.phrase, x.made)}
		}
	}
	return err
}
