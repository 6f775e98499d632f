package dispatch

import (
	"math"
	"slices"
)

// sample is an order as models that had not seen it judged it.
type sample struct {
	part  [][parts]float32 // of each unit
	right int32            // the unit
}

const (
	newtons   = 12 // steps; the loss is convex and they settle after seven or so
	tightness = .5 // of the weights of the parts, against little data
)

// combine fits the weights of the parts: a conditional logit, by Newton's method. The shares that
// come of it are confidences.
func combine(samples []sample) (w [parts]float64) {
	w[partWork] = 1
	for range newtons {
		var slope [parts]float64
		var bend [parts][parts]float64
		for i := range parts {
			slope[i], bend[i][i] = -tightness*w[i], tightness
		}
		for _, s := range samples {
			s.lean(&w, &slope, &bend)
		}
		step := solve(bend, slope)
		for i := range parts {
			w[i] += step[i]
		}
	}
	return w
}

// lean adds a sample's slope and curvature at w.
func (s sample) lean(w, slope *[parts]float64, bend *[parts][parts]float64) {
	share := make([]float64, len(s.part))
	for u := range s.part {
		share[u] = dot(&s.part[u], w)
	}
	softmax(share)
	var mean [parts]float64
	for u, p := range share {
		for i := range parts {
			mean[i] += p * float64(s.part[u][i])
		}
	}
	for i := range parts {
		slope[i] += float64(s.part[s.right][i]) - mean[i]
	}
	for u, p := range share {
		if p < 1e-6 {
			continue
		}
		var off [parts]float64
		for i := range parts {
			off[i] = float64(s.part[u][i]) - mean[i]
		}
		for i := range parts {
			for j := range parts {
				bend[i][j] += p * off[i] * off[j]
			}
		}
	}
}

// solve is Gauss's elimination of a positive definite matrix.
func solve(a [parts][parts]float64, b [parts]float64) [parts]float64 {
	for i := range parts {
		for k := i + 1; k < parts; k++ {
			by := a[k][i] / a[i][i]
			for j := i; j < parts; j++ {
				a[k][j] -= by * a[i][j]
			}
			b[k] -= by * b[i]
		}
	}
	for i := parts - 1; i >= 0; i-- {
		for j := i + 1; j < parts; j++ {
			b[i] -= a[i][j] * b[j]
		}
		b[i] /= a[i][i]
	}
	return b
}

func dot(a *[parts]float32, b *[parts]float64) (sum float64) {
	for i, v := range a {
		sum += float64(v) * b[i]
	}
	return sum
}

// softmax turns scores into shares of 1.
func softmax(s []float64) {
	if len(s) == 0 {
		return
	}
	top, sum := slices.Max(s), 0.0
	for i, v := range s {
		s[i] = math.Exp(v - top)
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}
