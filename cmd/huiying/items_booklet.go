package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/items"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/internal/cli"
	"huiying/internal/wholefile"
	"huiying/opinion"
	"huiying/words"
)

func itemsBooklet() *cobra.Command {
	var at app.Address
	var out string
	var once bool
	q := facts.ItemQuery{Kind: opinion.ItemGuide}
	c := &cobra.Command{
		Use:  "booklet --out FILE",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			end := strings.ToLower(filepath.Ext(out))
			if !slices.Contains(items.BookletEnds, end) {
				return wrongUse("booklet_out")
			}
			cfg, err := configs.Load(at.Config)
			if err != nil {
				return err
			}
			b := items.Booklet{Once: once, Font: cfg.Briefing.Font, Lang: langOf(cmd), At: time.Now(),
				Unit:  unitNames(cfg),
				Field: func(id string) string { t, _ := cfg.Topic(id); return t.Name }}
			if err := app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				b.Guides, err = guides(ctx, o, q, cmd.ErrOrStderr())
				return err
			}); err != nil {
				return err
			}
			if len(b.Guides) == 0 {
				fmt.Fprintln(cmd.ErrOrStderr(), words.Say(langOf(cmd), "cli.booklet.none"))
				return errSaid
			}
			raw, err := b.File(end)
			if err != nil {
				return err
			}
			if err := wholefile.Write(out, raw); err != nil {
				return err
			}
			told, away := b.Counts()
			fmt.Fprintln(cmd.OutOrStdout(), words.Say(langOf(cmd), "cli.booklet.done", told, away))
			return nil
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&q.Division, "division", "", "")
	c.Flags().StringVar(&q.Unit, "unit", "", "")
	c.Flags().StringVar(&q.Field, "field", "", "")
	c.Flags().BoolVar(&once, "once", false, "")
	c.Flags().StringVar(&out, "out", "", "")
	return c
}

func unitNames(cfg *configs.Config) func(string) string {
	names := map[string]string{}
	for _, u := range cfg.Units {
		names[u.ID] = u.Name
	}
	return func(id string) string { return names[id] }
}

// guides are what the published guides say, some at a time, so that the work shows.
func guides(ctx context.Context, o app.Office, q facts.ItemQuery, errOut io.Writer) (all []facts.Guide, err error) {
	ids, err := o.ItemsToInspect(ctx, q)
	if err != nil {
		return nil, err
	}
	bar := cli.NewBar(int64(len(ids)), "guides", errOut, false)
	for some := range slices.Chunk(ids, inspectedAtOnce) {
		part, err := o.Guides(ctx, some)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
		_ = bar.Add(len(some))
	}
	return all, bar.Finish()
}
