package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"huiying/analyzers/places"
	"huiying/analyzers/territory"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/words"
)

func placesCommand() *cobra.Command {
	c := &cobra.Command{Use: "places", Short: "The roads, compounds, schools … that say where something happened",
		Args: func(*cobra.Command, []string) error {
			return fmt.Errorf("%w: places takes learn or list", cli.ErrUsage)
		}, RunE: func(*cobra.Command, []string) error { return nil }}
	c.AddCommand(learnPlacesCommand(), listPlacesCommand())
	return c
}

type learnPlacesOptions struct {
	config, out, lang string
	columns           map[string]string
}

func learnPlacesCommand() *cobra.Command {
	var o learnPlacesOptions
	c := &cobra.Command{
		Use:   "learn ORDERS… --config DIR [--out FILE]",
		Short: "Learn from past orders which road, compound or school lies in which district",
		Long: `Reads past orders as 'huiying learn' does, and uses those that say their district. A name is learned
from five independent orders, where nearly all say one district; where they say two, it stands for
neither alone, and both are listed. Texts are redacted first: no dwelling and no person is learned.

The file is a gazetteer for places.gazetteer in huiying.yaml. Look through it. A wrong line is taken
back by removing it; a line NAME,blocked, in any configured gazetteer keeps it from being learned again.`,
		Args: atLeastOne("one or more files of past orders"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := knownLanguage(o.lang); err != nil {
				return err
			}
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "learned-places.csv", "gazetteer to write")
	f.StringVar(&o.config, "config", "", "configuration directory of the region (default: the shipped samples)")
	languageFlag(c, &o.lang)
	f.StringToStringVar(&o.columns, "column", nil,
		"LABEL=FIELD for a table's own labels: id, title, text, unit, type, place, division, returned")
	return c
}

func (o learnPlacesOptions) run(ctx context.Context, files []string, out, errOut io.Writer) error {
	cfg, j, err := judging.For(o.config)
	if err != nil {
		return err
	}
	defer j.Close()
	sites, err := judging.Sites(cfg)
	if err != nil {
		return err
	}
	home := ""
	if o.config != "" {
		home = cfg.Region
	}
	past, err := readPast(ctx, j, files, home, o.columns, errOut)
	if err != nil {
		return err
	}
	orders := make([]places.Order, len(past.orders))
	said := 0
	for i, p := range past.orders {
		orders[i] = places.Order{Words: p.Words, District: p.District}
		if p.District != "" {
			said++
		}
	}
	learned := places.Learn(orders, blockedNames(sites))
	if err := writeWhole(o.out, func(w io.Writer) error { return writeGazetteer(w, learned) }); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, words.Say(o.lang, "cli.places.learned", len(orders), said, len(learned), o.out))
	return err
}

func blockedNames(sites []territory.Site) map[string]bool {
	out := map[string]bool{}
	for _, s := range sites {
		if s.Kind == territory.Blocked {
			out[s.Name] = true
		}
	}
	return out
}

func writeGazetteer(w io.Writer, learned []places.Learned) error {
	rows := csv.NewWriter(w)
	if err := rows.Write([]string{"name", "kind", "code", "orders", "share"}); err != nil {
		return err
	}
	for _, l := range learned {
		if err := rows.Write([]string{l.Name, l.Kind, l.Code, fmt.Sprint(l.Orders),
			fmt.Sprintf("%.2f", l.Share)}); err != nil {
			return err
		}
	}
	rows.Flush()
	return rows.Error()
}

func listPlacesCommand() *cobra.Command {
	var config, lang string
	var json bool
	c := &cobra.Command{
		Use:   "list [WORD] [--config DIR] [--json]",
		Short: "List the names of the configured gazetteers, or those that hold a word",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("%w: list takes one word at most", cli.ErrUsage)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := knownLanguage(lang); err != nil {
				return err
			}
			cfg, err := configs.Load(config)
			if err != nil {
				return err
			}
			known, err := judging.Places(cfg)
			if err != nil {
				return err
			}
			sites, err := judging.Sites(cfg)
			if err != nil {
				return err
			}
			list := []listedPlace{}
			for _, s := range sites {
				if len(args) == 1 && !strings.Contains(s.Name, args[0]) {
					continue
				}
				d, _ := known.Division(s.Code)
				list = append(list, listedPlace{s.Name, s.Kind, s.Code, d.Name})
			}
			if json {
				return asJSON(cmd.OutOrStdout(), list)
			}
			for _, p := range list {
				fmt.Fprintf(cmd.OutOrStdout(), "%s %s %s %s\n", pad(p.Name, 24),
					pad(words.Say(lang, "cli.places.kind."+p.Kind), 9), p.Code, p.Division)
			}
			return nil
		},
	}
	c.Flags().StringVar(&config, "config", "", "configuration directory (default: the shipped samples)")
	c.Flags().BoolVar(&json, "json", false, "print JSON")
	languageFlag(c, &lang)
	return c
}

// languageFlag adds --lang to a command that prints for people.
func languageFlag(c *cobra.Command, lang *string) {
	c.Flags().StringVar(lang, "lang", "zh", "language of what is printed: zh or en")
}

func knownLanguage(lang string) error {
	if _, known := words.Known(lang); !known {
		return fmt.Errorf("%w: --lang is one of %s", cli.ErrUsage, strings.Join(words.Languages(), ", "))
	}
	return nil
}

// listedPlace is a line of a gazetteer with the name of its division.
type listedPlace struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Code     string `json:"code,omitempty"`
	Division string `json:"division,omitempty"`
}
