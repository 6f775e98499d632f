package bus_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// A process that stands still with a message in hand (a paused machine, a stopped process) finds
// on waking that the log has handed the message to another. What it made of it is out of date,
// and is not published.
func TestWhatWasHandedOnIsNotPublished(t *testing.T) {
	b := bustest.Start(t)
	publish(t, b, bus.Message{Subject: "mention.s1", ID: "m", Data: []byte("m")})
	var calls atomic.Int32
	var woke atomic.Bool
	const ackWait = 900 * time.Millisecond
	handedOn := make(chan struct{})
	step := bus.Step{Name: "analyze", Stream: "MENTIONS", Workers: 2, AckWait: ackWait,
		Handle: bus.Each(func(ctx context.Context, _ bus.Msg) ([]bus.Message, error) {
			n := calls.Add(1)
			switch n {
			case 1:
				b.StandStill(ctx, ackWait, handedOn)
				woke.Store(true)
			case 2:
				close(handedOn)
			}
			return []bus.Message{{Subject: "finding.98", Data: []byte{'0' + byte(n)}}}, nil
		})}
	ctx, stop := context.WithCancel(ctxOf(t))
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx, step) }()
	eventually(t, "the message is done", func() bool {
		n, err := b.Pending(ctx, "MENTIONS", "analyze")
		return err == nil && n == 0 && calls.Load() > 1 && woke.Load()
	})
	stop()
	<-done // whatever was in hand has been published, or not
	var got []string
	if _, err := b.Read(ctxOf(t), "FINDINGS", "", 1,
		func(m bus.Msg) error { got = append(got, string(m.Data)); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] == "1" {
		t.Errorf("published: %v; want only what came of the second time", got)
	}
}
