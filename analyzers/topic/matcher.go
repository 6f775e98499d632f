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
	pairs map[uint32][]entry   // by the first two characters; longest word first
}

type entry struct {
	text string
	word int
}

// pair is the key of two characters. Rare characters beyond 16 bits may share a key with
// others, so a word is always compared as a whole.
func pair(a, b rune) uint32 { return uint32(a)<<16 ^ uint32(b) }

// newMatcher needs words of at least two characters.
func newMatcher(words []string) *matcher {
	m := &matcher{pairs: map[uint32][]entry{}}
	for i, w := range words {
		a, n := utf8.DecodeRuneInString(w)
		b, _ := utf8.DecodeRuneInString(w[n:])
		m.first[uint16(a)/64] |= 1 << (uint16(a) % 64)
		m.pairs[pair(a, b)] = append(m.pairs[pair(a, b)], entry{w, i})
	}
	for _, list := range m.pairs {
		slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return m
}

// find calls hit for each word in s, from left to right. Of words that lie inside one
// another only the longest is heard; words that overlap otherwise are all heard.
func (m *matcher) find(s string, hit func(word int)) {
	end := 0 // where the word that reaches furthest ends
	for i := 0; i < len(s); {
		a, n := decode(s, i)
		if m.first[uint16(a)/64]&(1<<(uint16(a)%64)) != 0 && i+n < len(s) {
			b, _ := decode(s, i+n)
			for _, e := range m.pairs[pair(a, b)] {
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

func decode(s string, i int) (rune, int) {
	if s[i] < utf8.RuneSelf {
		return rune(s[i]), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

// fold gives a text the spelling of the words: lower case, and full-width letters and digits
// made plain.
func fold(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 0xff01 && r <= 0xff5e && wide(r) != r }) < 0 {
		return s
	}
	return strings.Map(wide, s)
}

func wide(r rune) rune {
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
