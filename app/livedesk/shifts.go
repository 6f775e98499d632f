package livedesk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"huiying/bus"
	"huiying/opinion"
)

// Where the log keeps shifts: each message is a whole one, handed over or taken, so that the last of them
// tells how things stand. Their words age as those of letters do.
const (
	streamShifts  = "SHIFTS"
	subjectShifts = "shift.desk"
)

// lookBack is how many messages one question looks at.
const lookBack = 400

// Shifts are the hand-overs of the triage desk, on the log.
type Shifts struct{ Bus *bus.Bus }

// Recent are the last shifts, the latest first, and the number that Put needs.
func (s Shifts) Recent(ctx context.Context, most int) (out []opinion.Shift, last uint64, err error) {
	if last, err = s.Bus.LastSeq(ctx, streamShifts); err != nil {
		return nil, 0, err
	}
	seen := map[string]bool{}
	for seq := last; seq > 0 && last-seq < lookBack && len(out) < most; seq-- {
		m, err := s.Bus.At(ctx, streamShifts, seq)
		if errors.Is(err, bus.ErrNotFound) {
			break // older ones have aged
		}
		var one opinion.Shift
		if err == nil {
			err = m.Decode(&one)
		}
		if err != nil {
			return out, last, err
		}
		if !seen[one.ID] {
			seen[one.ID] = true
			out = append(out, one)
		}
	}
	return out, last, nil
}

// Put writes a shift, unless somebody wrote one since the number that Recent gave.
func (s Shifts) Put(ctx context.Context, one opinion.Shift, last uint64) (fresh bool, err error) {
	raw, err := json.Marshal(one)
	if err != nil {
		return false, err
	}
	_, err = s.Bus.Publish(ctx, bus.Message{Subject: subjectShifts, Data: raw, After: &last})
	if errors.Is(err, bus.ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write a shift: %w", err)
	}
	return true, nil
}
