package jieba

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestPart is the length, in characters, up to which shorter words are looked for.
const longestPart = 6

// Finer makes search tokens of the words of Cut. Text and query meet only where both are cut
// alike, and where Cut ends a word depends on what stands around it: 丽发新城小区 is
// 丽发+新城+小区 in one text and 在丽+发+新城+小+区内 in another. So
//
//   - a word that the dictionary would not keep together falls into its characters,
//   - between two characters that stand alone comes the pair of them, so that a name is still
//     more than its letters in any order,
//   - between two words comes the word of the dictionary that lies across, if there is one,
//   - before a longer word come the shorter words of the dictionary inside it.
//
// The tokens of a query then stand among those of nearly every text that holds the query's
// words.
func (j *Jieba) Finer(words []string) []string {
	f := finer{lexicon: j.dictionary().lexicon, out: make([]string, 0, len(words)*3/2)}
	for _, w := range words {
		switch {
		case isASCII(w):
			f.add(w)
		case !hasASCII(w) && f.lexicon.stands(w):
			f.across(w)
			f.parts(w)
			f.add(w)
		default:
			for _, piece := range pieces(w) {
				f.across(piece)
				f.add(piece)
			}
		}
	}
	return f.out
}

// finer gathers tokens.
type finer struct {
	lexicon *lexicon
	out     []string
	last    string // the word before
}

func (f *finer) add(w string) { f.out, f.last = append(f.out, w), w }

// across adds the pair of characters where the word before and w meet.
func (f *finer) across(w string) {
	before, n := utf8.DecodeLastRuneInString(f.last)
	after, m := utf8.DecodeRuneInString(w)
	if !joins(before) || !joins(after) {
		return
	}
	pair := f.last[len(f.last)-n:] + w[:m]
	if n == len(f.last) && m == len(w) && !weak(before) && !weak(after) || f.lexicon.has(pair) {
		f.out = append(f.out, pair)
	}
}

// parts adds the shorter words of the dictionary inside w, as far as they have two characters.
func (f *finer) parts(w string) {
	if len(w) <= 6 { // two characters
		return
	}
	var at []int
	for i := range w {
		at = append(at, i)
	}
	at = append(at, len(w))
	n := len(at) - 1
	for length := 2; length < n && length <= longestPart; length++ {
		for from := 0; from+length <= n; from++ {
			if part := w[at[from]:at[from+length]]; f.lexicon.has(part) {
				f.out = append(f.out, part)
			}
		}
	}
}

// pieces are the characters of a word; Latin letters and digits stay together.
func pieces(w string) []string {
	var out []string
	for i := 0; i < len(w); {
		size := 1
		if w[i] >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(w[i:])
		} else {
			for i+size < len(w) && w[i+size] < utf8.RuneSelf {
				size++
			}
		}
		out = append(out, w[i:i+size])
		i += size
	}
	return out
}

// joins says whether a character can be part of a word: punctuation cannot.
func joins(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r))
}

// weak characters are in every text, and make pairs with anything.
func weak(r rune) bool {
	return strings.ContainsRune("的了是我们在有就不也都很到说要去你会着没这那他她它吗呢吧啊", r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func hasASCII(s string) bool {
	for i := range len(s) {
		if s[i] < utf8.RuneSelf {
			return true
		}
	}
	return false
}
