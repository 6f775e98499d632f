package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"huiying/opinion"
)

func worker(t testing.TB, m *memory, p Policy) (*Worker, *bells) {
	b := &bells{}
	return &Worker{Cases: m, Timers: b, Env: testEnv(t), Policy: p, Now: func() time.Time { return t0 }}, b
}

func one(t *testing.T, m *memory) opinion.Case {
	t.Helper()
	if len(m.events) != 1 {
		t.Fatalf("%d cases, want 1", len(m.events))
	}
	for id := range m.events {
		c, _ := m.Load(t.Context(), id)
		return c
	}
	panic("unreachable")
}

func TestConsiderOpensWhatAsks(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*opinion.Finding)
		opens  bool
	}{
		{"a complaint on a board", func(*opinion.Finding) {}, true},
		{"an inquiry at the hotline", func(f *opinion.Finding) {
			f.Kind,
				f.Demand.ID = opinion.KindHotline, opinion.Inquiry
		}, true},
		{"a suggestion on a board", func(f *opinion.Finding) { f.Demand.ID = opinion.Suggestion }, true},
		{"praise", func(f *opinion.Finding) { f.Demand.ID = opinion.Praise }, false},
		{"nothing is asked", func(f *opinion.Finding) { f.Demand.ID = opinion.NoDemand }, false},
		{"unreadable on a board", func(f *opinion.Finding) {
			f.Demand.ID,
				f.Skipped = opinion.NoDemand, "language"
		}, true},
		{"one voice in the news", func(f *opinion.Finding) { f.Kind = opinion.KindNews }, false},
		{"five voices in the news", func(f *opinion.Finding) { f.Kind, f.Issue.Size = opinion.KindNews, 5 }, true},
		{"much praise in the news", func(f *opinion.Finding) {
			f.Kind, f.Issue.Size, f.Demand.ID = opinion.KindNews, 50, opinion.Praise
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMemory()
			w, _ := worker(t, m, Policy{})
			f := finding(1, "i1")
			tt.change(&f)
			if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
				t.Fatal(err)
			}
			if got := len(m.events) == 1; got != tt.opens {
				t.Fatalf("opened %v, want %v", got, tt.opens)
			}
			if tt.opens && one(t, m).State != opinion.Triage {
				t.Error("without a policy a case waits in triage")
			}
		})
	}
}

func TestConsiderTwiceChangesNothing(t *testing.T) {
	m := newMemory()
	w, b := worker(t, m, Policy{Dispatch: true})
	batch := []opinion.Finding{finding(1, "i1"), finding(2, "i2"), finding(3, "i1"), finding(1, "i1")}
	batch[2].Issue.Copy = true
	for range 3 {
		if err := w.Consider(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if m.writes != 1 {
		t.Errorf("%d writes, want one for the whole batch", m.writes)
	}
	if got := moves(m.events[opinion.CaseID("i1")]); got != "open join dispatch" {
		t.Errorf("first case: %s", got)
	}
	c, _ := m.Load(t.Context(), opinion.CaseID("i1"))
	if c.Reports != 1 || len(c.Mentions) != 2 || c.State != opinion.Dispatched {
		t.Errorf("a copy counts as a mention and not as a report: %d of %d", c.Reports, len(c.Mentions))
	}
	if r, ok := Next(c, t0); !ok || !b.at[TimerKey(c.ID)].Equal(r.At) || r.Move != opinion.MoveRemind {
		t.Errorf("timer at %v, next %+v", b.at[TimerKey(c.ID)], r)
	}
}

func TestConsiderAfterClosingIsARepeat(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true})
	d := &Executor{Cases: m, Timers: w.Timers, Env: w.Env, Now: w.Now}
	ctx := t.Context()
	if err := w.Consider(ctx, []opinion.Finding{finding(1, "i1")}); err != nil {
		t.Fatal(err)
	}
	id := opinion.CaseID("i1")
	for _, cmd := range []opinion.Command{cmdSign, cmdAnswer, cmdVerified, cmdClose} {
		if cmd.By == "" {
			cmd.By = "coordinator"
		}
		if _, err := d.Do(ctx, id, cmd); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Consider(ctx, []opinion.Finding{finding(2, "i1")}); err != nil {
		t.Fatal(err)
	}
	if c := one(t, m); c.State != opinion.Closed || c.Repeats != 1 || c.Reports != 2 {
		t.Errorf("state %s repeats %d reports %d", c.State, c.Repeats, c.Reports)
	}
}

func TestConsiderRefers(t *testing.T) {
	for _, auto := range []bool{true, false} {
		m := newMemory()
		w, _ := worker(t, m, Policy{Dispatch: true, Refer: auto})
		f := finding(1, "i1")
		f.Route.Refer = "信访"
		if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
			t.Fatal(err)
		}
		want := opinion.Triage
		if auto {
			want = opinion.Referred
		}
		if c := one(t, m); c.State != want {
			t.Errorf("refer %v: state %s, want %s", auto, c.State, want)
		}
	}
}

