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
func (m *Model) near(docs []*doc, rows []sparse, features int) weave {
	mean := make([][]float32, len(m.units))
	for u := range mean {
		mean[u] = make([]float32, features)
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
	at := func(j, u int) float32 { return mean[u][j] }
	return woven(features, []strand{{len(mean), at, make([]float32, len(mean))}}, 1)
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
