package classify

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"

	"huiying/redact"
)

// doc is one example as its features.
type doc struct {
	at    []int32 // rising
	times []float32
	label int
	group int
	fold  int
	title string
	text  string
	sum   [sha256.Size]byte
}

// corpus is all examples, in an order that does not depend on the one they came in.
type corpus struct {
	labels []string
	docs   []doc
	keys   []uint64 // of each feature, sorted
	groups int
	rare   int
	sum    string
}

func prepare(examples []Example) (*corpus, error) {
	c := &corpus{}
	for _, e := range examples {
		c.labels = append(c.labels, e.Label)
	}
	slices.Sort(c.labels)
	c.labels = slices.Compact(c.labels)
	if len(c.labels) < 2 {
		return nil, fmt.Errorf("%w: they need at least two different labels", ErrData)
	}
	if c.labels[0] == "" {
		return nil, fmt.Errorf("%w: one has an empty label", ErrData)
	}

	type keyed struct {
		doc
		group string
	}
	all := make([]keyed, len(examples))
	for i, e := range examples {
		d := keyed{group: "g" + e.Group}
		parts, _ := redact.Texts(e.Title, e.Text)
		d.title, d.text = parts[0], parts[1]
		d.label, _ = slices.BinarySearch(c.labels, e.Label)
		if e.Group == "" {
			d.group = "c" + string(digest(d.title, d.text))
		}
		copy(d.sum[:], digest(e.Label, e.Group, d.title, d.text))
		all[i] = d
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	number := map[string]int{}
	data := sha256.New()
	for _, d := range all {
		if _, ok := number[d.group]; !ok {
			number[d.group] = len(number)
		}
		d.doc.group = number[d.group]
		data.Write(d.sum[:])
		c.docs = append(c.docs, d.doc)
	}
	c.groups, c.sum = len(number), hex.EncodeToString(data.Sum(nil))
	c.count()
	return c, c.enough()
}

// digest is one hash of several strings, each with its length before it.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		io.WriteString(h, strconv.Itoa(len(p))+":"+p)
	}
	return h.Sum(nil)
}

// count turns texts into features and drops the rare ones at once.
func (c *corpus) count() {
	type use struct{ last, groups int32 }
	uses := map[uint64]*use{}
	each := func(d doc, f func(key uint64, n float32)) {
		grams(d.title, func(key uint64) {
			f(key, titleWeight)
			f(key|inTitle, 1)
		})
		grams(d.text, func(key uint64) { f(key, 1) })
	}
	for _, i := range c.byGroup() {
		g := int32(c.docs[i].group) + 1
		each(c.docs[i], func(key uint64, _ float32) {
			u := uses[key]
			if u == nil {
				u = &use{}
				uses[key] = u
			}
			if u.last != g {
				u.last = g
				u.groups++
			}
		})
	}
	for key, u := range uses {
		if u.groups >= minGroups {
			c.keys = append(c.keys, key)
		}
	}
	slices.Sort(c.keys)
	c.rare = len(uses) - len(c.keys)

	find := newTable(c.keys)
	times := make([]float32, len(c.keys))
	for i := range c.docs {
		d := &c.docs[i]
		each(*d, func(key uint64, n float32) {
			if j := find.get(key); j >= 0 {
				if times[j] == 0 {
					d.at = append(d.at, j)
				}
				times[j] += n
			}
		})
		slices.Sort(d.at)
		d.times = make([]float32, len(d.at))
		for n, j := range d.at {
			d.times[n], times[j] = times[j], 0
		}
	}
}

// byGroup is the order in which copies follow one another, so that groups can be counted
// by remembering the last one.
func (c *corpus) byGroup() []int {
	order := make([]int, len(c.docs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.docs[a].group, c.docs[b].group) })
	return order
}

// enough refuses examples from which nothing could be measured.
func (c *corpus) enough() error {
	groups := make([]map[int]bool, len(c.labels))
	for _, d := range c.docs {
		if groups[d.label] == nil {
			groups[d.label] = map[int]bool{}
		}
		groups[d.label][d.group] = true
	}
	for k, g := range groups {
		if len(g) < minPerLabel {
			return fmt.Errorf("%w: label %q has %d independent messages and needs at least %d; label more of them, or merge it with another", ErrData, c.labels[k], len(g), minPerLabel)
		}
	}
	if len(c.keys) == 0 {
		return fmt.Errorf("%w: no two characters are seen in %d independent messages", ErrData, minGroups)
	}
	return nil
}

// deal gives each group a fold, so that every label is spread evenly.
func (c *corpus) deal(folds int) {
	type group struct{ id, label int }
	var groups []group
	seen := make([]bool, c.groups)
	for _, d := range c.docs {
		if !seen[d.group] {
			seen[d.group] = true
			groups = append(groups, group{d.group, d.label})
		}
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.label, b.label) })
	fold := make([]int, c.groups)
	for i, g := range groups {
		fold[g.id] = i % folds
	}
	for i := range c.docs {
		c.docs[i].fold = fold[c.docs[i].group]
	}
}
