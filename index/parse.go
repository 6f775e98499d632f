package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"huiying/opinion"
)

// Cutter cuts a text into search tokens. The index must be asked with the cutter that cut
// its documents.
type Cutter func(string) []string

// Bounds of what is taken from a search box; the rest of a longer text is left out.
const (
	maxQueryRunes = 512
	maxTerms      = 48
)

// Terms is what a search box asks for. A phrase is a list of tokens that must follow each
// other.
type Terms struct {
	Words   []string   // each must occur
	Phrases [][]string // each must occur
	Not     [][]string // none may occur
}

// Empty says whether nothing is asked, so that everything is found.
func (t Terms) Empty() bool { return len(t.Words) == 0 && len(t.Phrases) == 0 && len(t.Not) == 0 }

// Parse reads a search box: words (all must occur), "phrases" (also in “” 「」 『』), and
// -word or -"phrase" for what must not occur. There is no other syntax: AND, OR, *, :, ( )
// and the like are text, and no input is an error. cut may be nil: then words are what
// stands between spaces.
func Parse(text string, cut Cutter) Terms {
	rs := []rune(Fold(text))
	if len(rs) > maxQueryRunes {
		rs = rs[:maxQueryRunes]
	}
	var t Terms
	for i := 0; i < len(rs); {
		if unicode.IsSpace(rs[i]) {
			i++
			continue
		}
		not := rs[i] == '-' && i+1 < len(rs) && !unicode.IsSpace(rs[i+1])
		if not {
			i++
		}
		from, quoted := i, false
		if closing, ok := quotes[rs[i]]; ok {
			quoted = true
			from++
			for i++; i < len(rs) && !strings.ContainsRune(closing, rs[i]); i++ {
			}
		} else {
			for i < len(rs) && !unicode.IsSpace(rs[i]) && quotes[rs[i]] == "" {
				i++
			}
		}
		tokens := tokensOf(string(rs[from:i]), cut)
		if quoted && i < len(rs) {
			i++
		}
		t.add(tokens, quoted, not)
	}
	return t
}

// quotes maps an opening quote to those that close it. People mix them, so that the two
// halves of the Chinese pair may stand on either side.
var quotes = map[rune]string{'"': `"“”`, '“': `"”“`, '”': `"”“`, '「': "」", '『': "』"}

func (t *Terms) add(tokens []string, quoted, not bool) {
	if len(tokens) == 0 || len(t.Words)+len(t.Phrases)+len(t.Not) >= maxTerms {
		return
	}
	switch {
	case not:
		t.Not = append(t.Not, tokens)
	case quoted && len(tokens) > 1:
		t.Phrases = append(t.Phrases, tokens)
	default:
		for _, w := range tokens {
			if len(t.Words) < maxTerms && !slices.Contains(t.Words, w) {
				t.Words = append(t.Words, w)
			}
		}
	}
}

func tokensOf(s string, cut Cutter) []string {
	if cut == nil {
		cut = strings.Fields
	}
	return Tokens(cut(s))
}

// Fold gives one spelling to full-width and half-width, upper and lower case: both the
// texts and the questions go through it before they are cut. What is lowered may come to stand together
// with its marks in one character, so it is composed again: folding twice is folding once.
func Fold(s string) string {
	return norm.NFKC.String(strings.ToLower(norm.NFKC.String(opinion.CleanText(s))))
}

// maxToken is the longest token in runes: what is longer is no word but a blob.
const maxToken = 64

// Tokens makes a cutter's output fit for an index: folded, without the tokens that hold no
// letter or digit, and without spaces inside. Every engine stores and asks for tokens only
// in this form.
func Tokens(words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if plain(w) {
			if len(w) <= 3*maxToken {
				out = append(out, w)
			}
			continue
		}
		for _, f := range strings.Fields(Fold(w)) {
			if utf8.RuneCountInString(f) <= maxToken && strings.IndexFunc(f, isWord) >= 0 {
				out = append(out, f)
			}
		}
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// plain says whether w is Han characters only: nothing to fold, by far the usual case.
func plain(w string) bool {
	for _, r := range w {
		if r < 0x4e00 || r > 0x9fff {
			return false
		}
	}
	return w != ""
}
