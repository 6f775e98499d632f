package dispatch

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

func newPool(m *Model) *sync.Pool { return &sync.Pool{New: func() any { return m.newScratch() }} }

// Report is how good a model was on orders that it had not seen.
type Report struct {
	Facts
	ByUnit []UnitFigure `json:"by_unit"` // those with the most orders first
}

// UnitFigure is how good a model was on the orders of one unit.
type UnitFigure struct {
	Unit   string `json:"unit"`
	Orders int    `json:"orders"`
	First  int    `json:"first"` // orders where it was proposed first
	Three  int    `json:"three"` // ... among three
	Said   int    `json:"said"`  // orders for which it was proposed first, of whatever unit
}

// Compare puts units with more orders first.
func (f UnitFigure) Compare(g UnitFigure) int {
	return cmp.Or(cmp.Compare(g.Orders, f.Orders), cmp.Compare(f.Unit, g.Unit))
}

// samples are the orders of a fold as m judges their parts, at most so many; none is how many more
// there are whose unit m does not know.
func (m *Model) samples(docs []doc, fold, most int) (out []sample, none int) {
	s := m.newScratch()
	for i := range docs {
		d := &docs[i]
		if d.fold != fold || d.returned {
			continue
		}
		if len(out) == most {
			break
		}
		if m.units[d.unit].Orders == 0 {
			none++
			continue
		}
		s.at, s.size = d.at, sizes(s.size[:0], m.gain, d.at, d.times, d.marks)
		s.named, s.topic = d.named, d.topic
		m.judgeParts(s)
		out = append(out, sample{slices.Clone(s.part), d.unit})
	}
	return out, none
}

// Calibration gathers confidences and whether they were right.
type Calibration struct {
	n, right [bins]int
	sum      [bins]float64
}

const bins = 10

// Add notes one.
func (c *Calibration) Add(confidence float64, right bool) {
	b := min(int(confidence*bins), bins-1)
	c.n[b]++
	c.sum[b] += confidence
	if right {
		c.right[b]++
	}
}

// ECE is the expected calibration error: how far, on average, the confidence lies from the share
// that is right, in ten bands of equal width.
func (c *Calibration) ECE() float64 {
	off, all := 0.0, 0
	for b := range bins {
		off += math.Abs(c.sum[b] - float64(c.right[b]))
		all += c.n[b]
	}
	return off / float64(max(all, 1))
}

// report measures the samples by the final weights.
func (c *corpus) report(samples []sample, unseen int, m *Model) *Report {
	r := &Report{Facts: Facts{Orders: len(c.docs), Groups: c.groups, Data: c.sum, Units: len(c.units.list),
		Features: len(c.keys), Dropped: c.rare, Measured: len(samples) + unseen,
		Places: slices.DeleteFunc(slices.Clone(c.districts.list), func(s string) bool { return s == "" })}}
	for d := range depths {
		r.Topics += m.layout[headCategory+d].Classes
	}
	for _, d := range c.docs {
		if d.returned {
			r.Returned++
		}
	}
	by := make([]UnitFigure, len(m.units))
	s, sure := m.newScratch(), Calibration{}
	first, three := 0, 0
	for _, x := range samples {
		for u := range x.part {
			s.share[u] = dot(&x.part[u], &m.stack)
		}
		softmax(s.share)
		best := s.best(3)
		at := slices.Index(best, int(x.right))
		sure.Add(s.share[best[0]], at == 0)
		f := &by[x.right]
		f.Orders++
		by[best[0]].Said++
		if at == 0 {
			first++
			f.First++
		}
		if at >= 0 {
			three++
			f.Three++
		}
	}
	n := float64(max(r.Measured, 1))
	r.First, r.Three, r.ECE = float64(first)/n, float64(three)/n, sure.ECE()
	for u, f := range by {
		if f.Unit = m.units[u].Name; f.Orders > 0 {
			r.ByUnit = append(r.ByUnit, f)
		}
	}
	slices.SortFunc(r.ByUnit, UnitFigure.Compare)
	return r
}
