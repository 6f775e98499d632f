package casework

import (
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// The State Council publishes a year's holidays in the November before. Where nobody has put them
// into the configuration, what needs those days is said to wait for them, everything else goes on,
// and once they are there they are counted.
func TestWithoutNextYearsHolidays(t *testing.T) {
	env := testEnv(t)
	december := time.Date(2026, 12, 30, 2, 0, 0, 0, time.UTC)
	f := finding(1, "i1")
	c := must(t, opinion.Case{}, env, december, opinion.Command{Move: opinion.MoveOpen, By: System, Finding: &f}, cmdDispatch, cmdSign, cmdAnswer,
		opinion.Command{Move: opinion.MoveDoubt, By: System, Doubts: []string{"像套话"}})
	if len(c.Doubts) != 1 || hasRunning(c, opinion.DutyDecide) || !hasRunning(c, opinion.DutyComplete) {
		t.Fatalf("two working days from the 30th reach 2027: doubts %v, clocks %+v", c.Doubts, c.Running())
	}
	events, err := Decide(must(t, opinion.Case{}, env, december, opinion.Command{Move: opinion.MoveOpen, By: System, Finding: &f}, cmdDispatch, cmdSign, cmdAnswer),
		opinion.Command{Move: opinion.MoveDoubt, By: System, Doubts: []string{"像套话"}}, env, december)
	if err != nil || events[0].Reason != undecided() {
		t.Errorf("the history does not say what is missing: %+v, %v", events, err)
	}
	again, err := Decide(c, opinion.Command{Move: opinion.MoveRecount, By: System}, env, december)
	if err != nil || len(again) > 0 {
		t.Errorf("counted anew without the year: %+v, %v", again, err)
	}
	_, err = Decide(opinion.Case{}, opinion.Command{Move: opinion.MoveRegister, By: "coordinator", Ref: "依申请〔2026〕15号", Unit: "county"}, env, december)
	if no, _ := err.(*MoveRefusal); no == nil || no.Code != CodeNoClock || !strings.Contains(no.In("zh-CN"), "clocks.yaml") || !strings.Contains(no.In("en"), "2027") || !strings.Contains(no.In("en"), "clocks.yaml") {
		t.Errorf("a request whose limit nobody can count is refused with what to do, not %v", err)
	}
	if env.Calendars, err = NewCalendars(strings.NewReader("2027-01-01,holiday,元旦\n")); err != nil {
		t.Fatal(err)
	}
	january := time.Date(2027, 1, 4, 2, 0, 0, 0, time.UTC)
	store, rings := newMemory(), &bells{}
	store.events[c.ID] = history(t, c, f, december, testEnv(t))
	d := &Executor{Cases: store, Timers: rings, Env: env, Now: func() time.Time { return january }}
	if err := d.Refresh(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	after, err := store.Load(t.Context(), c.ID)
	if k, ok := after.TimedOf(opinion.DutyDecide, ""); err != nil || !ok || !k.Due.Equal(time.Date(2027, 1, 6, 23, 59, 59, 0, Beijing)) {
		t.Errorf("with the year there: %+v, %v", after.Running(), err)
	}
}

// history is that of the doubted case once more, as events.
func history(t *testing.T, c opinion.Case, f opinion.Finding, at time.Time, env Env) (out []opinion.Event) {
	t.Helper()
	var now opinion.Case
	dispatched, answered := cmdDispatch, cmdAnswer
	dispatched.By, answered.By = "coordinator", "coordinator"
	for _, cmd := range []opinion.Command{{Move: opinion.MoveOpen, By: System, Finding: &f}, dispatched, cmdSign, answered, {Move: opinion.MoveDoubt, By: System, Doubts: []string{"像套话"}}} {
		events, err := Decide(now, cmd, env, at)
		if err != nil {
			t.Fatal(err)
		}
		out, now = append(out, events...), fold(now, events)
	}
	if now.LastHash != c.LastHash {
		t.Fatal("another history")
	}
	return out
}
