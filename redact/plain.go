package redact

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// look makes a text plain: one rune for one character, full-width and other forms of letters, digits,
// dashes and spaces in one spelling (what NFKC does, as far as it matters here), digits of any script
// as 0 to 9, entities of HTML as what they stand for, and tags and invisible characters left out. It
// keeps where each rune stood, so that what is not taken out stays byte for byte.
func look(s string) *view {
	most := len(s)/3 + len(s)/16 + 16 // of Chinese text
	v := &view{text: s, t: tables(), r: make([]rune, 0, most), off: make([]int32, 0, most)}
	skip := 0 // up to this byte the text is read already
	for i, r := range s {
		if i < skip {
			continue
		}
		switch {
		case r >= 0x4e00 && r <= 0x9fff, r < 0x80 && r > 0x1f && r != '<' && r != '&':
		case r == rune(partEnd[0]):
			r = '\n'
		case r < ' ':
		case r == '<':
			if end, block := tagEnd(s, i); end > 0 {
				skip = end
				if r = '\n'; !block {
					continue
				}
			}
		case r == '&':
			var size int
			r, size = entity(s[i:])
			if r == '<' {
				if end, block := escapedTagEnd(s, i, size); end > 0 {
					if skip = end; block {
						v.add('\n', i)
					}
					continue
				}
			}
			r, skip = foldRune(r), i+size
		default:
			if digits := special(r); digits != "" && v.inSpecials(i, utf8.RuneLen(r)) {
				for _, d := range digits {
					v.add(d, i)
				}
				continue
			}
			r = foldRune(r)
		}
		if r >= 0 {
			v.add(r, i)
		}
	}
	v.off = append(v.off, int32(len(s)))
	v.rights = make([]int8, len(v.r)+1)
	return v
}

func (v *view) add(r rune, at int) {
	v.r = append(v.r, r)
	v.off = append(v.off, int32(at))
}

// end is the byte after rune i-1: tags and invisible characters behind it are not part of it.
func (v *view) end(i int) int {
	if i == 0 {
		return 0
	}
	at := int(v.off[i-1])
	switch v.text[at] {
	case '<':
		if end, _ := tagEnd(v.text, at); end > 0 {
			return end
		}
	case '&':
		r, size := entity(v.text[at:])
		if r == '<' {
			if end, _ := escapedTagEnd(v.text, at, size); end > 0 {
				return end
			}
		}
		return at + size
	}
	_, size := utf8.DecodeRuneInString(v.text[at:])
	return at + size
}

// longestTag keeps a text of many '<' from costing its square.
const longestTag = 300

// tagEnd answers the byte after the tag or comment that begins at i, or 0 where none does; block says
// that a reader sees a new line there.
func tagEnd(s string, i int) (end int, block bool) {
	rest := s[i+1:]
	name := strings.TrimPrefix(rest, "/")
	if name == "" || name[0] != '!' && !isLetter(rune(name[0])) {
		return 0, false
	}
	n := strings.IndexAny(rest[:min(len(rest), longestTag)], "<>")
	if n < 0 || rest[n] != '>' {
		return 0, false
	}
	k := 0
	for k < len(name) && (isLetter(rune(name[k])) || isDigit(rune(name[k]))) {
		k++
	}
	switch strings.ToLower(name[:k]) {
	case "br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4",
		"h5", "h6", "hr", "dd", "dt", "section", "article":
		block = true
	}
	return i + 1 + n + 1, block
}

// escapedTagEnd is tagEnd for a tag whose '<', an entity of size bytes at i, and '>' were escaped once
// more on the way, as exports of web systems do.
func escapedTagEnd(s string, i, size int) (end int, block bool) {
	rest := s[i+size:]
	rest = rest[:min(len(rest), longestTag)]
	n := strings.Index(rest, "&gt;")
	if n < 0 || strings.Contains(rest[:n], "&lt;") {
		return 0, false
	}
	whole := "<" + rest[:n] + ">"
	if to, block := tagEnd(whole, 0); to == len(whole) {
		return i + size + n + len("&gt;"), block
	}
	return 0, false
}

// entities that people's texts come with; others by their number.
var entities = map[string]rune{"nbsp": ' ', "ensp": ' ', "emsp": ' ', "thinsp": ' ', "amp": '&',
	"lt": '<', "gt": '>', "quot": '"', "apos": '\'',
	"middot": '·', "bull": '·', "ldquo": '“', "rdquo": '”', "mdash": '-', "ndash": '-',
	"minus": '-', "commat": '@', "num": '#', "period": '.',
	"comma": ',', "colon": ':', "lpar": '(', "rpar": ')', "zwnj": 0x200c, "zwj": 0x200d,
	"shy": 0xad, "NewLine": '\n', "Tab": '\t'}

