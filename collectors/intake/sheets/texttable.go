package sheets

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/klauspost/compress/s2"
)

// textTable holds the shared strings of an .xlsx: of a province's export they are most of the file.
// They lie compressed in pieces. Cells name them nearly in order, so that a few pieces are unpacked
// at a time.
type textTable struct {
	spans  []textSpan
	pieces [][]byte // compressed
	last   []byte   // not compressed yet
	packed []byte   // room to compress into
	open   map[int32][]byte
	order  []int32 // of open, oldest first
	used   map[int32]bool
}

// textSpan is where a string lies.
type textSpan struct {
	piece    int32
	from, to int32
}

// Sizes of the table's parts.
const (
	pieceBytes = 128 << 10
	openPieces = 24
)

func (t *textTable) add(s string) {
	t.spans = append(t.spans, textSpan{int32(len(t.pieces)), int32(len(t.last)), int32(len(t.last) + len(s))})
	if t.last = append(t.last, s...); len(t.last) >= pieceBytes {
		t.packed = s2.EncodeBetter(t.packed[:cap(t.packed)], t.last)
		t.pieces = append(t.pieces, bytes.Clone(t.packed))
		t.last = t.last[:0]
	}
}

// at is the string of an index as a cell writes it.
func (t *textTable) at(index string) (string, error) {
	i, err := strconv.Atoi(strings.TrimSpace(index))
	if err != nil || i < 0 || i >= len(t.spans) {
		return "", fmt.Errorf("%w: a shared string is missing", ErrWorkbook)
	}
	s := t.spans[i]
	piece := t.last
	if int(s.piece) < len(t.pieces) {
		if piece, err = t.unpacked(s.piece); err != nil {
			return "", ErrWorkbook
		}
	}
	return string(piece[s.from:s.to]), nil
}

// unpacked is a piece, which stays open as long as it is used before others are: words that every
// row has, such as a kind of request, lie in the first pieces.
func (t *textTable) unpacked(n int32) ([]byte, error) {
	if piece, is := t.open[n]; is {
		t.used[n] = true
		return piece, nil
	}
	piece, err := s2.Decode(nil, t.pieces[n])
	if err != nil {
		return nil, err
	}
	if t.open == nil {
		t.open, t.used = map[int32][]byte{}, map[int32]bool{}
	}
	for len(t.order) >= openPieces { // the oldest goes, unless it was used since
		oldest := t.order[0]
		t.order = t.order[1:]
		if t.used[oldest] {
			t.used[oldest] = false
			t.order = append(t.order, oldest)
			continue
		}
		delete(t.open, oldest)
		delete(t.used, oldest)
	}
	t.open[n] = piece
	t.order = append(t.order, n)
	return piece, nil
}
