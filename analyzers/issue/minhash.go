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

// sketch makes the signature with one permutation: each 3-gram falls into one of sigLength
// bins, the smallest in each bin stays, and an empty bin borrows from another that is
// chosen by its number alone (densification), so that equal sets still give equal signatures.
// It is false for a text of fewer than three characters.
func sketch(texts ...string) (signature, bool) {
	const empty = ^uint32(0)
	var low [sigLength]uint32
	for i := range low {
		low[i] = empty
	}
	some := false
	var a, b rune
	n := 0
	for _, s := range texts {
		for _, r := range s {
			if skip(r) {
				continue // layout and punctuation differ between copies
			}
			if n++; n > 2 {
				h := mix(uint64(a)<<42 ^ uint64(b)<<21 ^ uint64(r))
				bin, _ := bits.Mul64(h, sigLength)
				if v := uint32(h) &^ 1; v < low[bin] { // never equal to empty
					low[bin] = v
				}
				some = true
			}
			a, b = b, r
		}
	}
	var sig signature
	if !some {
		return sig, false
	}
	for i := range low {
		v := low[i]
		for try := uint64(1); v == empty; try++ {
			bin, _ := bits.Mul64(mix(uint64(i)<<32|try), sigLength)
			v = low[bin]
		}
		sig[i] = uint16(v >> 1)
	}
	return sig, true
}

func skip(r rune) bool {
	return r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0x80 ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff0f || r >= 0xff1a && r <= 0xff20 || r == '“' || r == '”' || r == '…' || r == '—'
}

// mix is the finaliser of SplitMix64: every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
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
func (s *signature) band(i int) uint32 {
	h := uint64(i)
	for _, v := range s[i*rows : (i+1)*rows] {
		h = h<<16 ^ uint64(v)
	}
	return uint32(mix(h))
}
