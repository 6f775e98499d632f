package verify

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// text is what the judgement reads of a title, a letter or an answer.
type text struct {
	pairs  map[pair]bool
	each   []pair // each pair once, in the order in which sums are made
	order  []pair // as they stand, with a zero pair where neighbours are parted
	places []string
	names  []pair // the last two characters of a proper name before its kind: 阳光 of 阳光小区
	size   int    // pairs with repeats
}

// words of more than one letter or digit become one token beyond Unicode, so that a pair of
// tokens is a pair of runes.
const firstSign = unicode.MaxRune + 1

func sign(r rune) bool { return r >= firstSign || r < 0x80 }

// read takes a text apart. Dates, numbers of five and more digits, what redaction put in, and
// how the writer is addressed say nothing about the matter and part what stands around them.
func read(s string) *text {
	t := &text{pairs: map[pair]bool{}}
	r := []rune(fold(s))
	t.places = places(r)
	var last rune
	for i := 0; i < len(r); {
		tok, n := token(r[i:])
		i += n
		if tok == 0 {
			if last != 0 {
				t.order = append(t.order, pair{})
			}
			last = 0
			continue
		}
		if last != 0 {
			p := pair{last, tok}
			t.order = append(t.order, p)
			if !t.pairs[p] {
				t.pairs[p] = true
				t.each = append(t.each, p)
			}
			t.size++
		}
		last = tok
	}
	t.names = names(r)
	return t
}

// fold gives one spelling to full width and capitals.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// token is the next token and its length; 0 parts its neighbours.
func token(r []rune) (rune, int) {
	switch {
	case r[0] == '[' || r[0] == '【':
		if n := mask(r); n > 0 {
			return 0, n
		}
	case digit(r[0]):
		n := 1
		for n < len(r) && digit(r[n]) {
			n++
		}
		if n < len(r) && strings.ContainsRune("年月日号点时分", r[n]) {
			return 0, n + 1
		}
		if n > 4 {
			return 0, n
		}
		return spell(r[:n]), n
	case letter(r[0]):
		n := 1
		for n < len(r) && letter(r[n]) {
			n++
		}
		for n < len(r) && digit(r[n]) {
			n++
		}
		return spell(r[:n]), n
	case r[0] == '网' && len(r) > 2 && r[1] == '友' && (r[2] == '"' || r[2] == '“'):
		for n := 3; n < min(len(r), 30); n++ {
			if r[n] == '"' || r[n] == '”' {
				return 0, n + 1
			}
		}
	case !han(r[0]):
		return 0, 1
	}
	return r[0], 1
}

// mask is the length of [手机号] and the like.
func mask(r []rune) int {
	for n := 1; n < min(len(r), 10); n++ {
		if r[n] == ']' || r[n] == '】' {
			return n + 1
		}
	}
	return 0
}

// spell makes one rune of a word of letters and digits. Two words may meet in one rune; that
// is as rare as it is harmless.
func spell(r []rune) rune {
	h := uint32(2166136261)
	for _, c := range r {
		h = (h ^ uint32(c)) * 16777619
	}
	return firstSign + rune(h&0x3fffffff)
}

func digit(r rune) bool  { return r >= '0' && r <= '9' }
func letter(r rune) bool { return r >= 'a' && r <= 'z' }

// kinds end a proper name, longest first: 街道, 小区, 路.
var kinds = func() map[rune][]string {
	m := map[rune][]string{}
	for _, k := range strings.Fields(`街道 社区 小区 花园 花苑 家园 公寓 国际 广场 大厦 新城 大道 公路 东路 西路 南路 北路 中路
		学校 中学 小学 幼儿园 学院 大学 医院 公司 市场 酒店 银行 工地 水库 路 街 村 镇 乡 桥 河 湖 山 组 站`) {
		first := []rune(k)[0]
		m[first] = append(m[first], k)
	}
	for _, list := range m {
		slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	}
	return m
}()

// mostNames is how many names or places of a text are weighed; a text with more is a list.
const mostNames = 64

// names finds proper names by the word for their kind.
func names(r []rune) []pair {
	var out []pair
	for i := 2; i < len(r) && len(out) < mostNames; i++ {
		if !han(r[i]) {
			continue
		}
		list, ok := kinds[r[i]]
		if !ok || !han(r[i-1]) || !han(r[i-2]) {
			continue
		}
		for _, k := range list {
			if n := len([]rune(k)); i+n <= len(r) && string(r[i:i+n]) == k {
				p := pair{r[i-2], r[i-1]}
				if !table.isCommon(p) && !table.small(p.a) && !table.small(p.b) && !slices.Contains(out, p) {
					out = append(out, p)
				}
				i += n - 1
				break
			}
		}
	}
	return out
}
