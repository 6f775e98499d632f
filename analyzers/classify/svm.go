package classify

import (
	"math"
	"math/rand/v2"
)

// sparse is a vector of length 1 whose places are in rising order.
type sparse struct {
	at  []int32
	val []float32
}

// The solver stops when no example is further than tolerance from its best place, or after
// mostRounds, when what is left to win no longer shows in the answers.
const (
	tolerance  = 0.05
	mostRounds = 60
)

// machine is a linear support vector machine with squared hinge loss, trained by dual
// coordinate descent (Hsieh et al. 2008, as in LIBLINEAR): it takes the examples one after
// the other and moves the weights as far as that example alone would like best. The bias is
// a feature that all examples have.
//
// side is +1 or -1 and cost what a wrong answer costs, for each example. The result depends
// on nothing but the arguments.
func machine(rows []sparse, side []int8, cost []float64, dim int, seed uint64) (weight []float64, bias float64) {
	weight = make([]float64, dim)
	pushed := make([]float64, len(rows)) // alpha of the paper
	square := make([]float64, len(rows))
	order := make([]int32, len(rows))
	for i, row := range rows {
		s := 1.0
		for _, v := range row.val {
			s += float64(v) * float64(v)
		}
		square[i] = s + 0.5/cost[i]
		order[i] = int32(i)
	}
	dice := rand.New(rand.NewPCG(seed, 0x68756979696e67))
	for range mostRounds {
		dice.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		furthest := 0.0
		for _, i := range order {
			row, y := rows[i], float64(side[i])
			score := bias
			for n, j := range row.at {
				score += weight[j] * float64(row.val[n])
			}
			slope := score*y - 1 + pushed[i]*0.5/cost[i]
			if pushed[i] == 0 && slope > 0 {
				continue // right, and with room to spare
			}
			furthest = max(furthest, math.Abs(slope))
			next := max(pushed[i]-slope/square[i], 0)
			step := (next - pushed[i]) * y
			pushed[i] = next
			for n, j := range row.at {
				weight[j] += step * float64(row.val[n])
			}
			bias += step
		}
		if furthest < tolerance {
			break
		}
	}
	return weight, bias
}
