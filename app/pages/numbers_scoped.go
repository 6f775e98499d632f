package pages

import (
	"context"
	"slices"
	"time"

	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

// scopedNumbers counts what an account may see: cases in the register, findings in the index, hours
// and days by the counters of its units or its division.
type scopedNumbers struct {
	Numbers
	scope opinion.Scope
}

// Within counts within a scope.
func (n Numbers) Within(s opinion.Scope) facts.Numbers { return scopedNumbers{n, s} }

// Stats are the totals within scope. What could not be processed belongs to nobody yet.
func (n scopedNumbers) Stats(ctx context.Context) (facts.Stats, error) {
	counts, err := n.p.Register.CountCases(ctx, register.CaseQuery{Within: &n.scope})
	cases := 0
	for _, c := range counts {
		cases += c.N
	}
	if err != nil {
		return facts.Stats{}, err
	}
	found := 0
	days, err := n.Series(ctx, time.Time{}, time.Time{}, register.ByDay)
	for _, d := range days {
		found += d.N
	}
	return facts.Stats{Mentions: uint64(found), Findings: uint64(found), Cases: uint64(cases)}, err
}

// Series counts findings by hour or day.
func (n scopedNumbers) Series(ctx context.Context, from, to time.Time, step string) ([]register.TimeCount, error) {
	by, keys := register.ByUnit, n.scope.Units
	if len(keys) == 0 {
		by, keys = register.ByDivision, []string{n.scope.Division}
	}
	return n.p.Register.SeriesOf(ctx, from, to, by, keys, step)
}

// Tallies counts findings by topic and division in the index, with one question, and by unit in the
// counters.
func (n scopedNumbers) Tallies(ctx context.Context, from, to time.Time,
	by ...string) (map[string][]register.KeyCount, error) {
	out := make(map[string][]register.KeyCount, len(by))
	if slices.Contains(by, "unit") {
		all, err := n.Numbers.Tallies(ctx, from, to, "unit")
		if err != nil {
			return nil, err
		}
		for _, c := range all["unit"] {
			if slices.Contains(n.scope.Units, c.Key) {
				out["unit"] = append(out["unit"], c)
			}
		}
	}
	if by = slices.DeleteFunc(slices.Clone(by), func(s string) bool { return s == "unit" }); len(by) == 0 {
		return out, nil
	}
	page, err := n.p.Index.Search(ctx, index.Query{Within: &n.scope, From: from, To: to, Size: 1, Facets: true})
	for _, one := range by {
		for _, b := range page.Facets[one] {
			out[one] = append(out[one], register.KeyCount{Key: b.Key, N: b.Count})
		}
	}
	return out, err
}
