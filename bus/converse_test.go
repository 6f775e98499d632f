package bus_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// An After holds only where nobody wrote to the stream meanwhile, whatever the subject; nothing
// of a call that it guards is stored otherwise.
func TestAfterGuardsTheWholeStream(t *testing.T) {
	t.Run("one machine", func(t *testing.T) { afterGuards(t, bustest.Start(t)) })
	t.Run("a cluster", func(t *testing.T) {
		b := clustered(t)
		eventually(t, "the cluster makes streams", func() bool {
			try, stop := context.WithTimeout(ctxOf(t), 30*time.Second)
			defer stop()
			return b.EnsureStreams(try, bus.Streams(time.Hour)) == nil
		})
		afterGuards(t, b)
	})
}

func afterGuards(t *testing.T, b *bus.Bus) {
	t.Helper()
	finding := func(subject, id string, after *uint64) bus.Message {
		return bus.Message{Subject: "finding." + subject, ID: id, Data: []byte(id), After: after}
	}
	if _, err := b.Publish(ctxOf(t), finding("11", "a", ptr[uint64](0)), finding("12", "b", nil)); err != nil {
		t.Fatal(err)
	}
	for name, msgs := range map[string][]bus.Message{
		"one message":           {finding("13", "c", ptr[uint64](1))},
		"several":               {finding("13", "c", ptr[uint64](1)), finding("14", "d", nil)},
		"one of several known":  {finding("13", "c", ptr[uint64](2)), finding("11", "a", nil)},
		"known, and it is late": {finding("13", "b", ptr[uint64](1))},
		// said by another, of whom this one has not heard
		"known": {finding("13", "b", ptr[uint64](2))},
	} {
		if _, err := b.Publish(ctxOf(t), msgs...); !errors.Is(err, bus.ErrConflict) {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
	}
	if n, err := b.Count(ctxOf(t), "FINDINGS"); err != nil || n != 2 {
		t.Errorf("%d findings (%v) after conflicts, want 2", n, err)
	}
	if _, err := b.Publish(ctxOf(t), finding("13", "c", nil),
		finding("14", "d", ptr[uint64](2))); !errors.Is(err, bus.ErrBadMessage) {
		t.Errorf("an After on the second message: %v", err)
	}
	ack, err := b.Publish(ctxOf(t), finding("13", "c", ptr[uint64](2)), finding("14", "d", nil))
	if err != nil || ack.Stored != 2 || ack.Seqs[0] != 3 || ack.Seqs[1] != 4 {
		t.Errorf("with the right sequence: %+v, %v", ack, err)
	}
}

// A step that converses hears of a conflict, publishes what it then thinks right, and what it
// took is done once; a conflict that it leaves standing gives the messages back and costs no
// attempt.
func TestAStepHearsWhatBecameOfWhatItPublished(t *testing.T) {
	b := bustest.Start(t)
	publish(t, b, bus.Message{Subject: "finding.1", ID: "there", Data: []byte("there")},
		bus.Message{Subject: "mention.s", ID: "m", Data: []byte("m")})
	var calls atomic.Int32
	var attempts sync.Map
	start(t, b, bus.Step{Name: "analyze", Stream: "MENTIONS", Backoff: quick, MaxAttempts: 2,
		Converse: func(ctx context.Context, in []bus.Msg, publish bus.Publish) ([]error, error) {
			n := calls.Add(1)
			attempts.Store(in[0].Attempt, true)
			_, err := publish(ctx, bus.Message{Subject: "finding.2", ID: "m", Data: []byte("m"), After: ptr[uint64](0)})
			if !errors.Is(err, bus.ErrConflict) {
				t.Errorf("want a conflict, got %v", err)
			}
			if n <= 4 {
				return nil, err
			}
			_, err = publish(ctx, bus.Message{Subject: "finding.2", ID: "m", Data: []byte("m"), After: ptr[uint64](1)})
			return nil, err
		}})
	eventually(t, "the mention is done", func() bool {
		n, err := b.Pending(ctxOf(t), "MENTIONS", "analyze")
		return err == nil && n == 0 && calls.Load() > 4
	})
	s := stats(t, b, "analyze")
	if n, err := b.Count(ctxOf(t), "FINDINGS"); err != nil || n != 2 || s.Out != 1 || s.Dead != 0 || calls.Load() != 5 {
		t.Errorf("%d findings, %d out, %d dead after %d calls (%v)", n, s.Out, s.Dead, calls.Load(), err)
	}
	if _, second := attempts.Load(2); second {
		t.Error("a conflict counted as an attempt")
	}
}

// What was handed on is not published by a step that converses either.
func TestAConversationEndsWhenTheWorkIsHandedOn(t *testing.T) {
	b := bustest.Start(t)
	publish(t, b, bus.Message{Subject: "mention.s1", ID: "m", Data: []byte("m")})
	var calls atomic.Int32
	const ackWait = 900 * time.Millisecond
	handedOn := make(chan struct{})
	start(t, b, bus.Step{Name: "analyze", Stream: "MENTIONS", Workers: 2, AckWait: ackWait,
		Converse: func(ctx context.Context, in []bus.Msg, publish bus.Publish) ([]error, error) {
			n := calls.Add(1)
			switch n {
			case 1:
				b.StandStill(ctx, ackWait, handedOn)
			case 2:
				close(handedOn)
			}
			_, err := publish(ctx, bus.Message{Subject: "finding.98", Data: []byte{'0' + byte(n)}})
			if n == 1 && err == nil {
				t.Error("published what had gone to another")
			}
			return nil, err
		}})
	eventually(t, "the message is done", func() bool {
		n, err := b.Pending(ctxOf(t), "MENTIONS", "analyze")
		return err == nil && n == 0 && calls.Load() > 1
	})
	if n, err := b.Count(ctxOf(t), "FINDINGS"); err != nil || n != 1 {
		t.Errorf("%d findings (%v), want 1", n, err)
	}
}
