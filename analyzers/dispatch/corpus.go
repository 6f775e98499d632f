package dispatch

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// minOrders is how many independent orders must have a feature, or a unit or category a class.
const minOrders = 5

// doc is an order in features.
type doc struct {
	at, times []int32
	marks     int // so many of at are of the text itself
	sum       [sha256.Size]byte
	group     uint64
	fold      int

	unit, work, seat int32
	district         int32 // -1: none
	category         [depths]int32
	returned         bool
	named            []int32 // pairs of characters of the text that stand in names of units
	topic            uint64  // its key; 0: none
}

// corpus is all orders. Their order does not depend on that of the input.
type corpus struct {
	docs   []doc
	keys   []uint64 // sorted; kept features
	rare   int      // features that were not kept
	groups int
	sum    string
	told   map[int32]bool // features that Like may speak of

	units      names
	work, seat names
	ofUnit     [][2]int32 // of each unit: its work and its seat
	districts  names
	categories [depths]names
	duty       map[uint64]tally
}

// names numbers strings.
type names struct {
	list []string
	at   map[string]int32
}

func numbered(all []string) names {
	slices.Sort(all)
	n := names{list: slices.Compact(all), at: map[string]int32{}}
	for i, s := range n.list {
		n.at[s] = int32(i)
	}
	return n
}

func (n names) of(s string) int32 {
	if i, ok := n.at[s]; ok {
		return i
	}
	return -1
}

// wide is a doc before its features are numbered: text features first, each once.
type wide struct {
	keys  []uint64
	times []int32
	marks int
	told  []uint64
}

func widen(r Reading) (w wide) {
	at := map[uint64]int{}
	r.each(func(k kind, key uint64) {
		if i, ok := at[key]; ok {
			w.times[i]++
			return
		}
		at[key] = len(w.keys)
		w.keys, w.times = append(w.keys, key), append(w.times, 1)
		if !k.context() {
			w.marks++
		}
		if k == ofWord || k == ofTopic || k == ofTopicAtPlace {
			w.told = append(w.told, key)
		}
	})
	return w
}

// Options of Learn.
type Options struct {
	// Place splits the name of a unit: the code of the division in it, and the name without it. Nil: no
	// name has a place.
	Place func(unit string) (code, rest string)
	// Topics are the catalogue; what a unit's name says of its duty is read by them.
	Topics []Topic
	// Progress is told how many of the steps are done, one call at a time.
	Progress func(done, total int)
}

// prepare reads orders. Errors wrap ErrData.
func prepare(orders []Order, o Options) (*corpus, error) {
	c := &corpus{told: map[int32]bool{}}
	wides, docs := make([]wide, len(orders)), make([]doc, len(orders))
	atOnce(len(orders), func(i int) {
		wides[i] = widen(orders[i].Reading)
		docs[i].sum, docs[i].group = digest(orders[i])
		docs[i].fold = int(mixed(docs[i].group) >> 33 % folds)
	})
	c.label(orders, docs, o)
	units := make([]Unit, len(c.units.list))
	works := make([]string, len(c.units.list))
	for u, name := range c.units.list {
		units[u].Name, works[u] = name, c.work.list[c.ofUnit[u][0]]
	}
	c.duty = duties(o.Topics, works)
	names, _ := partsOfNames(units)
	atOnce(len(orders), func(i int) {
		docs[i].named = names.in(nil, orders[i].Reading)
		docs[i].topic = topicKey(orders[i].Topic)
	})
	rank := make([]int, len(docs))
	for i := range rank {
		rank[i] = i
	}
	slices.SortFunc(rank, func(a, b int) int {
		return cmp.Or(cmp.Compare(docs[a].group, docs[b].group), bytes.Compare(docs[a].sum[:], docs[b].sum[:]))
	})
	c.keep(wides, docs, rank)
	place := newTable(c.keys)
	all := sha256.New()
	for n, i := range rank {
		d := docs[i]
		all.Write(d.sum[:])
		if n == 0 || docs[rank[n-1]].group != d.group {
			c.groups++
		}
		d.number(wides[i], place)
		for _, key := range wides[i].told {
			if j := place.get(key); j >= 0 {
				c.told[j] = true
			}
		}
		wides[i] = wide{}
		c.docs = append(c.docs, d)
	}
	c.sum = hex.EncodeToString(all.Sum(nil))
	return c, c.enough()
}

