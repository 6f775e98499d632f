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
	"huiying/words"
)

func placesCommand() *cobra.Command {
	c := group("places")
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
		Use:  "learn ORDERS… --config DIR [--out FILE]",
		Args: atLeastOne("orders"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.lang = langOf(cmd)
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "learned-places.csv", "")
	f.StringVar(&o.config, "config", "", "")
	f.StringToStringVar(&o.columns, "column", nil, "")
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
	var config string
	var json bool
	c := &cobra.Command{
		Use: "list [WORD] [--config DIR] [--json]",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongUse("one_word", "places list")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			lang := langOf(cmd)
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
	c.Flags().StringVar(&config, "config", "", "")
	c.Flags().BoolVar(&json, "json", false, "")
	return c
}

// listedPlace is a line of a gazetteer with the name of its division.
type listedPlace struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Code     string `json:"code,omitempty"`
	Division string `json:"division,omitempty"`
}
