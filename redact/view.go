package redact

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// view is the text as the recognisers see it: see plain.go.
type view struct {
	text  string
	t     *nameTables
	r     []rune
	off   []int32 // byte where rune i begins; one more than runes
	floor int     // first rune after the last hit: no hit reaches before it
	done  int     // byte after the last hit

	bestSum int    // of the name that was read last
	rights  []int8 // what names.right said of a place, over unlike; 0: not asked yet
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') }

func isHan(r rune) bool { return r >= 0x3400 && r <= 0x9fff || r >= 0x20000 && r <= 0x323af }

func upper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 32
	}
	return r
}

// at is the rune at i, or 0 outside.
func (v *view) at(i int) rune {
	if i < 0 || i >= len(v.r) {
		return 0
	}
	return v.r[i]
}

// has says whether word stands at i; ASCII letters in either case.
func (v *view) has(i int, word string) bool {
	for _, w := range word {
		if upper(v.at(i)) != upper(w) {
			return false
		}
		i++
	}
	return true
}

// hasOne answers the length in runes of the first of the words that stands at i, or 0.
func (v *view) hasOne(i int, words []string) int {
	for _, w := range words {
		if v.has(i, w) {
			return utf8.RuneCountInString(w)
		}
	}
	return 0
}

// lexicon is a list of words by their first character. Mostly none of them stands at a place,
// and the bits of first say so at less cost than the map.
type lexicon struct {
	first [1 << 16 / 64]uint64
	alone [1 << 16 / 64]uint64 // words of one character
	begun [1 << 16 / 64]uint64 // a bit for the first two characters of each longer one
	words map[rune][][]rune
}

// newLexicon keeps the order of words that begin alike.
func newLexicon(list []string) *lexicon {
	l := &lexicon{words: map[rune][][]rune{}}
	for _, w := range list {
		r := []rune(w)
		l.first[r[0]/64] |= 1 << (r[0] % 64)
		l.words[r[0]] = append(l.words[r[0]], r[1:])
		if len(r) == 1 {
			l.alone[r[0]/64] |= 1 << (r[0] % 64)
			continue
		}
		h := pairHash(r[0], r[1])
		l.begun[h/64] |= 1 << (h % 64)
	}
	return l
}

// may says that a word of two characters and more may begin with a and b: mostly none does.
func (l *lexicon) may(a, b rune) bool {
	h := pairHash(a, b)
	return l.begun[h/64]>>(h%64)&1 == 1
}

// hasWord answers the length in runes of the first of the lexicon's words that stands at i
// and has at least two characters if long, or 0.
func (v *view) hasWord(i int, l *lexicon, long bool) int {
	r := v.at(i)
	if r >= 1<<16 || l.first[r/64]>>(r%64)&1 == 0 {
		return 0
	}
	if !l.may(r, v.at(i+1)) {
		if !long {
			return int(l.alone[r/64] >> (r % 64) & 1)
		}
		return 0
	}
	for _, rest := range l.words[r] {
		if len(rest) > 0 && i+len(rest) < len(v.r) && slices.Equal(v.r[i+1:i+1+len(rest)], rest) ||
			len(rest) == 0 && !long {
			return 1 + len(rest)
		}
	}
	return 0
}

// startsToken says that i begins a run of ASCII letters and digits.
func (v *view) startsToken(i int) bool {
	p := v.at(i - 1)
	return !isDigit(p) && !isLetter(p)
}

// before is the context on the left of i: at most n runes of the same sentence, lower-case,
// and nothing from before an earlier hit.
func (v *view) before(i, n int) string {
	from := i
	for from > v.floor && i-from < n && !endsSentence(v.r[from-1]) {
		from--
	}
	return strings.ToLower(string(v.r[from:i]))
}

// after is the context on the right of i.
func (v *view) after(i, n int) string {
	to := i
	for to < len(v.r) && to-i < n && !endsSentence(v.r[to]) {
		to++
	}
	return string(v.r[i:to])
}

func endsSentence(r rune) bool {
	switch r {
	case '。', '；', ';', '！', '!', '？', '?', '\n', ']':
		return true
	}
	return false
}

// fillers stand between a label and its number.
const fillers = " \t:=,，、.-~_/#'\"“”‘’(（)）[【】「『《<>→为是叫"

// labelBefore is the context before i without the fillers at its end.
func (v *view) labelBefore(i int) string {
	return strings.TrimRight(v.before(i, 20), fillers)
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func endsWithAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
