package bus_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

// alarm is a due message and when it came.
type alarm struct {
	key, data string
	at        time.Time
}

// alarms listens for due messages under a filter.
func alarms(t *testing.T, b *bus.Bus, step, filter string) func() []alarm {
	var mu sync.Mutex
	var got []alarm
	start(t, b, bus.Step{Name: step, Stream: "TIMERS", Filter: filter, Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
		mu.Lock()
		defer mu.Unlock()
		if len(m.Header) != 0 {
			t.Errorf("headers of the server reached the handler: %v", m.Header)
		}
		got = append(got, alarm{m.Subject, string(m.Data), time.Now()})
		return nil, nil
	})})
	return func() []alarm {
		mu.Lock()
		defer mu.Unlock()
		return append([]alarm(nil), got...)
	}
}

func TestTimersFireOnceNeverEarlyAndCanBeChanged(t *testing.T) {
	t.Parallel()
	// On a busy machine setting them can take longer than they wait: then again, with more time.
	for wait := 5 * time.Second; !fireOnce(t, wait); wait *= 4 {
		t.Logf("the first was due before all were set: it took longer than %v", wait)
	}
}

// fireOnce sets timers that are due from some time on after wait, and looks what fires. It is false
// where they were not all set, and the log closed, before that.
func fireOnce(t *testing.T, wait time.Duration) bool {
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	ctx := ctxOf(t)
	now := time.Now()
	set := func(key string, in time.Duration, data string) {
		t.Helper()
		if err := b.Schedule(ctx, key, now.Add(in), []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]struct {
		data string
		from time.Time
	}{
		"due.case.once":     {"once", now.Add(wait + 100*time.Millisecond)},
		"due.case.replaced": {"second", now.Add(wait + 1100*time.Millisecond)},
		"due.case.earlier":  {"second", now.Add(wait + 100*time.Millisecond)},
		"due.case.past":     {"past", now},
		"due.case.reopened": {"reopened", now.Add(wait + 500*time.Millisecond)},
		"due.case.later":    {"later", now.Add(wait + 2*time.Second)},
	}
	set("case.once", wait+100*time.Millisecond, "once")
	set("case.replaced", wait+100*time.Millisecond, "first")
	set("case.replaced", wait+1100*time.Millisecond, "second")
	set("case.earlier", 24*time.Hour, "first")
	set("case.earlier", wait+100*time.Millisecond, "second")
	set("case.past", -time.Hour, "past")
	set("case.cancelled", wait+100*time.Millisecond, "cancelled")
	set("case.reopened", wait+500*time.Millisecond, "reopened") // due while the log is closed
	set("case.later", wait+2*time.Second, "later")
	for range 2 { // none there any more is no error
		if err := b.Cancel(ctx, "case.cancelled"); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if time.Since(now) >= wait {
		return false
	}
	eventually(t, "timers are due while the log is closed", func() bool { return time.Since(now) > wait+time.Second })
	b = bustest.StartDir(t, dir)
	got := alarms(t, b, "deadline", "due.case.*")
	eventually(t, "all timers fire", func() bool { return len(got()) >= len(want) })
	eventually(t, "nothing is left that could fire", func() bool {
		for key := range want {
			if last, err := b.LastSubjectSeq(ctx, "TIMERS", "timer."+strings.TrimPrefix(key, "due.")); last != 0 || err != nil {
				return false
			}
		}
		n, err := b.Pending(ctx, "TIMERS", "deadline")
		return n == 0 && err == nil
	})
	seen := map[string]bool{}
	for _, a := range got() {
		w, ok := want[a.key]
		if !ok || seen[a.key] || a.data != w.data || a.at.Before(w.from) {
			t.Errorf("%s %q fired %v after its time", a.key, a.data, a.at.Sub(w.from))
		}
		seen[a.key] = true
	}
	if len(seen) != len(want) {
		t.Errorf("fired: %v", seen)
	}
	if last, err := b.LastSubjectSeq(ctx, "TIMERS", "timer.case.cancelled"); last != 0 || err != nil {
		t.Errorf("a timer that was cancelled is still there at %d (%v)", last, err)
	}
	return true
}

func TestAStepMaySetTheTimerThatWokeIt(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	if err := b.Schedule(ctx, "crawl.s1", time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	rounds := 0
	start(t, b, bus.Step{Name: "crawl", Stream: "TIMERS", Filter: "due.crawl.*", Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
		mu.Lock()
		defer mu.Unlock()
		rounds++
		return []bus.Message{bus.Timer("crawl.s1", time.Now(), nil)}, nil
	})})
	eventually(t, "the third round", func() bool { mu.Lock(); defer mu.Unlock(); return rounds >= 3 })
	if n, err := b.Count(ctx, "TIMERS"); n > 2 || err != nil {
		t.Errorf("%d messages in TIMERS after a few rounds of one key, want at most a timer and a due message (%v)", n, err)
	}
}

func TestTimerKeysAreChecked(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	for _, key := range []string{"", ".", "a b", "a.*", ">"} {
		if err := b.Schedule(ctxOf(t), key, time.Now(), nil); !errors.Is(err, bus.ErrBadMessage) {
			t.Errorf("schedule %q: %v", key, err)
		}
		if err := b.Cancel(ctxOf(t), key); !errors.Is(err, bus.ErrBadMessage) {
			t.Errorf("cancel %q: %v", key, err)
		}
	}
}
