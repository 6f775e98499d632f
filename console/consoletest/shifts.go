package consoletest

import (
	"context"
	"slices"

	"huiying/opinion"
)

// shiftBook keeps shifts in a list, the newest last.
type shiftBook struct{ shifts *[]opinion.Shift }

func (b *shiftBook) Recent(_ context.Context, most int) (out []opinion.Shift, last uint64, err error) {
	for _, s := range slices.Backward(*b.shifts) {
		if len(out) < most && !slices.ContainsFunc(out, func(o opinion.Shift) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out, uint64(len(*b.shifts)), nil
}

func (b *shiftBook) Put(_ context.Context, s opinion.Shift, last uint64) (bool, error) {
	if last != uint64(len(*b.shifts)) {
		return false, nil
	}
	*b.shifts = append(*b.shifts, s)
	return true, nil
}
