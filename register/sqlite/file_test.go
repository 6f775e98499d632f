package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// A case is read while events of it arrive: what the register says of it and its history are of one
// moment.
func TestACaseAndItsHistoryAreOfOneMoment(t *testing.T) {
	_, s := newStore(t)
	ctx := t.Context()
	o := openEvent(1, t0)
	if err := s.Append(ctx, opinion.Case{}, o); err != nil {
		t.Fatal(err)
	}
	const joins = 300
	written := make(chan error, 1)
	go func() {
		c := fold(o)
		for n := range joins {
			e := next(c, opinion.Event{Type: opinion.MoveJoin, At: t0.Add(time.Minute),
				By: "system", Mention: fmt.Sprint("j", n)})
			if err := s.Append(ctx, c, e); err != nil {
				written <- err
				return
			}
			c = c.Apply(e)
		}
		written <- nil
	}()
	for last := false; !last; {
		select {
		case err := <-written:
			if last = true; err != nil {
				t.Fatal(err)
			}
		default:
		}
		f, err := s.File(ctx, o.Case)
		if err != nil {
			t.Fatal(err)
		}
		c, broken := opinion.Fold(f.History)
		if broken != nil || c.Version != f.Version || c.LastHash != f.LastHash {
			t.Fatalf("the case is of version %d, its history leads to %d (%v)", f.Version, c.Version, broken)
		}
		if _, err := s.Verify(ctx, o.Case); err != nil {
			t.Fatal(err)
		}
		if last && f.Version != joins+1 {
			t.Errorf("the case has %d events, %d were written", f.Version, joins+1)
		}
	}
	if _, err := s.File(ctx, "nowhere"); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("unknown case: %v", err)
	}
}