func TestConsiderFollowsAMergedCase(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	d := &Executor{Cases: m, Timers: w.Timers, Env: w.Env, Now: w.Now}
	ctx := t.Context()
	if err := w.Consider(ctx, []opinion.Finding{finding(1, "i1"), finding(2, "i2")}); err != nil {
		t.Fatal(err)
	}
	one, two := opinion.CaseID("i1"), opinion.CaseID("i2")
	merge := opinion.Command{Move: opinion.MoveMerge, By: "coordinator", Into: two}
	if _, err := d.Do(ctx, one, merge); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Do(ctx, two, opinion.Command{Move: opinion.MoveMerge, By: "coordinator",
		Into: one}); code(err) != CodeNeedsInto {
		t.Errorf("a ring of merged cases: %v", err)
	}
	if _, err := d.Do(ctx, two, opinion.Command{Move: opinion.MoveMerge, By: "coordinator",
		Into: "nowhere"}); code(err) != CodeNeedsInto {
		t.Errorf("merged into nothing: %v", err)
	}
	// both issues in one batch now come to one case
	if err := w.Consider(ctx, []opinion.Finding{finding(3, "i1"), finding(4, "i2")}); err != nil {
		t.Fatal(err)
	}
	if c, _ := m.Load(ctx, two); !slices.Contains(c.Mentions, "m3") ||
		!slices.Contains(c.Mentions, "m4") || c.Version != 4 {
		t.Error("a report of the merged case's issue does not reach the case that stays")
	}
}

func TestConsiderTakesEarlierReports(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Size: 3})
	w.Register = &asked{known: []opinion.Finding{finding(1, "i1"), finding(2, "i1")}}
	f := finding(3, "i1")
	f.Kind, f.Issue.Size = opinion.KindForum, 3
	if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
		t.Fatal(err)
	}
	if c := one(t, m); c.Reports != 3 {
		t.Errorf("reports %d, want 3", c.Reports)
	}
}

// asked is a register that follows a log of findings and of cases, and is behind both until
// somebody waits for it.
type asked struct {
	known, log []opinion.Finding
	catchUp    func()            // what Abreast waits for
	past       map[string]string // what was replaced, and by which
	ill        error
}

func (r *asked) Reports(context.Context, string) ([]opinion.Finding, error) { return r.known, nil }

func (r *asked) Replaced(context.Context, []string) (map[string]string, error) { return r.past, nil }

func (r *asked) Heard(context.Context) error {
	if r.ill == nil {
		r.known = append([]opinion.Finding(nil), r.log...)
	}
	return r.ill
}

func (r *asked) Abreast(context.Context) error {
	if r.catchUp != nil {
		r.catchUp()
	}
	return nil
}

func thanks(n int, issue string) opinion.Finding {
	f := finding(n, issue)
	f.Demand.ID = opinion.Praise
	return f
}

// A report that opens nothing was considered, by another process or just before, and the register
// of the one that opens the case has not heard of it yet.
func TestConsiderLooksBackOnceTheCaseIsOpened(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true})
	early := thanks(1, "i1")
	r := &asked{log: []opinion.Finding{early}}
	w.Register = r
	if err := w.Consider(t.Context(), []opinion.Finding{early}); err != nil {
		t.Fatal(err)
	}
	f := finding(2, "i1")
	m.between = func(string) { // said, and found without a case, between the look and the opening
		if len(r.log) == 1 {
			r.log = append(r.log, thanks(3, "i1"))
		}
	}
	r.ill = errors.New("the log does not answer")
	if err := w.Consider(t.Context(), []opinion.Finding{f}); err == nil {
		t.Fatal("nobody could look back, and it is done all the same")
	}
	r.ill = nil
	for range 2 { // it comes again, as after a stop
		if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
			t.Fatal(err)
		}
	}
	if c := one(t, m); len(c.Mentions) != 3 || c.Version != 4 {
		t.Errorf("%d mentions in %d events, want 3 in 4", len(c.Mentions), c.Version)
	}
}

// Another process has opened the case; the register of this one has not seen it yet.
func TestConsiderSeesTheCasesOfOthers(t *testing.T) {
	m := newMemory()
	other, _ := worker(t, m, Policy{})
	if err := other.Consider(t.Context(), []opinion.Finding{finding(1, "i1")}); err != nil {
		t.Fatal(err)
	}
	behind := newMemory()
	w, _ := worker(t, behind, Policy{})
	w.Register = &asked{catchUp: func() { behind.events = m.events }}
	if err := w.Consider(t.Context(), []opinion.Finding{thanks(2, "i1")}); err != nil {
		t.Fatal(err)
	}
	if c := one(t, m); len(c.Mentions) != 2 {
		t.Errorf("%d mentions, want 2: it was taken for a report without a case", len(c.Mentions))
	}
}

