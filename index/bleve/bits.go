package bleve

import (
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// errLook: which documents match cannot be told from postings alone; each must be looked at.
var errLook = errors.New("postings alone do not tell")

// matched are the documents of one segment that match.
type matched struct {
	*scorch.SegmentSnapshot
	docs *roaring.Bitmap
}

// hits are the documents of a part that match, for each segment of it. Error: errLook where c has a
// phrase, as one that must occur or must not.
func (s snapshot) hits(c clauses) ([]matched, error) {
	r, ok := s.r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("count in the index: %T has no segments", s.r)
	}
	out := make([]matched, 0, len(r.Segments()))
	for _, seg := range r.Segments() {
		docs, err := bits(seg, c)
		if err != nil {
			return nil, err
		}
		out = append(out, matched{seg, docs})
	}
	return out, nil
}

// bits are the documents of a segment that match: intersections of whole postings, where going
// through the hits would cost a step for each of them. Error: errLook.
func bits(seg *scorch.SegmentSnapshot, c clauses) (*roaring.Bitmap, error) {
	if len(c.phrases) > 0 {
		return nil, errLook
	}
	must := c.must
	if c.span != nil {
		must = append(must[:len(must):len(must)], c.span.query())
	}
	hits := seg.DocNumbersLive()
	for _, q := range must {
		b, err := matching(seg.Segment(), q)
		if err != nil {
			return nil, err
		}
		if hits.And(b); hits.IsEmpty() {
			return hits, nil
		}
	}
	for _, q := range c.not {
		b, err := matching(seg.Segment(), q)
		if err != nil {
			return nil, err
		}
		hits.AndNot(b)
	}
	return hits, nil
}

// matching are the documents of a segment that match one clause, deleted ones among them.
func matching(seg segment.Segment, q query.Query) (*roaring.Bitmap, error) {
	out := roaring.New()
	switch q := q.(type) {
	case *query.TermQuery:
		dict, err := seg.Dictionary(q.Field())
		if err != nil {
			return nil, unread("count in the index", err)
		}
		return out, into(out, dict, []byte(q.Term))
	case *query.TermRangeQuery:
		return out, eachTerm(seg, q.Field(), q.Min, q.Max, func(dict segment.TermDictionary, term string) error {
			return into(out, dict, []byte(term))
		})
	case *query.DisjunctionQuery:
		for _, part := range q.Disjuncts {
			b, err := matching(seg, part)
			if err != nil {
				return nil, err
			}
			out.Or(b)
		}
		return out, nil
	case *query.MatchNoneQuery:
		return out, nil
	}
	return nil, errLook
}

// into adds the documents of a term to b.
func into(b *roaring.Bitmap, dict segment.TermDictionary, term []byte) error {
	list, err := dict.PostingsList(term, nil, nil)
	if err != nil {
		return unread("count in the index", err)
	}
	whole, ok := list.(interface{ OrInto(*roaring.Bitmap) })
	if !ok {
		return errLook
	}
	whole.OrInto(b)
	return nil
}

// eachTerm calls do for the terms of a field between two, both included; "" bounds nothing.
func eachTerm(seg segment.Segment, field, from, to string, do func(segment.TermDictionary, string) error) error {
	dict, err := seg.Dictionary(field)
	if err != nil {
		return unread("count in the index", err)
	}
	var first, end []byte
	if from != "" {
		first = []byte(from)
	}
	if to != "" {
		end = []byte(to + "\x00")
	}
	for it := dict.AutomatonIterator(nil, first, end); ; {
		e, err := it.Next()
		if err != nil {
			return unread("count in the index", err)
		}
		if e == nil {
			return nil
		}
		if err := do(dict, e.Term); err != nil {
			return err
		}
	}
}
