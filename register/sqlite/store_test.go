package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

func TestLoadAndAppendWithoutRegister(t *testing.T) {
	b := bustest.Start(t)
	ctx := t.Context()
	s, err := Open(ctx, b, filepath.Join(t.TempDir(), "r.db"), Options{patience: waittest.Limit})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o := openEvent(1, t0)
	if err := s.Append(ctx, opinion.Case{}, o); err != nil {
		t.Fatal(err)
	}
	c, err := s.Load(ctx, o.Case)
	if err != nil || c.Version != 1 {
		t.Fatalf("loaded %+v, %v", c, err)
	}
	if err := s.Append(ctx, c, dispatchEvent(c, t0)); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, c, next(c, opinion.Event{Type: opinion.MoveDismiss, At: t0, By: "x"})); !isConflict(err) {
		t.Errorf("got %v, want a conflict", err)
	}
}

func TestOneProcessAtATime(t *testing.T) {
	b, s := newStore(t)
	if _, err := Open(t.Context(), b, s.path, Options{patience: waittest.Limit}); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v, want ErrInUse", err)
	}
}

func TestDamagedEventDoesNotBlindTheRegister(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	o := openEvent(1, t0)
	c := fold(o)
	check(t, s.Append(ctx, opinion.Case{}, o))
	forged := dispatchEvent(c, t0)
	forged.Unit = "somebody else"
	check(t, s.Append(ctx, c, forged))
	if _, err := b.Publish(ctx, bus.Message{Subject: "case.x", Data: []byte("{")},
		bus.Message{Subject: "finding.000000", Data: []byte("{")}); err != nil {
		t.Fatal(err)
	}
	seen(t, b, s)
	faults, err := s.Skipped(ctx)
	if err != nil || len(faults) != 3 {
		t.Fatalf("faults %+v, %v", faults, err)
	}
	if got, err := s.Load(ctx, c.ID); err != nil || got.State != opinion.Triage {
		t.Errorf("a forged event was applied: %+v, %v", got, err)
	}
	if _, err := s.Verify(ctx, c.ID); err == nil {
		t.Error("verify does not name the forged event")
	}
	// the case can go on behind the damage
	check(t, s.Append(ctx, c, dispatchEvent(c, t0.Add(time.Hour))))
	if got, _ := s.Load(ctx, c.ID); got.State != opinion.Dispatched {
		t.Errorf("state %s", got.State)
	}
}

func TestNoTextInTheRegister(t *testing.T) {
	b, s := newStore(t)
	fill(t, b, s, 5)
	if strings.Contains(dump(t, s), "正文不进台账") {
		t.Error("the text of a mention is in the register")
	}
}
