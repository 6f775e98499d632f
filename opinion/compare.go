package opinion

import (
	"slices"
	"unicode/utf8"
)

// Piece is a piece of two versions of a text: in both, only in the older, or only in the newer.
// A long piece that is in both is shortened to its ends.
type Piece struct {
	Kind PieceKind `json:"kind" enum:"same,gone,new"`
	Text string    `json:"text"`
}

// PieceKind says in which of the versions a piece is.
type PieceKind string

// The kinds.
const (
	InBoth  PieceKind = "same"
	InOlder PieceKind = "gone"
	InNewer PieceKind = "new"
)

// Bounds of a comparison.
const (
	mostCells   = 4 << 20 // of the table: about 2,000 characters that differ beside 2,000
	leastIsland = 2       // what is the same between two changes and shorter belongs to them
	sameShown   = 16      // characters at each end of a long piece that is in both
)

// Compare compares two versions of a text, for people: word by word where there are spaces,
// character by character else. Texts that are too long to compare are shown one after the other.
func Compare(was, is string) []Piece {
	a, b := tokens(was), tokens(is)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []Piece
	out = addPiece(out, InBoth, a[:head]...)
	out = append(out, between(a[head:len(a)-tail], b[head:len(b)-tail])...)
	out = addPiece(out, InBoth, a[len(a)-tail:]...)
	return shortened(islands(out))
}

// tokens cuts a text into its characters; letters and digits of the Latin script stay together.
func tokens(s string) (out []string) {
	latin := func(r rune) bool {
		return r < utf8.RuneSelf && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z')
	}
	start := 0
	for i, r := range s {
		if i > start && !latin(r) || i > start && !latin(rune(s[i-1])) {
			out = append(out, s[start:i])
			start = i
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// between compares by a longest common subsequence.
func between(a, b []string) (out []Piece) {
	if len(a)*len(b) > mostCells {
		return addPiece(addPiece(nil, InOlder, a...), InNewer, b...)
	}
	width := len(b) + 1
	table := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*width+j] = table[(i+1)*width+j+1] + 1
			} else {
				table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = addPiece(out, InBoth, a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && table[(i+1)*width+j] >= table[i*width+j+1]:
			out = addPiece(out, InOlder, a[i])
			i++
		default:
			out = addPiece(out, InNewer, b[j])
			j++
		}
	}
	return out
}

// addPiece puts words at the end, into the last piece where it is of that kind.
func addPiece(out []Piece, kind PieceKind, words ...string) []Piece {
	for _, w := range words {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += w
		} else {
			out = append(out, Piece{kind, w})
		}
	}
	return out
}

// islands lets what was changed in one go read as one change: first what is gone, then what is new.
func islands(in []Piece) (out []Piece) {
	var gone, fresh string
	flush := func() {
		if gone != "" {
			out = append(out, Piece{InOlder, gone})
		}
		if fresh != "" {
			out = append(out, Piece{InNewer, fresh})
		}
		gone, fresh = "", ""
	}
	for i, c := range in {
		small := c.Kind == InBoth && i > 0 && i < len(in)-1 && utf8.RuneCountInString(c.Text) < leastIsland
		switch {
		case c.Kind == InOlder:
			gone += c.Text
		case c.Kind == InNewer:
			fresh += c.Text
		case small:
			gone, fresh = gone+c.Text, fresh+c.Text
		default:
			flush()
			out = append(out, c)
		}
	}
	flush()
	return out
}

// shortened leaves of what is in both only as much as shows where a change is.
func shortened(in []Piece) []Piece {
	for i, c := range in {
		r := []rune(c.Text)
		if c.Kind != InBoth || len(r) <= 2*sameShown+1 {
			continue
		}
		first, last := r[:sameShown], r[len(r)-sameShown:]
		if i == 0 {
			first = nil
		}
		if i == len(in)-1 {
			last = nil
		}
		in[i].Text = string(slices.Concat(first, []rune("…"), last))
	}
	return in
}
