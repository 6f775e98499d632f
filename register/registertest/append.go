package registertest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

func caseFromOpenToClose(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	Publish(t, b, Finding(1))
	o := OpenEvent(1, Start)
	c := Fold(o)
	d := DispatchEvent(c, Start.Add(time.Minute))
	if err := s.Append(ctx, opinion.Case{}, o, d); err != nil {
		t.Fatal(err)
	}
	// the command has seen its own events
	got, err := s.Load(ctx, c.ID)
	if err != nil || got.State != opinion.Dispatched || got.Version != 2 || got.Clock == nil {
		t.Fatalf("loaded %+v, %v", got, err)
	}
	answer := Next(got, opinion.Event{Type: opinion.MoveSign, At: Start.Add(time.Hour), By: "unit:unit1"})
	if err := s.Append(ctx, got, answer); err != nil {
		t.Fatal(err)
	}
	late := Next(got, opinion.Event{Type: opinion.MoveExtend, At: Start, By: "x"})
	if err := s.Append(ctx, got, late); !IsConflict(err) {
		t.Errorf("written behind an old version: %v", err)
	}
	Seen(t, b, s)
	row, err := s.Case(ctx, c.ID)
	if err != nil || row.Title != "路灯不亮1" || row.State != opinion.Signed {
		t.Fatalf("row %+v, %v", row, err)
	}
	history, err := s.History(ctx, c.ID)
	if err != nil || len(history) != 3 || history[2].Type != opinion.MoveSign {
		t.Fatalf("history %v, %v", history, err)
	}
	if n, err := s.Verify(ctx, c.ID); n != 3 || err != nil {
		t.Errorf("verify: %d, %v", n, err)
	}
	if _, err := s.Case(ctx, "nowhere"); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("unknown case: %v", err)
	}
	if c, err := s.Load(ctx, "nowhere"); err != nil || c.Version != 0 {
		t.Errorf("unknown case loads as %+v, %v", c, err)
	}
}

// IsConflict says whether somebody else was faster.
func IsConflict(err error) bool {
	var c *register.Conflict
	return errors.As(err, &c) && c.Conflict()
}

func fiftyWritersLoseNothing(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	o := OpenEvent(1, Start)
	id := o.Case
	var wg sync.WaitGroup
	errs := make(chan error, 50)
	for n := range 50 {
		wg.Go(func() {
			errs <- Retry(func() error {
				c, err := s.Load(ctx, id)
				if err != nil {
					return err
				}
				if c.Version == 0 {
					// open, then come again
					return errors.Join(s.Append(ctx, c, o),
						&register.Conflict{Err: bus.ErrConflict})
				}
				joined := opinion.Event{Type: opinion.MoveJoin, At: Start, By: "system", Mention: fmt.Sprint("w", n)}
				return s.Append(ctx, c, Next(c, joined))
			})
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	Seen(t, b, s)
	c, err := s.Load(ctx, id)
	if err != nil || c.Reports != 51 || c.Version != 51 {
		t.Fatalf("reports %d, version %d, %v: want 51", c.Reports, c.Version, err)
	}
	if n, err := s.Verify(ctx, id); n != 51 || err != nil {
		t.Errorf("chain: %d, %v", n, err)
	}
}

func appendAllManyCases(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	var before []opinion.Case
	var events [][]opinion.Event
	for n := range 700 { // 1,400 events: two atomic writes
		o := OpenEvent(n, Start)
		before = append(before, opinion.Case{})
		events = append(events, []opinion.Event{o, DispatchEvent(Fold(o), Start)})
	}
	if err := s.AppendAll(ctx, before, events); err != nil {
		t.Fatal(err)
	}
	Seen(t, b, s)
	st, err := s.Stats(ctx)
	if err != nil || st.Cases != 700 || st.ByState[opinion.Dispatched] != 700 {
		t.Fatalf("stats %+v, %v", st, err)
	}
	// the same call once more is either a conflict or silent, and adds nothing
	if err := s.AppendAll(ctx, before, events); err != nil && !IsConflict(err) {
		t.Fatal(err)
	}
	if n, err := b.Count(ctx, "CASES"); err != nil || n != 1400 {
		t.Errorf("%d events in the log, %v", n, err)
	}
	// one case that moved on keeps the others of the write out: all or none
	c := Fold(events[0]...)
	if err := s.Append(ctx, c, Next(c, opinion.Event{Type: opinion.MoveSign, At: Start, By: "x"})); err != nil {
		t.Fatal(err)
	}
	stale := []opinion.Case{Fold(events[1]...), c}
	err = s.AppendAll(ctx, stale, [][]opinion.Event{
		{Next(stale[0], opinion.Event{Type: opinion.MoveSign, At: Start, By: "x"})},
		{Next(c, opinion.Event{Type: opinion.MoveExtend, At: Start, By: "x"})}})
	if !IsConflict(err) {
		t.Fatalf("got %v", err)
	}
	if c, _ := s.Load(ctx, stale[0].ID); c.Version != 2 {
		t.Errorf("half a write: version %d", c.Version)
	}
	err = s.AppendAll(ctx, []opinion.Case{c, c}, [][]opinion.Event{{events[0][0]}, {events[0][0]}})
	if err == nil || IsConflict(err) {
		t.Errorf("one case twice in a write: %v", err)
	}
	if err := s.AppendAll(ctx, nil, nil); err != nil {
		t.Errorf("nothing to write: %v", err)
	}
}
