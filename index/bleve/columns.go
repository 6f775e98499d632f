package bleve

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// columns hold, for each segment of a part that was ever counted by a facet, which value each
// document has. A segment never changes, so what was read of it once holds until it is merged away.
// A document has one value of a facet, two bytes or four of it are kept: about 10 MB for a million
// documents. The few that have more, since their texts raise several matters, keep the others apart.
type columns struct {
	mu  sync.Mutex
	ofs map[uint64]map[string]*column // by the number of the segment, then by field
}

// column is one field of a segment: values[at[doc]] is the value of a document, values[0] is none.
type column struct {
	values [][]byte
	narrow []uint16
	wide   []uint32 // instead of narrow, where there are too many values for it
	more   []further
}

// further is one more value of a document.
type further struct{ doc, at uint32 }

// of is a column of a segment, read where it is not known yet.
func (c *columns) of(seg *scorch.SegmentSnapshot, field string) (*column, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if have := c.ofs[seg.Id()][field]; have != nil {
		return have, nil
	}
	col, err := readColumn(seg, field)
	if err != nil {
		return nil, err
	}
	if c.ofs == nil {
		c.ofs = map[uint64]map[string]*column{}
	}
	if c.ofs[seg.Id()] == nil {
		c.ofs[seg.Id()] = map[string]*column{}
	}
	c.ofs[seg.Id()][field] = col
	return col, nil
}

// keep forgets what was read of segments that are there no longer.
func (c *columns) keep(now []matched) {
	c.mu.Lock()
	defer c.mu.Unlock()
	there := make(map[uint64]bool, len(now))
	for _, m := range now {
		there[m.Id()] = true
	}
	for id := range c.ofs {
		if !there[id] {
			delete(c.ofs, id)
		}
	}
}

func readColumn(seg *scorch.SegmentSnapshot, field string) (*column, error) {
	wide := make([]uint32, seg.FullSize())
	col := &column{values: [][]byte{nil}}
	err := eachTerm(seg.Segment(), field, "", "", func(dict segment.TermDictionary, term string) error {
		docs := roaring.New()
		if err := into(docs, dict, []byte(term)); err != nil {
			return err
		}
		at := uint32(len(col.values))
		col.values = append(col.values, []byte(term))
		docs.Iterate(func(doc uint32) bool {
			if wide[doc] != 0 {
				col.more = append(col.more, further{doc, wide[doc]})
			}
			wide[doc] = at
			return true
		})
		return nil
	})
	if err != nil || len(col.values) > 1<<16 {
		col.wide = wide
		return col, err
	}
	col.narrow = make([]uint16, len(wide))
	for doc, at := range wide {
		col.narrow[doc] = uint16(at)
	}
	return col, nil
}

// count adds how many of the hits have each value.
func (c *column) count(hits *roaring.Bitmap, to sums) {
	n := make([]int, len(c.values))
	each := func(doc uint32) bool { n[c.narrow[doc]]++; return true }
	if c.wide != nil {
		each = func(doc uint32) bool { n[c.wide[doc]]++; return true }
	}
	hits.Iterate(each)
	for _, m := range c.more {
		if hits.Contains(m.doc) {
			n[m.at]++
		}
	}
	for i, k := range n {
		if i > 0 && k > 0 {
			to.add(c.values[i], k)
		}
	}
}
