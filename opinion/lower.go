package opinion

import "strings"

// Lower is strings.ToLower without its cost for Chinese texts, where it would look up every
// character: most have nothing to be lowered, and nearly all others ASCII letters alone.
func Lower(s string) string {
	capital := -1 // where the first one stands
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x80:
			if capital < 0 && c >= 'A' && c <= 'Z' {
				capital = i
			}
		case i+2 < len(s) && caseless(c, s[i+1], s[i+2]):
			i += 2
		default:
			return strings.ToLower(s)
		}
	}
	if capital < 0 {
		return s
	}
	b := []byte(s)
	for i := capital; i < len(b); i++ {
		if c := b[i]; c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// caseless knows the usual characters of three bytes that have no case: Chinese ones and
// their punctuation, quotation marks and dashes, full-width signs and digits.
func caseless(a, b, c byte) bool {
	if b&0xc0 != 0x80 || c&0xc0 != 0x80 {
		return false
	}
	return a >= 0xe3 && a <= 0xe9 || a == 0xe2 && b == 0x80 || a == 0xef && b == 0xbc && c < 0xa1
}
