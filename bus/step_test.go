package bus_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

func publish(t testing.TB, b *bus.Bus, msgs ...bus.Message) {
	t.Helper()
	if _, err := b.Publish(ctxOf(t), msgs...); err != nil {
		t.Fatal(err)
	}
}

func stats(t testing.TB, b *bus.Bus, step string) bus.StepStats {
	t.Helper()
	for _, s := range b.Stats(ctxOf(t)) {
		if s.Name == step {
			return s
		}
	}
	return bus.StepStats{}
}

// settled waits until a step has nothing left and returns its counts.
func settled(t testing.TB, b *bus.Bus, step string, ended int) bus.StepStats {
	t.Helper()
	var s bus.StepStats
	eventually(t, fmt.Sprintf("%s ends %d messages", step, ended), func() bool {
		s = stats(t, b, step)
		return s.In >= uint64(ended) && s.Pending == 0
	})
	return s
}

func TestAStepPublishesWhatItMakesAndAcknowledges(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 250)...)
	largest := 0
	var mu sync.Mutex
	start(t, b, bus.Step{
		Name: "analyze", Stream: "MENTIONS", Workers: 2, Batch: 100, Linger: 20 * time.Millisecond,
		Handle: func(_ context.Context, in []bus.Msg) (out []bus.Message, _ []error) {
			mu.Lock()
			largest = max(largest, len(in))
			mu.Unlock()
			for _, m := range in {
				if m.Attempt != 1 || m.Seq == 0 || m.Time.IsZero() {
					t.Errorf("%+v", m)
				}
				out = append(out, bus.Message{Subject: "finding.430100", ID: "f" + string(m.Data), Data: m.Data})
			}
			return out, nil
		},
	})
	s := settled(t, b, "analyze", 250)
	if s.In != 250 || s.Out != 250 || s.Retried+s.Dead != 0 || s.Took.Sum <= 0 || s.Age.Count != 250 {
		t.Fatalf("%+v", s)
	}
	if n, _ := b.Count(ctxOf(t), "FINDINGS"); n != 250 || largest != 100 {
		t.Fatalf("%d findings, largest batch %d", n, largest)
	}
}

func TestEachMessageEndsInItsOwnWay(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	count := newTally()
	var waits sync.Map
	start(t, b, bus.Step{
		Name: "s", Stream: "MENTIONS", Batch: 10, MaxAttempts: 3,
		Backoff: func(n int) time.Duration {
			waits.Store(n, true)
			return time.Duration(n) * 20 * time.Millisecond
		},
		Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
			if n := count.add(m); m.Attempt != n {
				t.Errorf("%s: attempt %d at call %d", m.Data, m.Attempt, n)
			}
			switch string(m.Data) {
			case "recovers":
				if count.of("recovers") < 3 {
					return nil, errors.New("backend away")
				}
			case "never":
				return nil, errors.New("no use:\r\nnever works")
			case "final":
				return nil, bus.Final(errors.New("unreadable"))
			}
			return nil, nil
		}),
	})
	for _, d := range []string{"good", "recovers", "never", "final", "good2"} {
		publish(t, b, bus.Message{Subject: "mention.x", Data: []byte(d), Header: map[string]string{"Kind": "text"}})
	}
	s := settled(t, b, "s", 5)
	for d, want := range map[string]int{"good": 1, "good2": 1, "recovers": 3, "never": 3, "final": 1} {
		if got := count.of(d); got != want {
			t.Errorf("%s handled %d times, want %d", d, got, want)
		}
	}
	if s.Retried != 4 || s.Dead != 2 {
		t.Errorf("%+v", s)
	}
	for n := 1; n <= 2; n++ {
		if _, ok := waits.Load(n); !ok {
			t.Errorf("the wait after %d failures was never asked", n)
		}
	}
	letters, err := b.DeadLetters().List(ctx, 0)
	if err != nil || len(letters) != 2 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	for i, want := range []bus.DeadLetter{
		{Reason: "unreadable", Attempts: 1, Origin: 4, Data: []byte("final")},
		{Reason: "no use:  never works", Attempts: 3, Origin: 3, Data: []byte("never")},
	} {
		l := letters[i]
		if l.Reason != want.Reason || l.Attempts != want.Attempts || l.Origin != want.Origin ||
			string(l.Data) != string(want.Data) ||
			l.Step != "s" || l.Stream != "MENTIONS" || l.Subject != "mention.x" || l.Size != len(want.Data) ||
			l.First.IsZero() || l.Last.Before(l.First) {
			t.Errorf("letter %d: %+v", i, l)
		}
	}
}

