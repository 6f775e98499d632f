package sheets

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Strings of binary workbooks: characters of one byte (the low half of UTF-16) or of two; before
// Excel 97 bytes of the writer's code page, which here is GB18030's.

// text reads a string with a length of two bytes.
func (b *biffBook) text(data []byte) (string, bool) {
	if b.version == biff8 {
		return wideText(data)
	}
	n := int(u16(data, 0))
	if len(data) < 2+n {
		return "", false
	}
	return UTF8(string(data[2 : 2+n]))
}

// shortText reads a string with a length of one byte.
func (b *biffBook) shortText(data []byte) (string, bool) {
	if len(data) < 1 {
		return "", false
	}
	n := int(data[0])
	if b.version == biff8 {
		if len(data) < 2 {
			return "", false
		}
		return characters(data[2:], n, data[1]&1 != 0)
	}
	if len(data) < 1+n {
		return "", false
	}
	return UTF8(string(data[1 : 1+n]))
}

// wideText reads a string of BIFF8: a length of two bytes, flags, characters.
func wideText(data []byte) (string, bool) {
	if len(data) < 3 {
		return "", false
	}
	skip := 3
	if data[2]&8 != 0 {
		skip += 2
	}
	if data[2]&4 != 0 {
		skip += 4
	}
	if len(data) < skip {
		return "", false
	}
	return characters(data[skip:], int(u16(data, 0)), data[2]&1 != 0)
}

func characters(data []byte, n int, wide bool) (string, bool) {
	size := n
	if wide {
		size = 2 * n
	}
	if len(data) < size {
		return "", false
	}
	units := make([]uint16, n)
	for i := range units {
		if wide {
			units[i] = binary.LittleEndian.Uint16(data[2*i:])
		} else {
			units[i] = uint16(data[i])
		}
	}
	return string(utf16.Decode(units)), true
}

// sharedTable reads the shared strings. They run on over records; where characters do, the next
// record begins with a byte that says how wide they are from there on ([MS-XLS] 2.5.293).
func sharedTable(parts [][]byte) []string {
	t := &tableReader{parts: parts}
	if head, ok := t.take(8); !ok || len(head) < 8 {
		return nil
	}
	var out []string
	for {
		s, ok := t.string()
		if !ok {
			return out
		}
		out = append(out, s)
	}
}

type tableReader struct{ parts [][]byte }

// take takes bytes, over the ends of records.
func (t *tableReader) take(n int) ([]byte, bool) {
	var out []byte
	for n > 0 {
		if !t.some() {
			return nil, false
		}
		k := min(n, len(t.parts[0]))
		if out == nil && k == n {
			out = t.parts[0][:k:k]
		} else {
			out = append(out, t.parts[0][:k]...)
		}
		t.parts[0] = t.parts[0][k:]
		n -= k
	}
	return out, true
}

// some says whether there is a byte left, and goes to its record.
func (t *tableReader) some() bool {
	for len(t.parts) > 0 && len(t.parts[0]) == 0 {
		t.parts = t.parts[1:]
	}
	return len(t.parts) > 0
}

func (t *tableReader) string() (string, bool) {
	head, ok := t.take(3)
	if !ok {
		return "", false
	}
	n, flags := int(u16(head, 0)), head[2]
	skip := 0
	if flags&8 != 0 {
		runs, ok := t.take(2)
		if !ok {
			return "", false
		}
		skip += 4 * int(u16(runs, 0))
	}
	if flags&4 != 0 {
		more, ok := t.take(4)
		if size := int(u32(more, 0)); !ok || size > MaxLine {
			return "", false
		} else {
			skip += size
		}
	}
	s, ok := t.characters(n, flags&1 != 0)
	if !ok {
		return "", false
	}
	_, ok = t.take(skip)
	return s, ok
}

func (t *tableReader) characters(n int, wide bool) (string, bool) {
	var b strings.Builder
	for n > 0 {
		if len(t.parts) > 0 && len(t.parts[0]) == 0 {
			t.parts = t.parts[1:]
			if len(t.parts) == 0 || len(t.parts[0]) == 0 {
				return "", false
			}
			wide = t.parts[0][0]&1 != 0
			t.parts[0] = t.parts[0][1:]
		}
		if len(t.parts) == 0 {
			return "", false
		}
		size := 1
		if wide {
			size = 2
		}
		k := min(n, len(t.parts[0])/size)
		if k == 0 {
			if len(t.parts[0]) == 0 {
				continue
			}
			return "", false
		}
		s, ok := characters(t.parts[0], k, wide)
		if !ok {
			return "", false
		}
		b.WriteString(s)
		t.parts[0] = t.parts[0][k*size:]
		n -= k
	}
	return b.String(), true
}
