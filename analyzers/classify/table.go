package classify

import "math/bits"

// table finds the position of a key among sorted keys, mostly in one look. A slot is the
// key (43 bits once the mark of a title has moved down) above its position+1 (21 bits); 0
// is an empty slot.
type table struct {
	slots []uint64
	shift int
}

const (
	placeBits   = 64 - 2*runeBits - 1
	maxFeatures = 1<<placeBits - 1
)

// fold moves the mark of a title from the highest bit to the one above the characters.
func fold(key uint64) uint64 { return key&^inTitle | key>>63<<(2*runeBits) }

func newTable(keys []uint64) *table {
	size := bits.Len(uint(len(keys)*2 + 1))
	t := &table{slots: make([]uint64, 1<<size), shift: 64 - size}
	for i, key := range keys {
		key = fold(key)
		h := home(key, t.shift)
		for t.slots[h] != 0 {
			h = (h + 1) & (len(t.slots) - 1)
		}
		t.slots[h] = key<<placeBits | uint64(i+1)
	}
	return t
}

func home(key uint64, shift int) int { return int(key * 0x9e3779b97f4a7c15 >> shift) }

// get returns -1 for an unknown key.
func (t *table) get(key uint64) int32 {
	key = fold(key)
	for h := home(key, t.shift); ; h = (h + 1) & (len(t.slots) - 1) {
		s := t.slots[h]
		if s == 0 || s>>placeBits == key {
			return int32(s&maxFeatures) - 1
		}
	}
}

// scratch is what one judgement needs and the next one can use again: the features of the
// text, each once, in a table small enough to stay near the processor.
type scratch struct {
	uses  []use
	order []int32 // places in uses, in the order of the text
	shift int
	sum   []float32 // of each label, before length and bias
	score []float64
}

// use is a feature of the text.
type use struct {
	key   uint64
	times float32 // 0: an empty place
	at    int32   // its position in the model; -1: unknown
}

// reset makes room for at most n features.
func (s *scratch) reset(n int) {
	size := bits.Len(uint(2*n + 1))
	if 1<<size > cap(s.uses) {
		s.uses = make([]use, 1<<size)
	}
	s.uses = s.uses[:1<<size]
	clear(s.uses)
	s.order = s.order[:0]
	s.shift = 64 - size
}

func (s *scratch) count(key uint64, times float32) {
	u, h := s.look(key)
	if u.times == 0 {
		u.key = key
		s.order = append(s.order, int32(h))
	}
	u.times += times
}

// look finds the place of a key, empty where the text does not have it.
func (s *scratch) look(key uint64) (*use, int) {
	for h := home(key, s.shift); ; h = (h + 1) & (len(s.uses) - 1) {
		if u := &s.uses[h]; u.times == 0 || u.key == key {
			return u, h
		}
	}
}
