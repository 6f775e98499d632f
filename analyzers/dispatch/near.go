package dispatch

import (
	"cmp"
	"math"
	"slices"
)

// fewFeatures is how many features are kept for each order of a unit that has fewer than minOrders:
// enough to know the like, too few to tell what an order said.
const fewFeatures = 16

// near makes the mean order of each unit, of length 1.
func (m *Model) near(docs []*doc, rows []sparse, dim int) strand {
	mean := make([][]float32, len(m.units))
	for u := range mean {
		mean[u] = make([]float32, dim)
	}
	for i, d := range docs {
		if d.returned {
			continue
		}
		of := mean[d.unit]
		for n, j := range rows[i].at {
			of[j] += rows[i].val[n]
		}
	}
	atOnce(len(mean), func(u int) {
		if n := m.units[u].Orders; n < minOrders {
			thin(mean[u], n*fewFeatures)
		}
		square := 0.0
		for _, v := range mean[u] {
			square += float64(v) * float64(v)
		}
		if square > 0 {
			by := float32(1 / math.Sqrt(square))
			for j := range mean[u] {
				mean[u][j] *= by
			}
		}
	})
	return strand{classes: len(m.units), bias: make([]float32, len(m.units)), least: 1,
		at: func(j, u int) float32 { return mean[u][j] }}
}

// thin keeps only the largest of v.
func thin(v []float32, most int) {
	var at []int
	for j, x := range v {
		if x > 0 {
			at = append(at, j)
		}
	}
	if len(at) <= most {
		return
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(v[b], v[a]) })
	for _, j := range at[most:] {
		v[j] = 0
	}
}

// tallies counts who handled orders of each category, and those of each feature that Like may speak
// of.
func (c *corpus) tallies(m *Model, docs []*doc) {
	like, falls := map[int32]map[int32]int32{}, make([]map[int32]int32, len(m.falls))
	at, from := map[string]int{}, 0
	for d := range depths {
		for k := range m.heads[headCategory+d].Classes {
			at[m.falls[from+k].Name] = from + k
		}
		from += m.heads[headCategory+d].Classes
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
	m.names = map[uint64][]int32{}
	for u := range m.units {
		seen := map[uint64]bool{}
		pairs(m.units[u].Name, func(key uint64) {
			if !seen[key] {
				seen[key] = true
				m.names[key] = append(m.names[key], int32(u))
			}
		})
		m.width = append(m.width, 1/math.Sqrt(float64(max(len(seen), 1))))
	}
	m.pool = newPool(m)
	return m
}
