package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/console/facts"
	"huiying/register/sqlite"
	"huiying/responders/votes"
)

// openBook is the register's table of released cases, with what the board asks beside it.
type openBook struct {
	*sqlite.Store
	h *App
}

// Tree counts released answers by topic or place, with everything below each.
func (b openBook) Tree(ctx context.Context, by string) ([]facts.OpenCount, error) {
	counts, err := b.ReleasedCounts(ctx, by)
	if err != nil {
		return nil, err
	}
	path := b.h.Judges.Places.Path
	if by == "topic" {
		path = func(id string) []string {
			field, _, below := strings.Cut(id, "/")
			if !below {
				return []string{id}
			}
			return []string{field, id}
		}
	}
	type branch struct {
		facts.OpenCount
		path string
	}
	all := map[string]branch{}
	for _, c := range counts {
		if c.Key == "" {
			continue
		}
		up := path(c.Key)
		for i, key := range up {
			at := all[key]
			at.Key, at.Depth, at.path, at.N = key, i, strings.Join(up[:i+1], "\x00"), at.N+c.N
			all[key] = at
		}
	}
	out := make([]facts.OpenCount, 0, len(all))
	rows := make([]branch, 0, len(all))
	for _, at := range all {
		rows = append(rows, at)
	}
	slices.SortFunc(rows, func(a, b branch) int { return cmp.Compare(a.path, b.path) })
	for _, at := range rows {
		out = append(out, at.OpenCount)
	}
	return out, nil
}

// Vote puts one vote into the box of this hour.
func (b openBook) Vote(_ context.Context, id string, satisfied bool) error {
	b.h.votes.Put(id, satisfied)
	return nil
}

// countVotes writes the sums of each hour into the log when it is over, and what is there at the
// end.
func (a *App) countVotes(ctx context.Context) error {
	for {
		hour := votes.Hour(time.Now())
		select {
		case <-time.After(time.Until(hour.Add(time.Hour))):
			a.writeVotes(ctx, hour)
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			a.writeVotes(last, hour)
			return nil
		}
	}
}

func (a *App) writeVotes(ctx context.Context, hour time.Time) {
	if err := a.votes.Write(ctx, a.Store, hour); err != nil {
		a.Log.Error("votes of the open board could not be written; it is tried again at the next full hour", zap.Error(err))
	}
}
