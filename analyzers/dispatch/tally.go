package dispatch

import (
	"cmp"
	"math"
	"slices"
)

// tallies counts who handled orders of each category, and those of each feature that Like may speak
// of.
func (c *corpus) tallies(m *Model, docs []*doc) {
	like, falls := map[int32]map[int32]int32{}, make([]map[int32]int32, len(m.falls))
	at, from := map[string]int{}, 0
	for d := range depths {
		for k := range m.layout[headCategory+d].Classes {
			at[m.falls[from+k].Name] = from + k
		}
		from += m.layout[headCategory+d].Classes
	}
	for _, d := range docs {
		if d.returned {
			continue
		}
		for _, j := range d.at {
			if !c.told[j] {
				continue
			}
			if like[j] == nil {
				like[j] = map[int32]int32{}
			}
			like[j][d.unit]++
		}
		for k, label := range d.category {
			if label < 0 {
				continue
			}
			if f, ok := at[c.categories[k].list[label]]; ok {
				if falls[f] == nil {
					falls[f] = map[int32]int32{}
				}
				falls[f][d.unit]++
			}
		}
	}
	for j, by := range like {
		if t := tallyOf(by); t.Orders >= minOrders {
			m.like[c.keys[j]] = t
		}
	}
	for f, by := range falls {
		m.falls[f].tally = tallyOf(by)
	}
}

func tallyOf(by map[int32]int32) (t tally) {
	for u, n := range by {
		t.Orders += n
		t.By = append(t.By, share{u, n})
	}
	slices.SortFunc(t.By, func(a, b share) int { return cmp.Compare(a.Unit, b.Unit) })
	return t
}

// ready makes what is derived from the stored parts.
func (m *Model) ready() *Model {
	m.find = newTable(m.keys)
	m.names, m.width = partsOfNames(m.units)
	m.prior = make([]float32, len(m.units))
	for u := range m.units {
		m.prior[u] = float32(math.Log(float64(m.units[u].Orders) + .3))
	}
	m.poured = make([][]pour, len(m.falls))
	for i, f := range m.falls {
		for _, by := range f.By {
			m.poured[i] = append(m.poured[i], pour{by.Unit, float32(by.Orders) / float32(f.Orders+1)})
		}
	}
	m.pool = newPool(m)
	return m
}
