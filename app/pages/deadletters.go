package pages

import (
	"context"
	"errors"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// DeadLetters are what no step could do anything with.
type DeadLetters struct{ Bus *bus.Bus }

// Dead lists dead letters.
func (d DeadLetters) Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error) {
	letters, err := d.Bus.DeadLetters().List(ctx, limit)
	out := make([]facts.DeadLetter, len(letters))
	for i, l := range letters {
		out[i] = facts.DeadLetter{Seq: l.Seq, Step: l.Step, Subject: l.Subject, Reason: l.Reason, Attempts: l.Attempts,
			First: l.First, Last: l.Last, Size: l.Size, Data: l.Data}
	}
	return out, err
}

// Replay puts one back where it came from.
func (d DeadLetters) Replay(ctx context.Context, seq uint64) error {
	return d.gone(d.Bus.DeadLetters().Replay(ctx, seq))
}

// Drop removes one.
func (d DeadLetters) Drop(ctx context.Context, seq uint64) error {
	return d.gone(d.Bus.DeadLetters().Drop(ctx, seq))
}

func (d DeadLetters) gone(err error) error {
	if errors.Is(err, bus.ErrNotFound) {
		return &kit.Error{Kind: kit.NotFound, Code: "no_such_letter",
			Phrase: words.Of("error.no_such_letter"), Err: err}
	}
	return err
}
