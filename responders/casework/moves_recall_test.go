package casework

import (
	"reflect"
	"testing"
	"time"

	"huiying/opinion"
)

// same is a case without what every event changes.
func same(c opinion.Case) opinion.Case {
	c.Version, c.LastHash, c.Updated = 0, "", time.Time{}
	return c
}

func TestARecallBringsBackWhatWas(t *testing.T) {
	env := testEnv(t)
	triage := opened(t, env)
	ways := map[string]opinion.Command{
		"dispatch": cmdDispatch,
		"dismiss":  {Move: opinion.MoveDismiss, Reason: "无实际诉求"},
		"refer":    {Move: opinion.MoveRefer, Statutory: "信访"},
		"merge":    {Move: opinion.MoveMerge, Into: "c2"},
	}
	for name, cmd := range ways {
		away := must(t, triage, env, t0.Add(time.Minute), cmd)
		if away.State == opinion.Triage || away.Before == nil {
			t.Fatalf("%s: %s", name, away.State)
		}
		back := must(t, away, env, t0.Add(time.Minute+9*time.Second),
			opinion.Command{Move: opinion.MoveRecall, Expected: away.Version})
		if got, want := same(back), same(triage); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: recalled to\n%+v, want\n%+v", name, got, want)
		}
		if back.Version != triage.Version+2 {
			t.Errorf("%s: version %d: both events belong to the history", name, back.Version)
		}
		if _, err := Decide(back, opinion.Command{Move: opinion.MoveRecall, By: "coordinator"}, env,
			t0.Add(2*time.Minute)); code(err) != CodeIllegalMove {
			t.Errorf("%s recalled twice: %v", name, err)
		}
	}
}

func TestWhatCannotBeRecalled(t *testing.T) {
	env := testEnv(t)
	triage := opened(t, env)
	dispatched := must(t, triage, env, t0, cmdDispatch)
	bySystem := must(t, triage, env, t0, opinion.Command{Move: opinion.MoveDispatch, Unit: "county", By: System})
	again := must(t, dispatched, env, t0, cmdReturn, opinion.Command{Move: opinion.MoveDispatch, Unit: "water"})
	joiner := finding(2, "i1")
	joined := must(t, dispatched, env, t0, opinion.Command{Move: opinion.MoveJoin, Finding: &joiner})
	for name, x := range map[string]struct {
		c     opinion.Case
		after time.Duration
		by    string
		code  string
	}{
		"in time":               {dispatched, RecallWithin, "monitor", ""},
		"a report came between": {joined, time.Second, "monitor", ""},
		"too late":              {dispatched, RecallWithin + time.Second, "monitor", CodeNoRecall},
		"signed for": {must(t, dispatched, env, t0, cmdSign), time.Second,
			"monitor", CodeIllegalMove},
		"dispatched by the system":     {bySystem, time.Second, "monitor", CodeNoRecall},
		"sent round after a return":    {again, time.Second, "monitor", CodeNoRecall},
		"by the unit":                  {dispatched, time.Second, "unit:county", CodeNotYours},
		"triage, where nothing is yet": {triage, time.Second, "monitor", CodeIllegalMove},
	} {
		events, err := Decide(x.c, opinion.Command{Move: opinion.MoveRecall, By: x.by}, env, t0.Add(x.after))
		if code(err) != x.code || err == nil && len(events) == 0 {
			t.Errorf("%s: %v, want %q", name, err, x.code)
		}
	}
	if c := must(t, joined, env, t0, opinion.Command{Move: opinion.MoveRecall}); len(c.Mentions) != 2 || c.Reports != 2 {
		t.Errorf("the report that came between is lost: %+v", c.Mentions)
	}
}

// A recalled merge lets go of the other case too.
func TestARecalledMergeIsTold(t *testing.T) {
	memory := newMemory()
	w, b := worker(t, memory, Policy{})
	d := &Executor{Cases: memory, Timers: b, Env: w.Env, Now: w.Now}
	if err := w.Consider(t.Context(), []opinion.Finding{finding(1, "i1"), finding(2, "i2")}); err != nil {
		t.Fatal(err)
	}
	one, two := opinion.CaseID("i1"), opinion.CaseID("i2")
	if _, err := d.Do(t.Context(), two, opinion.Command{Move: opinion.MoveMerge, By: "monitor",
		Into: one}); err != nil {
		t.Fatal(err)
	}
	if c, _ := memory.Load(t.Context(), one); c.Reports != 2 {
		t.Fatalf("%d reports after the merge", c.Reports)
	}
	if _, err := d.Do(t.Context(), two, opinion.Command{Move: opinion.MoveRecall, By: "monitor"}); err != nil {
		t.Fatal(err)
	}
	if c, _ := memory.Load(t.Context(), one); c.Reports != 1 || len(c.Absorbed) != 0 {
		t.Errorf("%d reports, %v after the recall", c.Reports, c.Absorbed)
	}
	if c, _ := memory.Load(t.Context(), two); c.State != opinion.Triage || b.at[TimerKey(two)].IsZero() {
		t.Errorf("recalled to %s, its timer rings at %v", c.State, b.at[TimerKey(two)])
	}
}
