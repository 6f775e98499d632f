package casework

import (
	"errors"
	"testing"
	"time"

	"huiying/opinion"
)

// answered is a case with a published answer that promises something for 15 December.
func answered(t *testing.T, env Env) (opinion.Case, time.Time) {
	t.Helper()
	f := finding(1, "i1")
	c := must(t, opinion.Case{}, env, t0, opinion.Command{Move: opinion.MoveOpen, By: System, Finding: &f},
		opinion.Command{Move: opinion.MoveDispatch, By: "coordinator", Unit: "county"},
		opinion.Command{Move: opinion.MoveSign, By: "unit:county"},
		opinion.Command{Move: opinion.MoveAnswer, By: "unit:county", Text: "将于12月15日前修复",
			Kind: "解决公布", URL: "https://a.gov.cn/1"})
	return c, t0.Add(time.Hour)
}

var december = []opinion.Pledge{{Term: "于12月15日前", Due: "2026-12-15"},
	{Term: "年底前", Due: "2026-12-31"}, {Term: "再说一次", Due: "2026-12-15"}}

func codeOf(t *testing.T, c opinion.Case, env Env, at time.Time, cmd opinion.Command) string {
	t.Helper()
	_, err := Decide(c, cmd, env, at)
	no := (*MoveRefusal)(nil)
	if !errors.As(err, &no) {
		return ""
	}
	return no.Code
}

func TestAPromiseOutlivesItsCase(t *testing.T) {
	env := testEnv(t)
	c, at := answered(t, env)
	c = must(t, c, env, at, opinion.Command{Move: opinion.MoveVerify, By: System, OK: true, Pledges: december})
	open := c.Promised()
	if len(open) != 2 || open[0].Of != "2026-12-15" || open[0].Unit != "county" ||
		!open[0].Due.Equal(time.Date(2026, 12, 15, 23, 59, 59, 0, opinion.Beijing)) {
		t.Fatalf("promised %+v", open)
	}
	end := opinion.Command{Move: opinion.MoveClose, By: "coordinator", Outcome: opinion.AnsweredInPublic, Solved: "yes"}
	if code := codeOf(t, c, env, at, end); code != CodeNeedsSolved {
		t.Errorf("closed as solved while a promise runs: %q", code)
	}
	end.Solved = SolvedPromised
	c = must(t, c, env, at, end)
	if c.State != opinion.Closed || len(c.Promised()) != 2 || c.Clock != nil {
		t.Fatalf("closed %+v", c)
	}
	r, ok := Next(c, at)
	if !ok || r.Duty != opinion.DutyFollow || r.Of != "2026-12-15" || r.Move != opinion.MoveRemind {
		t.Fatalf("rings %+v", r)
	}
	late := open[0].Due.Add(2 * time.Hour)
	c = must(t, c, env, late, opinion.Command{Move: opinion.MoveLapse, By: System, Duty: r.Duty,
		Unit: r.Unit, Of: r.Of})
	c = must(t, c, env, late.Add(day), opinion.Command{Move: opinion.MoveUrge, By: System,
		Duty: r.Duty, Unit: r.Unit, Of: r.Of})
	for by, want := range map[string]string{"unit:water": CodeWrongUnit,
		"unit:county": CodeNeedsText, "coordinator": CodeNeedsReason} {
		if code := codeOf(t, c, env, late.Add(day), opinion.Command{Move: opinion.MoveKeep, By: by}); code != want {
			t.Errorf("%s keeps it with no word: %q, want %q", by, code, want)
		}
	}
	c = must(t, c, env, late.Add(2*day), opinion.Command{Move: opinion.MoveKeep, By: "unit:county",
		Text: "已修复", URL: "https://a.gov.cn/2"})
	if left := c.Promised(); len(left) != 1 || left[0].Of != "2026-12-31" || c.Solved != SolvedPromised {
		t.Fatalf("after one is kept: %+v, %s", left, c.Solved)
	}
	c = must(t, c, env, late.Add(3*day), opinion.Command{Move: opinion.MoveKeep, By: "coordinator", Reason: "现场看过"})
	if len(c.Clocks) != 0 || c.Solved != "yes" || c.State != opinion.Closed {
		t.Errorf("after all are kept: %+v", c)
	}
	if code := codeOf(t, c, env, late.Add(4*day), opinion.Command{Move: opinion.MoveKeep,
		By: "coordinator", Reason: "x"}); code != CodeNoPromise {
		t.Errorf("kept once more: %q", code)
	}
}

func TestReopeningKeepsThePromise(t *testing.T) {
	env := testEnv(t)
	c, at := answered(t, env)
	c = must(t, c, env, at, opinion.Command{Move: opinion.MoveVerify, By: System, OK: true, Pledges: december},
		opinion.Command{Move: opinion.MoveClose, By: "coordinator",
			Outcome: opinion.AnsweredInPublic, Solved: SolvedPromised},
		opinion.Command{Move: opinion.MoveReopen, By: "coordinator", Reason: "又坏了"},
		opinion.Command{Move: opinion.MoveRefer, By: "coordinator", Statutory: "信访"})
	if c.State != opinion.Referred || len(c.Promised()) != 2 || len(c.Clocks) != 2 {
		t.Errorf("%s with %+v", c.State, c.Clocks)
	}
}

