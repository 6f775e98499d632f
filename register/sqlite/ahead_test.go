package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// gated delivers to its followers only while nobody holds its lock.
type gated struct {
	log
	gate sync.RWMutex
	held atomic.Bool
}

func (g *gated) Follow(ctx context.Context, stream string, from uint64, batch int,
	linger time.Duration, fn func([]bus.Msg) error) error {
	return g.log.Follow(ctx, stream, from, batch, linger, func(in []bus.Msg) error {
		defer context.AfterFunc(ctx, g.open)()
		g.gate.RLock()
		defer g.gate.RUnlock()
		return fn(in)
	})
}

func (g *gated) hold() {
	g.gate.Lock()
	g.held.Store(true)
}

// open lets go. A follower that is told to end while it is held opens it, too.
func (g *gated) open() {
	if g.held.CompareAndSwap(true, false) {
		g.gate.Unlock()
	}
}

// behind is a register that knows cases 0 to n-1 as opened, while events of other cases that came
// since lie in the log unseen: until open is called.
func behind(t *testing.T, n int) (b *bus.Bus, s *Store, stop, open func()) {
	t.Helper()
	b = bustest.Start(t)
	g := &gated{log: b}
	s, err := openStore(t, g, filepath.Join(t.TempDir(), "register.db"))
	check(t, err)
	stop = run(t, s)
	for i := range n {
		check(t, s.Append(t.Context(), opinion.Case{}, openEvent(i, t0)))
	}
	seen(t, b, s)
	g.hold()
	t.Cleanup(g.open)
	other := start(t, b, filepath.Join(t.TempDir(), "other.db"))
	for i := n; i < n+50; i++ {
		check(t, other.Append(t.Context(), opinion.Case{}, openEvent(i, t0)))
	}
	return b, s, stop, g.open
}

func openStore(t *testing.T, l log, path string) (*Store, error) {
	t.Helper()
	return open(t.Context(), l, path, Options{patience: waittest.Limit})
}

// fresh is what a register says that follows the same log from the start.
func fresh(t *testing.T, b *bus.Bus) string {
	t.Helper()
	s := start(t, b, filepath.Join(t.TempDir(), "fresh.db"))
	seen(t, b, s)
	return dump(t, s)
}

// Whoever changes a case sees it changed, however much others wrote before him that the register
// has not seen.
func TestAChangeIsSeenBeforeWhatOthersWrote(t *testing.T) {
	b, s, _, open := behind(t, 3)
	c := fold(openEvent(1, t0))
	for _, make := range []func() opinion.Event{
		func() opinion.Event { return dispatchEvent(c, t0.Add(time.Minute)) },
		func() opinion.Event {
			return next(c, opinion.Event{Type: opinion.MoveSign, At: t0.Add(time.Hour), By: "unit:unit1"})
		},
	} {
		e := make()
		check(t, s.Append(t.Context(), c, e))
		c = c.Apply(e)
		got, err := s.Load(t.Context(), c.ID)
		if err != nil || got.Version != c.Version || got.State != c.State {
			t.Fatalf("after its change the case is %s in version %d (%v), want %s in %d", got.State,
				got.Version, err, c.State, c.Version)
		}
	}
	if page, err := s.Cases(t.Context(),
		register.CaseQuery{States: []opinion.State{opinion.Signed}}); err != nil ||
		page.Total != 1 {
		t.Errorf("lists show %d signed cases (%v)", page.Total, err)
	}
	if at := s.Positions()[streamCases]; at != 3 {
		t.Fatalf("the register is at %d: the others' events were not held back", at)
	}
	open()
	seen(t, b, s)
	same(t, s, fresh(t, b), "once it has come to everything in the log")
}

// A register that is closed before it came to the change in the log goes on and passes over it.
func TestAChangeAheadOfTheLogSurvivesAStop(t *testing.T) {
	b, s, stop, _ := behind(t, 3)
	c := fold(openEvent(1, t0))
	check(t, s.Append(t.Context(), c, dispatchEvent(c, t0.Add(time.Minute))))
	// what is delivered from now on is not taken any more: Run has been told to end
	s.mu.RLock()
	path := s.path
	s.mu.RUnlock()
	stop()
	again, err := openStore(t, b, path)
	check(t, err)
	run(t, again)
	seen(t, b, again)
	same(t, again, fresh(t, b), "after the stop")
	if faults, err := again.Skipped(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%v (%v)", faults, err)
	}
}

// The log was put back to before a change that the register took ahead of its position.
func TestAChangeThatTheLogDoesNotHaveAnyMore(t *testing.T) {
	_, s, _, _ := behind(t, 3)
	c := fold(openEvent(1, t0))
	check(t, s.Append(t.Context(), c, dispatchEvent(c, t0.Add(time.Minute))))
	own, err := s.lastEvent(t.Context())
	check(t, err)
	if at := s.Positions()[streamCases]; own <= at {
		t.Fatalf("the change at %d is not ahead of the position %d", own, at)
	}
	s.bus = shorter{s.bus, own - 1}
	check(t, s.notAhead(t.Context()))
	if n, err := s.lastEvent(t.Context()); err != nil || n != 0 {
		t.Errorf("the register still has event %d (%v)", n, err)
	}
}

// shorter is a log that ends earlier.
type shorter struct {
	log
	end uint64
}

func (l shorter) LastSeq(ctx context.Context, stream string) (uint64, error) {
	n, err := l.log.LastSeq(ctx, stream)
	return min(n, l.end), err
}

// Many change few cases from two processes, and import others: every register ends as one that
// follows the log.
func TestChangesOfManyAheadOfTheLog(t *testing.T) {
	b, s := newStore(t)
	other := start(t, b, filepath.Join(t.TempDir(), "other.db"))
	const cases = 6
	for i := range cases {
		check(t, s.Append(t.Context(), opinion.Case{}, openEvent(i, t0)))
	}
	seen(t, b, s)
	seen(t, b, other)
	var wg sync.WaitGroup
	for w := range 8 {
		mine := []*Store{s, other}[w%2]
		r := rand.New(rand.NewPCG(uint64(w), 1))
		wg.Go(func() {
			for k := range 25 {
				id := openEvent(r.IntN(cases), t0).Case
				if err := retry(func() error { return inform(t.Context(), mine, id, fmt.Sprint(w, k)) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Go(func() {
		for i := 100; i < 400; i += 30 {
			if err := openMany(t.Context(), s, i, i+30); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	want := fresh(t, b)
	for _, reg := range []*Store{s, other} {
		seen(t, b, reg)
		same(t, reg, want, "after everything")
	}
}
