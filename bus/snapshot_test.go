package bus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// copied is a stream outside of any log.
type copied struct {
	bus.Snapshot
	parts [][]byte
}

func copyOf(t testing.TB, b *bus.Bus, stream string) (c copied) {
	t.Helper()
	err := b.Copies().Copy(ctxOf(t), stream, func(s bus.Snapshot) error { c.Snapshot = s; return nil },
		func(p []byte) error { c.parts = append(c.parts, slices.Clone(p)); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c copied) into(t testing.TB, b *bus.Bus) error {
	return b.Copies().Paste(ctxOf(t), c.Snapshot, bytes.NewReader(slices.Concat(c.parts...)))
}

// emptyLog is a log without streams.
func emptyLog(t testing.TB) *bus.Bus {
	t.Helper()
	b, err := bus.Open(ctxOf(t), bus.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(ctxOf(t)); err != nil {
			t.Error(err)
		}
	})
	return b
}

func all(t testing.TB, b *bus.Bus, stream string) (out []bus.Msg) {
	t.Helper()
	if _, err := b.Read(ctxOf(t), stream, "", 1,
		func(m bus.Msg) error { out = append(out, m); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// A stream copied while others write to it is, elsewhere, the same up to its last message:
// numbers, times, headers, erased places, and how far a step was.
func TestACopyOfABusyStreamIsTheSameElsewhere(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	publish(t, b, mentions("early", 2500)...)
	publish(t, b, bus.Message{Subject: "mention.s2", Data: []byte("headed"),
		Header: map[string]string{"traceparent": "x"}})
	if err := b.Erase(ctx, "MENTIONS", 7); err != nil {
		t.Fatal(err)
	}
	done := newTally()
	step := bus.Step{Name: "analyze", Stream: "MENTIONS", Batch: 100,
		Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message,
			error) {
			done.add(m)
			return nil, nil
		})}
	stop := start(t, b, step)
	eventually(t, "all done", func() bool { n, _ := done.sizes(); return n == 2500 })
	stop()

	busy, enough := context.WithCancel(ctx)
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := 0; busy.Err() == nil; i++ {
			publish(t, b, mentions(fmt.Sprintf("late%d", i), 50)...)
		}
	})
	c := copyOf(t, b, "MENTIONS")
	enough()
	writer.Wait()

	other := emptyLog(t)
	if err := c.into(t, other); err != nil {
		t.Fatal(err)
	}
	was, is := all(t, b, "MENTIONS"), all(t, other, "MENTIONS")
	if len(is) < 2500 || len(is) > len(was) || uint64(len(is)) != c.Count {
		t.Fatalf("%d messages, the copy counts %d, the log has %d", len(is), c.Count, len(was))
	}
	for i, m := range is {
		w := was[i]
		if m.Seq != w.Seq || !m.Time.Equal(w.Time) || string(m.Data) != string(w.Data) ||
			m.Subject != w.Subject || m.Header["traceparent"] != w.Header["traceparent"] {
			t.Fatalf("message %d is %v, was %v", i, m, w)
		}
	}
	again := newTally()
	step.Handle = bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) { again.add(m); return nil, nil })
	start(t, other, step)
	late := len(is) - 2500
	eventually(t, "the rest is done", func() bool { n, _ := again.sizes(); return n == late })
	if again.of("early-00001") != 0 {
		t.Error("what was done before the copy was done again")
	}
	if err := c.into(t, other); !errors.Is(err, bus.ErrNotEmpty) {
		t.Errorf("over a stream that is there: %v", err)
	}
}

func TestATimerThatWasCopiedRings(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	if err := b.Schedule(ctxOf(t), "case.c1", time.Now().Add(2*time.Second), []byte("ring")); err != nil {
		t.Fatal(err)
	}
	c := copyOf(t, b, "TIMERS")
	other := emptyLog(t)
	if err := c.into(t, other); err != nil {
		t.Fatal(err)
	}
	if err := other.EnsureStreams(ctxOf(t), bus.Streams(bustest.Retention)); err != nil {
		t.Fatal(err)
	}
	rung := newTally()
	start(t, other, bus.Step{Name: "deadline", Stream: "TIMERS", Filter: "due.case.*",
		Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
			rung.add(m)
			return nil, nil
		})})
	eventually(t, "it rings", func() bool { return rung.of("ring") > 0 })
}

