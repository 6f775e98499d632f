package alert

import (
	"cmp"
	"slices"
)

// evict drops the cells that were not counted for longest: issues, and others where those alone are too
// many, for what is usual of a topic at a place is dear to learn again.
func (d *Detector) evict() {
	order := make([]int, 0, len(d.Cells))
	for i, c := range d.Cells {
		if c.Alert == 0 && c.Key.What != cellAll {
			order = append(order, i)
		}
	}
	last := func(i int) int {
		if d.Cells[i].Key.What == cellIssue {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(d.Cells[a].Used, d.Cells[b].Used))
	})
	gone := map[int]bool{}
	for _, i := range order[:min(len(order), mostCells/5)] {
		gone[i] = true
	}
	moved, kept := make([]int, len(d.Cells)), d.Cells[:0]
	for i, c := range d.Cells {
		if gone[i] {
			delete(d.byKey, c.Key)
			moved[i] = -1
			d.Classes[c.Class].Cells--
			continue
		}
		moved[i] = len(kept)
		d.byKey[c.Key] = len(kept)
		kept = append(kept, c)
	}
	clear(d.Cells[len(kept):])
	d.Cells = kept
	for i := range d.Records {
		r := &d.Records[i]
		cells := r.Cells[:0]
		for _, at := range r.Cells {
			if moved[at] >= 0 {
				cells = append(cells, moved[at])
			}
		}
		r.Cells = cells
	}
	for _, a := range d.Ringing {
		if a != nil && a.Cell >= 0 {
			a.Cell = moved[a.Cell]
		}
	}
}
