package modelfile

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrShort says that contents end before or after what they say of themselves.
var ErrShort = errors.New("it is shorter or longer than it says")

// Parts takes parts off the front of contents; once something is missing it gives zeros.
type Parts struct {
	Left []byte
	Bad  bool // something was missing
}

var zeros [8]byte

// Take is the next n bytes.
func (p *Parts) Take(n int) []byte {
	if n > len(p.Left) || p.Bad {
		p.Bad = true
		return zeros[:min(n, len(zeros))]
	}
	out := p.Left[:n]
	p.Left = p.Left[n:]
	return out
}

// Uvarint is the next number.
func (p *Parts) Uvarint() uint64 {
	v, n := binary.Uvarint(p.Left)
	if n <= 0 || p.Bad {
		p.Bad = true
		return 0
	}
	p.Left = p.Left[n:]
	return v
}

// Length is a count of things of at least size bytes each, which therefore cannot be more than what is
// left.
func (p *Parts) Length(size int) int {
	v := p.Uvarint()
	if v > uint64(len(p.Left)/size) {
		p.Bad = true
		return 0
	}
	return int(v)
}

// Float32 is the next number of four bytes.
func (p *Parts) Float32() float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(p.Take(4)))
}

// Float64 is the next number of eight bytes.
func (p *Parts) Float64() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(p.Take(8)))
}
