package main

import (
	"context"
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
)

// inspectedAtOnce is how many items one question has looked at: after each, the bar moves.
const inspectedAtOnce = 10

func itemsInspect() *cobra.Command {
	var at app.Address
	var out, kind string
	var q facts.ItemQuery
	c := &cobra.Command{
		Use:  "inspect",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			end := strings.ToLower(filepath.Ext(out))
			if out != "" && !slices.Contains(items.ReportEnds, end) {
				return wrongUse("inspect_out")
			}
			if q.Kind, err = kindOf(kind); err != nil {
				return err
			}
			cfg, err := configs.Load(at.Config)
			if err != nil {
				return err
			}
			var saw opinion.ItemReport
			if err = app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				saw, err = inspected(ctx, o, q, cmd.ErrOrStderr())
				return err
			}); err != nil {
				return err
			}
			told := items.Report{ItemReport: saw, Units: cfg.Units, Font: cfg.Briefing.Font, Lang: langOf(cmd), At: time.Now()}
			if out != "" { // first: whoever reads the summary may stop reading
				raw, err := told.File(end)
				if err != nil {
					return err
				}
				if err := wholefile.Write(out, raw); err != nil {
					return err
				}
			}
			told.Print(cmd.OutOrStdout())
			return nil
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&q.Division, "division", "", "")
	c.Flags().StringVar(&q.Unit, "unit", "", "")
	c.Flags().StringVar(&kind, "kind", "", "")
	c.Flags().StringVar(&out, "out", "", "")
	return c
}

// inspected has all items looked at, some at a time.
func inspected(ctx context.Context, o app.Office, q facts.ItemQuery, errOut io.Writer) (saw opinion.ItemReport, err error) {
	ids, err := o.ItemsToInspect(ctx, q)
	if err != nil {
		return saw, err
	}
	bar := cli.NewBar(int64(len(ids)), "inspect", errOut, false)
	for some := range slices.Chunk(ids, inspectedAtOnce) {
		part, err := o.InspectItems(ctx, some)
		if err != nil {
			return saw, err
		}
		saw.Add(part)
		_ = bar.Add(len(some))
	}
	return saw, bar.Finish()
}
