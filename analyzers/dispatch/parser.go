package dispatch

import (
	"encoding/binary"
	"math"
)

// parser takes parts off the front of b; once something is missing it gives zeros.
type parser struct {
	b   []byte
	bad bool
}

var zeros [8]byte

func (p *parser) take(n int) []byte {
	if n > len(p.b) || p.bad {
		p.bad = true
		return zeros[:min(n, len(zeros))]
	}
	out := p.b[:n]
	p.b = p.b[n:]
	return out
}

func (p *parser) uvarint() uint64 {
	v, n := binary.Uvarint(p.b)
	if n <= 0 || p.bad {
		p.bad = true
		return 0
	}
	p.b = p.b[n:]
	return v
}

// length is a count of things of at least size bytes each, which therefore cannot be more than
// what is left.
func (p *parser) length(size int) int {
	v := p.uvarint()
	if v > uint64(len(p.b)/size) {
		p.bad = true
		return 0
	}
	return int(v)
}

func (p *parser) float32() float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(p.take(4)))
}

// next is the n-th key of a rising list.
func (p *parser) next(before *uint64, n int) uint64 {
	step := p.uvarint()
	if n > 0 && step == 0 || step >= 1<<keyBits || *before+step >= 1<<keyBits {
		p.bad = true
		return 0
	}
	*before += step
	return *before
}

func (p *parser) tallies(units int) map[uint64]tally {
	out := map[uint64]tally{}
	before := uint64(0)
	for n := range p.length(2) {
		key := p.next(&before, n)
		var t tally
		for range p.length(2) {
			by := share{int32(min(p.uvarint(), math.MaxInt32)), int32(min(p.uvarint(), math.MaxInt32))}
			t.Orders += by.Orders
			t.By = append(t.By, by)
		}
		if !t.fits(units) {
			p.bad = true
		}
		if p.bad {
			return nil
		}
		out[key] = t
	}
	return out
}
