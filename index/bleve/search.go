package bleve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"
	"github.com/blevesearch/bleve/v2/search/facet"
	"github.com/blevesearch/bleve/v2/search/query"
	api "github.com/blevesearch/bleve_index_api"

	"huiying/index"
	"huiying/opinion"
)

// Search is index.Index.Search.
func (x *Index) Search(ctx context.Context, q index.Query) (page index.Page, err error) {
	after, paging, err := index.ParseCursor(q.Cursor)
	if err != nil {
		return index.Page{}, err
	}
	r, err := x.raw.Reader()
	if err != nil {
		return index.Page{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	a := asked{x: x, ctx: ctx, r: r, clauses: x.clauses(q), limit: q.Limit() + 1}
	if paging {
		a.after = []string{whenKey(after.Moment), after.ID}
	}
	page.Facets, page.Total, err = a.count(q.Facets)
	if err != nil {
		return index.Page{}, err
	}
	hits, err := a.newest(page.Total, q, after, paging)
	if err != nil {
		return index.Page{}, err
	}
	more := len(hits) == a.limit
	if more {
		hits = hits[:a.limit-1]
	}
	page.Hits, err = a.load(hits)
	if err != nil {
		return index.Page{}, err
	}
	if n := len(page.Hits); more && n > 0 {
		last := page.Hits[n-1]
		page.Next = index.Cursor{Moment: index.Moment(last), ID: last.ID}.String()
	}
	return page, nil
}

// asked is one search on one snapshot of the index.
type asked struct {
	x       *Index
	ctx     context.Context
	r       api.IndexReader
	clauses clauses
	limit   int      // one hit more than the page holds, to know whether there is a next one
	after   []string // sort values of the last hit seen
}

// clauses is a query in parts: all of must, none of not.
type clauses struct{ must, not []query.Query }

func (x *Index) clauses(q index.Query) clauses {
	var c clauses
	for _, f := range []struct{ field, value string }{
		{fieldTopics, q.Topic}, {fieldWithin, q.Division}, {fieldSeverity, q.Severity}, {fieldDemand, q.Demand},
		{fieldIssue, q.Issue}, {fieldSource, q.Source}, {fieldUnit, q.Unit},
	} {
		if f.value != "" {
			c.must = append(c.must, term(f.field, f.value))
		}
	}
	for _, mark := range q.Marks() {
		c.must = append(c.must, term(fieldMark, mark))
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		c.must = append(c.must, between(q.From, q.To))
	}
	terms := index.Parse(q.Text, x.cut)
	for _, w := range terms.Words {
		c.must = append(c.must, term(fieldWords, w))
	}
	for _, p := range terms.Phrases {
		c.must = append(c.must, phrase(p))
	}
	for _, p := range terms.Not {
		c.not = append(c.not, phrase(p))
	}
	return c
}

func term(field, value string) query.Query {
	q := query.NewTermQuery(value)
	q.SetField(field)
	return q
}

func phrase(tokens []string) query.Query {
	if len(tokens) == 1 {
		return term(fieldWords, tokens[0])
	}
	return query.NewPhraseQuery(tokens, fieldWords)
}

// termRange holds both ends.
func termRange(field, from, to string) query.Query {
	if from == to {
		return term(field, from)
	}
	yes := true
	q := query.NewTermRangeInclusiveQuery(from, to, &yes, &yes)
	q.SetField(field)
	return q
}

const (
	firstDay = "00000000"
	lastDay  = "99999999"

	hour = int64(60 * 60 * 1000)
	day  = 24 * hour
)

// between is from <= moment < to. A term of the index is looked up one by one, so the range
// is covered with few: whole days, hours towards its ends, and moments only in the two hours
// that it cuts through.
func between(from, to time.Time) query.Query {
	low, high := index.Milli(from), index.Milli(to) // the zero time is the earliest moment there is
	if to.IsZero() {
		high = index.Milli(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	if high <= low {
		return query.NewMatchNoneQuery()
	}
	var parts []query.Query
	cover := func(field string, key func(int64) string, a, b int64) { // a <= moment < b
		if a < b {
			parts = append(parts, termRange(field, key(a), key(b-1)))
		}
	}
	hours := [2]int64{min(up(low, hour), high), max(down(high, hour), low)}
	days := [2]int64{up(hours[0], day), down(hours[1], day)}
	switch {
	case hours[0] >= hours[1]:
		cover(fieldWhen, whenKey, low, high)
	case days[0] >= days[1]:
		cover(fieldWhen, whenKey, low, hours[0])
		cover(fieldHour, hourOf, hours[0], hours[1])
		cover(fieldWhen, whenKey, hours[1], high)
	default:
		cover(fieldWhen, whenKey, low, hours[0])
		cover(fieldHour, hourOf, hours[0], days[0])
		cover(fieldDay, dayOf, days[0], days[1])
		cover(fieldHour, hourOf, days[1], hours[1])
		cover(fieldWhen, whenKey, hours[1], high)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return query.NewDisjunctionQuery(parts)
}

func down(ms, unit int64) int64 { return ms - (ms%unit+unit)%unit }

func up(ms, unit int64) int64 { return down(ms+unit-1, unit) }

func (c clauses) query() query.Query {
	must := c.must
	if len(must) == 0 {
		must = []query.Query{query.NewMatchAllQuery()}
	}
	if len(c.not) > 0 {
		return query.NewBooleanQuery(must, nil, c.not)
	}
	if len(must) == 1 {
		return must[0]
	}
	return query.NewConjunctionQuery(must)
}

// and is c narrowed by one clause more.
func (c clauses) and(q query.Query) clauses {
	return clauses{must: append(c.must[:len(c.must):len(c.must)], q), not: c.not}
}

func (a asked) searcher(c clauses) (search.Searcher, error) {
	s, err := c.query().Searcher(a.ctx, a.r, a.x.mapping, search.SearcherOptions{Score: "none"})
	if err != nil {
		return nil, fmt.Errorf("search the index: %w", err)
	}
	return s, nil
}

// count says how many hits there are, and how they spread if facets are asked.
func (a asked) count(facets bool) (map[string][]index.Bucket, int, error) {
	if facets {
		return a.facets()
	}
	n, err := a.number(a.clauses.must)
	if err != nil || len(a.clauses.not) == 0 {
		return nil, n, err
	}
	// Hits of the clauses less those that hold what must not occur: both are intersections of
	// postings, which cost far less than going through the hits and looking at each.
	without := a.clauses.not[0]
	if len(a.clauses.not) > 1 {
		without = query.NewDisjunctionQuery(a.clauses.not)
	}
	less, err := a.number(clauses{must: a.clauses.must}.and(without).must)
	return nil, n - less, err
}

// number is how many documents match all clauses.
func (a asked) number(must []query.Query) (int, error) {
	if len(must) == 0 {
		n, err := a.r.DocCount()
		return int(n), err
	}
	s, err := a.searcher(clauses{must: must})
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if len(must) == 1 {
		if _, plain := must[0].(*query.TermQuery); plain {
			return int(s.Count()), nil // the postings know their number
		}
	}
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0), IndexReader: a.r}
	for n := 0; ; n++ {
		d, err := s.Next(sc)
		if err != nil {
			return 0, fmt.Errorf("count in the index: %w", err)
		}
		if d == nil {
			return n, nil
		}
		sc.DocumentMatchPool.Put(d)
		if n%4096 == 0 && a.ctx.Err() != nil {
			return 0, a.ctx.Err()
		}
	}
}

var facetFields = []string{fieldTopic, fieldDivision, fieldSeverity, fieldDemand, fieldSource}

// facets visits every hit.
func (a asked) facets() (map[string][]index.Bucket, int, error) {
	s, err := a.searcher(a.clauses)
	if err != nil {
		return nil, 0, err
	}
	defer s.Close()
	fb := search.NewFacetsBuilder(a.r)
	for _, f := range facetFields {
		fb.Add(f, facet.NewTermsFacetBuilder(f, index.FacetSize))
	}
	c := collector.NewTopNCollector(0, 0, search.SortOrder{&search.SortDocID{}})
	c.SetFacetsBuilder(fb)
	if err := c.Collect(a.ctx, s, a.r); err != nil {
		return nil, 0, fmt.Errorf("count in the index: %w", err)
	}
	out := map[string][]index.Bucket{}
	for name, f := range c.FacetResults() {
		out[name] = []index.Bucket{}
		for _, t := range f.Terms.Terms() {
			out[name] = append(out[name], index.Bucket{Key: t.Term, Count: t.Count})
		}
	}
	return out, int(c.Total()), nil
}

// load reads the findings of hits.
func (a asked) load(hits search.DocumentMatchCollection) ([]opinion.Finding, error) {
	out := make([]opinion.Finding, 0, len(hits))
	for _, h := range hits {
		doc, err := a.r.Document(h.ID)
		if err != nil {
			return nil, fmt.Errorf("read finding %s from the index: %w", h.ID, err)
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
