// Package simplified writes traditional characters (繁体字) as simplified ones (简体字), so that the
// judges, whose words are simplified, hear both.
package simplified

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

// pairs holds lines of a traditional and a simplified character, from OpenCC's TSCharacters
// (Apache-2.0): those of one character each, three bytes each, whose traditional side is no
// character of GB 2312, and so never stands in a simplified text (著 and 乾 do).
//
//go:embed pairs.txt
var pairs string

const first, last = '㐀', '鿿'

var simple = func() (t [last - first + 1]uint16) {
	for line := range strings.Lines(pairs) {
		r := []rune(line)
		t[r[0]-first] = uint16(r[1])
	}
	return t
}()

// Text is the text in simplified characters. Each keeps its place: the result has as many bytes.
// A text without traditional characters is returned as it is.
func Text(s string) string {
	for i, r := range s {
		if of(r) != 0 {
			return rest(s, i)
		}
	}
	return s
}

// rest is Text where the first traditional character stands at a byte.
func rest(s string, at int) string {
	out := []byte(s)
	for i, r := range s[at:] {
		if c := of(r); c != 0 {
			utf8.EncodeRune(out[at+i:], c)
		}
	}
	return string(out)
}

// of is the simplified character of a traditional one, or 0.
func of(r rune) rune {
	if r < first || r > last {
		return 0
	}
	return rune(simple[r-first])
}
