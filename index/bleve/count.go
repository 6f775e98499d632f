package bleve

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	"github.com/blevesearch/bleve/v2/search/facet"
	"github.com/blevesearch/bleve/v2/search/query"

	"huiying/index"
)

// errEnough ends a count whose time is up.
var errEnough = errors.New("counted long enough")

// count says how many hits there are, the newest months first, and whether there may be more.
func (a *asked) count() (total int, atLeast bool, err error) {
	for _, s := range a.parts {
		n, err := a.countIn(s)
		total += n
		if errors.Is(err, errEnough) {
			return total, true, nil
		}
		if err != nil {
			return 0, false, err
		}
	}
	return total, false, nil
}

func (a *asked) countIn(s snapshot) (int, error) {
	c := s.narrow(a.clauses)
	if len(c.not) == 0 {
		return a.number(s, c)
	}
	// Hits of the clauses less those that hold what must not occur: both are intersections of
	// postings, which cost far less than going through the hits and looking at each.
	without := c.not[0]
	if len(c.not) > 1 {
		without = query.NewDisjunctionQuery(c.not)
	}
	c.not = nil
	n, err := a.number(s, c)
	if err != nil {
		return 0, err // what was counted may all be what must not occur
	}
	less, err := a.number(s, c.and(without))
	if err != nil {
		return 0, err
	}
	return n - less, nil
}

// number is how many documents of a part match. Error: errEnough with those counted by then.
func (a *asked) number(s snapshot, c clauses) (int, error) {
	if len(c.must) == 0 {
		return s.docs, nil
	}
	it, err := s.searcher(a.ctx, c, a.until)
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if len(c.must) == 1 && c.span == nil && len(c.phrases) == 0 {
		if _, plain := c.must[0].(*query.TermQuery); plain {
			return int(it.Count()), nil // the postings know their number
		}
	}
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(it.DocumentMatchPoolSize()+1, 0), IndexReader: s.r}
	for n := 0; ; n++ {
		d, err := it.Next(sc)
		if errors.Is(err, errEnough) {
			return n, err
		}
		if err != nil {
			return 0, fmt.Errorf("count in the index: %w", err)
		}
		if d == nil {
			return n, nil
		}
		sc.DocumentMatchPool.Put(d)
		if n%1024 != 1023 {
			continue
		}
		if a.ctx.Err() != nil {
			return 0, a.ctx.Err()
		}
		if time.Now().After(a.until) {
			return n + 1, errEnough
		}
	}
}

var facetFields = []string{fieldTopic, fieldDivision, fieldSeverity, fieldDemand, fieldSource}

// facets visits every hit.
func (a *asked) facets() (map[string][]index.Bucket, int, error) {
	sums := map[string]map[string]int{}
	for _, f := range facetFields {
		sums[f] = map[string]int{}
	}
	total := 0
	for _, s := range a.parts {
		n, err := a.facetsIn(s, sums)
		if err != nil {
			return nil, 0, err
		}
		total += n
	}
	out := map[string][]index.Bucket{}
	for name, counts := range sums {
		all := make([]index.Bucket, 0, len(counts))
		for key, n := range counts {
			all = append(all, index.Bucket{Key: key, Count: n})
		}
		slices.SortFunc(all, func(a, b index.Bucket) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Key, b.Key)) })
		out[name] = all[:min(len(all), index.FacetSize)]
	}
	return out, total, nil
}

// everyValue is more values than any facet has, so that sums over the parts are exact.
const everyValue = 1 << 20

func (a *asked) facetsIn(s snapshot, sums map[string]map[string]int) (int, error) {
	it, err := s.searcher(a.ctx, s.narrow(a.clauses), time.Time{})
	if err != nil {
		return 0, err
	}
	defer it.Close()
	fb := search.NewFacetsBuilder(s.r)
	for _, f := range facetFields {
		fb.Add(f, facet.NewTermsFacetBuilder(f, everyValue))
	}
	c := collector.NewTopNCollector(0, 0, search.SortOrder{&search.SortDocID{}})
	c.SetFacetsBuilder(fb)
	if err := c.Collect(a.ctx, it, s.r); err != nil {
		return 0, fmt.Errorf("count in the index: %w", err)
	}
	for name, f := range c.FacetResults() {
		for _, t := range f.Terms.Terms() {
			sums[name][t.Term] += t.Count
		}
	}
	return int(c.Total()), nil
}