// ErrData says that the orders cannot make a model; the text around it says why.
var ErrData = fmt.Errorf("these orders make no model")

func (c *corpus) enough() error {
	n := make([]int, len(c.units.list))
	for _, d := range c.docs {
		if !d.returned {
			n[d.unit]++
		}
	}
	known := 0
	for _, k := range n {
		if k >= minOrders {
			known++
		}
	}
	if known < 2 {
		return fmt.Errorf("%w: two units at least must have handled %d orders or more; of %d orders, %d units have",
			ErrData, minOrders, len(c.docs), known)
	}
	return nil
}

// label numbers units, their kinds of work and seats, districts and categories.
func (c *corpus) label(orders []Order, docs []doc, o Options) {
	var units, work, seats, districts []string
	var categories [depths][]string
	for _, x := range orders {
		units = append(units, x.Unit)
		if x.District != "" {
			districts = append(districts, x.District)
		}
		for d := range min(depths, len(x.Category)) {
			categories[d] = append(categories[d], path(x.Category, d))
		}
	}
	c.units, c.districts = numbered(units), numbered(districts)
	for d := range depths {
		c.categories[d] = numbered(categories[d])
	}
	split := make([][2]string, len(c.units.list))
	for i, u := range c.units.list {
		seat, rest := "", u
		if o.Place != nil {
			seat, rest = o.Place(u)
		}
		if seat == "" {
			rest = "=" + u // what has no place in its name is of no kind with others
		}
		split[i] = [2]string{rest, seat}
		work, seats = append(work, rest), append(seats, seat)
	}
	c.work, c.seat = numbered(work), numbered(seats)
	for _, s := range split {
		c.ofUnit = append(c.ofUnit, [2]int32{c.work.of(s[0]), c.seat.of(s[1])})
	}
	for i, x := range orders {
		d := &docs[i]
		d.unit, d.returned, d.district = c.units.of(x.Unit), x.Returned, c.districts.of(x.District)
		d.work, d.seat = c.ofUnit[d.unit][0], c.ofUnit[d.unit][1]
		for k := range depths {
			if d.category[k] = -1; k < len(x.Category) {
				d.category[k] = c.categories[k].of(path(x.Category, k))
			}
		}
	}
}

// path is a category down to a depth.
func path(category []string, depth int) string { return strings.Join(category[:depth+1], "/") }

// digest is the sum of an order, and a number that copies of its text share.
func digest(o Order) (sum [sha256.Size]byte, group uint64) {
	text := sha256.Sum256([]byte(o.Title + "\x00" + o.Text))
	h := sha256.New()
	h.Write(text[:])
	for _, s := range append([]string{o.Unit, o.District, fmt.Sprint(o.Returned), o.Source}, o.Category...) {
		h.Write([]byte(s + "\x00"))
	}
	h.Sum(sum[:0])
	if o.Group != "" {
		text = sha256.Sum256([]byte(o.Group))
	}
	return sum, binary.LittleEndian.Uint64(text[:])
}

// keep numbers the features that enough independent orders have; of too many, those that more
// orders have.
func (c *corpus) keep(wides []wide, docs []doc, rank []int) {
	type count struct {
		orders int32
		last   uint64 // group that was counted last
	}
	seen := map[uint64]count{}
	for _, i := range rank {
		g := docs[i].group
		for _, key := range wides[i].keys {
			if n := seen[key]; n.orders == 0 || n.last != g {
				seen[key] = count{n.orders + 1, g}
			}
		}
	}
	for key, n := range seen {
		if n.orders >= minOrders {
			c.keys = append(c.keys, key)
		}
	}
	if len(c.keys) > mostFeatures {
		slices.SortFunc(c.keys, func(a, b uint64) int {
			return cmp.Or(cmp.Compare(seen[b].orders, seen[a].orders), cmp.Compare(a, b))
		})
		c.keys = c.keys[:mostFeatures]
	}
	c.rare = len(seen) - len(c.keys)
	slices.Sort(c.keys)
}

// number makes features of keys.
func (d *doc) number(w wide, place table) {
	for n, key := range w.keys {
		j := place.get(key)
		if j < 0 {
			continue
		}
		d.at, d.times = append(d.at, j), append(d.times, w.times[n])
		if n < w.marks {
			d.marks++
		}
	}
}

// atOnce calls f for 0..n-1 on all cores.
func atOnce(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
