package main

import (
	"context"
	"time"

	"huiying/console"
	"huiying/index"
	"huiying/responders/casestore"
)

// numbersWithin counts what an account may see: cases in the register, findings in the index, hours
// and days by the counters of its units or its division.
type numbersWithin struct {
	numbers
	sight console.Sight
}

// Within counts within a sight.
func (n numbers) Within(s console.Sight) console.Numbers { return numbersWithin{n, s} }

func (n numbersWithin) bound() *index.Bound {
	return &index.Bound{Units: n.sight.Units, Division: n.sight.Division}
}

// Stats are the totals within sight. What could not be processed belongs to nobody yet.
func (n numbersWithin) Stats(ctx context.Context) (console.Stats, error) {
	cases, err := n.h.store.Cases(ctx, casestore.CaseFilter{Seen: (*casestore.Sight)(&n.sight), Size: 1})
	if err != nil {
		return console.Stats{}, err
	}
	found, err := n.h.index.Search(ctx, index.Query{Within: n.bound(), Size: 1})
	if err != nil {
		return console.Stats{}, err
	}
	return console.Stats{Mentions: uint64(found.Total), Findings: uint64(found.Total), Cases: uint64(cases.Total)}, nil
}

// Series counts findings by hour or day.
func (n numbersWithin) Series(ctx context.Context, from, to time.Time, step string) ([]console.TimeCount, error) {
	by, keys := casestore.ByUnit, n.sight.Units
	if len(keys) == 0 {
		by, keys = casestore.ByDivision, []string{n.sight.Division}
	}
	counts, err := n.h.store.SeriesOf(ctx, from, to, by, keys, step)
	out := make([]console.TimeCount, len(counts))
	for i, c := range counts {
		out[i] = console.TimeCount{Time: c.At, N: c.N}
	}
	return out, err
}

// Tally counts findings by topic or division in the index, and by unit in the counters.
func (n numbersWithin) Tally(ctx context.Context, from, to time.Time, by string) ([]console.KeyCount, error) {
	var out []console.KeyCount
	if by == "unit" {
		all, err := n.numbers.Tally(ctx, from, to, by)
		for _, c := range all {
			for _, u := range n.sight.Units {
				if c.Key == u {
					out = append(out, c)
				}
			}
		}
		return out, err
	}
	page, err := n.h.index.Search(ctx, index.Query{Within: n.bound(), From: from, To: to, Size: 1, Facets: true})
	for _, b := range page.Facets[by] {
		out = append(out, console.KeyCount{Key: b.Key, N: b.Count})
	}
	return out, err
}
