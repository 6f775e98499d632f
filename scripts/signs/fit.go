package main

import "math"

// data are examples of one question.
type data struct {
	rows  [][]int32
	yes   []bool
	count []float64
}

func (d *data) add(row []int32, yes bool, count float64) {
	d.rows, d.yes, d.count = append(d.rows, row), append(d.yes, yes), append(d.count, count)
}

const (
	sweeps  = 40
	penalty = 1.0 // on half the square of each weight
	stride  = 1.0 // the longest step of a weight
)

// fit is logistic regression with squared weights as a penalty, by Newton steps weight by weight. The
// last weight is the bias, which all rows have. The result depends on nothing but the data.
func (d *data) fit(dim int) []float64 {
	columns := make([][]int32, dim+1)
	for i, row := range d.rows {
		for _, j := range row {
			columns[j] = append(columns[j], int32(i))
		}
		columns[dim] = append(columns[dim], int32(i))
	}
	weight := make([]float64, dim+1)
	sum := make([]float64, len(d.rows))
	likely := make([]float64, len(d.rows))
	for i := range likely {
		likely[i] = 0.5
	}
	for range sweeps {
		longest := 0.0
		for j, column := range columns {
			slope, bend := penalty*weight[j], penalty
			for _, i := range column {
				p := likely[i]
				bend += d.count[i] * p * (1 - p)
				if d.yes[i] {
					p--
				}
				slope += d.count[i] * p
			}
			step := max(-stride, min(stride, -slope/bend))
			longest = max(longest, math.Abs(step))
			if math.Abs(step) < 1e-4 {
				continue
			}
			weight[j] += step
			for _, i := range column {
				sum[i] += step
				likely[i] = 1 / (1 + math.Exp(-sum[i]))
			}
		}
		if longest < 0.005 {
			break
		}
	}
	return weight
}
