package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// found opens a case that was found in public: its profile has a time to sign, to inform, to
// answer.
func found(t testing.TB, env Env) opinion.Case {
	f := finding(1, "i1")
	f.Kind = opinion.KindNews
	return must(t, opinion.Case{}, env, t0, opinion.Command{Move: opinion.MoveOpen, Finding: &f})
}

func duties(c opinion.Case) string {
	var out []string
	for _, t := range c.Running() {
		out = append(out, string(t.Duty)+":"+t.Unit)
	}
	return strings.Join(out, " ")
}

func TestSeveralClocksAtOnce(t *testing.T) {
	env := testEnv(t)
	c := found(t, env)
	steps := []struct {
		cmd  opinion.Command
		want string
	}{
		{opinion.Command{}, "triage:prov"},
		{opinion.Command{Move: opinion.MoveDispatch, Unit: "county", Co: []string{"water"}},
			"answer:county inform:county complete:county sign:county assist:water"},
		{cmdSign, "answer:county inform:county complete:county assist:water"},
		{opinion.Command{Move: opinion.MoveReturn, Reason: "职能不符", Text: "三定方案", By: "unit:county"},
			"answer:county inform:county complete:county assist:water triage:prov"},
		{opinion.Command{Move: opinion.MoveDispatch, Unit: "town", Co: []string{"water"}},
			"answer:town inform:town complete:town assist:water sign:town"},
		{opinion.Command{Move: opinion.MoveInform, Text: "已派员到场", URL: "https://a.gov.cn/0",
			By: "unit:town"}, "answer:town complete:town assist:water"},
		{opinion.Command{Move: opinion.MoveSign, By: "unit:town"}, "answer:town complete:town assist:water"},
		{opinion.Command{Move: opinion.MoveContribute, Text: "管道已修复", By: "unit:water"}, "answer:town complete:town"},
		{cmdAnswer, "complete:town"},
		{cmdFailed, "answer:town complete:town"},
		{cmdAnswer, "complete:town"},
		{cmdVerified, "complete:town"},
		{cmdClose, ""},
	}
	due := time.Time{}
	for i, s := range steps {
		if s.cmd.Move != "" {
			c = must(t, c, env, t0.Add(time.Duration(i)*time.Minute), s.cmd)
		}
		if got := duties(c); got != s.want {
			t.Fatalf("after %s: %s\nwant %s", s.cmd.Move, got, s.want)
		}
		if !c.Due.IsZero() {
			if !due.IsZero() && !c.Due.Equal(due) {
				t.Fatalf("%s moved what the public waits for from %v to %v", s.cmd.Move, due, c.Due)
			}
			due = c.Due
		}
	}
	if c.Informed.IsZero() {
		t.Error("the first information was forgotten")
	}
}

func TestExtensionIsAskedThenDecided(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, cmdDispatch, cmdSign)
	ask := opinion.Command{Move: opinion.MoveAsk, Reason: "须现场检测", Limit: 3 * day, By: "unit:county"}
	asked := must(t, c, env, c.Due.Add(-time.Hour), ask)
	if asked.Asked == nil || !asked.Due.Equal(c.Due) || !has(Legal(asked), opinion.MoveDeny) ||
		has(Legal(asked), opinion.MoveAsk) {
		t.Fatalf("asked: %+v", asked.Asked)
	}
	if d := must(t, asked, env, c.Due, opinion.Command{Move: opinion.MoveDeny,
		Reason: "可以如期办完"}); d.Asked != nil || !d.Due.Equal(c.Due) {
		t.Errorf("denied: %+v, due %v", d.Asked, d.Due)
	}
	// asked in time, and decided when the time was over: the unit is not the one to blame
	late := must(t, asked, env, c.Due.Add(time.Hour), opinion.Command{Move: opinion.MoveOverdue},
		opinion.Command{Move: opinion.MoveExtend})
	if want := c.Due.Add(3 * day); !late.Due.Equal(want) || late.Overdue || late.Asked != nil {
		t.Errorf("extended to %v, want %v; overdue %v", late.Due, want, late.Overdue)
	}
}

