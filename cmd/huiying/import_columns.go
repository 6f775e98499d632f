package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"huiying/app/judging"
	"huiying/configs"
	"huiying/opinion"
)

// What the columns of a file say beside its texts (所属区域, 诉求类型, 承办单位, 紧急程度) helps the
// judgement where something here is called so. The receipt of an import says what was not matched,
// so that no column is dropped in silence.

// columnTally is what became of one column.
type columnTally struct {
	Column    string         `json:"column"`
	Kind      string         `json:"kind"`
	Records   int            `json:"records"`
	Unmatched map[string]int `json:"unmatched,omitempty"` // values that nothing here is called, and how often
}

// mostValues bounds how many values of all columns are told apart.
const mostValues = 20_000

// hints counts what columns say.
type hints map[opinion.Hint]int

func (h hints) count(of []opinion.Hint) {
	for _, x := range of {
		if _, known := h[x]; !known && len(h) >= mostValues {
			x.Value = "…"
		}
		h[x]++
	}
}

// columns say what became of each, by the configuration of a source at home.
func (h hints) columns(cfg *configs.Config, home string) ([]columnTally, error) {
	if len(h) == 0 {
		return nil, nil
	}
	reader, err := judging.HintsFor(cfg)
	if err != nil {
		return nil, err
	}
	of := map[opinion.Hint]*columnTally{}
	for x, n := range h {
		key := opinion.Hint{Kind: x.Kind, Column: x.Column}
		if of[key] == nil {
			of[key] = &columnTally{Column: x.Column, Kind: string(x.Kind), Unmatched: map[string]int{}}
		}
		of[key].Records += n
		if !reader.Matches(x, home) {
			of[key].Unmatched[x.Value] += n
		}
	}
	var out []columnTally
	for _, c := range of {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b columnTally) int {
		return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.Kind, b.Kind))
	})
	return out, nil
}

// shownValues is how many unmatched values of a column a person is shown.
const shownValues = 5

// sayColumns prints them for people, a line each.
func sayColumns(columns []columnTally, out io.Writer) {
	for _, c := range columns {
		missed := 0
		for _, n := range c.Unmatched {
			missed += n
		}
		fmt.Fprintf(out, "column %s: a hint (%s) in %d records", c.Column, c.Kind, c.Records)
		if missed > 0 {
			values := slices.SortedFunc(maps.Keys(c.Unmatched), func(a, b string) int {
				return cmp.Or(cmp.Compare(c.Unmatched[b], c.Unmatched[a]), cmp.Compare(a, b))
			})
			more := ""
			if len(values) > shownValues {
				values, more = values[:shownValues], " …"
			}
			fmt.Fprintf(out, "; %d match nothing that is configured: %s%s", missed, strings.Join(values, ", "), more)
		}
		fmt.Fprintln(out)
	}
}
