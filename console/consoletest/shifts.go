package consoletest

import (
	"context"
	"slices"

	"huiying/opinion"
)

// shiftBook keeps the shifts of a world.
type shiftBook struct{ w *World }

func (b *shiftBook) Recent(_ context.Context, most int) (out []opinion.Shift, last uint64, err error) {
	for _, s := range slices.Backward(b.w.Shifts) {
		if len(out) < most && !slices.ContainsFunc(out, func(o opinion.Shift) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out, uint64(len(b.w.Shifts)), nil
}

func (b *shiftBook) Put(_ context.Context, s opinion.Shift, last uint64) (bool, error) {
	if last != uint64(len(b.w.Shifts)) {
		return false, nil
	}
	b.w.Shifts = append(b.w.Shifts, s)
	return true, nil
}