func TestTheCommonSuperiorArbitrates(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, opinion.Command{Move: opinion.MoveDispatch, Unit: "town"}, cmdReturn,
		opinion.Command{Move: opinion.MoveDispatch, Unit: "water"}, cmdReturn)
	arbitrate := opinion.Command{Move: opinion.MoveArbitrate, Unit: "water", Reason: "管网归供水单位"}
	for by, want := range map[string]string{"unit:county": CodeNotYours, "unit:town": CodeNotYours,
		"unit:water": CodeOwnCause, "unit:city": "", "unit:prov": "", "coordinator": ""} {
		cmd := arbitrate
		cmd.By = by
		events, err := Decide(c, cmd, env, t0)
		if code(err) != want {
			t.Errorf("%s arbitrates: %v, want %q", by, err, want)
		}
		if by == "coordinator" && events[0].Arbiter != "city" {
			t.Errorf("the nearest common superior of town and water is the city, not %q", events[0].Arbiter)
		}
	}
	if after := must(t, c, env, t0, arbitrate); after.InARow != 0 || after.Returners != nil {
		t.Errorf("after the decision: %+v", after.Returners)
	}
}

func TestAMergedCaseCanBeItsOwnAgain(t *testing.T) {
	m := newMemory()
	w, b := worker(t, m, Policy{Dispatch: true})
	d := &Executor{Cases: m, Timers: b, Env: w.Env, Now: w.Now}
	ctx := t.Context()
	if err := w.Consider(ctx, []opinion.Finding{finding(1, "i1"), finding(2, "i2"), finding(3, "i1")}); err != nil {
		t.Fatal(err)
	}
	one, two := opinion.CaseID("i1"), opinion.CaseID("i2")
	if _, err := d.Do(ctx, two, opinion.Command{Move: opinion.MoveExtend, By: "coordinator",
		Reason: "x", Limit: 3 * day}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Do(ctx, one, opinion.Command{Move: opinion.MoveMerge, By: "coordinator",
		Into: two}); code(err) != CodeLaterDue {
		t.Errorf("merged into a case that is due later: %v", err)
	}
	if _, err := d.Do(ctx, two, opinion.Command{Move: opinion.MoveMerge, By: "coordinator",
		Into: one, Reason: "同一件事"}); err != nil {
		t.Fatal(err)
	}
	if c, _ := m.Load(ctx, one); c.Reports != 3 || len(c.Absorbed) != 1 || c.Absorbed[0].Case != two {
		t.Errorf("reports %d, absorbed %v: those of the merged case count here", c.Reports, c.Absorbed)
	}
	if c, _ := m.Load(ctx, two); len(c.Running()) != 0 || b.at[TimerKey(two)] != (time.Time{}) {
		t.Error("a merged case has a clock or a timer")
	}
	if _, err := d.Do(ctx, two, opinion.Command{Move: opinion.MoveUnmerge, By: "coordinator",
		Reason: "不是一件事"}); err != nil {
		t.Fatal(err)
	}
	a, _ := m.Load(ctx, one)
	c, _ := m.Load(ctx, two)
	if a.Reports != 2 || len(a.Absorbed) != 0 || c.State != opinion.Dispatched || c.Clock == nil ||
		c.Lead != "county" || b.at[TimerKey(two)].IsZero() {
		t.Errorf("undone: %d reports, %s with %s", a.Reports, c.State, c.Lead)
	}
}

func TestARepeatAfterClosing(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after time.Duration
		f     func(*opinion.Finding)
		state opinion.State
		cases int
	}{
		{"soon", 3 * day, func(*opinion.Finding) {}, opinion.Dispatched, 1},
		{"long after", 60 * day, func(*opinion.Finding) {}, opinion.Closed, 2},
		{"a copy", 3 * day, func(f *opinion.Finding) { f.Issue.Copy = true }, opinion.Closed, 1},
		{"praise", 3 * day, func(f *opinion.Finding) {
			f.Demand.ID,
				f.Demand.Confidence = opinion.Praise, 0.9
		}, opinion.Closed, 1},
		{"said before it was closed", 3 * day,
			func(f *opinion.Finding) { f.PublishedAt = t0.Add(-day) }, opinion.Closed, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMemory()
			w, b := worker(t, m, Policy{Dispatch: true, Reopen: 15 * day, Link: true})
			d := &Executor{Cases: m, Timers: b, Env: w.Env, Now: w.Now}
			ctx, id := t.Context(), opinion.CaseID("i1")
			if err := w.Consider(ctx, []opinion.Finding{finding(1, "i1")}); err != nil {
				t.Fatal(err)
			}
			for _, cmd := range []opinion.Command{cmdSign, cmdAnswer, cmdVerified, cmdClose} {
				cmd.By = "coordinator"
				if _, err := d.Do(ctx, id, cmd); err != nil {
					t.Fatal(err)
				}
			}
			now := t0.Add(tt.after)
			w.Now = func() time.Time { return now }
			again := finding(2, "i1")
			again.PublishedAt = now
			tt.f(&again)
			for range 2 { // and the same once more
				if err := w.Consider(ctx, []opinion.Finding{again, again}); err != nil {
					t.Fatal(err)
				}
			}
			c, _ := m.Load(ctx, id)
			if c.State != tt.state || len(m.events) != tt.cases || (c.Repeats == 0) != again.Issue.Copy {
				t.Fatalf("state %s, %d cases, %d repeats", c.State, len(m.events), c.Repeats)
			}
			if tt.cases == 2 {
				next, _ := m.Load(ctx, c.Later)
				if next.Earlier != id || next.State != opinion.Dispatched ||
					!slices.Equal(next.Mentions, []string{"m2"}) || len(next.Running()) == 0 {
					t.Errorf("the case that follows: %+v", next)
				}
			}
		})
	}
}

