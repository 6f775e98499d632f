package issue

import "math/bits"

// A signature is a MinHash sketch of a text's character 3-grams: the share of equal values
// in two signatures estimates how much the texts have in common (Jaccard). 16 bits of each
// value are kept; two different values agree by chance once in 65,536.
const (
	bands     = 20
	rows      = 3
	sigLength = bands * rows
)

type signature [sigLength]uint16

// sketcher makes a signature with one permutation: each 3-gram falls into one of sigLength
// bins, the smallest in each bin stays, and an empty bin borrows from another that is
// chosen by its number alone (densification), so that equal sets still give equal signatures.
type sketcher struct {
	low  [sigLength]uint32
	a, b rune
	n    int
}

const emptyBin = ^uint32(0)

func (s *sketcher) start() {
	for i := range s.low {
		s.low[i] = emptyBin
	}
}

// add takes the next character that is not layout, and returns the hash of the last three.
func (s *sketcher) add(r rune) (h uint64) {
	if s.n++; s.n > 2 {
		h = gram(s.a, s.b, r)
		bin, _ := bits.Mul64(h, sigLength)
		if v := uint32(h) &^ 1; v < s.low[bin] { // never equal to emptyBin
			s.low[bin] = v
		}
	}
	s.a, s.b = s.b, r
	return h
}

// finish is false for a text of fewer than three characters.
func (s *sketcher) finish(sig *signature) bool {
	if s.n < 3 {
		return false
	}
	for i := range s.low {
		v := s.low[i]
		for try := uint64(1); v == emptyBin; try++ {
			bin, _ := bits.Mul64(mix(uint64(i)<<32|try), sigLength)
			v = s.low[bin]
		}
		sig[i] = uint16(v >> 1)
	}
	return true
}

// resemblance estimates the Jaccard similarity of the two texts.
func (s *signature) resemblance(t *signature) float64 {
	same := 0
	for i, v := range s {
		if v == t[i] {
			same++
		}
	}
	return float64(same) / sigLength
}

// band is the key of one band: texts with much in common are likely to share one.
func (s *signature) band(i int) uint64 {
	return uint64(s[i*rows])<<32 | uint64(s[i*rows+1])<<16 | uint64(s[i*rows+2])
}
