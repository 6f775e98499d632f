package items

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
)

// Count counts items within what a question asks for.
func (b *Book) Count(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refresh(ctx); err != nil {
		return facts.ItemCounts{}, err
	}
	return b.count(q), nil
}

func (b *Book) count(q facts.ItemQuery) facts.ItemCounts {
	out := facts.ItemCounts{ByState: map[opinion.ItemState]int{}, ByKind: map[opinion.ItemKind]int{}, Cells: []facts.ItemCell{},
		Broken: len(b.broken)}
	_, week := opinion.DueWeek.Span(q.At)
	cells := map[[2]string]int{}
	for _, i := range b.listed(q) {
		if !q.Fits(i, b.Path) {
			continue
		}
		key := [2]string{i.Field, i.Unit}
		at, has := cells[key]
		if !has {
			at = len(out.Cells)
			cells[key] = at
			out.Cells = append(out.Cells, facts.ItemCell{Field: i.Field, Unit: i.Unit})
		}
		count(&out, &out.Cells[at], i, q.At, week)
	}
	return out
}

func count(out *facts.ItemCounts, c *facts.ItemCell, i *opinion.Item, now, week time.Time) {
	out.Total++
	out.ByState[i.State]++
	out.ByKind[i.Kind]++
	if i.State == opinion.ItemWithdrawn {
		return
	}
	c.All++
	if i.State.Next() != "" {
		c.Waiting++
	}
	openness(c, i, now)
	if i.Unit == "" {
		out.Unowned++
	}
	if i.Open(now) {
		out.Open++
	}
	if i.Late(now) {
		c.Late++
		out.Late++
	} else if !i.Due.IsZero() && i.Due.Before(week) && !i.State.Over() {
		out.Week++
	}
	if i.Proof.Dead() {
		out.Dead++
	}
	if i.Proof.Seen() && !i.Proof.Good() {
		c.Faulty++
		out.Faulty++
	}
}

// openness counts what the openness rates are of.
func openness(c *facts.ItemCell, i *opinion.Item, now time.Time) {
	if i.Public() || !i.State.Over() {
		c.Owed++
	}
	if !i.Public() {
		return
	}
	c.Published++
	if !i.Late(now) {
		c.Met++
	}
	if i.Proof.Seen() {
		c.Looked++
	}
	if i.Proof.Good() {
		c.Good++
	}
}
