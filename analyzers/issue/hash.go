package issue

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// mix is the finaliser of SplitMix64: every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hashing hashes characters, three at a time. It gives three characters the same number
// as the sketch does, so that a word of three is the same trait as these characters.
type hashing struct {
	done, open uint64
	n          int
}

func (h *hashing) add(r rune) {
	if h.n == 3 {
		h.done, h.open, h.n = mix(h.done^h.open)|1, 0, 0
	}
	h.open = h.open<<21 ^ uint64(r)
	h.n++
}

func (h *hashing) sum() uint32 { return uint32(mix(h.done^h.open) >> 32) }

// hashWord must be the same in every process, since several share issues.
func hashWord(s string) uint32 {
	var h hashing
	for _, r := range s {
		h.add(r)
	}
	return h.sum()
}

// telling says whether a word that begins with r is a word at all, and not a blank or a sign.
func telling(r rune) bool {
	return r >= 0x3400 && r < 0xa000 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 0xffff
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789.") == ""
}

// skip says whether r is layout or punctuation, which differ between copies of a text.
func skip(r rune) bool {
	if r >= 0x3400 && r < 0xa000 {
		return false
	}
	return r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0x80 ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff0f || r >= 0xff1a && r <= 0xff20 ||
		r == '“' || r == '”' || r == '…' || r == '—'
}

// gram hashes three characters. Its high half is the key of a trait.
func gram(a, b, c rune) uint64 { return mix(uint64(a)<<42 ^ uint64(b)<<21 ^ uint64(c)) }

// grams calls do for each three neighbouring letters, digits or Chinese characters.
func grams(s string, do func(key uint32)) {
	var a, b rune
	n := 0
	for _, r := range s {
		if skip(r) {
			n = 0
			continue
		}
		if n++; n >= 3 {
			do(uint32(gram(a, b, r) >> 32))
		}
		a, b = b, r
	}
}

// about knows the words, and their characters three by three, that say what a text is about
// and not which one. It never changes, so that any number of texts can ask at once.
type about struct {
	slots []uint32 // open addressing: a key without its two low bits, and there the marks; 0: free
	shift uint8
}

const aboutMarks = uint32(common|generic) >> 2

func newAbout(catalogue []string) about {
	all := map[uint32]traitFlags{}
	learn := func(word string, m traitFlags) {
		all[hashWord(word)] |= m
		grams(word, func(key uint32) { all[key] |= common })
	}
	for _, w := range catalogue {
		learn(strings.ToLower(w), common)
	}
	for w := range genericWords {
		learn(w, common|generic)
	}
	size := 1 << bits.Len(uint(2*len(all)))
	a := about{slots: make([]uint32, size), shift: uint8(33 - bits.Len(uint(size)))}
	for key, m := range all {
		*a.slot(key) |= key&^aboutMarks | uint32(m)>>2
	}
	return a
}

func (a *about) slot(key uint32) *uint32 {
	for at := key * 0x9e3779b1 >> a.shift; ; at = (at + 1) & uint32(len(a.slots)-1) {
		if s := &a.slots[at]; *s == 0 || (*s^key)&^aboutMarks == 0 {
			return s
		}
	}
}

// marks says whether a key is of a common or a generic word.
func (a *about) marks(key uint32) traitFlags { return traitFlags(*a.slot(key)&aboutMarks) << 2 }

// key16 shortens an id, which is a hash in hex digits; any other string is hashed.
func key16(id string) (k [16]byte) {
	if unhex(k[:], id) {
		return k
	}
	var h hashing
	for _, r := range id {
		h.add(r)
	}
	x := mix(h.done ^ h.open ^ uint64(len(id))<<40)
	for i := range 8 {
		k[i], k[8+i] = byte(x>>(8*i)), byte(mix(x)>>(8*i))
	}
	return k
}

// unhex reads the first 2*len(to) characters of s.
func unhex(to []byte, s string) bool {
	if len(s) < 2*len(to) {
		return false
	}
	for i := range to {
		a, b := hexDigits[s[2*i]], hexDigits[s[2*i+1]]
		if a|b > 15 {
			return false
		}
		to[i] = a<<4 | b
	}
	return true
}

var hexDigits = func() (t [256]byte) {
	for i := range t {
		t[i] = 0xff
		if k := strings.IndexByte("0123456789abcdef", byte(i)); k >= 0 && i < utf8.RuneSelf {
			t[i] = byte(k)
		}
	}
	return t
}()