func TestDisclosure(t *testing.T) {
	env := testEnv(t)
	received := beijing("2026-11-02 10:00:00")
	at := beijing("2026-11-03 09:00:00")
	register := opinion.Command{Move: opinion.MoveRegister, Ref: "依申请〔2026〕15号", Unit: "county", Received: received}
	c := must(t, opinion.Case{}, env, at, register)
	if c.State != opinion.Registered || c.Matter != opinion.Disclosure || !c.Due.Equal(beijing("2026-11-30 23:59:59")) {
		t.Fatalf("registered: %s, due %v", c.State, c.Due.In(opinion.Beijing))
	}
	for _, bad := range []string{"", "张先生", "张三〔2026〕1号", "13800138000", "110103199001011234",
		strings.Repeat("1", 60)} {
		cmd := register
		cmd.Ref, cmd.By = bad, "coordinator"
		if _, err := Decide(opinion.Case{}, cmd, env, at); code(err) != CodeNeedsRef {
			t.Errorf("reference %q: %v", bad, err)
		}
	}
	c = must(t, c, env, at.Add(day), opinion.Command{Move: opinion.MoveReview, Unit: "water"},
		opinion.Command{Move: opinion.MovePause, Reason: "征求第三方意见"})
	if c.Late(at.Add(90*day)) || has(Legal(c), opinion.MovePause) {
		t.Fatal("a paused clock runs out")
	}
	if _, ok := Next(c, at.Add(90*day)); ok {
		t.Error("a paused clock rings")
	}
	c = must(t, c, env, at.Add(8*day), opinion.Command{Move: opinion.MoveResume}) // 4 to 11 November: five working days
	if !c.Due.Equal(beijing("2026-12-07 23:59:59")) {
		t.Fatalf("after a pause due %v", c.Due.In(opinion.Beijing))
	}
	c = must(t, c, env, at.Add(9*day), opinion.Command{Move: opinion.MovePause, Reason: Supplement})
	c = must(t, c, env, at.Add(10*day), opinion.Command{Move: opinion.MoveResume}) // 13 November: the limit begins again
	if !c.Due.Equal(beijing("2026-12-11 23:59:59")) {
		t.Fatalf("after a supplement due %v", c.Due.In(opinion.Beijing))
	}
	extend := opinion.Command{Move: opinion.MoveExtend, Reason: "案卷较多", Limit: 5 * day, By: "coordinator"}
	c = must(t, c, env, at.Add(11*day), extend)
	if _, err := Decide(c, extend, env, at.Add(12*day)); code(err) != CodeTooLate {
		t.Errorf("extended twice: %v", err)
	}
	c = must(t, c, env, at.Add(13*day), opinion.Command{Move: opinion.MoveHandle, By: "unit:water"},
		opinion.Command{Move: opinion.MoveAnswer, By: "unit:water", Kind: "部分公开", Text: "不留存"},
		opinion.Command{Move: opinion.MoveDeliver}, opinion.Command{Move: opinion.MoveArchive})
	if c.State != opinion.Archived || c.Answer != "" || c.Kind != "部分公开" || c.Outcome != opinion.AnsweredAtSource {
		t.Errorf("archived: %+v", c)
	}
	far := opinion.Command{Move: opinion.MoveRegister, Ref: "依申请〔2026〕16号", By: "coordinator"}
	if c := must(t, opinion.Case{}, env, beijing("2026-12-10 09:00:00"), far); !c.Clock.Provisional {
		t.Errorf("a limit that reaches a year without dates is provisional: %+v", c.Clock)
	}
}
