package bus_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// What leads to a damaged stream waits for its repair, and is nobody's fault: neither an attempt, nor
// delivered so often that it is hopeless. What was taken in the same batch and leads elsewhere is done.
func TestWhatLeadsToADamagedStreamWaits(t *testing.T) {
	t.Parallel()
	one := func(m bus.Msg) bus.Message {
		if string(m.Data) == "m-00001" {
			return bus.Message{Subject: "finding.110000", ID: string(m.Data), Data: m.Data}
		}
		return bus.Message{Subject: "case.a", ID: string(m.Data), Data: m.Data}
	}
	for name, step := range map[string]func(b *bus.Bus) bus.Step{
		"a step that returns what is published": func(*bus.Bus) bus.Step {
			return bus.Step{Handle: func(_ context.Context, in []bus.Msg) (out []bus.Message, errs []error) {
				for _, m := range in {
					out = append(out, one(m))
				}
				return out, nil
			}}
		},
		"one that converses": func(*bus.Bus) bus.Step {
			return bus.Step{Converse: func(ctx context.Context, in []bus.Msg,
				publish bus.Publish) (errs []error, err error) {
				for _, m := range in {
					_, e := publish(ctx, one(m))
					err = errors.Join(err, e)
				}
				return nil, err
			}}
		},
		"one that publishes by itself": func(b *bus.Bus) bus.Step {
			return bus.Step{Handle: func(ctx context.Context, in []bus.Msg) (_ []bus.Message, errs []error) {
				for _, m := range in {
					_, err := b.Publish(ctx, one(m))
					errs = append(errs, err)
				}
				return nil, errs
			}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bustest.Start(t)
			b.Integrity().Halt("FINDINGS", "FINDINGS 7: it is another")
			back := make(chan string, 100)
			err := bus.GivenBack(b, "test", func(seq uint64, d time.Duration) { back <- fmt.Sprint(seq, " for ", d) })
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.Publish(ctxOf(t), mentions("m", 3)...); err != nil {
				t.Fatal(err)
			}
			s := step(b)
			s.Name, s.Stream, s.Batch, s.MaxAttempts, s.Backoff = "test", "MENTIONS", 3, 1, quick
			start(t, b, s)
			select {
			case got := <-back:
				if got != "2 for 1h0m0s" {
					t.Errorf("given back: %s", got)
				}
			case <-ctxOf(t).Done():
				t.Fatal("nothing was given back")
			}
			eventually(t, "the others are done", func() bool {
				n, err := b.Count(ctxOf(t), "CASES")
				return err == nil && n == 2
			})
			if n, err := b.DeadLetters().Count(ctxOf(t)); err != nil || n > 0 {
				t.Errorf("%d letters are dead (%v)", n, err)
			}
		})
	}
}
