package bleve

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	api "github.com/blevesearch/bleve_index_api"

	"huiying/index"
)

// errEnough ends a count whose time is up.
var errEnough = errors.New("counted long enough")

// count says how many hits there are, the newest months first, and whether there may be more.
func (a *asked) count() (total int, atLeast bool, err error) {
	for i, s := range a.parts {
		n, err := a.countIn(s)
		a.parts[i].none = n == 0 && err == nil
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
	n, err := s.number(c)
	if !errors.Is(err, errLook) {
		return n, err
	}
	if len(c.not) == 0 {
		return a.look(s, c)
	}
	// Hits of the clauses less those that hold what must not occur, of which there are few.
	without := c.not[0]
	if len(c.not) > 1 {
		without = query.NewDisjunctionQuery(c.not)
	}
	c.not = nil
	n, err = a.numberOrLook(s, c)
	if err != nil {
		return 0, err // what was counted may all be what must not occur
	}
	less, err := a.numberOrLook(s, c.and(without))
	if err != nil {
		return 0, err
	}
	return n - less, nil
}

// number is how many documents of a part match. Error: errLook.
func (s snapshot) number(c clauses) (n int, err error) {
	all, err := s.hits(c)
	for _, m := range all {
		n += int(m.docs.GetCardinality())
	}
	return n, err
}

func (a *asked) numberOrLook(s snapshot, c clauses) (int, error) {
	n, err := s.number(c)
	if errors.Is(err, errLook) {
		return a.look(s, c)
	}
	return n, err
}

// look counts the documents of a part that match one by one. Error: errEnough with those counted by
// then.
func (a *asked) look(s snapshot, c clauses) (int, error) {
	it, err := s.searcher(a.ctx, c, a.until)
	if err != nil {
		return 0, err
	}
	defer it.Close()
	n := 0
	_, err = a.each(s, it, func(api.IndexInternalID) error {
		if n++; n%1024 == 0 && time.Now().After(a.until) {
			return errEnough
		}
		return nil
	})
	return n, err
}

var facetFields = []string{fieldTopic, fieldDivision, fieldSeverity, fieldDemand, fieldSource}

// sums are the hits of each value of a facet.
type sums map[string]*int

func (s sums) add(value []byte, n int) {
	have := s[string(value)]
	if have == nil {
		have = new(int)
		s[string(value)] = have
	}
	*have += n
}

// facets counts every hit by the values that it has.
func (a *asked) facets() (map[string][]index.Bucket, int, error) {
	counted := map[string]sums{}
	for _, f := range facetFields {
		counted[f] = sums{}
	}
	total := 0
	for i, s := range a.parts {
		n, err := a.facetsIn(s, counted)
		if err != nil {
			return nil, 0, err
		}
		a.parts[i].none = n == 0
		total += n
	}
	out := map[string][]index.Bucket{}
	for name, counts := range counted {
		all := make([]index.Bucket, 0, len(counts))
		for key, n := range counts {
			all = append(all, index.Bucket{Key: key, Count: *n})
		}
		slices.SortFunc(all, func(a, b index.Bucket) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Key, b.Key)) })
		out[name] = all[:min(len(all), index.FacetSize)]
	}
	return out, total, nil
}

func (a *asked) facetsIn(s snapshot, counted map[string]sums) (total int, err error) {
	c := s.narrow(a.clauses)
	all, err := s.hits(c)
	if errors.Is(err, errLook) {
		return a.facetsLooked(s, c, counted)
	}
	if err != nil {
		return 0, err
	}
	s.columns.keep(all)
	for _, m := range all {
		if m.docs.IsEmpty() {
			continue
		}
		total += int(m.docs.GetCardinality())
		for _, field := range facetFields {
			col, err := s.columns.of(m.SegmentSnapshot, field)
			if err != nil {
				return 0, err
			}
			col.count(m.docs, counted[field])
		}
	}
	return total, a.ctx.Err()
}

// facetsLooked visits every hit.
func (a *asked) facetsLooked(s snapshot, c clauses, counted map[string]sums) (int, error) {
	values, err := s.r.DocValueReader(facetFields)
	if err != nil {
		return 0, unread("count in the index", err)
	}
	it, err := s.searcher(a.ctx, c, time.Time{})
	if err != nil {
		return 0, err
	}
	defer it.Close()
	add := func(field string, value []byte) { counted[field].add(value, 1) }
	return a.each(s, it, func(id api.IndexInternalID) error { return values.VisitDocValues(id, add) })
}

// each goes through the finds of it, and counts them.
func (a *asked) each(s snapshot, it search.Searcher, do func(api.IndexInternalID) error) (int, error) {
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(it.DocumentMatchPoolSize()+1, 0), IndexReader: s.r}
	for n := 0; ; n++ {
		d, err := it.Next(sc)
		if err == nil && d != nil {
			err = do(d.IndexInternalID)
		}
		switch {
		case errors.Is(err, errEnough):
			return n, err
		case err != nil:
			return 0, unread("count in the index", err)
		case d == nil:
			return n, nil
		}
		sc.DocumentMatchPool.Put(d)
		if n%1024 == 1023 && a.ctx.Err() != nil {
			return 0, a.ctx.Err()
		}
	}
}
