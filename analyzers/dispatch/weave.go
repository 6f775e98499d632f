package dispatch

import (
	"math"
	"slices"
)

// The heads of a model. Each is a linear classifier of its own; all lie side by side in one table.
const (
	headUnit     = iota
	headWork     // the unit's name without its place
	headSeat     // the place in the unit's name
	headDistrict // the place that the office noted
	headCategory // depths of them
	headNear     = headCategory + depths
	heads        = headNear + 1
)

// depths is how many levels of a category are learned.
const depths = 3

// layout says where the classes of a head lie among the outputs, and which class each unit has.
type layout struct {
	From    int     `json:"from"`
	Classes int     `json:"classes"`
	Of      []int32 `json:"of,omitempty"` // unit -> class; -1: none
	Rest    int     `json:"rest"`         // class of what is too rare for a class of its own; -1: none
	Shared  float64 `json:"shared"`       // log of how many are in Rest
}

// weave is the table of all heads: of each feature the outputs that it moves, and how far.
type weave struct {
	keys  []uint64  // sorted; the position is the feature
	gain  []float32 // of each feature: how much it may count at all
	row   []uint32  // where each feature's moves begin; one more than features
	out   []uint16
	move  []int8
	scale []float32 // of each output: what one step of a move is worth
	bias  []float32 // of each output
	find  table
}

// leastMove is the smallest move that is kept, in steps of 127 of a class's largest.
const leastMove = 2

// strand is a head as it was taught.
type strand struct {
	classes int
	at      func(feature, class int) float32
	bias    []float32
	least   int // smallest move that is kept
}

// woven puts heads side by side and drops moves that are too small to tell.
func woven(features int, all []strand) (w weave) {
	for _, h := range all {
		for c := range h.classes {
			top := float32(0)
			for j := range features {
				top = max(top, abs(h.at(j, c)))
			}
			w.scale = append(w.scale, max(top, 1e-12)/math.MaxInt8)
			w.bias = append(w.bias, h.bias[c])
		}
	}
	w.row = make([]uint32, 1, features+1)
	for j := range features {
		from := 0
		for _, h := range all {
			for c := range h.classes {
				q := int(math.Round(float64(h.at(j, c) / w.scale[from+c])))
				if q >= h.least || -q >= h.least {
					w.out, w.move = append(w.out, uint16(from+c)), append(w.move, int8(q))
				}
			}
			from += h.classes
		}
		w.row = append(w.row, uint32(len(w.out)))
	}
	return w
}

func abs(v float32) float32 { return max(v, -v) }

// add lets a feature of size x move the outputs.
func (w *weave) add(score []float32, feature int32, x float32) {
	from, to := w.row[feature], w.row[feature+1]
	out, move := w.out[from:to], w.move[from:to]
	for i, o := range out {
		score[o] += x * float32(move[i])
	}
}

// pull is how far one feature of size 1 moves an output.
func (w *weave) pull(feature int32, output int) float64 {
	from, to := w.row[feature], w.row[feature+1]
	at, ok := slices.BinarySearch(w.out[from:to], uint16(output))
	if !ok {
		return 0
	}
	return float64(w.move[int(from)+at]) * float64(w.scale[output])
}
