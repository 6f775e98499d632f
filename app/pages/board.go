package pages

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/register/sqlite"
)

// Board is the register's released cases, with what the open board asks beside them.
type Board struct {
	*sqlite.Store
	p *Pages
}

// Tree counts released answers by topic or place, with everything below each.
func (b Board) Tree(ctx context.Context, by string) ([]facts.OpenCount, error) {
	counts, err := b.ReleasedCounts(ctx, by)
	if err != nil {
		return nil, err
	}
	path := b.p.Places.Path
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
func (b Board) Vote(_ context.Context, id string, satisfied bool) error {
	b.p.Vote(id, satisfied)
	return nil
}