func TestAPoisonousMessageTakesNoNeighbourDown(t *testing.T) {
	t.Parallel()
	bad := map[string]bus.Func{
		"panic": func(_ context.Context, in []bus.Msg) ([]bus.Message, []error) {
			for _, m := range in {
				if string(m.Data) == "m-00007" {
					panic("secret words of the text")
				}
			}
			return nil, nil
		},
		"runtime panic": func(_ context.Context, in []bus.Msg) ([]bus.Message, []error) {
			for _, m := range in {
				if string(m.Data) == "m-00007" {
					_ = m.Data[len(m.Data)]
				}
			}
			return nil, nil
		},
		"refused output": func(_ context.Context, in []bus.Msg) (out []bus.Message, _ []error) {
			for _, m := range in {
				subject := "finding.1"
				if string(m.Data) == "m-00007" {
					subject = "finding. 1"
				}
				out = append(out, bus.Message{Subject: subject})
			}
			return out, nil
		},
		"wrong number of errors": func(_ context.Context, in []bus.Msg) ([]bus.Message, []error) {
			for _, m := range in {
				if string(m.Data) == "m-00007" {
					return nil, make([]error, len(in)+1)
				}
			}
			return nil, nil
		},
	}
	for name, handle := range bad {
		t.Run(name, func(t *testing.T) {
			b := bustest.Start(t)
			publish(t, b, mentions("m", 20)...)
			good := newTally()
			start(t, b, bus.Step{
				Name: "s", Stream: "MENTIONS", Batch: 20, MaxAttempts: 2, Backoff: quick,
				Handle: func(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
					out, errs := handle(ctx, in)
					for _, m := range in {
						good.add(m)
					}
					return out, errs
				},
			})
			s := settled(t, b, "s", 20)
			letters, err := b.DeadLetters().List(ctxOf(t), 0)
			if err != nil || len(letters) != 1 || string(letters[0].Data) != "m-00007" || s.Dead != 1 {
				t.Fatalf("%+v, %d letters, %v", s, len(letters), err)
			}
			if letters[0].Attempts != 2 || letters[0].Reason == "" || strings.Contains(letters[0].Reason, "secret") {
				t.Fatalf("%+v", letters[0])
			}
			if keys, _ := good.sizes(); keys < 19 {
				t.Fatalf("only %d messages handled", keys)
			}
		})
	}
}

func TestStoppingFinishesWhatIsInHandAndARestartGoesOn(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	const all = 300
	publish(t, b, mentions("m", all)...)
	count := newTally()
	var under, lots atomic.Int32 // handlers at work; calls in this round
	var told chan struct{}       // closed once the step has been told to stop
	step := bus.Step{
		Name: "s", Stream: "MENTIONS", Workers: 3, Batch: 7, AckWait: 3 * time.Second,
		Handle: func(_ context.Context, in []bus.Msg) (out []bus.Message, _ []error) {
			under.Add(1)
			defer under.Add(-1)
			if lots.Add(1) > 4 {
				<-told
			}
			for _, m := range in {
				count.add(m)
				out = append(out, bus.Message{Subject: "finding.1", Data: m.Data}) // without id: doubles would show
			}
			return out, nil
		},
	}
	for round := 0; ; round++ {
		before, _ := count.sizes()
		lots.Store(0)
		told = make(chan struct{})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx, step) }()
		eventually(t, "some are done, and others in hand", func() bool {
			now, _ := count.sizes()
			return now > before && (under.Load() > 0 || now == all)
		})
		cancel()
		close(told)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if under.Load() != 0 {
			t.Fatal("Run returned while a handler was at work")
		}
		keys, times := count.sizes()
		found, _ := b.Count(ctxOf(t), "FINDINGS")
		if times != keys || int(found) != keys {
			t.Fatalf("round %d: %d messages handled %d times, %d published", round, keys, times, found)
		}
		if keys == all {
			if round < 2 {
				t.Fatalf("too quick to have been stopped in between: %d rounds", round+1)
			}
			return
		}
		if keys == before {
			t.Fatalf("%d of %d, and no more in round %d", keys, all, round)
		}
	}
}

