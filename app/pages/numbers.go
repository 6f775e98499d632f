package pages

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/sqlite"
)

// Numbers are the counts of the register, with those of dead letters and sources.
type Numbers struct {
	*sqlite.Store
	p *Pages
}

// Stats are the totals.
func (n Numbers) Stats(ctx context.Context) (facts.Stats, error) {
	s, err := n.Store.Stats(ctx)
	if err != nil {
		return facts.Stats{}, err
	}
	dead, err := n.p.Bus.DeadLetters().Count(ctx)
	if err != nil {
		return facts.Stats{}, err
	}
	out := facts.Stats{Mentions: uint64(s.Mentions), Findings: uint64(s.Findings),
		Cases: uint64(s.Cases), Dead: uint64(dead)}
	rows, err := n.p.Sources(ctx)
	for _, r := range rows {
		out.Sources.Add(r.State)
	}
	return out, err
}

// Tallies counts findings by keys, or cases by state.
func (n Numbers) Tallies(ctx context.Context, from, to time.Time,
	by ...string) (map[string][]register.KeyCount, error) {
	out := make(map[string][]register.KeyCount, len(by))
	for _, one := range by {
		if one == "state" {
			s, err := n.Store.Stats(ctx)
			if err != nil {
				return nil, err
			}
			for _, state := range opinion.States {
				if s.ByState[state] > 0 {
					out[one] = append(out[one], register.KeyCount{Key: string(state), N: s.ByState[state]})
				}
			}
			continue
		}
		counts, err := n.Store.Counts(ctx, from, to, one)
		if err != nil {
			return nil, err
		}
		out[one] = counts
	}
	return out, nil
}
