package collectors

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"huiying/opinion"
)

// MaxSeen bounds what a Memory remembers. It is far more than any list page shows, so
// what is forgotten has long left the list.
const MaxSeen = 2000

// Seen is the bounded set of addresses a source has already given. Asking for one that is
// there makes it the newest, so that what a list still shows is never forgotten.
type Seen struct {
	order map[string]uint64 // hash -> when it was last met
	tick  uint64
	most  int
}

// NewSeen reads the list of a Memory. most is the bound; 0 is MaxSeen.
func NewSeen(list []string, most int) *Seen {
	if most <= 0 {
		most = MaxSeen
	}
	s := &Seen{order: make(map[string]uint64, len(list)), most: most}
	for _, h := range list {
		s.put(h)
	}
	return s
}

func (s *Seen) put(h string) {
	s.tick++
	s.order[h] = s.tick
}

// Has says whether key (an address, or an item's own id) was seen.
func (s *Seen) Has(key string) bool {
	h := SeenKey(key)
	_, ok := s.order[h]
	if ok {
		s.put(h)
	}
	return ok
}

// Remove forgets key: it is asked for again.
func (s *Seen) Remove(key string) { delete(s.order, SeenKey(key)) }

// Add remembers key.
func (s *Seen) Add(key string) { s.put(SeenKey(key)) }

// List is what a Memory keeps: at most the bound, oldest first.
func (s *Seen) List() []string {
	out := slices.SortedFunc(maps.Keys(s.order), func(a, b string) int { return cmp.Compare(s.order[a], s.order[b]) })
	return out[max(0, len(out)-s.most):]
}

// SeenKey is how a key is remembered: a hash, where it is an address that of its page, so that twins
// for small screens, sessions and the ways that readers came by make no second one.
func SeenKey(key string) string {
	if u := opinion.PageKey(key); u != "" {
		key = u
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}
