package bleve

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/mapping"
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
	x.mu.RLock() // no part is dropped under a search
	defer x.mu.RUnlock()
	a := asked{ctx: ctx, clauses: x.clauses(q), limit: q.Limit() + 1, until: time.Now().Add(x.counting)}
	defer func() { err = errors.Join(err, a.close()) }()
	if err := a.open(x.parts, q); err != nil {
		return index.Page{}, err
	}
	if paging {
		a.after = []string{whenKey(after.Moment), after.ID}
	}
	if q.Facets {
		page.Facets, page.Total, err = a.facets()
	} else {
		page.Total, page.AtLeast, err = a.count()
	}
	if err != nil {
		return index.Page{}, err
	}
	hits, err := a.newest(page.Total, page.AtLeast, after, paging)
	if err != nil {
		return index.Page{}, err
	}
	more := len(hits) == a.limit
	if more {
		hits = hits[:a.limit-1]
	}
	if page.Hits, err = load(hits); err != nil {
		return index.Page{}, err
	}
	if n := len(page.Hits); more && n > 0 {
		last := page.Hits[n-1]
		page.Next = index.Cursor{Moment: index.Moment(last), ID: last.ID}.String()
	}
	return page, nil
}

// asked is one search on one snapshot of each part that can hold hits.
type asked struct {
	ctx     context.Context
	parts   []snapshot // the newest month first
	clauses clauses    // but for the time
	limit   int        // one hit more than the page holds, to know whether there is a next one
	after   []string   // sort values of the last hit seen
	until   time.Time  // when counting ends
}

// snapshot is one part as it was when the search began.
type snapshot struct {
	r       api.IndexReader
	mapping mapping.IndexMapping
	columns *columns
	docs    int
	days    []dayCount // those within the asked time that have findings, oldest first
	none    bool       // it was counted and holds no hit
	span    *span      // nil: all that the part holds lies within the asked time
}

// open takes a snapshot of every part that has findings of the asked time.
func (a *asked) open(parts map[string]*part, q index.Query) error {
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(parts))) {
		p := parts[name]
		r, err := p.raw.Reader()
		if err != nil {
			return unread("search the index", err)
		}
		s := snapshot{r: r, mapping: p.Mapping(), columns: &p.columns}
		err = s.look(spanOf(q))
		if err != nil || len(s.days) == 0 {
			if err = errors.Join(err, r.Close()); err != nil {
				return err
			}
			continue
		}
		a.parts = append(a.parts, s)
	}
	return nil
}

func (a *asked) close() (err error) {
	for _, s := range a.parts {
		err = errors.Join(err, s.r.Close())
	}
	return err
}

// clauses is a query in parts: all of must, the words of each phrase one after the other (each of
// them is in must too), none of not.
type clauses struct {
	must, not []query.Query
	phrases   [][]string
	span      *span // looked at for each hit; nil: it is in must, or does not narrow
}

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
	if in := q.Within; in != nil {
		c.must = append(c.must, seen(*in))
	}
	for _, mark := range q.Marks() {
		c.must = append(c.must, term(fieldMark, mark))
	}
	terms := index.Parse(q.Text, x.cut)
	for _, w := range terms.Words {
		c.must = append(c.must, term(fieldWords, w))
	}
	for _, p := range terms.Phrases {
		c.phrases = append(c.phrases, p)
		for _, w := range p {
			c.must = append(c.must, term(fieldWords, w))
		}
	}
	for _, p := range terms.Not {
		c.not = append(c.not, phrase(p))
	}
	return c
}

// seen is what lies within a bound.
func seen(in opinion.Scope) query.Query {
	if len(in.Units) == 0 && in.Division != "" {
		return term(fieldWithin, in.Division)
	}
	any := make([]query.Query, len(in.Units))
	for i, u := range in.Units {
		any[i] = term(fieldUnit, u)
	}
	if len(any) == 0 {
		return query.NewMatchNoneQuery()
	}
	return query.NewDisjunctionQuery(any)
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
	c.must = append(c.must[:len(c.must):len(c.must)], q)
	return c
}
