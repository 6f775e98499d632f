package elastic

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
)

// place is where a document lies, and as which version.
type place struct {
	Index   string `json:"_index"`
	ID      string `json:"_id"`
	Version uint64 `json:"_version"`
}

// copies finds the documents with these ids in the indices, as far as they are visible.
func (x *Index) copies(ctx context.Context, indices, ids []string) ([]place, error) {
	const most = 1000
	var out []place
	for part := range slices.Chunk(ids, most) {
		var answer struct {
			Hits struct {
				Hits []place `json:"hits"`
			} `json:"hits"`
		}
		yes, no := true, false
		err := x.ask(ctx, "look for ids", esapi.SearchRequest{Index: indices, IgnoreUnavailable: &yes, AllowPartialSearchResults: &no, Body: jsonOf(object{
			"size": 10000, "version": true, "_source": false, "track_total_hits": false, "sort": []string{"_doc"},
			"query": object{"ids": object{"values": part}},
		})}, &answer)
		if err != nil {
			return nil, err
		}
		out = append(out, answer.Hits.Hits...)
	}
	return out, nil
}

// Delete is index.Index.Delete. It reaches a rebuild that is under way too. For an hour a
// late write of what was deleted changes nothing; a later finding of the same id does.
func (x *Index) Delete(ctx context.Context, ids ...string) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" || len(id) > longestID })
	if len(ids) == 0 {
		return ctx.Err()
	}
	for range 5 {
		s, err := x.state(ctx)
		if err != nil || len(s.gens) == 0 {
			return err
		}
		if err := x.refresh(ctx, []string{x.alias + "-*"}); err != nil {
			return err
		}
		found, err := x.copies(ctx, []string{x.alias + "-*"}, ids)
		if err != nil || len(found) == 0 {
			return err
		}
		if err := x.deleteAll(ctx, s, found); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: what is to be deleted is written anew all the time", index.ErrAway)
}

// deleteAll deletes what was found, and the same ids in the same months of every other
// generation, where a rebuild may be about to write them.
func (x *Index) deleteAll(ctx context.Context, s state, found []place) error {
	latest := map[[2]string]uint64{} // month, id
	for _, p := range found {
		if m := ending.FindStringSubmatch(p.Index[min(len(x.alias), len(p.Index)):]); m != nil {
			key := [2]string{m[2], p.ID}
			latest[key] = max(latest[key], p.Version)
		}
	}
	var items []item
	touched := map[string]bool{}
	for key, version := range latest {
		for gen := range s.gens {
			if name := x.monthly(gen, key[0]); s.gens[gen][key[0]] {
				items = append(items, item{op: "delete", index: name, id: key[1], version: version + 1})
				touched[name] = true
			}
		}
	}
	if _, err := x.write(ctx, items); err != nil {
		return err
	}
	return x.refresh(ctx, slices.Sorted(maps.Keys(touched)))
}

// Count is how many findings the index holds.
func (x *Index) Count(ctx context.Context) (int, error) {
	var answer struct{ Count int }
	yes := true
	err := x.ask(ctx, "count", esapi.CountRequest{Index: []string{x.alias}, IgnoreUnavailable: &yes}, &answer)
	return answer.Count, err
}

// Ready says whether the index can serve: nil, or index.ErrAway or index.ErrDamaged with the
// server's address.
func (x *Index) Ready(ctx context.Context) error {
	s, err := x.state(ctx)
	if err == nil && s.active > 0 {
		err = x.sameLayout(ctx, x.anchor(s.active))
	}
	if err != nil {
		return fmt.Errorf("the index at %s: %w", x.where, err)
	}
	return nil
}
