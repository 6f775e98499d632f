package dispatch

import (
	"cmp"
	"math"
	"slices"
)

// Lesson is an order that a person dispatched, or that its unit gave back and others agreed.
type Lesson struct {
	Reading
	Unit     string // as the model calls it
	Returned bool   // the order is not the unit's
}

// Day is what the dispatches of one day teach, as an event: counts of hashed features, and no
// feature that fewer than five orders of the day have. No text can be had from it, and a model
// is made again from days alone.
type Day struct {
	Date    string `json:"date"`    // 2026-11-30
	Through uint64 `json:"through"` // up to where the log of cases was read for it
	Orders  int    `json:"orders"`

	Units    []DayUnit    `json:"units,omitempty"`    // by name
	Features []DayFeature `json:"features,omitempty"` // by key
}

// DayUnit is a unit of a day.
type DayUnit struct {
	Name     string `json:"name"`
	Orders   int32  `json:"orders"`
	Returned int32  `json:"returned,omitempty"`
}

// DayFeature is how often a feature stood in a day's orders.
type DayFeature struct {
	Key  uint64     `json:"key"`
	Told bool       `json:"told,omitempty"` // Like may speak of it
	By   []DayShare `json:"by"`             // in the order of the units
}

// DayShare is how many orders of a unit had a feature.
type DayShare struct {
	Unit     int32 `json:"unit"`
	Orders   int32 `json:"orders,omitempty"`
	Returned int32 `json:"returned,omitempty"`
}

// SumDay counts the features of a day's lessons. The sum does not depend on their order. Lessons of
// one text count once, so that copies do not make a feature common; a return counts beside the
// dispatch that followed it, as the same order.
func SumDay(date string, through uint64, lessons []Lesson) Day {
	d := Day{Date: date, Through: through}
	type order struct{ text, unit string }
	seen, texts := map[order]bool{}, map[string]bool{}
	units := map[string]*DayUnit{}
	var kept []Lesson
	for _, l := range lessons {
		o := order{l.Title + "\x00" + l.Text, l.Unit}
		if l.Unit == "" || seen[o] {
			continue
		}
		seen[o] = true
		texts[o.text] = true
		if units[l.Unit] == nil {
			units[l.Unit] = &DayUnit{Name: l.Unit}
		}
		if l.Returned {
			units[l.Unit].Returned++
		} else {
			units[l.Unit].Orders++
		}
		kept = append(kept, l)
	}
	d.Orders = len(texts)
	for _, u := range units {
		d.Units = append(d.Units, *u)
	}
	slices.SortFunc(d.Units, func(a, b DayUnit) int { return cmp.Compare(a.Name, b.Name) })
	d.count(kept)
	return d
}

// count fills in the features that enough orders have.
func (d *Day) count(lessons []Lesson) {
	at := map[string]int32{}
	for i, u := range d.Units {
		at[u.Name] = int32(i)
	}
	type counted struct {
		texts map[string]bool
		told  bool
		by    map[int32]DayShare
	}
	all := map[uint64]*counted{}
	for _, l := range lessons {
		w := widen(l.Reading)
		for _, key := range w.keys {
			c := all[key]
			if c == nil {
				c = &counted{texts: map[string]bool{}, by: map[int32]DayShare{}}
				all[key] = c
			}
			c.texts[l.Title+"\x00"+l.Text] = true
			s := c.by[at[l.Unit]]
			if s.Unit = at[l.Unit]; l.Returned {
				s.Returned++
			} else {
				s.Orders++
			}
			c.by[s.Unit] = s
		}
		for _, key := range w.told {
			all[key].told = true
		}
	}
	for key, c := range all {
		if len(c.texts) < minOrders {
			continue
		}
		f := DayFeature{Key: key, Told: c.told}
		for _, s := range c.by {
			f.By = append(f.By, s)
		}
		slices.SortFunc(f.By, func(a, b DayShare) int { return cmp.Compare(a.Unit, b.Unit) })
		d.Features = append(d.Features, f)
	}
	slices.SortFunc(d.Features, func(a, b DayFeature) int { return cmp.Compare(a.Key, b.Key) })
	d.thin()
}

// thin drops, of units with few orders in the day, all but the features that are the most their own:
// those that one order has, all together, would tell what it said.
func (d *Day) thin() {
	for u, unit := range d.Units {
		n := int(unit.Orders + unit.Returned)
		if n >= minOrders {
			continue
		}
		var of []int
		share := func(i int) float64 {
			mine, all := int32(0), int32(0)
			for _, s := range d.Features[i].By {
				if all += s.Orders + s.Returned; int(s.Unit) == u {
					mine = s.Orders + s.Returned
				}
			}
			return float64(mine) / float64(max(all, 1))
		}
		for i := range d.Features {
			if share(i) > 0 {
				of = append(of, i)
			}
		}
		slices.SortStableFunc(of, func(a, b int) int { return cmp.Compare(share(b), share(a)) })
		for _, i := range of[min(len(of), n*fewFeatures):] {
			d.Features[i].By = slices.DeleteFunc(d.Features[i].By, func(s DayShare) bool { return int(s.Unit) == u })
		}
	}
	d.Features = slices.DeleteFunc(d.Features, func(f DayFeature) bool { return len(f.By) == 0 })
}

// With is the model with what days taught since: the mean orders of units move, how many orders they
// had grows, and so do the tallies of the like. What the classifiers were taught stays as it was. A
// day whose orders the model has learned itself teaches it nothing. The same days, in the order of
// their dates, make the same model, byte for byte. m is not changed.
func (m *Model) With(days ...Day) *Model {
	days = slices.DeleteFunc(slices.Clone(days), func(d Day) bool { return d.Date <= m.facts.Until })
	if len(days) == 0 {
		return m
	}
	slices.SortStableFunc(days, func(a, b Day) int { return cmp.Compare(a.Date, b.Date) })
	g := m.growth(days)
	for _, d := range days {
		g.add(d)
	}
	return g.model()
}

