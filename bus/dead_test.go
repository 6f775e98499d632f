package bus_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
)

func TestReplayGoesToTheStepThatFailedAndToNobodyElse(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	var broken atomic.Bool
	broken.Store(true)
	var mu sync.Mutex
	var seen, other []bus.Msg
	start(t, b, bus.Step{Name: "notify", Stream: "CASES", Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
		if broken.Load() {
			return nil, bus.Final(errors.New("no channel"))
		}
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, m)
		return nil, nil
	})})
	start(t, b, bus.Step{Name: "other", Stream: "CASES", Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
		mu.Lock()
		defer mu.Unlock()
		other = append(other, m)
		return nil, nil
	})})
	publish(t, b, bus.Message{Subject: "case.a", Data: []byte("opened")}, // so that the sequences differ
		bus.Message{Subject: "case.b", Data: []byte("opened"), Header: map[string]string{"Kind": "event"}})
	settled(t, b, "notify", 2)

	dead := func() []bus.DeadLetter {
		letters, err := b.DeadLetters().List(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		return letters
	}
	letters := dead()
	if len(letters) != 2 {
		t.Fatalf("%d letters", len(letters))
	}
	if one, err := b.DeadLetters().List(ctx, 1); err != nil || len(one) != 1 || one[0].Seq != letters[0].Seq {
		t.Fatalf("limit 1: %d letters, %v", len(one), err)
	}
	// Still broken: it dies again, as a letter of its own, with where it came from unchanged.
	if err := b.DeadLetters().Replay(ctx, letters[1].Seq); err != nil {
		t.Fatal(err)
	}
	settled(t, b, "notify", 3)
	letters = dead()
	if len(letters) != 2 || letters[1].Subject != "case.b" || letters[1].Stream != "CASES" || letters[1].Origin != 2 {
		t.Fatalf("%+v", letters)
	}
	broken.Store(false)
	if err := b.DeadLetters().Replay(ctx, letters[1].Seq); err != nil {
		t.Fatal(err)
	}
	settled(t, b, "notify", 4)
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 1 || seen[0].Subject != "case.b" || seen[0].Seq != 2 || seen[0].Header["Kind"] != "event" || seen[0].Time.IsZero() {
		t.Fatalf("replayed: %+v", seen)
	}
	for k := range seen[0].Header {
		if k != "Kind" {
			t.Errorf("header %s reached the handler", k)
		}
	}
	if h, _ := b.History(ctx, "CASES", "case.b"); len(h) != 1 || len(other) != 2 {
		t.Fatalf("the history has %d events, the other step saw %d messages", len(h), len(other))
	}
	if n, _ := b.Count(ctx, "AGAIN"); n != 0 {
		t.Errorf("%d replayed messages stay in the log", n)
	}
	if err := b.DeadLetters().Drop(ctx, letters[0].Seq); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"drop again": b.DeadLetters().Drop(ctx, letters[0].Seq), "replay dropped": b.DeadLetters().Replay(ctx, letters[0].Seq),
		"drop unknown": b.DeadLetters().Drop(ctx, 9999), "replay unknown": b.DeadLetters().Replay(ctx, 9999),
	} {
		if !errors.Is(err, bus.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", name, err)
		}
	}
	if n, err := b.DeadLetters().Count(ctx); n != 0 || err != nil {
		t.Fatalf("%d dead letters left, %v", n, err)
	}
}
