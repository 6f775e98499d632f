package bleve

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	api "github.com/blevesearch/bleve_index_api"
)

// narrow adds the asked time to c where the part holds findings outside of it: as postings, or,
// where something else leaves few candidates, as a look at each of them (filters.go).
func (s snapshot) narrow(c clauses) clauses {
	if s.span == nil {
		return c
	}
	inside := 0
	for _, d := range s.days {
		inside += d.docs
	}
	if few := s.fewest(c); few >= 0 && few < inside/4 {
		c.span = s.span
		return c
	}
	return c.and(s.span.query())
}

// fewest is the number of documents that the rarest term of c leaves; -1 without any.
func (s snapshot) fewest(c clauses) int {
	few := -1
	for _, q := range c.must {
		t, ok := q.(*query.TermQuery)
		if !ok {
			continue
		}
		r, err := s.r.TermFieldReader(context.Background(), []byte(t.Term), t.Field(), false, false, false)
		if err != nil {
			continue // the searcher will say so
		}
		if n := int(r.Count()); few < 0 || n < few {
			few = n
		}
		_ = r.Close()
	}
	return few
}

// searcher goes through the documents of a part that match c, in the order in which it holds
// them. Those that only look like it, because a phrase's words stand apart or the time is another,
// are looked at one by one; when that lasts until a moment (zero: for ever), Next gives errEnough.
func (s snapshot) searcher(ctx context.Context, c clauses, until time.Time) (search.Searcher, error) {
	it, err := c.query().Searcher(ctx, s.r, s.mapping, search.SearcherOptions{Score: "none"})
	if err != nil {
		return nil, unread("search the index", err)
	}
	f := &filtered{Searcher: it, ctx: ctx, until: until}
	if c.span != nil {
		values, err := s.r.DocValueReader([]string{fieldWhen})
		if err != nil {
			_ = it.Close()
			return nil, unread("search the index", err)
		}
		f.checks = append(f.checks, within(values, *c.span))
	}
	for _, words := range c.phrases {
		p, err := s.phrase(ctx, words)
		f.closers = append(f.closers, p.readers...)
		if err != nil {
			_ = f.Close()
			return nil, unread("search the index", err)
		}
		f.checks = append(f.checks, p.in)
	}
	if len(f.checks) == 0 {
		return it, nil
	}
	return f, nil
}

// check looks closer at a document. It is asked about ascending ones only.
type check func(api.IndexInternalID) (bool, error)

// within compares the moment of a document.
func within(values api.DocValueReader, s span) check {
	from, to := []byte(whenKey(s.from)), []byte(whenKey(s.to))
	return func(id api.IndexInternalID) (ok bool, err error) {
		err = values.VisitDocValues(id, func(_ string, v []byte) {
			ok = bytes.Compare(v, from) >= 0 && bytes.Compare(v, to) < 0
		})
		return ok, err
	}
}

// adjacent finds the words of a phrase one after the other.
type adjacent struct {
	readers []api.TermFieldReader // one for each word
	at      []*api.TermFieldDoc   // where each reader stands
}

func (s snapshot) phrase(ctx context.Context, words []string) (*adjacent, error) {
	p := &adjacent{at: make([]*api.TermFieldDoc, len(words))}
	for _, w := range words {
		r, err := s.r.TermFieldReader(ctx, []byte(w), fieldWords, false, false, true)
		if err != nil {
			return p, err
		}
		p.readers = append(p.readers, r)
	}
	return p, nil
}

// in says whether the words stand one after the other in a document that has them all.
func (p *adjacent) in(id api.IndexInternalID) (bool, error) {
	for i, r := range p.readers {
		d, err := r.Advance(id, p.at[i])
		if err != nil || d == nil || !d.ID.Equals(id) {
			return false, err
		}
		p.at[i] = d
	}
	for _, v := range p.at[0].Vectors {
		if p.from(v.Pos) {
			return true, nil
		}
	}
	return false, nil
}

// from says whether the phrase begins at a place. Places of a word ascend.
func (p *adjacent) from(pos uint64) bool {
	for i, d := range p.at[1:] {
		_, found := slices.BinarySearchFunc(d.Vectors, pos+uint64(i)+1, func(v *api.TermFieldVector, want uint64) int {
			return int(int64(v.Pos) - int64(want))
		})
		if !found {
			return false
		}
	}
	return true
}

// filtered is a searcher whose finds are looked at closer.
type filtered struct {
	search.Searcher
	ctx     context.Context
	checks  []check
	closers []api.TermFieldReader
	until   time.Time
	looked  int
}

// Next is search.Searcher.Next.
func (f *filtered) Next(sc *search.SearchContext) (*search.DocumentMatch, error) {
	d, err := f.Searcher.Next(sc)
	return f.first(sc, d, err)
}

// Advance is search.Searcher.Advance.
func (f *filtered) Advance(sc *search.SearchContext, id api.IndexInternalID) (*search.DocumentMatch, error) {
	d, err := f.Searcher.Advance(sc, id)
	return f.first(sc, d, err)
}

// first is d, or the next one after it that passes.
func (f *filtered) first(sc *search.SearchContext, d *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	for d != nil && err == nil {
		var ok bool
		if ok, err = f.passes(d.IndexInternalID); err != nil {
			return nil, err
		}
		if ok {
			return d, nil
		}
		sc.DocumentMatchPool.Put(d)
		if f.looked++; f.looked%256 == 0 {
			if err := f.ctx.Err(); err != nil {
				return nil, err
			}
			if !f.until.IsZero() && time.Now().After(f.until) {
				return nil, errEnough
			}
		}
		d, err = f.Searcher.Next(sc)
	}
	return nil, err
}

func (f *filtered) passes(id api.IndexInternalID) (bool, error) {
	for _, c := range f.checks {
		if ok, err := c(id); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// Close is search.Searcher.Close.
func (f *filtered) Close() error {
	for _, c := range f.closers {
		_ = c.Close() // they only read
	}
	return f.Searcher.Close()
}
