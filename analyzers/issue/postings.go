package issue

import (
	"math/bits"
	"slices"
)

// postings say which issues are known by a feature: the latest perWord ones. At a million
// reports this is the largest thing in memory, so that it is two plain arrays without
// pointers, which take half of what a map of lists takes and are nothing to the collector.
type postings struct {
	slots []posting // open addressing by key
	used  int       // slots that are not free, the emptied ones too
	shift uint8
	lists []uint32 // issues, in runs of 1<<size
	spare [maxRun + 1][]uint32
	maybe []uint64 // a bit for each key that is here: most keys of a text are not
}

type posting struct {
	key  uint32
	at   uint32 // the issue where n is 1, else where its run begins in lists
	n    uint8
	size uint8 // of the run
	full bool  // a key has been here
}

const (
	perWord = 48 // issues remembered by one feature, the latest
	maxRun  = 6  // 1<<maxRun holds perWord
)

func newPostings() *postings {
	p := &postings{}
	p.resize(1 << 10)
	return p
}

func (p *postings) resize(size int) {
	old := p.slots
	p.slots, p.shift, p.used = make([]posting, size), uint8(33-bits.Len(uint(size))), 0
	p.maybe = make([]uint64, size/8) // eight bits a slot
	for _, s := range old {
		if s.n > 0 {
			*p.slot(s.key) = s
			p.used++
			p.mark(s.key)
		}
	}
}

// bit gives a key's place among the maybes: by its high bits, as the keys of one text differ there.
func (p *postings) bit(key uint32) (word uint32, bit uint64) {
	h := key * 0x85ebca6b
	i := h >> (p.shift - 3)
	return i >> 6, 1 << (i & 63)
}

func (p *postings) mark(key uint32) {
	w, b := p.bit(key)
	p.maybe[w] |= b
}

// has is false for a key that is not here, and nearly always true for others.
func (p *postings) has(key uint32) bool {
	w, b := p.bit(key)
	return p.maybe[w]&b != 0
}

// slot finds the slot of a key, or the free one where it belongs.
func (p *postings) slot(key uint32) *posting {
	for at := key * 0x9e3779b1 >> p.shift; ; at = (at + 1) & uint32(len(p.slots)-1) {
		if s := &p.slots[at]; !s.full || s.key == key {
			return s
		}
	}
}

// of lists the issues of a key. The list is good until the next change; one is memory for it.
func (p *postings) of(key uint32, one *[1]uint32) []uint32 {
	s := p.slot(key)
	switch {
	case s.n == 0:
		return nil
	case s.n == 1:
		one[0] = s.at
		return one[:]
	}
	return p.lists[s.at : s.at+uint32(s.n)]
}

// add lists an issue under a key, as the latest.
func (p *postings) add(key, issue uint32) {
	s := p.slot(key)
	if !s.full {
		if p.used++; 3*p.used > 2*len(p.slots) {
			p.grow()
			s = p.slot(key)
			p.used++
		}
		*s = posting{key: key, full: true}
		p.mark(key)
	}
	switch {
	case s.n == 0:
		p.mark(key)
		s.at, s.n = issue, 1
		return
	case s.n == 1:
		first := s.at
		s.at, s.size = p.take(1), 1
		p.lists[s.at] = first
	case s.n == perWord:
		run := p.lists[s.at : s.at+perWord]
		copy(run, run[1:])
		run[perWord-1] = issue
		return
	case int(s.n) == 1<<s.size:
		at := p.take(s.size + 1)
		copy(p.lists[at:], p.lists[s.at:s.at+uint32(s.n)])
		p.spare[s.size] = append(p.spare[s.size], s.at)
		s.at, s.size = at, s.size+1
	}
	p.lists[s.at+uint32(s.n)] = issue
	s.n++
}

// drop takes an issue from a key's list, where it may have been pushed out already.
func (p *postings) drop(key, issue uint32) {
	s := p.slot(key)
	switch {
	case s.n == 0:
	case s.n == 1:
		if s.at == issue {
			s.n = 0
		}
	default:
		run := p.lists[s.at : s.at+uint32(s.n)]
		i := slices.Index(run, issue)
		if i < 0 {
			return
		}
		copy(run[i:], run[i+1:])
		if s.n--; s.n == 1 {
			p.spare[s.size] = append(p.spare[s.size], s.at)
			s.at, s.size = p.lists[s.at], 0
		}
	}
}

// take finds room for a run.
func (p *postings) take(size uint8) uint32 {
	if n := len(p.spare[size]); n > 0 {
		at := p.spare[size][n-1]
		p.spare[size] = p.spare[size][:n-1]
		return at
	}
	at := len(p.lists)
	p.lists = append(p.lists, make([]uint32, 1<<size)...)
	return uint32(at)
}

// grow makes room, or only sweeps where most slots were emptied.
func (p *postings) grow() {
	alive := 0
	for i := range p.slots {
		if p.slots[i].n > 0 {
			alive++
		}
	}
	size := len(p.slots)
	if 3*alive > size {
		size *= 2
	}
	p.resize(size)
}

// len counts the entries.
func (p *postings) len() (n int) {
	for i := range p.slots {
		n += int(p.slots[i].n)
	}
	return n
}
