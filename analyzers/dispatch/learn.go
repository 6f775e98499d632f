package dispatch

import (
	"context"
	"math"
	"slices"
	"sync"
)

const (
	folds        = 5
	manyOrders   = 20_000 // from so many on, one fold is measured instead of all
	mostSamples  = 6000   // that the weights of the parts are fitted on
	mostFeatures = 80_000
	mostClasses  = 250 // categories of one depth
)

// Learn makes a model of past orders and measures it on orders that it had not seen. The same
// orders, whatever their order, make the same model on one kind of machine. It stops early with the
// error of ctx. Other errors wrap ErrData.
func Learn(ctx context.Context, orders []Order, o Options) (*Model, *Report, error) {
	c, err := prepare(orders, o)
	if err != nil {
		return nil, nil, err
	}
	measured := folds
	if len(c.docs) > manyOrders {
		measured = 1
	}
	t := &teaching{c: c, ctx: ctx, total: (measured + 1) * heads, tell: o.Progress}
	var samples []sample
	unseen := 0 // orders whose unit had none in the other folds
	for fold := range measured {
		m := t.model(func(d *doc) bool { return d.fold != fold })
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		more, none := m.samples(c.docs, fold, mostSamples-len(samples))
		samples, unseen = append(samples, more...), unseen+none
	}
	m := t.model(func(*doc) bool { return true })
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	m.stack = combine(samples)
	report := c.report(samples, unseen, m)
	for _, o := range orders {
		report.Until = max(report.Until, o.Date)
	}
	m.facts = report.Facts
	return m, report, nil
}

// teaching is one run of Learn.
type teaching struct {
	c     *corpus
	ctx   context.Context
	tell  func(done, total int)
	total int

	mu   sync.Mutex
	done int
}

func (t *teaching) tick() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.done++; t.tell != nil {
		t.tell(t.done, t.total)
	}
}

// schooled is how heads are taught from so many orders: more orders need fewer rounds.
func schooled(orders int) school {
	return school{rounds: min(max(400_000/max(orders, 1), 6), 20), rate: 3, decay: 2e-5}
}

// model makes a model of the orders that in admits, without the weights of its parts.
func (t *teaching) model(in func(*doc) bool) *Model {
	c := t.c
	var docs []*doc
	m := &Model{units: make([]Unit, len(c.units.list)), like: map[uint64]tally{}}
	for u, name := range c.units.list {
		m.units[u] = Unit{Name: name, Place: c.seat.list[c.ofUnit[u][1]]}
	}
	for i := range c.docs {
		if d := &c.docs[i]; in(d) {
			if docs = append(docs, d); !d.returned {
				m.units[d.unit].Orders++
			}
		}
	}
	gain := c.gains(docs)
	rows := make([]sparse, len(docs))
	atOnce(len(docs), func(i int) {
		d := docs[i]
		rows[i] = sparse{d.at, sizes(make([]float32, 0, len(d.at)), gain, d.at, d.times, d.marks)}
	})
	m.heads = woven(len(c.keys), t.heads(m, docs, rows), leastMove)
	m.means = m.near(docs, rows, len(c.keys))
	m.keys, m.gain = c.keys, gain
	c.tallies(m, docs)
	m.duty = c.duty
	return m.ready()
}

// heads lays out and teaches all heads that are taught.
func (t *teaching) heads(m *Model, docs []*doc, rows []sparse) []strand {
	c, dim := t.c, len(t.c.keys)
	var class [heads][]int32
	from := 0
	for h := range heads {
		m.layout[h], class[h] = c.layout(h, docs, m)
		m.layout[h].From = from
		from += m.layout[h].Classes
	}
	out := make([]strand, heads)
	atOnce(heads, func(h int) {
		defer t.tick()
		l := m.layout[h]
		var lessons []lesson
		for i, k := range class[h] {
			if k >= 0 && (h == headWork || !docs[i].returned) {
				lessons = append(lessons, lesson{rows[i], k, docs[i].returned})
			}
		}
		if len(lessons) == 0 {
			out[h] = strand{classes: l.Classes, at: func(int, int) float32 { return 0 },
				bias: make([]float32, l.Classes)}
			return
		}
		taught := teach(lessons, l.Classes, dim, schooled(len(lessons)), uint64(h)+1,
			func() bool { return t.ctx.Err() != nil })
		out[h] = strand{classes: l.Classes, bias: taught.bias,
			at: func(j, k int) float32 { return taught.weight[j*l.Classes+k] }}
	})
	return out
}

