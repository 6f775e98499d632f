package places

import (
	"cmp"
	"crypto/sha256"
	"maps"
	"slices"
	"unicode/utf8"

	"huiying/redact"
)

// Order is a past order: its redacted text in words, as the cutter gives them, and the code of the
// district that the office noted.
type Order struct {
	Words    []string
	District string // "": none; the order teaches nothing
}

// Learned is a name with the district it lies in.
type Learned struct {
	Name   string
	Kind   string // as in a gazetteer
	Code   string
	Orders int     // independent orders that have the name and say the district
	Share  float64 // of all that have the name
}

const (
	minOrders = 5    // fewer could be one family's
	minShare  = 0.9  // of the orders that have a name, to say where it lies
	minOfTwo  = 0.25 // of either of two districts that a name lies in
	tooLong   = 0.6  // a longer name stands for the shorter in it from this share of its orders
	minName   = 3    // characters
	maxName   = 10
)

// Learn finds the names of a region. blocked are names that were taken back: they are not learned again.
// The same orders teach the same, in whatever order they come; names come sorted by district, kind, name.
func Learn(orders []Order, blocked map[string]bool) []Learned {
	seen := map[string]*heard{}
	known := map[[sha256.Size]byte]bool{}
	for _, o := range orders {
		if o.District == "" || isCopy(known, o.Words) {
			continue
		}
		for name, kind := range namesOf(o.Words) {
			h := seen[name]
			if h == nil {
				h = &heard{kind: kind, by: map[string]int{}}
				seen[name] = h
			}
			h.all++
			h.by[o.District]++
		}
	}
	longer := longest(seen)
	var out []Learned
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		h := seen[name]
		part := float64(longer[name]) >= tooLong*float64(h.all) // of a longer name
		if !part && !blocked[name] && h.all >= minOrders && !personal(name) {
			out = append(out, h.learned(name)...)
		}
	}
	slices.SortFunc(out, func(a, b Learned) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// heard is how often orders have a name.
type heard struct {
	kind string
	all  int
	by   map[string]int // district -> orders
}

// isCopy says whether a text came before; copies are one order.
func isCopy(known map[[sha256.Size]byte]bool, words []string) bool {
	h := sha256.New()
	for _, w := range words {
		h.Write([]byte(w))
	}
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	if known[sum] {
		return true
	}
	known[sum] = true
	return false
}

// learned are the districts that a name lies in: one, two, or none that could be told.
func (h *heard) learned(name string) []Learned {
	codes := slices.SortedFunc(maps.Keys(h.by), func(a, b string) int {
		return cmp.Or(cmp.Compare(h.by[b], h.by[a]), cmp.Compare(a, b))
	})
	share := func(code string) float64 { return float64(h.by[code]) / float64(h.all) }
	one := func(code string) Learned { return Learned{name, h.kind, code, h.by[code], share(code)} }
	first := codes[0]
	if h.by[first] >= minOrders && share(first) >= minShare {
		return []Learned{one(first)}
	}
	if len(codes) < 2 {
		return nil
	}
	second := codes[1]
	if h.by[second] >= minOrders && share(second) >= minOfTwo && share(first)+share(second) >= minShare {
		return []Learned{one(first), one(second)}
	}
	return nil
}

// longest is, for each name, in how many orders it is the end of one longer name.
func longest(seen map[string]*heard) map[string]int {
	most := map[string]int{}
	for longer, h := range seen {
		if h.all < minOrders {
			continue
		}
		for i := range longer {
			if i > 0 && seen[longer[i:]] != nil {
				most[longer[i:]] = max(most[longer[i:]], h.all)
			}
		}
	}
	return most
}

// personal says whether the redaction would change a name: then it is nobody's business.
func personal(name string) bool {
	plain, _ := redact.Text(name)
	return plain != name || utf8.RuneCountInString(name) < minName
}