// entity reads the entity at the beginning of s, or its '&' alone.
func entity(s string) (r rune, size int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 {
		return '&', 1
	}
	name := s[1:end]
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if len(number) > 1 && (number[0] == 'x' || number[0] == 'X') {
			number, base = number[1:], 16
		}
		n, err := strconv.ParseInt(number, base, 32)
		if err != nil || n <= 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return '&', 1
		}
		return rune(n), end + 1
	}
	if r, known := entities[name]; known {
		return r, end + 1
	}
	return '&', 1
}

// foldRune gives a rune's plain form, or -1 for one that cannot be seen.
func foldRune(r rune) rune {
	switch {
	case r < 0x80 || (r >= 0x4e00 && r <= 0x9fff):
		return r
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xff01 + '!'
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0xfe63, r == 0xfe58:
		return '-'
	case r == 0x3000, r == 0xa0, r >= 0x2000 && r <= 0x200a, r == 0x202f, r == 0x205f:
		return ' '
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r == 0xfeff, r >= 0xfe00 && r <= 0xfe0f, r == 0x20e3, r == 0xad,
		r >= 0x300 && r <= 0x36f, r == 0x34f, r == 0x180e, r == 0x3164:
		return -1
	case r >= 0x1d7ce && r <= 0x1d7ff: // mathematical digits
		return '0' + (r-0x1d7ce)%10
	case r >= 0x1d400 && r <= 0x1d6a3: // mathematical letters
		n := (r - 0x1d400) % 52
		if n < 26 {
			return 'A' + n
		}
		return 'a' + n - 26
	case r >= 0x24b6 && r <= 0x24cf: // letters in circles
		return r - 0x24b6 + 'A'
	case r >= 0x24d0 && r <= 0x24e9:
		return r - 0x24d0 + 'a'
	case r == '·', r == '•', r == '・', r == '‧', r == '⋅', r == '∙', r == '･':
		return '·'
	case r == 0xfe6b:
		return '@'
	case r >= 0x660 && unicode.IsDigit(r):
		return digitOf(r)
	case r >= 0xf900 && r <= 0xfaff || r >= 0x2f00 && r <= 0x2fd5:
		return compatible(r)
	}
	return r
}

// digitOf is 0 to 9 for a digit of any script: scripts hold them in tens.
func digitOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	return r
}

// compatible folds the radicals that stand for numerals; others stay.
func compatible(r rune) rune {
	switch r {
	case 0x2f00:
		return '一'
	case 0x2f06:
		return '二'
	case 0x2f0b:
		return '八'
	case 0x2f17:
		return '十'
	case 0xf9d1:
		return '六'
	case 0xf973:
		return '拾'
	}
	return r
}

// specials are digits in circles, brackets and the like, and small ones. One alone is a list's mark or
// a power; several beside one another are a number.
var specials = func() map[rune]string {
	m := map[rune]string{'⓪': "0", '⓿': "0", '🄀': "0", '🄁': "0", '🄂': "1", '🄃': "2", '🄄': "3",
		'🄅': "4", '🄆': "5", '🄇': "6", '🄈': "7", '🄉': "8", '🄊': "9"}
	for _, first := range "①⑴⒈⓵❶➀➊" {
		for n := range rune(10) {
			m[first+n] = strconv.Itoa(int(n) + 1)
		}
	}
	for _, first := range "⑪⑾⒒" {
		for n := range rune(10) {
			m[first+n] = strconv.Itoa(int(n) + 11)
		}
	}
	for n := range rune(10) {
		m['⓫'+n] = strconv.Itoa(int(n) + 11)
	}
	for i, r := range []rune("⁰¹²³⁴⁵⁶⁷⁸⁹") {
		m[r] = strconv.Itoa(i)
	}
	for i, r := range []rune("₀₁₂₃₄₅₆₇₈₉") {
		m[r] = strconv.Itoa(i)
	}
	for i, r := range []rune("〇一二三四五六七八九") {
		if i > 0 {
			m['㊀'+rune(i)-1], m['㈠'+rune(i)-1] = string(r), string(r)
		}
	}
	return m
}()

// special is what a digit in a circle and the like stands for, or "".
func special(r rune) string {
	if r < 0xb2 || r >= 0x20d0 && r < 0x2460 || r > 0x32ff && r < 0x1f100 {
		return ""
	}
	return specials[r]
}

// inSpecials says that beside the rune at byte i stands another such digit, or a plain one.
func (v *view) inSpecials(i, size int) bool {
	next, _ := utf8.DecodeRuneInString(v.text[i+size:])
	if special(next) != "" {
		return true
	}
	prev, _ := utf8.DecodeLastRuneInString(v.text[:i])
	return special(prev) != ""
}
