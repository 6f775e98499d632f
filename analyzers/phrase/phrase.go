// Package phrase finds the phrases of a fixed list in a text, in one pass and without
// garbage. The judges that work by words (topic, demand, severity) share it.
//
// Nearly every place of a text begins no phrase, and one bit, looked up by its first two
// characters, says so. With some thousand phrases that is several times as fast as an
// Aho-Corasick automaton, whose every step is a jump through memory.
//
// A text is read in lower case, with full-width letters and digits made plain (Ａ as a).
package phrase

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Matcher finds phrases. It never changes and serves any number of goroutines.
type Matcher struct {
	heads  [1 << headBits / 64]uint64 // hashes of how phrases begin, as bits
	single bool                       // a phrase of one character is among them
	slots  []slot                     // by how a phrase begins, open addressing
	shift  uint
}

const headBits = 16 // 8 KiB, which stay in the processor's first cache

// slot holds the phrases that begin with one pair of characters, the longest first. A slot
// without phrases is empty.
type slot struct {
	pair    uint32
	phrases []entry
}

type entry struct {
	text  string
	index int
	latin bool // it has letters or digits, which a text may spell otherwise
}

// pairOf is the key of two characters; b is 0 for a phrase of one. Rare characters beyond 16
// bits may share a key with others, so a phrase is always compared as a whole.
func pairOf(a, b rune) uint32 { return uint32(a)<<16 ^ uint32(b) }

// hash spreads a pair over all bits; its highest are the best.
func hash(pair uint32) uint32 { return pair * 0x9e3779b1 }

// New makes a Matcher of phrases, which are known by their index from then on. Of two that
// are spelled alike the first counts. It panics on an empty phrase: that is a fault of the
// list.
func New(phrases []string) *Matcher {
	m := &Matcher{shift: 32 - 4}
	for 1<<(32-m.shift) < 3*len(phrases) {
		m.shift--
	}
	m.slots = make([]slot, 1<<(32-m.shift))
	for i, p := range phrases {
		if p == "" {
			panic("phrase: an empty phrase is nowhere and everywhere")
		}
		p = Fold(p)
		a, n := decode(p)
		b := rune(0)
		if n < len(p) {
			b, _ = decode(p[n:])
		} else {
			m.single = true
		}
		pair := pairOf(a, b)
		h := hash(pair) >> (32 - headBits)
		m.heads[h/64] |= 1 << (h % 64)
		s := m.slot(pair)
		s.pair = pair
		s.phrases = append(s.phrases, entry{p, i, strings.ContainsFunc(p, latin)})
	}
	for _, s := range m.slots {
		slices.SortStableFunc(s.phrases, func(a, b entry) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return m
}

// slot finds the slot of a pair, or the empty one where it would be.
func (m *Matcher) slot(pair uint32) *slot {
	i := hash(pair) >> m.shift
	for {
		s := &m.slots[i]
		if s.phrases == nil || s.pair == pair {
			return s
		}
		i = (i + 1) & uint32(len(m.slots)-1)
	}
}

// begins says whether a phrase may begin with the pair. Few pairs that begin none pass.
func (m *Matcher) begins(pair uint32) bool {
	h := hash(pair) >> (32 - headBits)
	return m.heads[h/64]&(1<<(h%64)) != 0
}

// Find calls found for the longest phrase at each place of the text, from left to right, with
// the phrase's index and the bytes from..to where it stands. It goes on where found says, at
// the earliest with the next character: to, for phrases that do not overlap; from, for all.
func (m *Matcher) Find(text string, found func(index, from, to int) int) {
	var a rune
	at := -1 // where a stands; before 0 for none
	for next := 0; next <= len(text); {
		b, n := rune(0), 1
		if r, ok := Chinese(text[next:]); ok {
			b, n = r, 3
		} else if next < len(text) {
			b, n = decode(text[next:])
		}
		if pair := pairOf(a, b); at >= 0 && (m.begins(pair) || m.single && m.begins(pairOf(a, 0))) {
			if e, to := m.longest(text, at, pair, pairOf(a, 0)); to > 0 {
				if on := found(e.index, at, to); on > next {
					at, next = -1, on
					continue
				}
			}
		}
		a, at, next = b, next, next+n
	}
}

// At is the index of the longest phrase that begins the text, and its size in bytes; 0 when
// none does.
func (m *Matcher) At(text string) (index, size int) {
	if text == "" {
		return 0, 0
	}
	a, n := decode(text)
	b := rune(0)
	if n < len(text) {
		b, _ = decode(text[n:])
	}
	if pair := pairOf(a, b); m.begins(pair) || m.single && m.begins(pairOf(a, 0)) {
		if e, to := m.longest(text, 0, pair, pairOf(a, 0)); to > 0 {
			return e.index, to
		}
	}
	return 0, 0
}

// longest is the longest phrase at a place and where it ends, or 0.
func (m *Matcher) longest(text string, at int, pair, alone uint32) (*entry, int) {
	for _, key := range [...]uint32{pair, alone} {
		phrases := m.slot(key).phrases
		for i := range phrases {
			if n := phrases[i].size(text[at:]); n > 0 {
				return &phrases[i], at + n
			}
		}
	}
	return nil, 0
}

// size is how many bytes of the text the phrase takes where it begins the text, or 0.
func (e *entry) size(text string) int {
	switch {
	case strings.HasPrefix(text, e.text):
		return len(e.text)
	case !e.latin:
		return 0
	}
	at := 0
	for i := 0; i < len(e.text); {
		want, n := decode(e.text[i:])
		if at >= len(text) {
			return 0
		}
		r, size := decode(text[at:])
		if r != want {
			return 0
		}
		i, at = i+n, at+size
	}
	return at
}

// Chinese reads the first character of a text if it takes three bytes and is spelled in one
// way only: in a Chinese text nearly all do. It reads four bytes at once and is inlined, which
// makes it several times as fast as decoding any character; the rest is left to that.
func Chinese(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	w := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
	r := w&0x0f<<12 | w>>2&0xfc0 | w>>16&0x3f
	return rune(r), w&0xc0c0f0 == 0x8080e0 && (r >= 0x1000 && r < 0xd000 || r == '，')
}

// decode reads any character, as phrases spell it.
func decode(s string) (rune, int) {
	r, n := utf8.DecodeRuneInString(s)
	return narrow(r), n
}

// Fold spells a text as phrases are spelled.
func Fold(s string) string { return strings.Map(narrow, s) }

func narrow(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r - 'A' + 'a'
	case r >= '０' && r <= '９' || r >= 'ａ' && r <= 'ｚ':
		return r - 0xfee0
	case r >= 'Ａ' && r <= 'Ｚ':
		return r - 0xfee0 + 'a' - 'A'
	}
	return r
}

func latin(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }
