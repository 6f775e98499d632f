package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/opinion"
	"huiying/register"
)

// ends counts what is written behind the end of the log, and what is not because the log had
// another end.
type ends struct {
	log
	hit, missed atomic.Int64
}

func (l *ends) Publish(ctx context.Context, msgs ...bus.Message) (bus.Ack, error) {
	ack, err := l.log.Publish(ctx, msgs...)
	if msgs[0].After != nil {
		if err == nil {
			l.hit.Add(1)
		} else {
			l.missed.Add(1)
		}
	}
	return ack, err
}

// counted is a register that runs; every case is old for it that is old events behind.
func counted(t *testing.T, b *bus.Bus, old uint64) (*Store, *ends) {
	t.Helper()
	l := &ends{log: b}
	s, err := openStore(t, l, filepath.Join(t.TempDir(), "register.db"))
	check(t, err)
	s.longAgo = old
	run(t, s)
	return s, l
}

// openMany opens cases in one write.
func openMany(ctx context.Context, s *Store, from, to int) error {
	var before []opinion.Case
	var events [][]opinion.Event
	for i := from; i < to; i++ {
		before, events = append(before, opinion.Case{}), append(events, []opinion.Event{openEvent(i, t0)})
	}
	return s.AppendAll(ctx, before, events)
}

// A change of an old case does not ask the log for the case's last event; one of a young case does.
func TestAnOldCaseIsChangedBehindTheEndOfTheLog(t *testing.T) {
	b := bustest.Start(t)
	s, l := counted(t, b, 10)
	check(t, openMany(t.Context(), s, 0, 30))
	// the second change of 2 is of a young case
	for _, x := range []struct{ n, want int }{{2, 1}, {29, 1}, {3, 2}, {2, 2}} {
		c, err := s.Load(t.Context(), openEvent(x.n, t0).Case)
		check(t, err)
		e := dispatchEvent(c, t0.Add(time.Minute))
		if c.State != opinion.Triage {
			e = next(c, opinion.Event{Type: opinion.MoveSign, At: t0.Add(time.Hour), By: "unit:u"})
		}
		check(t, s.Append(t.Context(), c, e))
		if n := l.hit.Load(); n != int64(x.want) {
			t.Errorf("after the change of case %d, %d were written behind the end, want %d", x.n, n, x.want)
		}
	}
	if n := l.missed.Load(); n > 0 {
		t.Errorf("%d missed the end of a log that nobody else writes to", n)
	}
	seen(t, b, s)
	same(t, s, fresh(t, b), "after the changes")
}

// moves is one write to many cases: each goes on by one event, and a new one is opened.
func moves(t *testing.T, s *Store, ids []string, fresh int) (before []opinion.Case, events [][]opinion.Event) {
	t.Helper()
	for _, id := range ids {
		c, err := s.Load(t.Context(), id)
		check(t, err)
		before, events = append(before, c), append(events, []opinion.Event{dispatchEvent(c, t0.Add(time.Minute))})
	}
	return append(before, opinion.Case{}), append(events, []opinion.Event{openEvent(fresh, t0)})
}

// A write to many cases, of which most are old, asks the log for the young ones only; where one was
// changed by somebody else, nothing of it is stored.
func TestAWriteToManyOldCases(t *testing.T) {
	b := bustest.Start(t)
	s, l := counted(t, b, 10)
	check(t, openMany(t.Context(), s, 0, 30))
	ids := func(ns ...int) (out []string) {
		for _, n := range ns {
			out = append(out, openEvent(n, t0).Case)
		}
		return out
	}
	before, events := moves(t, s, ids(1, 2, 29, 3), 40)
	check(t, s.AppendAll(t.Context(), before, events))
	if l.hit.Load() != 1 || l.missed.Load() != 0 {
		t.Errorf("behind the end: %d written, %d refused", l.hit.Load(), l.missed.Load())
	}
	for _, stale := range []int{28, 6} { // a young one and an old one
		before, events = moves(t, s, ids(7, 5, 28, 6), 41)
		other := start(t, b, filepath.Join(t.TempDir(), fmt.Sprint(stale, ".db")))
		seen(t, b, other)
		check(t, inform(t.Context(), other, openEvent(stale, t0).Case, "x"))
		end, err := b.LastSeq(t.Context(), streamCases)
		check(t, err)
		var late *register.Conflict
		if err := s.AppendAll(t.Context(), before, events); !errors.As(err, &late) {
			t.Errorf("case %d was changed by another: %v, want a conflict", stale, err)
		}
		if now, err := b.LastSeq(t.Context(), streamCases); err != nil || now != end {
			t.Errorf("the log ends at %d after the conflict, before at %d (%v)", now, end, err)
		}
	}
	seen(t, b, s)
	same(t, s, fresh(t, b), "after the writes")
}

// What another process wrote to the case meanwhile is a conflict: whether this one has not heard of
// it yet, or has heard and not taken it into its register.
func TestALateChangeOfAnOldCaseIsAConflict(t *testing.T) {
	late := func(t *testing.T, heard bool) {
		b := bustest.Start(t)
		l := &ends{log: b}
		g := &gated{log: l}
		s, err := openStore(t, g, filepath.Join(t.TempDir(), "register.db"))
		check(t, err)
		s.longAgo = 10
		run(t, s)
		check(t, openMany(t.Context(), s, 0, 30))
		seen(t, b, s)
		c := fold(openEvent(4, t0))

		open := sync.OnceFunc(g.gate.Unlock)
		if g.gate.Lock(); heard {
			open()
			s.writing.Lock()
			open = sync.OnceFunc(s.writing.Unlock)
		}
		defer open()
		other := start(t, b, filepath.Join(t.TempDir(), "other.db"))
		check(t, other.Append(t.Context(), c, dispatchEvent(c, t0.Add(time.Minute))))
		if heard {
			s.unapplied.beyond(t.Context(), 30, time.Minute)
		}
		if _, old := s.unapplied.silent(s.db, []expected{{c.ID, 5, 0}}, 10); (len(old) == 1) == heard {
			t.Fatalf("silent %v, heard %v", old, heard)
		}
		time.AfterFunc(100*time.Millisecond, open) // the conflict waits for the register to see what the other wrote
		err = s.Append(t.Context(), c, dispatchEvent(c, t0.Add(2*time.Minute)))
		var stale *register.Conflict
		if !errors.As(err, &stale) {
			t.Fatalf("a late change: %v, want a conflict", err)
		}
		if got, err := s.Load(t.Context(), c.ID); err != nil || got.Version != 2 {
			t.Errorf("version %d after the conflict (%v)", got.Version, err)
		}
		if l.hit.Load() != 0 || (l.missed.Load() > 0) == heard {
			t.Errorf("behind the end: %d written, %d refused", l.hit.Load(), l.missed.Load())
		}
	}
	t.Run("not heard", func(t *testing.T) { late(t, false) })
	t.Run("heard, not taken", func(t *testing.T) { late(t, true) })
}

// Wherever a case is said to be silent since an event up to an end, the log has nothing of it in
// between: whatever others write to it, whatever the register takes at that moment, and while it is
// built again.
func TestSilenceIsNotSaidTooSoon(t *testing.T) {
	b := bustest.Start(t)
	s, _ := counted(t, b, 0)
	other := start(t, b, filepath.Join(t.TempDir(), "other.db"))
	const cases = 3
	check(t, openMany(t.Context(), s, 0, cases))
	seen(t, b, other)
	type silence struct {
		subject    string
		since, end uint64
	}
	var said []silence
	var all sync.WaitGroup
	done := make(chan struct{})
	all.Go(func() {
		defer close(done)
		for k := range 300 {
			if err := inform(t.Context(), other, openEvent(k%cases, t0).Case, fmt.Sprint(k)); err != nil {
				t.Error(err)
			}
			if k == 150 {
				if err := s.Rebuild(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
	})
	for n, over := 0, false; !over; n++ {
		select {
		case <-done:
			over = true
		default:
		}
		id := openEvent(n%cases, t0).Case
		_, seq, err := s.stored(t.Context(), id)
		if errors.Is(err, register.ErrNotFound) { // it is being built
			continue
		}
		check(t, err)
		end, old, err := s.silentSince(t.Context(), []expected{{id, seq, 0}})
		if err == nil && len(old) > 0 {
			said = append(said, silence{opinion.CaseSubject(id), seq, end})
		}
	}
	all.Wait()
	at := map[string][]uint64{}
	_, err := b.Read(t.Context(), streamCases, "", 1, func(m bus.Msg) error {
		at[m.Subject] = append(at[m.Subject], m.Seq)
		return nil
	})
	check(t, err)
	for _, x := range said {
		for _, seq := range at[x.subject] {
			if seq > x.since && seq <= x.end {
				t.Fatalf("%s is said to be silent since %d up to %d, and has %d", x.subject, x.since, x.end, seq)
			}
		}
	}
	if len(said) < 10 {
		t.Errorf("silence was said %d times only", len(said))
	}
	t.Logf("said %d times", len(said))
}

// What is heard for one register says nothing about another, and an event that came since is no
// silence.
func TestNoSilenceIsSaidOfAnotherRegister(t *testing.T) {
	b := bustest.Start(t)
	s, _ := counted(t, b, 10)
	check(t, openMany(t.Context(), s, 0, 30))
	seen(t, b, s)
	id := openEvent(3, t0).Case
	ask := func(seq uint64) bool {
		_, old, err := s.silentSince(t.Context(), []expected{{id, seq, 0}})
		check(t, err)
		return len(old) > 0
	}
	if !ask(4) {
		t.Error("case 3 is old, and nobody spoke of it since its event 4")
	}
	if ask(2) {
		t.Error("its last event is 4, not 2")
	}
	s.unapplied.begin(&database{}, 30)
	if ask(4) {
		t.Error("another register follows")
	}
}

// Two processes change the same few cases while others are imported and a register is built again:
// each event has one successor, and the registers are as one built from the log.
func TestChangesBehindTheEndByManyWhileARegisterIsRebuilt(t *testing.T) {
	b := bustest.Start(t)
	s, l := counted(t, b, 0)
	other, m := counted(t, b, 0)
	const cases, changes = 6, 200
	check(t, openMany(t.Context(), s, 0, cases))
	seen(t, b, other)
	told := make(chan struct{}, changes) // one for each change that was made
	var writers, all sync.WaitGroup
	for w := range 8 {
		mine := []*Store{s, other}[w%2]
		r := rand.New(rand.NewPCG(uint64(w), 7))
		writers.Go(func() {
			for k := range changes / 8 {
				if err := retry(func() error {
					return inform(t.Context(), mine, openEvent(r.IntN(cases), t0).Case, fmt.Sprint(w, " ", k))
				}); err != nil {
					t.Error(err)
				}
				told <- struct{}{}
			}
		})
	}
	var bulk atomic.Int64
	done := make(chan struct{})
	all.Go(func() {
		for i := 100; i < 2000; i += 20 {
			select {
			case <-done:
				return
			default:
				if err := openMany(t.Context(), s, i, i+20); err != nil {
					t.Error(err)
				}
			}
			if err := retry(func() error { return informAll(t.Context(), s, cases, fmt.Sprint(i)) }); err != nil {
				t.Error(err)
			}
			bulk.Add(cases)
		}
	})
	all.Go(func() {
		for range 4 {
			for range changes / 5 {
				<-told
			}
			if err := other.Rebuild(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	writers.Wait()
	close(done)
	all.Wait()
	want := fresh(t, b)
	for _, reg := range []*Store{s, other} {
		seen(t, b, reg)
		same(t, reg, want, "after everything")
	}
	said := 0
	for i := range cases {
		h, err := s.History(t.Context(), openEvent(i, t0).Case)
		check(t, err)
		said += len(h) - 2 // opened, dispatched
	}
	if faults, err := s.Skipped(t.Context()); err != nil || len(faults) > 0 || said != changes+int(bulk.Load()) {
		t.Errorf("%d of %d and %d changes, faults %v (%v)", said, changes, bulk.Load(), faults, err)
	}
	t.Logf("behind the end %d and %d, missed %d and %d", l.hit.Load(), m.hit.Load(), l.missed.Load(), m.missed.Load())
	if l.hit.Load() == 0 {
		t.Error("nothing was written behind the end of the log")
	}
}

// informed is what is written to dispatch a case where it is not, and to inform of it.
func informed(c opinion.Case, text string) (out []opinion.Event) {
	if c.State == opinion.Triage {
		out = append(out, dispatchEvent(c, t0.Add(time.Minute)))
		c = c.Apply(out[0])
	}
	return append(out, next(c, opinion.Event{Type: opinion.MoveInform, At: t0.Add(time.Hour),
		By: "unit:u", Text: text}))
}

// informAll informs of the first cases in one write.
func informAll(ctx context.Context, s *Store, cases int, text string) error {
	before, events := make([]opinion.Case, cases), make([][]opinion.Event, cases)
	for i := range cases {
		c, err := s.Load(ctx, openEvent(i, t0).Case)
		if err != nil {
			return err
		}
		before[i], events[i] = c, informed(c, text)
	}
	return s.AppendAll(ctx, before, events)
}

// inform informs of one case; while the register is built it waits for it.
func inform(ctx context.Context, s *Store, id, text string) error {
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for {
		c, err := s.Load(ctx, id)
		if err != nil {
			return err
		}
		if c.ID != "" {
			return s.Append(ctx, c, informed(c, text)...)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
