package bus_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

func TestTheFirstToWriteANoteWins(t *testing.T) {
	t.Parallel()
	n, err := bustest.Start(t).Bucket(ctxOf(t), "TEST")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false} {
		if first, err := n.PutNew(ctxOf(t), "day-2026-11-22", []byte{byte(i)}); err != nil || first != want {
			t.Errorf("write %d: first %v (%v)", i, first, err)
		}
	}
	if v, ok, err := n.Get(ctxOf(t), "day-2026-11-22"); err != nil || !ok || v[0] != 0 {
		t.Errorf("kept %v %v %v", v, ok, err)
	}
	if _, err := n.PutNew(ctxOf(t), "", nil); !errors.Is(err, bus.ErrBadMessage) {
		t.Errorf("an empty key: %v", err)
	}
}

// What one puts, another hears of; who comes later hears what still holds; and notes pass.
func TestNotesThatPass(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	n, err := b.ExpiringBucket(ctxOf(t), "PASS", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Put(ctxOf(t), "case/a seat", []byte("样例")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(ctxOf(t))
	heard, done := make(chan bus.Note, 9), make(chan error, 1)
	go func() { done <- n.Watch(ctx, func(x bus.Note) { heard <- x }) }()
	if x := <-heard; x.Key != "case/a seat" || string(x.Value) != "样例" || x.Gone || time.Since(x.At) > time.Minute {
		t.Errorf("what there was: %+v", x)
	}
	if err := n.Put(ctxOf(t), "case/b", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if x := <-heard; x.Key != "case/b" || x.Gone {
		t.Errorf("what came: %+v", x)
	}
	if err := n.Delete(ctxOf(t), "case/b"); err != nil {
		t.Fatal(err)
	}
	if x := <-heard; x.Key != "case/b" || !x.Gone {
		t.Errorf("what went: %+v", x)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	eventually(t, "the note passes", func() bool {
		_, there, err := n.Get(ctxOf(t), "case/a seat")
		if err != nil {
			t.Fatal(err)
		}
		return !there
	})
}
