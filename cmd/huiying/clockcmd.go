package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/console/facts"
	"huiying/opinion"
)

func clockCommand() *cobra.Command {
	c := group("clock")
	var at app.Address
	var asJSON bool
	explain := &cobra.Command{
		Use:  "explain CASE",
		Args: exactly(1, "case"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				f, err := o.Case(ctx, args[0])
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(f.Clocks)
				}
				printClocks(cmd.OutOrStdout(), f)
				return nil
			})
		},
	}
	addressFlags(&at, explain.Flags())
	explain.Flags().BoolVar(&asJSON, "json", false, "")
	c.AddCommand(explain)
	return c
}

// printClocks writes what a person checks a due time by: the facts, the days, and what the due time
// was before.
func printClocks(w io.Writer, f facts.CaseFile) {
	fmt.Fprintf(w, "%s  %s  %s\n", f.Case.ID, f.Case.State, f.Title)
	if len(f.Clocks) == 0 {
		fmt.Fprintln(w, "no clock runs")
	}
	for _, k := range f.Clocks {
		fmt.Fprintf(w, "\n%-8s %-8s %s  due %s\n", k.Duty, k.State, k.Unit, moment(k.Due))
		fmt.Fprintf(w, "  start %s, limit %s, calendar %s (version %s), profile %s, %s\n",
			moment(k.Clock.Start), k.Clock.Limit, k.Clock.Calendar, k.Clock.Version,
			k.Clock.Profile, k.Clock.Basis)
		if k.Clock.Provisional {
			fmt.Fprintln(w, "  provisional: a year on the way has no published holidays yet")
		}
		if k.Clock.Extended > 0 {
			fmt.Fprintf(w, "  extended by %s\n", k.Clock.Extended)
		}
		for _, p := range k.Clock.Pauses {
			fmt.Fprintf(w, "  paused %s to %s (%s)\n", moment(p.From), moment(p.To), p.Reason)
		}
		if k.Error != "" {
			fmt.Fprintf(w, "  %s\n", k.Error)
		}
		for _, day := range k.Counted {
			fmt.Fprintf(w, "  %s  %-8s %8s  %9s  %s\n", day.Day, day.Kind, day.Span, day.Total, day.Name)
		}
	}
	for _, e := range f.History {
		if e.Type == opinion.MoveRecount || e.Type == opinion.MoveExtend {
			fmt.Fprintf(w, "\n%s %s by %s: %v\n", moment(e.At), e.Type, e.By, e.Why)
		}
	}
}

// moment is a time in +08:00, or a dash.
func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(opinion.Beijing).Format(time.DateTime)
}
