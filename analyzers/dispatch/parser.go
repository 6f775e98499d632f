package dispatch

import (
	"math"

	"huiying/analyzers/modelfile"
)

// parser reads the parts of a model.
type parser struct{ modelfile.Parts }

// next is the n-th key of a rising list.
func (p *parser) next(before *uint64, n int) uint64 {
	step := p.Uvarint()
	if n > 0 && step == 0 || step >= 1<<keyBits || *before+step >= 1<<keyBits {
		p.Bad = true
		return 0
	}
	*before += step
	return *before
}

// weave reads a table of weights of so many features.
func (p *parser) weave(features int) (w weave) {
	outputs := p.Length(8)
	if outputs > math.MaxUint16 {
		p.Bad = true
	}
	for range outputs {
		w.scale, w.bias = append(w.scale, p.Float32()), append(w.bias, p.Float32())
	}
	w.row = make([]uint32, 1, features+1)
	for range features {
		if p.Bad {
			break
		}
		last := 0
		for n := range p.Length(2) {
			step := int(p.Uvarint())
			if last += step; step < 0 || n > 0 && step == 0 || last >= outputs {
				p.Bad, last = true, 0
			}
			w.out, w.move = append(w.out, uint16(last)), append(w.move, int8(p.Take(1)[0]))
		}
		w.row = append(w.row, uint32(len(w.out)))
	}
	return w
}

func (p *parser) tallies(units int) map[uint64]tally {
	out := map[uint64]tally{}
	before := uint64(0)
	for n := range p.Length(2) {
		key := p.next(&before, n)
		var t tally
		for range p.Length(2) {
			by := share{int32(min(p.Uvarint(), math.MaxInt32)), int32(min(p.Uvarint(), math.MaxInt32))}
			t.Orders += by.Orders
			t.By = append(t.By, by)
		}
		if !t.fits(units) {
			p.Bad = true
		}
		if p.Bad {
			return nil
		}
		out[key] = t
	}
	return out
}
