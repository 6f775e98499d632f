package jieba

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"huiying/analyzers/phrase"
	"huiying/opinion"
)

// Clean is the text that the words of Cut add up to: valid UTF-8 without NUL and other
// control characters, full-width letters, digits and signs made plain (NFKC), lower case.
func Clean(text string) string { return strings.ToLower(fold(text)) }

// fold is Clean without the lower case. Nearly every text consists of characters that need
// no table: Chinese characters, ASCII and full-width ASCII.
func fold(text string) string {
	simple, ascii := true, true
	for at := 0; at < len(text); {
		if usual(text[at:]) {
			at, ascii = at+3, false
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		if r < 0x80 {
			if r < 0x20 && r != '\n' && r != '\t' || r == 0x7f {
				simple = false
				break
			}
			continue
		}
		ascii = false
		if !plain(r) {
			simple = false
			break
		}
	}
	switch {
	case !simple:
		return norm.NFKC.String(opinion.CleanText(text))
	case ascii:
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	from := 0
	for i := 0; i < len(text); {
		if usual(text[i:]) || text[i] < utf8.RuneSelf {
			i += 1 + 2*int(text[i]>>7)
			continue
		}
		at := i
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if r >= 0xff01 && r <= 0xff5e || r == 0x3000 {
			b.WriteString(text[from:at])
			if r == 0x3000 {
				b.WriteByte(' ')
			} else {
				b.WriteByte(byte(r - 0xff01 + '!'))
			}
			from = i
		}
	}
	if from == 0 {
		return text
	}
	b.WriteString(text[from:])
	return b.String()
}

// usual says whether s begins with a Chinese character, which needs no table: nearly always.
func usual(s string) bool {
	r, ok := phrase.Chinese(s)
	return ok && r >= 0x4e00 && r <= 0x9fff
}

// plain says whether NFKC keeps r as it is or, for full-width ASCII, changes it by a fixed
// distance, whatever stands beside it.
func plain(r rune) bool {
	switch {
	case r >= 0x4e00 && r <= 0x9fff, // 中日韩统一表意文字
		r >= 0x3000 && r <= 0x3029,
		r >= 0xff01 && r <= 0xff5e,
		r == '“', r == '”', r == '‘', r == '’', r == '—', r == '·':
		return true
	}
	return false
}

// breakAt finds where a long text may be cut in two: after the last blank, line end or
// full stop of its first n bytes, else between two characters.
func breakAt(s string, n int) int {
	if i := strings.LastIndexAny(s[:n], " \n。,.;!?"); i > n/2 {
		_, size := utf8.DecodeRuneInString(s[i:])
		return i + size
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}
