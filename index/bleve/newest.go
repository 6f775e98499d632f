package bleve

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	api "github.com/blevesearch/bleve_index_api"

	"huiying/index"
	"huiying/opinion"
)

// direct is the number of hits below which sorting them all is cheaper than looking at days.
const direct = 3000

// hit is a document of a part.
type hit struct {
	*search.DocumentMatch
	in snapshot
}

// newest finds the first hits after the cursor, newest first. Sorting visits every hit, and
// "everything, newest first" would visit a million; so it asks for the latest days first, as
// many of them as should hold the page by the share of all documents that are hits, and goes
// on to older days only while hits are missing.
func (a *asked) newest(total int, atLeast bool, after index.Cursor, paging bool) ([]hit, error) {
	if total == 0 && !atLeast {
		return nil, nil
	}
	days, all := a.days(after, paging)
	if len(days) == 0 {
		return nil, nil
	}
	if total <= direct && !atLeast {
		return a.top(days[0].name, days[len(days)-1].name, a.limit)
	}
	var hits []hit
	share := 16 // where the number of hits is not known, the window grows until it holds the page
	if !atLeast {
		share = max(1, all/total)
	}
	for want := 2*a.limit + 64; len(hits) < a.limit && len(days) > 0; want *= 4 {
		first, docs := len(days), 0
		for first > 0 && docs < want*share {
			first--
			docs += days[first].docs
		}
		found, err := a.top(days[first].name, days[len(days)-1].name, a.limit-len(hits))
		if err != nil {
			return nil, err
		}
		hits, days = append(hits, found...), days[:first]
	}
	return hits, nil
}

// days lists the days that can hold hits after the cursor, oldest first, and how many documents
// the parts hold.
func (a *asked) days(after index.Cursor, paging bool) ([]dayCount, int) {
	last := dayOf(allTime.to - 1)
	if paging {
		last = dayOf(after.Moment)
	}
	counts, all := map[string]int{}, 0
	for _, s := range a.parts {
		all += s.docs
		for _, d := range s.days {
			if d.name <= last {
				counts[d.name] += d.docs
			}
		}
	}
	out := make([]dayCount, 0, len(counts))
	for name, n := range counts {
		out = append(out, dayCount{name, n})
	}
	slices.SortFunc(out, func(a, b dayCount) int { return strings.Compare(a.name, b.name) })
	return out, all
}

// top is the first n hits after the cursor of the days first to last.
func (a *asked) top(first, last string, n int) ([]hit, error) {
	var out []hit
	for _, s := range a.parts {
		if s.none {
			continue
		}
		found, err := a.topOf(s, first, last, n)
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			out = append(out, hit{d, s})
		}
	}
	slices.SortFunc(out, func(a, b hit) int {
		return cmp.Or(strings.Compare(b.Sort[0], a.Sort[0]), strings.Compare(a.ID, b.ID))
	})
	return out[:min(n, len(out))], nil
}

func (a *asked) topOf(s snapshot, first, last string, n int) (search.DocumentMatchCollection, error) {
	have := slices.DeleteFunc(slices.Clone(s.days), func(d dayCount) bool { return d.name < first || d.name > last })
	if len(have) == 0 {
		return nil, nil
	}
	c := s.narrow(a.clauses)
	if len(have) < len(s.days) {
		c = c.and(termRange(fieldDay, have[0].name, have[len(have)-1].name))
	}
	it, err := s.searcher(a.ctx, c, time.Time{})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	order := search.SortOrder{&search.SortField{Field: fieldWhen, Desc: true, Type: search.SortFieldAsString}, &search.SortDocID{}}
	var coll *collector.TopNCollector
	if a.after != nil {
		coll = collector.NewTopNCollectorAfter(n, order, a.after)
	} else {
		coll = collector.NewTopNCollector(n, 0, order)
	}
	if err := coll.Collect(a.ctx, it, s.r); err != nil {
		return nil, unread("sort hits of the index", err)
	}
	return coll.Results(), nil
}

// load reads the findings of hits.
func load(hits []hit) ([]opinion.Finding, error) {
	out := make([]opinion.Finding, 0, len(hits))
	for _, h := range hits {
		doc, err := h.in.r.Document(h.ID)
		if err != nil {
			return nil, unread("read finding "+h.ID+" from the index", err)
		}
		if doc == nil {
			continue
		}
		var f opinion.Finding
		doc.VisitFields(func(field api.Field) {
			if field.Name() == fieldFinding {
				err = json.Unmarshal(field.Value(), &f)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("%w: finding %s: %w", index.ErrDamaged, h.ID, err)
		}
		out = append(out, f)
	}
	return out, nil
}
