package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/console/facts"
	"huiying/internal/wholefile"
	"huiying/opinion"
	"huiying/words"
)

// itemsCommand is the register of duties to publish.
func itemsCommand() *cobra.Command {
	c := group("items")
	c.AddCommand(itemsImport(), itemsExport(), itemsInspect(), itemsBooklet(), itemsNames())
	return c
}

// mostTable bounds a file with a table of items.
const mostTable = 12 << 20

func itemsImport() *cobra.Command {
	var at app.Address
	var t facts.ItemTable
	var kind string
	var asJSON bool
	c := &cobra.Command{
		Use:  "import FILE",
		Args: exactly(1, "file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if t.Kind, err = kindOf(kind); err != nil {
				return err
			}
			if t.Raw, err = readTable(args[0]); err != nil {
				return err
			}
			t.Name, t.Lang, t.By = filepath.Base(args[0]), langOf(cmd), "api"
			at.Begins = true
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				done, err := o.ImportItems(ctx, t)
				if err != nil {
					return err
				}
				return sayImport(cmd, opinion.Typed(args[0]), done, asJSON)
			})
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&t.Division, "division", "", "")
	c.Flags().StringVar(&t.Field, "field", "", "")
	c.Flags().StringVar(&kind, "kind", "", "")
	c.Flags().BoolVar(&t.DryRun, "dry-run", false, "")
	c.Flags().BoolVar(&asJSON, "json", false, "")
	return c
}

func readTable(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostTable+1))
	if err == nil && len(raw) > mostTable {
		err = fmt.Errorf("%s is larger than %d MiB; split it", opinion.Typed(name), mostTable>>20)
	}
	return raw, err
}

// kindOf reads a kind of item; "" is left to whoever asks.
func kindOf(s string) (opinion.ItemKind, error) {
	if k := opinion.ItemKind(s); s == "" || k.Known() {
		return k, nil
	}
	return "", wrongUse("item_kind", s, opinion.Listed(opinion.ItemKinds))
}

// sayImport tells what a table changed, and what of it was not understood: then nothing was taken.
func sayImport(cmd *cobra.Command, name string, done facts.ItemImport, asJSON bool) error {
	say := func(key string, args ...any) string { return words.Say(langOf(cmd), key, args...) }
	for _, list := range [][]facts.ItemFault{done.Passed, done.Faults} {
		for _, f := range list {
			fmt.Fprintln(cmd.ErrOrStderr(), placeOf(name, f)+": "+f.Say)
		}
	}
	if asJSON {
		if err := json.NewEncoder(cmd.OutOrStdout()).Encode(done); err != nil {
			return err
		}
	}
	if len(done.Faults) > 0 {
		fmt.Fprintln(cmd.ErrOrStderr(), say("cli.items.nothing", len(done.Faults)))
		return errSaid
	}
	if !asJSON {
		fmt.Fprintln(cmd.OutOrStdout(), say("cli.items.done", done.Rows, done.Added, done.Changed, done.Same, done.Absent))
	}
	if len(done.Unowned) > 0 {
		shown := done.Unowned[:min(len(done.Unowned), 10)]
		fmt.Fprintln(cmd.ErrOrStderr(), say("cli.items.unowned", len(done.Unowned), strings.Join(shown, say("list.comma"))))
	}
	return nil
}

// placeOf is where something stands in a table: file, sheet, line, column.
func placeOf(name string, f facts.ItemFault) string {
	parts := []string{name}
	if f.Sheet != "" {
		parts[0] += "/" + f.Sheet
	}
	if f.Line > 0 {
		parts = append(parts, fmt.Sprint(f.Line))
	}
	if f.Column != "" {
		parts = append(parts, f.Column)
	}
	return strings.Join(parts, ":")
}

func itemsExport() *cobra.Command {
	var at app.Address
	var out, kind string
	var q facts.ItemQuery
	c := &cobra.Command{
		Use:  "export --out FILE",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if !slices.Contains([]string{".xlsx", ".csv"}, strings.ToLower(filepath.Ext(out))) {
				return wrongUse("items_out")
			}
			if kind != "all" {
				if q.Kind, err = kindOf(cmp.Or(kind, string(opinion.ItemCatalogue))); err != nil {
					return err
				}
			}
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				raw, err := o.ExportItems(ctx, filepath.Base(out), q)
				if err != nil {
					return err
				}
				return wholefile.Write(out, raw)
			})
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&out, "out", "", "")
	c.Flags().StringVar(&q.Division, "division", "", "")
	c.Flags().StringVar(&q.Unit, "unit", "", "")
	c.Flags().StringVar(&q.Field, "field", "", "")
	c.Flags().StringVar(&kind, "kind", "", "")
	return c
}
