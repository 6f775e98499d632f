package dispatch

import (
	"huiying/analyzers/modelfile"
	"math"
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