func TestWorkCutShortAtTheEndOfTheGraceIsNoFailedAttempt(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 1)...)
	began := make(chan struct{})
	step := bus.Step{
		Name: "s", Stream: "MENTIONS", MaxAttempts: 1, Grace: 50 * time.Millisecond,
		Handle: bus.Each(func(ctx context.Context, _ bus.Msg) ([]bus.Message, error) {
			close(began)
			<-ctx.Done()
			return nil, ctx.Err()
		}),
	}
	stop := start(t, b, step)
	<-began
	stop()
	if n, err := b.DeadLetters().Count(ctxOf(t)); n != 0 || err != nil {
		t.Fatalf("%d dead letters, %v", n, err)
	}
	step.Handle = bus.Each(func(context.Context, bus.Msg) ([]bus.Message, error) { return nil, nil })
	start(t, b, step)
	settled(t, b, "s", 1)
}

func TestLongWorkIsKeptAlive(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 4)...)
	count := newTally()
	const told = 7 // three times in AckWait: the work takes more than twice as long
	var heard [5]atomic.Int32
	var long [5]chan struct{}
	for i := range long {
		long[i] = make(chan struct{})
	}
	if err := bus.KeptAlive(b, "s", func(seq uint64) {
		if heard[seq].Add(1) == told {
			close(long[seq])
		}
	}); err != nil {
		t.Fatal(err)
	}
	start(t, b, bus.Step{
		Name: "s", Stream: "MENTIONS", Workers: 4, AckWait: 4 * time.Second, // a busy machine stands still for less
		Handle: bus.Each(func(ctx context.Context, m bus.Msg) ([]bus.Message, error) {
			count.add(m)
			select { // the work
			case <-long[m.Seq]:
			case <-ctx.Done():
			}
			return nil, ctx.Err()
		}),
	})
	settled(t, b, "s", 4)
	if keys, times := count.sizes(); keys != 4 || times != 4 {
		t.Fatalf("%d messages handled %d times", keys, times)
	}
}

func TestTwoRunsOfOneStepShareTheWork(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 2000)...)
	count := newTally()
	var by [2]atomic.Int32
	for i := range by {
		start(t, b, bus.Step{
			Name: "s", Stream: "MENTIONS", Batch: 20,
			Handle: func(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
				for _, m := range in {
					count.add(m)
				}
				mine := by[i].Add(int32(len(in)))
				// the other gets its share, or this one goes no further
				for mine-by[1-i].Load() > 400 && ctx.Err() == nil {
					runtime.Gosched()
				}
				return nil, nil
			},
		})
	}
	settled(t, b, "s", 2000)
	if keys, times := count.sizes(); keys != 2000 || times != 2000 || by[0].Load() < 200 || by[1].Load() < 200 {
		t.Fatalf("%d messages handled %d times, by %d and %d", keys, times, by[0].Load(), by[1].Load())
	}
}

func TestAFilterTakesOnlyItsSubjects(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, bus.Message{Subject: "mention.a", Data: []byte("a")},
		bus.Message{Subject: "mention.b", Data: []byte("b")})
	count := newTally()
	start(t, b, bus.Step{Name: "s", Stream: "MENTIONS", Filter: "mention.b",
		Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
			count.add(m)
			return nil, nil
		})})
	settled(t, b, "s", 1)
	if count.of("a") != 0 || count.of("b") != 1 {
		t.Fatal(count.n)
	}
}

func TestAStepThatCannotStartSaysSo(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ok := bus.Each(func(context.Context, bus.Msg) ([]bus.Message, error) { return nil, nil })
	for name, s := range map[string]bus.Step{
		"no name":        {Stream: "MENTIONS", Handle: ok},
		"name with dots": {Name: "a.b", Stream: "MENTIONS", Handle: ok},
		"no handle":      {Name: "s", Stream: "MENTIONS"},
		"no stream":      {Name: "s", Handle: ok},
		"unknown stream": {Name: "s", Stream: "NOBODY", Handle: ok},
	} {
		if err := b.Run(ctxOf(t), s); err == nil {
			t.Errorf("%s: started", name)
		}
	}
}

// A step whose log does not answer has not nothing to do: whoever waits for the end must not take
// it for one.
func TestWhatIsPendingIsKnownOrNot(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	start(t, b, bus.Step{Name: "analyze", Stream: "MENTIONS", Handle: func(context.Context,
		[]bus.Msg) ([]bus.Message, []error) {
		return nil, nil
	}})
	publish(t, b, mentions("m", 3)...)
	if s := settled(t, b, "analyze", 3); !s.Known {
		t.Error("the log has said that nothing is pending, and it is not known")
	}
	gone, stop := context.WithCancel(ctxOf(t))
	stop()
	for _, s := range b.Stats(gone) {
		if s.Known {
			t.Errorf("nobody answered, and yet %d are known to be pending", s.Pending)
		}
	}
}
