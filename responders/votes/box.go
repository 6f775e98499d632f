// Package votes counts the votes on published answers without ever keeping a single one: a Box sums
// them until the full hour, so that nothing written says when one was cast.
package votes

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"huiying/opinion"
)

// Keeper writes the sums of an hour. The register is one.
type Keeper interface {
	Vote(ctx context.Context, sums []opinion.Votes) error
}

// Box holds the votes since the last full hour. The zero value is an empty one. A crash loses them:
// the price of never writing one by itself.
type Box struct {
	mu  sync.Mutex
	sum map[string]opinion.Votes
}

// Put adds one vote on the answer of a case.
func (b *Box) Put(id string, satisfied bool) {
	v := opinion.Votes{Case: id, Satisfied: 1}
	if !satisfied {
		v.Satisfied, v.Unsatisfied = 0, 1
	}
	b.add(v)
}

func (b *Box) add(v opinion.Votes) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sum == nil {
		b.sum = map[string]opinion.Votes{}
	}
	was := b.sum[v.Case]
	v.Satisfied, v.Unsatisfied = v.Satisfied+was.Satisfied, v.Unsatisfied+was.Unsatisfied
	b.sum[v.Case] = v
}

// empty takes everything out, in the order of cases.
func (b *Box) empty() []opinion.Votes {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := make([]opinion.Votes, 0, len(b.sum))
	for _, v := range b.sum {
		out = append(out, v)
	}
	b.sum = nil
	slices.SortFunc(out, func(a, b opinion.Votes) int { return cmp.Compare(a.Case, b.Case) })
	return out
}

// Hour is the hour to which a vote of a moment belongs.
func Hour(at time.Time) time.Time { return at.UTC().Truncate(time.Hour) }

// Write takes the sums out and writes them as those of an hour, which it cuts at to the full one.
// What cannot be written stays for the next time.
func (b *Box) Write(ctx context.Context, to Keeper, at time.Time) error {
	var failed error
	for _, v := range b.empty() {
		v.Hour = Hour(at)
		if err := to.Vote(ctx, []opinion.Votes{v}); err != nil {
			b.add(v)
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
