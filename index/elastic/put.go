package elastic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
)

// longestID is the most bytes of an id that servers take.
const longestID = 512

// Put is index.Index.Put. It writes to the generation that is searched, also when that
// changes under its hands. What the server has no room for waits here, for a minute at most.
func (x *Index) Put(ctx context.Context, docs []index.Doc) error {
	docs, err := index.Latest(docs)
	if err != nil || len(docs) == 0 {
		return err
	}
	for range 5 {
		s, err := x.ready(ctx)
		if err != nil {
			return err
		}
		err = x.putInto(ctx, s, s.active, docs)
		var bad *index.Refused
		if err != nil && !errors.As(err, &bad) && !errors.Is(err, errMoved) {
			return err
		}
		after, stateErr := x.state(ctx)
		if stateErr != nil {
			return stateErr
		}
		if after.active == s.active && x.allSearched(after, docs) {
			return err
		}
	}
	return fmt.Errorf("%w: its months change faster than can be written to them", index.ErrAway)
}

// allSearched says whether every month that docs lie in stands behind the alias. A month that
// was dropped under a write is made anew by the server, without it.
func (x *Index) allSearched(s state, docs []index.Doc) bool {
	for _, m := range monthsOf(docs) {
		if !s.behind[x.monthly(s.active, m)][x.alias] {
			return false
		}
	}
	return true
}

func monthsOf(docs []index.Doc) []string {
	seen := map[string]bool{}
	for _, d := range docs {
		seen[month(d.Finding)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// putInto writes docs, each id once, to a generation, and returns when they are visible.
func (x *Index) putInto(ctx context.Context, s state, gen int, docs []index.Doc) error {
	months := monthsOf(docs)
	if err := x.ensure(ctx, s, gen, months); err != nil {
		return err
	}
	items := make([]item, 0, len(docs))
	bad := map[string]string{}
	for _, d := range docs {
		id := d.Finding.ID
		body, err := documentOf(d)
		switch {
		case err != nil:
			bad[id] = "no_json"
		case len(id) > longestID:
			bad[id] = "id_too_long"
		default:
			items = append(items, item{op: "index", index: x.monthly(gen, month(d.Finding)), id: id, version: d.Seq, body: body})
		}
	}
	w, err := x.write(ctx, items)
	if err != nil {
		return err
	}
	names := make([]string, len(months))
	for i, m := range months {
		names[i] = x.monthly(gen, m)
	}
	if err := x.refresh(ctx, names); err != nil {
		return err
	}
	if err := x.unite(ctx, s, gen, items, w.created); err != nil {
		return err
	}
	maps.Copy(bad, w.refused)
	if len(bad) > 0 {
		return &index.Refused{Why: bad}
	}
	return nil
}

func (x *Index) refresh(ctx context.Context, names []string) error {
	yes := true
	for part := range slices.Chunk(names, 20) {
		if err := x.ask(ctx, "make writes visible", esapi.IndicesRefreshRequest{Index: part, IgnoreUnavailable: &yes}, nil); err != nil {
			return err
		}
	}
	return nil
}

// unite leaves each id once in a generation. A mention keeps the time it was collected at, so
// that it lies in one month for good; the same text collected twice at the turn of a month
// is the exception that this is for. Only what was new to its month can lie in another too.
func (x *Index) unite(ctx context.Context, s state, gen int, items []item, created map[string]bool) error {
	all := map[string]bool{}
	for _, m := range s.months(gen) {
		all[x.monthly(gen, m)] = true
	}
	own := map[string]item{}
	var ids []string
	for _, it := range items {
		all[it.index] = true
		if created[it.id] {
			own[it.id], ids = it, append(ids, it.id)
		}
	}
	if len(all) < 2 || len(ids) == 0 {
		return nil
	}
	var drop []item
	touched := map[string]bool{}
	copies, err := x.copies(ctx, slices.Sorted(maps.Keys(all)), ids)
	if err != nil {
		return err
	}
	for _, c := range copies {
		mine := own[c.ID]
		if c.Index == mine.index {
			continue
		}
		loser := item{op: "delete", index: c.Index, id: c.ID, version: c.Version}
		if mine.version > 0 && c.Version > mine.version {
			loser = item{op: "delete", index: mine.index, id: c.ID, version: mine.version}
		}
		drop, touched[loser.index] = append(drop, loser), true
	}
	if len(drop) == 0 {
		return nil
	}
	if _, err := x.write(ctx, drop); err != nil {
		return err
	}
	return x.refresh(ctx, slices.Sorted(maps.Keys(touched)))
}
