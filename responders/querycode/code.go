// Package querycode makes and reads query codes (受理码): eighty random bits by which whoever asked
// follows and judges a case, and stays unknown. A code is shown once and kept nowhere; what is kept is
// its HMAC-SHA-256 under a key that lies apart, which is looked up by equality. So nobody who reads
// the log can list codes or try them, and nobody without the key can tell whether a code is one.
package querycode

import (
	"fmt"
	"io"
	"strings"
)

// alphabet is Crockford's base32: no I, L, O, U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// bits and characters of a code; the last one checks the others.
const (
	bytesOf = 10
	charsOf = bytesOf*8/5 + 1
)

// Code is a query code without its spaces: sixteen characters and the one that checks them.
type Code string

// New makes a code of eighty bits of a source of randomness.
func New(random io.Reader) (Code, error) {
	var b [bytesOf]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("random bits of a query code: %w", err)
	}
	var s strings.Builder
	have, bits := uint32(0), 0
	for _, x := range b {
		have, bits = have<<8|uint32(x), bits+8
		for bits >= 5 {
			bits -= 5
			s.WriteByte(alphabet[have>>bits&31])
		}
	}
	return Code(s.String() + string(check(s.String()))), nil
}

// String writes a code as it is handed out: 7K3M-0QXB-W2ZD-91HFT.
func (c Code) String() string {
	s := string(c)
	if len(s) != charsOf {
		return ""
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// likeness are letters that people write for digits.
var likeness = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// Parse reads a code as somebody typed it. false: it is mistyped, and was never handed out.
func Parse(typed string) (Code, bool) {
	s := likeness.Replace(strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == ' ' || r == '\u3000' || r == '\t' || r == '—' || r == '－':
			return -1
		case r >= '！' && r <= '～': // full width
			return r - '！' + '!'
		}
		return r
	}, typed)))
	if len(s) != charsOf || strings.Trim(s, alphabet) != "" || check(s[:charsOf-1]) != s[charsOf-1] {
		return "", false
	}
	return Code(s), true
}

// check is a polynomial over GF(32): it tells one wrong character, and two neighbours that changed
// places.
func check(s string) byte {
	sum := 0
	for i := range len(s) {
		if sum <<= 1; sum >= 32 {
			sum ^= 0b100101
		}
		sum ^= strings.IndexByte(alphabet, s[i])
	}
	if sum <<= 1; sum >= 32 {
		sum ^= 0b100101
	}
	return alphabet[sum]
}
