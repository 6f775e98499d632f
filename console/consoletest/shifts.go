package consoletest

import (
	"context"
	"slices"

	"huiying/opinion"
)

// shiftBook keeps shifts in memory.
type shiftBook struct{ all []opinion.Shift }

func (b *shiftBook) Recent(_ context.Context, most int) (out []opinion.Shift, last uint64, err error) {
	for _, s := range slices.Backward(b.all) {
		if len(out) < most && !slices.ContainsFunc(out, func(o opinion.Shift) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out, uint64(len(b.all)), nil
}

func (b *shiftBook) Put(_ context.Context, s opinion.Shift, last uint64) (bool, error) {
	if last != uint64(len(b.all)) {
		return false, nil
	}
	b.all = append(b.all, s)
	return true, nil
}
