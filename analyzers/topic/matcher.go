package topic

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// matcher finds the words of a list in a text, in one pass: by a word's first two
// characters it knows the few words that can stand at a place. With some thousand words
// that is faster than an Aho-Corasick automaton, and it allocates nothing.
type matcher struct {
	first [1 << 16 / 64]uint64 // characters that begin a word, as bits
	slots []slot               // by the first two characters, open addressing
	shift uint
}

// slot holds the words that begin with one pair of characters, the longest first. A slot
// without words is empty.
type slot struct {
	pair  uint32
	words []entry
}

type entry struct {
	text string
	word int
}

// pairOf is the key of two characters. Rare characters beyond 16 bits may share a key with
// others, so a word is always compared as a whole.
func pairOf(a, b rune) uint32 { return uint32(a)<<16 ^ uint32(b) }

// newMatcher needs words of at least two characters.
func newMatcher(words []string) *matcher {
	m := &matcher{shift: 32 - 4}
	for 1<<(32-m.shift) < 3*len(words) {
		m.shift--
	}
	m.slots = make([]slot, 1<<(32-m.shift))
	for i, w := range words {
		a, n := utf8.DecodeRuneInString(w)
		b, _ := utf8.DecodeRuneInString(w[n:])
		m.first[uint16(a)/64] |= 1 << (uint16(a) % 64)
		s := m.slot(pairOf(a, b))
		s.pair = pairOf(a, b)
		s.words = append(s.words, entry{w, i})
	}
	for _, s := range m.slots {
		slices.SortStableFunc(s.words, func(a, b entry) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return m
}

// slot finds the slot of a pair, or the empty one where it would be.
func (m *matcher) slot(pair uint32) *slot {
	i := pair * 0x9e3779b1 >> m.shift
	for {
		s := &m.slots[i]
		if s.words == nil || s.pair == pair {
			return s
		}
		i = (i + 1) & uint32(len(m.slots)-1)
	}
}

// find calls hit for each word in s, from left to right. Of words that lie inside one
// another only the longest is heard; words that overlap otherwise are all heard.
func (m *matcher) find(s string, hit func(word int)) {
	end := 0 // where the word that reaches furthest ends
	for i := 0; i < len(s); {
		a, n := decode(s, i)
		if m.first[uint16(a)/64]&(1<<(uint16(a)%64)) != 0 && i+n < len(s) {
			b, _ := decode(s, i+n)
			for _, e := range m.slot(pairOf(a, b)).words {
				if strings.HasPrefix(s[i:], e.text) {
					if to := i + len(e.text); to > end {
						hit(e.word)
						end = to
					}
					break
				}
			}
		}
		i += n
	}
}

// decode reads one character. Nearly all are ASCII or Chinese, of three bytes.
func decode(s string, i int) (rune, int) {
	c := s[i]
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	if c >= 0xe1 && c <= 0xec && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80 {
		return rune(c&0x0f)<<12 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f), 3
	}
	return utf8.DecodeRuneInString(s[i:])
}

// fold gives a text the spelling of the words: lower case, and full-width letters and digits
// made plain.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' || c == 0xef && wide(s[i:]) {
			return strings.Map(narrow, s)
		}
	}
	return s
}

// wide says whether s begins with a full-width letter or digit. They begin with the byte
// ef, as the full-width comma does, which is in nearly every text.
func wide(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return narrow(r) != r
}

func narrow(r rune) rune {
	switch {
	case r >= '０' && r <= '９' || r >= 'ａ' && r <= 'ｚ':
		return r - 0xfee0
	case r >= 'Ａ' && r <= 'Ｚ':
		return r - 0xfee0 + 'a' - 'A'
	case r >= 'A' && r <= 'Z':
		return r - 'A' + 'a'
	}
	return r
}