// layout gives classes to what enough orders have, and says the class of each order of docs.
func (c *corpus) layout(h int, docs []*doc, m *Model) (layout, []int32) {
	of, many, perUnit := c.labels(h)
	n := make([]int, many)
	for _, d := range docs {
		if k := of(d); k >= 0 && !d.returned {
			n[k]++
		}
	}
	class := make([]int32, many) // of each label
	l := layout{Rest: -1}
	for _, k := range commonest(n, h) {
		class[k] = int32(l.Classes + 1)
		l.Classes++
	}
	rest := 0
	if h == headWork {
		for _, k := range class {
			if k == 0 {
				rest++
			}
		}
	}
	if rest > 0 {
		l.Rest, l.Shared = l.Classes, math.Log(float64(rest))
		l.Classes++
	}
	known := func(label int32) int32 {
		switch {
		case label < 0:
			return -1
		case class[label] > 0:
			return class[label] - 1
		}
		return int32(l.Rest)
	}
	if perUnit != nil {
		for u := range m.units {
			l.Of = append(l.Of, known(perUnit(u)))
		}
	}
	if h >= headCategory {
		falls := make([]fall, l.Classes)
		for label, k := range class {
			if k > 0 {
				falls[k-1].Name = c.categories[h-headCategory].list[label]
			}
		}
		m.falls = append(m.falls, falls...)
	}
	out := make([]int32, len(docs))
	for i, d := range docs {
		out[i] = known(of(d))
	}
	return l, out
}

// commonest are the labels that get classes, in rising order.
func commonest(n []int, h int) []int {
	var out []int
	for k, v := range n {
		if v >= minOrders {
			out = append(out, k)
		}
	}
	if h >= headCategory && len(out) > mostClasses {
		slices.SortStableFunc(out, func(a, b int) int { return n[b] - n[a] })
		out = out[:mostClasses]
		slices.Sort(out)
	}
	return out
}

// labels says what a head tells apart: the label of an order, how many there are, and the label of
// a unit where units have one.
func (c *corpus) labels(h int) (of func(*doc) int32, many int, perUnit func(unit int) int32) {
	switch h {
	case headWork:
		return func(d *doc) int32 { return d.work }, len(c.work.list), func(u int) int32 { return c.ofUnit[u][0] }
	case headSeat:
		return func(d *doc) int32 { return d.seat }, len(c.seat.list), func(u int) int32 { return c.ofUnit[u][1] }
	case headDistrict:
		return func(d *doc) int32 { return d.district }, len(c.districts.list), func(u int) int32 {
			return c.districts.of(c.seat.list[c.ofUnit[u][1]])
		}
	}
	k := h - headCategory
	return func(d *doc) int32 { return d.category[k] }, len(c.categories[k].list), nil
}

// gains says of each feature how much it may count: rare ones more than common ones, and those that
// stand unevenly over the units more than those that stand everywhere.
func (c *corpus) gains(docs []*doc) []float32 {
	byUnit := make([][]*doc, len(c.units.list))
	for _, d := range docs {
		byUnit[d.unit] = append(byUnit[d.unit], d)
	}
	all := float64(len(docs))
	n := make([]float64, len(c.keys))
	for _, d := range docs {
		for _, j := range d.at {
			n[j]++
		}
	}
	apart, here := make([]float64, len(c.keys)), make([]float64, len(c.keys))
	for _, of := range byUnit {
		prior := float64(len(of)) / all
		for _, d := range of {
			for _, j := range d.at {
				here[j]++
			}
		}
		for _, d := range of {
			for _, j := range d.at {
				if here[j] > 0 {
					share := (here[j] + 2*prior) / (n[j] + 2)
					apart[j] += share * math.Log(share/prior)
					here[j] = 0
				}
			}
		}
	}
	gain := make([]float32, len(c.keys))
	for j := range gain {
		idf := math.Log((1+all)/(1+n[j])) + 1
		gain[j] = float32(math.Sqrt(idf * (max(apart[j], 0) + .3)))
	}
	return gain
}
