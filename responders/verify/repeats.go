package verify

import (
	"regexp"
	"strings"
	"unicode"
)

// passage is how many letters in a row an answer has from its question to be quoting it: fewer are
// a name or an expression, which answers take up.
const passage = 6

// spare is the weight of what an answer says beside passages of its question up to which that is
// next to nothing: two or three words, no finding, no figure.
const spare = 11.0

// mostly is the share of its letters from which an answer is called a repeat of the question, however
// little that weighs; below, it is one where the question's words would count for an answer.
const mostly = 0.4

// dated is a day as letters end with it. A term ("3月5日前") names no year, or goes on.
var dated = regexp.MustCompile(`\d{4}年\d{1,2}月\d{1,2}日`)

// remainder is what an answer says beside passages of its question.
type remainder struct {
	own             float64 // its weight; words that the question has elsewhere hardly count
	copied          float64 // the share of the answer's letters in passages of the question
	handed, waiting bool
	nothing         bool // it has passages, and says next to nothing beside
}

func (c *compared) remainder(r readPair) remainder {
	rest, copied := without(r.Reply, r.Title+"\n"+r.Text)
	out := remainder{copied: copied}
	if copied == 0 {
		return out
	}
	for _, p := range read(rest).each {
		if c.question.pairs[p] {
			out.own += quoted * ownWeight(p)
		} else {
			out.own += ownWeight(p)
		}
	}
	rest = around(rest, 0, longSentence)
	out.handed, out.waiting = handed.MatchString(rest), waiting.MatchString(rest)
	most := spare
	if out.handed || out.waiting {
		most += softOwn
	}
	out.nothing = out.own < most && found(dated.ReplaceAllString(rest, "")) == 0
	return out
}

// without takes the passages of a question out of an answer, a full stop for each, and says which
// share of the answer's letters stood in them. Signs, spaces, width and case make no difference.
// It takes time in proportion to both texts, whatever they hold.
func without(reply, question string) (rest string, copied float64) {
	asked, _ := letters([]rune(question))
	all := []rune(reply)
	said, at := letters(all)
	taken := make([]bool, len(all))
	n, known := 0, passages(asked)
	for i := 0; i+passage <= len(said); i++ {
		if !known[[passage]rune(said[i:])] {
			continue
		}
		for _, k := range at[i : i+passage] {
			if !taken[k] {
				taken[k], n = true, n+1
			}
		}
	}
	if n == 0 {
		return reply, 0
	}
	var b strings.Builder
	for i, r := range all {
		if !taken[i] {
			b.WriteRune(r)
		} else if i == 0 || !taken[i-1] {
			b.WriteRune('。')
		}
	}
	return b.String(), float64(n) / float64(len(said))
}

func passages(r []rune) map[[passage]rune]bool {
	out := make(map[[passage]rune]bool, len(r))
	for i := 0; i+passage <= len(r); i++ {
		out[[passage]rune(r[i:])] = true
	}
	return out
}

// letters are the letters and digits of a text in one width and case, and where each stands.
func letters(text []rune) (r []rune, at []int) {
	const fullWidth = '！' - '!'
	for i, c := range text {
		if c > fullWidth && c <= '～' && c >= '！' {
			c -= fullWidth
		}
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			r, at = append(r, unicode.ToLower(c)), append(at, i)
		}
	}
	return r, at
}