// growth is a model that grows.
type growth struct {
	*Model
	unit map[string]int
	mean [][]float32 // of each unit
}

// growth copies what With changes, with room for the features and units of days.
func (m *Model) growth(days []Day) *growth {
	n := &Model{facts: m.facts, units: slices.Clone(m.units), layout: m.layout, falls: m.falls, stack: m.stack,
		like: map[uint64]tally{}, duty: m.duty, keys: slices.Clone(m.keys)}
	g := &growth{Model: n, unit: map[string]int{}}
	for u, x := range n.units {
		g.unit[x.Name] = u
	}
	for key, t := range m.like {
		n.like[key] = tally{t.Orders, slices.Clone(t.By)}
	}
	for h, l := range n.layout {
		n.layout[h].Of = slices.Clone(l.Of)
	}
	for _, d := range days {
		for _, f := range d.Features {
			n.keys = append(n.keys, f.Key)
		}
		for _, u := range d.Units {
			g.admit(u.Name)
		}
	}
	slices.Sort(n.keys)
	n.keys = slices.Compact(n.keys)
	usual := float32(0) // a new feature counts as much as most do
	for _, x := range m.gain {
		usual += x / float32(len(m.gain))
	}
	g.mean = make([][]float32, len(n.units))
	for u := range g.mean {
		g.mean[u] = make([]float32, len(n.keys))
	}
	n.heads = weave{row: []uint32{0}, out: m.heads.out, move: m.heads.move, scale: m.heads.scale, bias: m.heads.bias}
	for j, key := range n.keys {
		was := m.find.get(key)
		if was < 0 {
			n.gain, n.heads.row = append(n.gain, usual), append(n.heads.row, n.heads.row[j])
			continue
		}
		n.gain, n.heads.row = append(n.gain, m.gain[was]), append(n.heads.row, m.heads.row[was+1])
		out, move := m.means.moves(was)
		for i, u := range out {
			g.mean[u][j] = float32(move[i]) * m.means.scale[u]
		}
	}
	n.find = newTable(n.keys)
	return g
}

// admit gives a unit that past orders did not know a place among them.
func (g *growth) admit(name string) {
	if _, ok := g.unit[name]; ok {
		return
	}
	g.unit[name] = len(g.units)
	g.units = append(g.units, Unit{Name: name})
	for h := range headCategory {
		l := &g.layout[h]
		if l.Classes == 0 {
			continue
		}
		class := int32(-1)
		if h == headWork {
			class = int32(l.Rest)
		}
		l.Of = append(l.Of, class)
	}
}

// add lets a day teach.
func (g *growth) add(d Day) {
	handled, back := map[int][]float32{}, map[int][]float32{}
	note := func(of map[int][]float32, u, j int, n int32) {
		if n > 0 {
			if of[u] == nil {
				of[u] = make([]float32, len(g.keys))
			}
			of[u][j] += float32(n) * g.gain[j]
		}
	}
	for _, f := range d.Features {
		j := int(g.find.get(f.Key))
		for _, s := range f.By {
			u := g.unit[d.Units[s.Unit].Name]
			note(handled, u, j, s.Orders)
			note(back, u, j, s.Returned)
		}
		if f.Told {
			g.tell(d, f)
		}
	}
	for _, unit := range d.Units {
		u := g.unit[unit.Name]
		mean := g.mean[u]
		scaled(mean, float32(g.units[u].Orders))
		plus(mean, handled[u], float32(unit.Orders))
		plus(mean, back[u], -float32(unit.Returned))
		g.units[u].Orders += int(unit.Orders)
		if n := g.units[u].Orders; n < minOrders {
			thin(mean, n*fewFeatures)
		}
		scaled(mean, 1/max(size(mean), 1e-9))
		g.facts.Returned += int(unit.Returned)
	}
	g.facts.Orders += d.Orders
	g.facts.Days++
	g.facts.Until = d.Date
}

// tell adds a feature to the tallies of the like.
func (g *growth) tell(d Day, f DayFeature) {
	t := g.like[f.Key]
	for _, s := range f.By {
		if s.Orders == 0 {
			continue
		}
		u := int32(g.unit[d.Units[s.Unit].Name])
		at, ok := slices.BinarySearchFunc(t.By, u, func(a share, u int32) int { return cmp.Compare(a.Unit, u) })
		if !ok {
			t.By = slices.Insert(t.By, at, share{Unit: u})
		}
		t.By[at].Orders += s.Orders
		t.Orders += s.Orders
	}
	if t.Orders > 0 {
		g.like[f.Key] = t
	}
}

func (g *growth) model() *Model {
	g.means = woven(len(g.keys), []strand{{len(g.units), func(j, u int) float32 { return g.mean[u][j] },
		make([]float32, len(g.units))}}, 1)
	g.facts.Units, g.facts.Features = len(g.units), len(g.keys)
	return g.ready()
}

// size is the length of a vector.
func size(v []float32) float32 {
	square := 0.0
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	return float32(math.Sqrt(square))
}

func scaled(v []float32, by float32) {
	for i := range v {
		v[i] *= by
	}
}

// plus adds a direction, so many orders strong; nothing falls below 0.
func plus(to, direction []float32, orders float32) {
	long := size(direction)
	if long == 0 {
		return
	}
	for j, v := range direction {
		to[j] = max(to[j]+v*orders/long, 0)
	}
}
