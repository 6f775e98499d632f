package classify

import (
	"math"
	"unicode"
)

// A feature is one character, or two that stand side by side with at most blanks between
// them: 21 bits each, the second character lowest, and one bit for those of the title.
const (
	runeBits = 21
	runeMask = 1<<runeBits - 1
	inTitle  = 1 << 63
)

// titleWeight is how often a character of the title counts: a title says in a few words
// what the text takes paragraphs for.
const titleWeight = 3

// grams calls f with each feature of a text, in order. Letters of all scripts count; digits
// and punctuation end a pair.
func grams(text string, f func(key uint64)) {
	var before uint64
	for _, r := range text {
		if r >= 0x80 {
			if r >= 0xff01 && r <= 0xff5e { // full-width forms of ASCII
				r -= 0xff01 - '!'
			}
		}
		switch {
		case r >= 0x4e00 && r <= 0x9fff: // the great majority: 中日韩统一表意文字
		case r >= 'a' && r <= 'z':
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == 0x3000 || r == 0xa0:
			continue
		case r < 0x80 || r == unicode.ReplacementChar || !unicode.IsLetter(r):
			before = 0
			continue
		default:
			r = unicode.ToLower(r)
		}
		f(uint64(r))
		if before != 0 {
			f(before<<runeBits | uint64(r))
		}
		before = uint64(r)
	}
}

// spell is the text of a feature.
func spell(key uint64) string {
	key &^= inTitle
	if first := key >> runeBits; first != 0 {
		return string([]rune{rune(first), rune(key & runeMask)})
	}
	return string(rune(key))
}

// damp keeps a repeated word from drowning the rest. Counts are small whole numbers, so
// that nearly all lie in the table.
func damp(times float32) float32 {
	if i := int(times); i < len(damped) {
		return damped[i]
	}
	return float32(math.Log1p(float64(times)))
}

var damped = func() (t [64]float32) {
	for i := range t {
		t[i] = float32(math.Log1p(float64(i)))
	}
	return t
}()