func TestADoubtNeedsAPersonAndWords(t *testing.T) {
	env := testEnv(t)
	c, at := answered(t, env)
	first := opinion.Command{Move: opinion.MoveVerify, By: "coordinator", OK: true, Doubts: []string{"像套话"}}
	if code := codeOf(t, c, env, at, first); code != CodeNeedsReason {
		t.Errorf("who is faster than the checks passes over their doubt: %q", code)
	}
	c = must(t, c, env, at, opinion.Command{Move: opinion.MoveDoubt, By: System,
		Doubts: []string{"像套话，电话13800138000"}, Pledges: december})
	k, ok := c.TimedOf(opinion.DutyDecide, "")
	// Friday: Monday and Tuesday count
	if !ok || k.Unit != "prov" || !k.Due.Equal(time.Date(2026, 11, 24, 23, 59, 59, 0, opinion.Beijing)) {
		t.Fatalf("clock %+v", k)
	}
	if len(c.Doubts) != 1 || len(c.Pledges) != 2 || c.Doubts[0] == "像套话，电话13800138000" {
		t.Errorf("case keeps %v, %v", c.Doubts, c.Pledges)
	}
	if again, err := Decide(c, opinion.Command{Move: opinion.MoveDoubt, By: System,
		Doubts: []string{"x"}}, env, at); len(again) > 0 || err != nil {
		t.Errorf("doubted twice: %v, %v", again, err)
	}
	yes := opinion.Command{Move: opinion.MoveVerify, By: "coordinator", OK: true}
	if code := codeOf(t, c, env, at, yes); code != CodeNeedsReason {
		t.Errorf("overruled without a word: %q", code)
	}
	if code := codeOf(t, c, env, at, opinion.Command{Move: opinion.MoveVerify, By: System, OK: true,
		Reason: "x"}); code != CodeNotYours {
		t.Errorf("overruled by the system: %q", code)
	}
	if code := codeOf(t, c, env, at, opinion.Command{Move: opinion.MoveDoubt, By: "coordinator",
		Doubts: []string{"x"}}); code != CodeNotYours {
		t.Errorf("doubted by hand: %q", code)
	}
	redone := must(t, c, env, at, opinion.Command{Move: opinion.MoveAnswer, By: "unit:county",
		Text: "已换灯泡", Kind: "解决公布", URL: "https://a.gov.cn/3"})
	if len(redone.Doubts) > 0 || hasRunning(redone, opinion.DutyDecide) {
		t.Errorf("a new answer bears the doubts of the old one: %+v", redone)
	}
	yes.Reason = "有照片为证"
	c = must(t, c, env, at, yes)
	if c.State != opinion.Verified || hasRunning(c, opinion.DutyDecide) || len(c.Doubts) > 0 || len(c.Promised()) != 2 {
		t.Errorf("after the decision: %+v", c)
	}
}

func TestAHeavierMatterHasLessTime(t *testing.T) {
	env := testEnv(t)
	f := finding(1, "i1")
	c := must(t, opinion.Case{}, env, t0, opinion.Command{Move: opinion.MoveOpen, By: System,
		Finding: &f}, opinion.Command{Move: opinion.MoveDispatch, By: "coordinator",
		Unit: "county"})
	was, at := c.Due, t0.Add(24*time.Hour)
	light, heavy := finding(2, "i1"), finding(3, "i1")
	light.Severity.Level, heavy.Severity.Level = opinion.SeverityIII, opinion.SeverityI
	c = must(t, c, env, at, opinion.Command{Move: opinion.MoveJoin, By: System, Finding: &light})
	if !c.Due.Equal(was) {
		t.Errorf("a little heavier, by the same profile: due %s, was %s", c.Due, was)
	}
	c = must(t, c, env, at, opinion.Command{Move: opinion.MoveJoin, By: System, Finding: &heavy})
	if want := at.Add(5 * time.Hour); !c.Due.Equal(want) || c.Clock.Profile != ProfileEmergency || c.Lead != "county" {
		t.Errorf("due %s by %s with %s, want %s", c.Due, c.Clock.Profile, c.Lead, want)
	}
	soon := must(t, opinion.Case{}, env, t0, opinion.Command{Move: opinion.MoveOpen, By: System,
		Finding: &f}, opinion.Command{Move: opinion.MoveDispatch, By: "coordinator",
		Unit: "county"})
	almost := soon.Due.Add(-time.Hour)
	kept := must(t, soon, env, almost, opinion.Command{Move: opinion.MoveJoin, By: System, Finding: &heavy})
	if !kept.Due.Equal(soon.Due) {
		t.Errorf("due in an hour became %s: a rise gives no more time", kept.Due)
	}
}
