package dispatch

import "math"

// The heads of a model. Each is a linear classifier of its own; all lie side by side in one table.
const (
	headWork     = iota // the unit's name without its place
	headSeat            // the place in the unit's name
	headDistrict        // the place that the office noted
	headCategory        // depths of them
	heads        = headCategory + depths
)

// depths is how many levels of a category are learned.
const depths = 2

// layout says where the classes of a head lie among the outputs, and which class each unit has.
type layout struct {
	From    int     `json:"from"`
	Classes int     `json:"classes"`
	Of      []int32 `json:"of,omitempty"` // unit -> class; -1: none
	Rest    int     `json:"rest"`         // class of what is too rare for a class of its own; -1: none
	Shared  float64 `json:"shared"`       // log of how many are in Rest
}

// weave is a table of weights: of each feature the outputs that it moves, and how far. A weight is a
// byte, and those that move next to nothing are left out: a judgement is as quick as they are few.
type weave struct {
	row   []uint32 // where each feature's moves begin; one more than features
	out   []uint16
	move  []int8
	scale []float32 // of each output: what one step of a move is worth
	bias  []float32 // of each output
}

// leastMove is the smallest move that is kept, in steps of 127 of a class's largest.
const leastMove = 10

// strand is a head as it was taught.
type strand struct {
	classes int
	at      func(feature, class int) float32
	bias    []float32
}

// woven puts heads side by side and drops moves that are too small to tell.
func woven(features int, all []strand, least int) (w weave) {
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
				v := h.at(j, c)
				if v == 0 {
					continue
				}
				q := int(math.Round(float64(v / w.scale[from+c])))
				if q >= least || -q >= least {
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
	out, move := w.moves(feature)
	for i, o := range out {
		score[o] += x * float32(move[i])
	}
}

// moves are the outputs that a feature moves, and by how many steps.
func (w *weave) moves(feature int32) ([]uint16, []int8) {
	from, to := w.row[feature], w.row[feature+1]
	out := w.out[from:to]
	return out, w.move[from:to][:len(out)]
}

// level makes scores of sums of steps.
func (w *weave) level(score []float32) {
	for o, scale := range w.scale {
		score[o] = score[o]*scale + w.bias[o]
	}
}