// What was merged into a case counts there already, whichever issue its reports have now.
func TestConsiderLooksBackNotIntoMergedCases(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	d := &Executor{Cases: m, Timers: w.Timers, Env: w.Env, Now: w.Now}
	first, moved := finding(1, "i1"), finding(2, "i2")
	if err := w.Consider(t.Context(), []opinion.Finding{first, moved}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Do(t.Context(), opinion.CaseID("i2"), opinion.Command{Move: opinion.MoveMerge,
		By: "office", Into: opinion.CaseID("i1"), Reason: "同一处"}); err != nil {
		t.Fatal(err)
	}
	moved.Issue.ID = "i1"
	w.Register = &asked{log: []opinion.Finding{first, moved}}
	if err := w.Consider(t.Context(), []opinion.Finding{first}); err != nil {
		t.Fatal(err)
	}
	c, _ := m.Load(t.Context(), opinion.CaseID("i1"))
	if c.Reports != 2 || len(c.Mentions) != 1 {
		t.Errorf("%d reports, %d of its own, want 2 and 1", c.Reports, len(c.Mentions))
	}
}

func TestConsiderWithoutUnitFails(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	bad := finding(1, "i1")
	bad.Route.Lead = ""
	errs := w.ConsiderEach(t.Context(), []opinion.Finding{bad, finding(2, "i2")})
	if len(errs) != 2 || code(errs[0]) != CodeNeedsFinding || errs[1] != nil {
		t.Fatalf("got %v", errs)
	}
	if len(m.events) != 1 {
		t.Error("one bad finding kept the others out")
	}
}

func TestConsiderLoadsAgainOnConflict(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	n := 0
	m.between = func(id string) {
		if n++; n > 3 {
			return
		}
		other, _ := worker(t, &memory{events: m.events}, Policy{})
		if err := other.Consider(t.Context(), []opinion.Finding{finding(100+n, "i1")}); err != nil {
			t.Error(err)
		}
	}
	if err := w.Consider(t.Context(), []opinion.Finding{finding(1, "i1")}); err != nil {
		t.Fatal(err)
	}
	if c := one(t, m); c.Reports != 4 {
		t.Errorf("reports %d, want 4: nobody's report may be lost", c.Reports)
	}
}

func TestDeskExpectedVersion(t *testing.T) {
	m := newMemory()
	w, b := worker(t, m, Policy{Dispatch: true})
	ctx := t.Context()
	if err := w.Consider(ctx, []opinion.Finding{finding(1, "i1")}); err != nil {
		t.Fatal(err)
	}
	d := &Executor{Cases: m, Timers: b, Env: w.Env, Now: w.Now}
	id := opinion.CaseID("i1")
	first := true
	m.between = func(string) {
		if !first {
			return
		}
		first = false
		if err := w.Consider(ctx, []opinion.Finding{finding(2, "i1")}); err != nil {
			t.Error(err)
		}
	}
	if _, err := d.Do(ctx, id, opinion.Command{Move: opinion.MoveSign, By: "unit:county",
		Expected: 2}); code(err) != CodeStaleVersion {
		t.Fatalf("got %v, want a stale version", err)
	}
	first = true
	c, err := d.Do(ctx, id, opinion.Command{Move: opinion.MoveSign, By: "unit:county"})
	if err != nil || c.State != opinion.Signed {
		t.Fatalf("without a version the desk decides again: %v", err)
	}
	if _, err := d.Do(ctx, "nowhere", cmdSign); code(err) != CodeUnknownCase {
		t.Errorf("unknown case: %v", err)
	}
}

func TestDeskPassesOtherErrors(t *testing.T) {
	broken := errors.New("disk full")
	d := &Executor{Cases: failing{newMemory(), broken}, Timers: &bells{}, Env: testEnv(t),
		Now: func() time.Time { return t0 }}
	f := finding(1, "i1")
	if _, err := d.Do(t.Context(), opinion.CaseID("i1"), opinion.Command{Move: opinion.MoveOpen,
		By: System, Finding: &f}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct {
	*memory
	err error
}

func (f failing) Append(context.Context, opinion.Case, ...opinion.Event) error { return f.err }

func BenchmarkConsider(b *testing.B) {
	m := newMemory()
	w, _ := worker(b, m, Policy{Dispatch: true})
	for i := range b.N {
		if err := w.Consider(b.Context(), []opinion.Finding{finding(i, fmt.Sprint("i", i))}); err != nil {
			b.Fatal(err)
		}
	}
}
