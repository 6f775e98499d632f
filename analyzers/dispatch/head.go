package dispatch

import (
	"math"
	"math/rand/v2"
)

// sparse is a vector whose places are in rising order.
type sparse struct {
	at  []int32
	val []float32
}

// head is a linear classifier with a softmax over its classes.
type head struct {
	classes int
	weight  []float32 // of each feature, its weights for all classes
	bias    []float32
}

// lesson is one example of a head.
type lesson struct {
	row   sparse
	class int32
	not   bool // the class was the wrong one
}

// school says how a head is taught.
type school struct {
	rounds int
	rate   float64 // of the first round; it falls to nothing in a straight line
	decay  float64 // of the weights, a step
}

// teach trains a head by stochastic gradient descent on the log loss. The result depends on nothing
// but the arguments. Of a lesson whose class was wrong it unlearns the class.
func teach(lessons []lesson, classes, dim int, s school, seed uint64, stop func() bool) *head {
	h := &head{classes, make([]float32, dim*classes), make([]float32, classes)}
	order := make([]int32, len(lessons))
	for i := range order {
		order[i] = int32(i)
	}
	dice := rand.New(rand.NewPCG(seed, 0x68756979696e67))
	p, q := make([]float32, classes), make([]int32, 0, classes)
	total, step, scale := float64(s.rounds*len(lessons)), 0, float64(1)
	for range s.rounds {
		if stop() {
			return h
		}
		dice.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			l := lessons[i]
			rate := s.rate * (1 - float64(step)/total)
			step++
			h.scores(l.row, float32(scale), p)
			soft(p)
			if l.not {
				unlearn(p, l.class)
			} else {
				p[l.class]--
			}
			if scale *= 1 - rate*s.decay; scale < 1e-3 {
				h.shrink(float32(scale))
				scale = 1
			}
			q = q[:0]
			for c, g := range p {
				if g > 1e-4 || g < -1e-4 {
					q = append(q, int32(c))
					h.bias[c] -= float32(rate*.1) * g
				}
			}
			by := float32(rate / scale)
			for n, j := range l.row.at {
				row, x := h.weight[int(j)*classes:int(j+1)*classes], by*l.row.val[n]
				for _, c := range q {
					row[c] -= x * p[c]
				}
			}
		}
	}
	h.shrink(float32(scale))
	return h
}

// unlearn makes of probabilities the gradient of -log(1-p) of one class.
func unlearn(p []float32, class int32) {
	wrong := p[class]
	rest := max(1-wrong, 1e-3)
	for c := range p {
		p[c] *= -wrong / rest
	}
	p[class] = wrong
}

func (h *head) shrink(by float32) {
	for i := range h.weight {
		h.weight[i] *= by
	}
}

// scores fills out with the score of every class.
func (h *head) scores(v sparse, scale float32, out []float32) {
	clear(out)
	for n, j := range v.at {
		x := v.val[n]
		row := h.weight[int(j)*h.classes : int(j+1)*h.classes]
		for c, w := range row {
			out[c] += x * w
		}
	}
	for c, b := range h.bias {
		out[c] = out[c]*scale + b
	}
}

// soft turns scores into shares of 1.
func soft(s []float32) {
	top := float32(math.Inf(-1))
	for _, v := range s {
		top = max(top, v)
	}
	sum := float32(0)
	for i, v := range s {
		s[i] = float32(math.Exp(float64(v - top)))
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}
