package dispatch

import (
	"math"
	"slices"
)

// nameParts are the pairs of characters of which names of units consist.
type nameParts struct {
	keys  []uint64 // sorted
	find  table
	row   []int32 // where the units of each begin; one more than keys
	units []int32
	worth []float32 // rare pairs count for more
}

// partsOfNames also returns what one pair of each unit's name counts.
func partsOfNames(units []Unit) (n nameParts, width []float32) {
	by := map[uint64][]int32{}
	for u := range units {
		many := 0
		pairs(units[u].Name, func(key uint64) {
			if of := by[key]; len(of) == 0 || of[len(of)-1] != int32(u) {
				by[key] = append(of, int32(u))
				many++
			}
		})
		width = append(width, float32(1/math.Sqrt(float64(max(many, 1)))))
	}
	for key := range by {
		n.keys = append(n.keys, key)
	}
	slices.Sort(n.keys)
	n.find, n.row = newTable(n.keys), []int32{0}
	for _, key := range n.keys {
		n.units = append(n.units, by[key]...)
		n.row = append(n.row, int32(len(n.units)))
		n.worth = append(n.worth, float32(1/math.Sqrt(float64(len(by[key])))))
	}
	return n, width
}

func (n *nameParts) of(i int32) []int32 { return n.units[n.row[i]:n.row[i+1]] }

// in appends the pairs that stand in a text, each once.
func (n *nameParts) in(to []int32, r Reading) []int32 {
	for _, text := range [2]string{r.Title, r.Text} {
		pairs(text, func(key uint64) {
			if i := n.find.get(key); i >= 0 && !slices.Contains(to, i) {
				to = append(to, i)
			}
		})
	}
	return to
}

// pairs calls f with each two neighbouring characters, as a key.
func pairs(text string, f func(key uint64)) {
	var last uint64
	for _, r := range text {
		if last != 0 {
			f(mixed(last<<runeBits|uint64(r)) >> (64 - keyBits))
		}
		last = uint64(r)
	}
}
