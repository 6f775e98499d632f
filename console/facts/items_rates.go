package facts

import (
	"cmp"
	"slices"
)

// ItemRate (公开率) is how well one unit, or what is owed of one field, does: Published of Owed, Met of Owed,
// Good of Looked.
type ItemRate struct {
	Key                                string // "" for items of nobody, or of no field
	Owed, Published, Met, Looked, Good int
}

// Share is n of so many; nil of none.
func (r ItemRate) Share(n, of int) *float64 {
	if of == 0 {
		return nil
	}
	s := float64(n) / float64(of)
	return &s
}

// RatesOf sums cells by a key, the sum of all first, then the least met first.
func RatesOf(cells []ItemCell, by func(ItemCell) string) []ItemRate {
	var all ItemRate
	sums := map[string]*ItemRate{}
	for _, c := range cells {
		one := sums[by(c)]
		if one == nil {
			one = &ItemRate{Key: by(c)}
			sums[one.Key] = one
		}
		for _, r := range []*ItemRate{&all, one} {
			r.Owed, r.Published, r.Met = r.Owed+c.Owed, r.Published+c.Published, r.Met+c.Met
			r.Looked, r.Good = r.Looked+c.Looked, r.Good+c.Good
		}
	}
	out := []ItemRate{}
	for _, r := range sums {
		if r.Owed > 0 {
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(x, y ItemRate) int { // shares compared without dividing
		return cmp.Or(cmp.Compare(x.Met*y.Owed, y.Met*x.Owed), cmp.Compare(y.Owed, x.Owed), cmp.Compare(x.Key, y.Key))
	})
	return append([]ItemRate{all}, out...)
}
