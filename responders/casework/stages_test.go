package casework

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

// office is a desk over a memory with a clock of its own.
func office(t *testing.T) (*Executor, *memory, *bells, *time.Time, string) {
	m := newMemory()
	w, b := worker(t, m, Policy{Dispatch: true})
	now := t0
	f := finding(1, "i1")
	f.Kind = opinion.KindNews // 48 h, 4 h to sign, 12 h to inform
	f.Issue.Size = 9
	if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
		t.Fatal(err)
	}
	return &Executor{Cases: m, Timers: b, Env: w.Env, Now: func() time.Time { return now }}, m, b,
		&now, opinion.CaseID("i1")
}

// ring lets the timer ring at its own time, as often as one is set until then.
func ring(t *testing.T, d *Executor, b *bells, now *time.Time, id string, until time.Time) {
	t.Helper()
	for range 100 {
		at, set := b.at[TimerKey(id)]
		if !set || at.After(until) {
			*now = until
			return
		}
		*now = later(at, *now)
		if err := d.Due(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("it never stops ringing")
}

// told lists what was said about a duty, with the hours since the start.
func told(m *memory, id string, d opinion.Duty) string {
	var out []string
	for _, e := range m.events[id] {
		if e.Duty == d || d == opinion.DutyAnswer && e.Type == opinion.MoveOverdue {
			out = append(out, string(e.Type)+"@"+e.At.Sub(t0).Truncate(time.Hour).String())
		}
	}
	return strings.Join(out, " ")
}

func TestEachStageIsSaidOnceAndInOrder(t *testing.T) {
	d, m, b, now, id := office(t)
	ring(t, d, b, now, id, t0.Add(30*day))
	if got, want := told(m, id, opinion.DutyAnswer),
		"remind@36h0m0s overdue@48h0m0s urge@72h0m0s escalate@216h0m0s"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := told(m, id, opinion.DutySign); got != "remind@3h0m0s lapse@4h0m0s urge@28h0m0s escalate@172h0m0s" {
		t.Errorf("sign: %s", got)
	}
	c := one(t, m)
	said, _ := c.Pressed()
	if len(b.at) != 0 || !c.Overdue || said != opinion.MoveEscalate || c.Lead != "county" {
		t.Errorf("timers %v, pressed %s, lead %s", b.at, said, c.Lead)
	}
	for _, e := range m.events[id] {
		switch {
		case e.Type == opinion.MoveUrge && (!strings.Contains(e.Text, "催办通知书") ||
			!strings.Contains(e.Text, id) || e.Unit != "county"):
			t.Errorf("the written urge: %q to %s", e.Text, e.Unit)
		case e.Type == opinion.MoveEscalate && e.Arbiter != "city":
			t.Errorf("%s was told, not the superior of the county", e.Arbiter)
		}
	}
}

func TestWhatWasDoneIsNotUrged(t *testing.T) {
	d, m, b, now, id := office(t)
	ring(t, d, b, now, id, t0.Add(37*time.Hour))
	for _, cmd := range []opinion.Command{cmdSign, cmdAnswer, cmdVerified, cmdClose} {
		cmd.By = "coordinator"
		if _, err := d.Do(t.Context(), id, cmd); err != nil {
			t.Fatal(err)
		}
	}
	n := len(m.events[id])
	*now = t0.Add(90 * day)
	if err := d.Due(t.Context(), id); err != nil { // a timer that was on its way already
		t.Fatal(err)
	}
	if _, rings := b.at[TimerKey(id)]; rings || len(m.events[id]) != n {
		t.Errorf("timers %v, history %s", b.at, moves(m.events[id]))
	}
}

// A process that slept, or a clock that was put forward, makes up for what matters: no reminder of
// time that is over, and the unit is urged before its superior hears of it.
func TestAfterALongSleep(t *testing.T) {
	d, m, b, now, id := office(t)
	*now = t0.Add(20 * day)
	if err := d.Due(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := told(m, id, opinion.DutyAnswer); got != "overdue@480h0m0s urge@480h0m0s" {
		t.Errorf("at once: %s", got)
	}
	ring(t, d, b, now, id, t0.Add(60*day))
	if got := told(m, id, opinion.DutyAnswer); got != "overdue@480h0m0s urge@480h0m0s escalate@624h0m0s" {
		t.Errorf("in the end: %s", got)
	}
	*now = t0 // put back: nothing is said again
	n := len(m.events[id])
	if err := d.Due(t.Context(), id); err != nil || len(m.events[id]) != n {
		t.Errorf("%v, %s", err, moves(m.events[id][n:]))
	}
}

func TestALostTimerIsSetAgain(t *testing.T) {
	d, m, b, _, id := office(t)
	want := b.at[TimerKey(id)]
	delete(b.at, TimerKey(id))
	if err := d.Refresh(t.Context(), one(t, m)); err != nil || !b.at[TimerKey(id)].Equal(want) {
		t.Errorf("timer at %v, want %v (%v)", b.at[TimerKey(id)], want, err)
	}
	if err := d.Due(t.Context(), id); err != nil || len(m.events[id]) != 2 { // it rang early
		t.Errorf("%v: %s", err, moves(m.events[id]))
	}
	if err := d.Due(t.Context(), "nowhere"); err != nil {
		t.Errorf("a timer of a case that is not there: %v", err)
	}
}

func TestAnOtherCalendarIsCountedAgain(t *testing.T) {
	env := testEnv(t)
	env.Clock = func(string) (opinion.ClockProfile, bool) {
		return opinion.ClockProfile{ID: "w", Limit: 5 * day, Calendar: opinion.CalendarWorking}, true
	}
	m := newMemory()
	d := &Executor{Cases: m, Timers: &bells{}, Env: env, Now: func() time.Time { return t0 }}
	f := finding(1, "i1")
	id := opinion.CaseID("i1")
	for _, cmd := range []opinion.Command{{Move: opinion.MoveOpen, By: System, Finding: &f},
		{Move: opinion.MoveDispatch, Unit: "county", By: "coordinator"}} {
		if _, err := d.Do(t.Context(), id, cmd); err != nil {
			t.Fatal(err)
		}
	}
	before := one(t, m)
	if err := d.Refresh(t.Context(), before); err != nil || one(t, m).Version != before.Version {
		t.Fatalf("the same calendar changed something: %v", err)
	}
	var err error
	if d.Env.Calendars, err = NewCalendars(strings.NewReader("2026-11-25,holiday,临时放假\n")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Refresh(t.Context(), one(t, m)); err != nil {
			t.Fatal(err)
		}
	}
	c := one(t, m)
	if c.Version != before.Version+1 || !c.Due.Equal(before.Due.Add(3*day)) || c.Clock.Version == before.Clock.Version {
		t.Fatalf("due %v, before %v, history %s", c.Due.In(opinion.Beijing),
			before.Due.In(opinion.Beijing), moves(m.events[id]))
	}
	if last := m.events[id][len(m.events[id])-1]; !strings.Contains(strings.Join(last.Why, " "),
		"原到期时间 2026-11-27 23:59") {
		t.Errorf("the old value is not in history: %v", last.Why)
	}
}

// TestRealTimersFireOnce lets a real log ring, answered by two processes at once.
func TestRealTimersFireOnce(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	env := testEnv(t)
	env.Clock = func(string) (opinion.ClockProfile, bool) {
		return opinion.ClockProfile{ID: "quick", Limit: 8 * time.Second, Complete: time.Hour,
			Urge: time.Second, Escalate: 2 * time.Second, Calendar: opinion.CalendarAlways}, true
	}
	ctx, stop := context.WithCancel(t.Context())
	store, end := follow(t, b, filepath.Join(t.TempDir(), "register.db"))
	var wg sync.WaitGroup
	t.Cleanup(func() { stop(); wg.Wait(); end() })
	d := &Executor{Cases: store, Timers: b, Env: env, Now: time.Now}
	for range 2 { // two processes answer the same timers
		wg.Go(func() {
			_ = b.Run(ctx, bus.Step{Name: "deadline", Stream: "TIMERS", Filter: "due.case.*",
				Handle: bus.Each(func(ctx context.Context, m bus.Msg) ([]bus.Message, error) {
					return nil, d.Due(ctx, strings.TrimPrefix(m.Subject, "due.case."))
				})})
		})
	}
	quiet := opinion.CaseID("i2")
	for i, issue := range []string{"i1", "i2"} {
		f := finding(i, issue)
		life := []opinion.Command{{Move: opinion.MoveOpen, By: System, Finding: &f},
			{Move: opinion.MoveDispatch, Unit: "county", By: "coordinator"}}
		if opinion.CaseID(issue) == quiet { // this one cancels its own
			life = append(life, cmdSign, cmdAnswer)
		}
		for _, cmd := range life {
			cmd.By = cmp.Or(cmd.By, "coordinator")
			if _, err := d.Do(ctx, opinion.CaseID(issue), cmd); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := "open dispatch remind overdue urge escalate"
	waittest.Until(t, "the case was pressed to the end", func() bool {
		events, err := store.History(ctx, opinion.CaseID("i1"))
		if err != nil {
			t.Fatal(err)
		}
		if len(events) > 6 {
			t.Fatalf("got %s, want %s", moves(events), want)
		}
		return moves(events) == want
	})
	if events, _ := store.History(ctx, quiet); moves(events) != "open dispatch sign answer" {
		t.Errorf("an answered case was pressed: %s", moves(events))
	}
	if n, err := store.Verify(ctx, opinion.CaseID("i1")); err != nil || n != 6 {
		t.Errorf("chain of %d events: %v", n, err)
	}
}