func TestASpoiltCopyIsRefused(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 300)...)
	c := copyOf(t, b, "MENTIONS")
	c.parts[0][len(c.parts[0])/2] ^= 1
	other := emptyLog(t)
	if err := c.into(t, other); err == nil {
		t.Error("it was taken")
	}
	if names, err := other.StreamNames(ctxOf(t)); err != nil || len(names) > 0 {
		t.Errorf("it left %v behind (%v)", names, err)
	}
}

func TestAHeldReplayWaits(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	release := b.HoldReplays()
	ended := make(chan error, 1)
	go func() { ended <- b.DeadLetters().Replay(ctxOf(t), 1) }()
	select {
	case err := <-ended:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	release()
	if err := <-ended; !errors.Is(err, bus.ErrNotFound) {
		t.Error(err)
	}
}

func TestRefillKeepsNumbersAndShortensTime(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	old := func(from, to int) (out []bus.Msg) {
		for i := from; i <= to; i++ {
			out = append(out, bus.Msg{Subject: "mention.s1", Data: fmt.Append(nil, i),
				Header: map[string]string{"traceparent": "x"}})
		}
		return out
	}
	short := func(m bus.Msg) time.Duration {
		if string(m.Data) == "41" {
			return time.Second
		}
		return time.Hour
	}
	first := old(41, 90)
	first[2] = bus.Msg{} // a number that is empty
	if err := b.Copies().Refill(ctx, "MENTIONS", 41, first, short); err != nil {
		t.Fatal(err)
	}
	if err := b.Copies().Refill(ctx, "MENTIONS", 91, old(91, 93), nil); err != nil {
		t.Fatal(err)
	}
	for _, m := range all(t, b, "MENTIONS") {
		if string(m.Data) != fmt.Sprint(m.Seq) || len(m.Header) != 1 || m.Seq == 43 {
			t.Fatalf("number %d holds %q with %v", m.Seq, m.Data, m.Header)
		}
	}
	eventually(t, "one goes early", func() bool { n, err := b.Count(ctx, "MENTIONS"); return err == nil && n == 51 })
	if err := b.Copies().Refill(ctx, "MENTIONS", 99, old(99, 99), nil); !errors.Is(err, bus.ErrNotEmpty) {
		t.Errorf("a hole: %v", err)
	}
}

func TestDoneAndAgain(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	publish(t, b, mentions("old", 30)...)
	msgs := all(t, b, "MENTIONS")
	seen := newTally()
	step := bus.Step{Name: "analyze", Stream: "MENTIONS",
		Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
			if m.Subject != "mention.s1" {
				return nil, fmt.Errorf("subject %s", m.Subject)
			}
			seen.add(m)
			return nil, nil
		})}
	if err := b.Done(ctx, step); err != nil {
		t.Fatal(err)
	}
	if err := b.Again(ctx, "analyze", "MENTIONS", msgs[3], msgs[5]); err != nil {
		t.Fatal(err)
	}
	start(t, b, step)
	publish(t, b, mentions("new", 2)...)
	eventually(t, "four are seen", func() bool { n, _ := seen.sizes(); return n == 4 })
	if seen.of("old-00003") != 1 || seen.of("old-00005") != 1 || seen.of("new-00001") != 1 {
		t.Error("others were seen")
	}
}

// In a cluster the address to which a copy goes may be known before the server that takes it there
// is.
func TestACopyWaitsForItsTaker(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	taken := make(chan string, 1)
	time.AfterFunc(300*time.Millisecond, func() {
		if err := bus.Take(b, "restore.test", func(part []byte) { taken <- string(part) }); err != nil {
			t.Error(err)
		}
	})
	if err := bus.SendTo(ctxOf(t), b, "restore.test", []byte("bytes")); err != nil {
		t.Fatal(err)
	}
	if got := <-taken; got != "bytes" {
		t.Errorf("it took %q", got)
	}
}
