package redact

import (
	"slices"
	"strings"
)

// dictionary holds everyday words of two and three characters: what is one is hardly a name, and
// where one begins or ends a name may end or begin. It is kept small: of a first character what
// follows it, sorted.
type dictionary struct {
	second [cjkSize][]uint16 // in words of two
	rest   [cjkSize][]uint32 // in words of three: both characters
}

const (
	cjkFirst = 0x4e00
	cjkSize  = 0x9fff - cjkFirst + 1
)

func isCJK(r rune) bool { return r >= cjkFirst && r < cjkFirst+cjkSize }

// add takes a word; words of other lengths and characters are left out.
func (d *dictionary) add(word string) {
	r := []rune(word)
	if len(r) < 2 || len(r) > 3 || slices.ContainsFunc(r, func(c rune) bool { return !isCJK(c) }) {
		return
	}
	first := r[0] - cjkFirst
	if len(r) == 2 {
		d.second[first] = append(d.second[first], uint16(r[1]))
	} else {
		d.rest[first] = append(d.rest[first], uint32(r[1])<<16|uint32(r[2]))
	}
}

// line takes a line of data/words.txt: a first character, all that follow it in words of two (or -),
// and each pair that follows it in words of three.
func (d *dictionary) line(line string) {
	f := strings.Fields(line)
	first := []rune(f[0])[0] - cjkFirst
	for _, r := range f[1] {
		if r != '-' {
			d.second[first] = append(d.second[first], uint16(r))
		}
	}
	for _, pair := range f[2:] {
		r := []rune(pair)
		d.rest[first] = append(d.rest[first], uint32(r[0])<<16|uint32(r[1]))
	}
}

// sort is called when all words are in.
func (d *dictionary) sort() {
	for i := range d.second {
		slices.Sort(d.second[i])
		slices.Sort(d.rest[i])
	}
}

// pair says that two characters are a word.
func (d *dictionary) pair(a, b rune) bool {
	if !isCJK(a) || !isCJK(b) {
		return false
	}
	_, found := slices.BinarySearch(d.second[a-cjkFirst], uint16(b))
	return found
}

// has says that the runes are a word of two or three characters.
func (d *dictionary) has(r []rune) bool {
	switch {
	case len(r) == 2:
		return d.pair(r[0], r[1])
	case len(r) != 3 || !isCJK(r[0]) || !isCJK(r[1]) || !isCJK(r[2]):
		return false
	}
	_, found := slices.BinarySearch(d.rest[r[0]-cjkFirst], uint32(r[1])<<16|uint32(r[2]))
	return found
}

// wordList holds words of two to four characters, each packed in one number, sorted. begun has a bit
// for the first two characters of each: mostly no word begins so, and one look says it.
type wordList struct {
	packed []uint64
	begun  [1 << 16 / 64]uint64
}

// packed is a word as one number, or 0 where it is too long or has other characters.
func packed(r []rune) (n uint64) {
	if len(r) > 4 {
		return 0
	}
	for _, c := range r {
		if !isCJK(c) {
			return 0
		}
		n = n<<16 | uint64(c)
	}
	return n
}

func newWordList(words []string) *wordList {
	l := &wordList{packed: make([]uint64, len(words))}
	for i, w := range words {
		r := []rune(w)
		l.packed[i] = packed(r)
		h := pairHash(r[0], r[1])
		l.begun[h/64] |= 1 << (h % 64)
	}
	slices.Sort(l.packed)
	return l
}

func (l *wordList) has(r []rune) bool {
	if h := pairHash(r[0], r[1]); l.begun[h/64]>>(h%64)&1 == 0 {
		return false
	}
	n := packed(r)
	_, found := slices.BinarySearch(l.packed, n)
	return found && n != 0
}

// pairHash says where two characters stand in a set of bits.
func pairHash(a, b rune) uint16 { return uint16(uint32(a)*31 + uint32(b)*7) }
