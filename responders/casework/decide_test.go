package casework

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/words"
)

func TestEveryMoveHasARule(t *testing.T) {
	seen := map[opinion.Move]bool{}
	for _, k := range []opinion.Matter{opinion.PublicMatter, opinion.Disclosure} {
		for _, s := range append([]opinion.State{""}, opinion.States...) {
			for _, m := range k.MovesFrom(s) {
				seen[m] = true
				if rules[m] == nil || may[m] == 0 {
					t.Errorf("move %s of state %q has no rule, or is for nobody", m, s)
				}
			}
		}
	}
	for m := range rules {
		if !seen[m] {
			t.Errorf("rule %s is legal in no state", m)
		}
	}
	for _, m := range opinion.Moves {
		if rules[m] == nil || may[m] == 0 {
			t.Errorf("move %s has no rule, or is for nobody", m)
		}
		if system := slices.Contains(opinion.SystemMoves, m); system != (may[m] == bySystem) {
			t.Errorf("move %s: made by no person %t, and here by %b", m, system, may[m])
		}
	}
}

func TestDecideRefuses(t *testing.T) {
	env := testEnv(t)
	triage := opened(t, env)
	dispatched := must(t, triage, env, t0, cmdDispatch)
	handling := must(t, dispatched, env, t0, cmdSign, cmdHandle)
	answered := must(t, handling, env, t0, cmdAnswer)
	atSource := must(t, handling, env, t0, opinion.Command{Move: opinion.MoveAnswer, Text: "已电话答复。",
		Kind: "权威解释", Outcome: opinion.AnsweredAtSource})
	verified := must(t, answered, env, t0, cmdVerified)
	closed := must(t, verified, env, t0, cmdClose)
	once := must(t, dispatched, env, t0, cmdReturn)
	twice := must(t, once, env, t0, opinion.Command{Move: opinion.MoveDispatch, Unit: "water"}, cmdReturn)

	tests := []struct {
		name string
		c    opinion.Case
		cmd  opinion.Command
		at   time.Duration
		code string
	}{
		{"no case", opinion.Case{}, cmdDispatch, 0, CodeUnknownCase},
		{"unknown move", triage, opinion.Command{Move: "delete"}, 0, CodeUnknownMove},
		{"illegal move", triage, cmdSign, 0, CodeIllegalMove},
		{"closed case cannot be answered", closed, cmdAnswer, 0, CodeIllegalMove},
		{"stale", dispatched, opinion.Command{Move: opinion.MoveSign, Expected: 1}, 0, CodeStaleVersion},
		{"stale comes before illegal", closed, opinion.Command{Move: opinion.MoveSign, Expected: 1},
			0, CodeStaleVersion},
		{"open without finding", opinion.Case{}, opinion.Command{Move: opinion.MoveOpen}, 0, CodeNeedsFinding},
		{"join without finding", triage, opinion.Command{Move: opinion.MoveJoin}, 0, CodeNeedsFinding},
		{"dispatch to nobody", triage, opinion.Command{Move: opinion.MoveDispatch}, 0, CodeNeedsUnit},
		{"dispatch to a stranger", triage, opinion.Command{Move: opinion.MoveDispatch,
			Unit: "mars"}, 0, CodeUnknownUnit},
		{"co-unit is a stranger", triage, opinion.Command{Move: opinion.MoveDispatch,
			Unit: "county", Co: []string{"mars"}}, 0, CodeUnknownUnit},
		{"sign for another", dispatched, opinion.Command{Move: opinion.MoveSign, By: "unit:town"}, 0, CodeWrongUnit},
		{"answer for another", handling, opinion.Command{Move: opinion.MoveAnswer, By: "unit:town",
			Text: "x", Kind: "权威解释", URL: "https://a.cn"}, 0, CodeWrongUnit},
		{"return in own words", dispatched, opinion.Command{Move: opinion.MoveReturn, Reason: "不想办",
			Text: "x"}, 0, CodeNeedsReason},
		{"return without evidence", dispatched, opinion.Command{Move: opinion.MoveReturn,
			Reason: "重复", Text: " "}, 0, CodeNeedsText},
		{"return of a case in hand", handling, cmdReturn, 0, CodeIllegalMove},
		{"back to the same unit without a word", once, cmdDispatch, 0, CodeSameUnit},
		{"second return in a row", twice, opinion.Command{Move: opinion.MoveDispatch, Unit: "town"},
			0, CodeArbitrateOnly},
		{"arbitration without reason", twice, opinion.Command{Move: opinion.MoveArbitrate,
			Unit: "town"}, 0, CodeNeedsReason},
		{"arbitration by the unit itself", twice, opinion.Command{Move: opinion.MoveArbitrate,
			Unit: "town", Reason: "x", By: "unit:water"}, 0, CodeOwnCause},
		{"extension without reason", dispatched, opinion.Command{Move: opinion.MoveExtend,
			Limit: day}, 0, CodeNeedsReason},
		{"extension of nothing", dispatched, opinion.Command{Move: opinion.MoveExtend, Reason: "x"}, 0, CodeNeedsLimit},
		{"extension for ever", dispatched, opinion.Command{Move: opinion.MoveExtend, Reason: "x",
			Limit: 365 * day}, 0, CodeNeedsLimit},
		{"extension backwards", dispatched, opinion.Command{Move: opinion.MoveExtend, Reason: "x",
			Limit: -day}, 0, CodeNeedsLimit},
		{"extension after due", dispatched, opinion.Command{Move: opinion.MoveExtend, Reason: "x",
			Limit: day}, 9 * day, CodeTooLate},
		{"extension for oneself", dispatched, opinion.Command{Move: opinion.MoveExtend, Reason: "x",
			Limit: day, By: "unit:county"}, 0, CodeOwnCause},
		{"answer without words", handling, opinion.Command{Move: opinion.MoveAnswer, Kind: "权威解释",
			URL: "https://a.cn"}, 0, CodeNeedsText},
		{"answer of no kind", handling, opinion.Command{Move: opinion.MoveAnswer, Text: "x",
			URL: "https://a.cn"}, 0, CodeNeedsKind},
		{"answer nowhere", handling, opinion.Command{Move: opinion.MoveAnswer, Text: "x",
			Kind: "权威解释"}, 0, CodeNeedsURL},
		{"answer at no public address", handling, opinion.Command{Move: opinion.MoveAnswer,
			Text: "x", Kind: "权威解释", URL: "javascript:alert(1)"}, 0, CodeNeedsURL},
		{"answer too long", handling, opinion.Command{Move: opinion.MoveAnswer,
			Text: strings.Repeat("长", maxWords+1), Kind: "权威解释", URL: "https://a.cn"}, 0,
			CodeTooLong},
		{"verification fails without reason", answered, opinion.Command{Move: opinion.MoveVerify}, 0, CodeNeedsReason},
		{"verification of oneself", answered, opinion.Command{Move: opinion.MoveVerify, OK: true,
			By: "unit:county"}, 0, CodeOwnCause},
		{"close without outcome", verified, opinion.Command{Move: opinion.MoveClose, Solved: "yes"},
			0, CodeNeedsOutcome},
		{"close by removing a post", verified, opinion.Command{Move: opinion.MoveClose,
			Solved: "yes", Outcome: "removed"}, 0, CodeNeedsOutcome},
		{"close as merged", verified, opinion.Command{Move: opinion.MoveClose, Solved: "yes",
			Outcome: opinion.OutcomeMerged}, 0, CodeNeedsOutcome},
		{"close without solved", verified, opinion.Command{Move: opinion.MoveClose,
			Outcome: opinion.AnsweredInPublic}, 0, CodeNeedsSolved},
		{"close in public without address", must(t, atSource, env, t0, cmdVerified), cmdClose, 0, CodeNeedsURL},
		{"reopen without reason", closed, opinion.Command{Move: opinion.MoveReopen}, 0, CodeNeedsReason},
		{"merge into nothing", triage, opinion.Command{Move: opinion.MoveMerge}, 0, CodeNeedsInto},
		{"merge into itself", triage, opinion.Command{Move: opinion.MoveMerge, Into: triage.ID}, 0, CodeNeedsInto},
		{"refer nowhere", triage, opinion.Command{Move: opinion.MoveRefer}, 0, CodeNeedsChannel},
		{"raise without reason", triage, opinion.Command{Move: opinion.MoveRaise}, 0, CodeNeedsReason},
		{"dismiss without reason", triage, opinion.Command{Move: opinion.MoveDismiss}, 0, CodeNeedsReason},
		{"a unit dispatches", triage, opinion.Command{Move: opinion.MoveDispatch, Unit: "county",
			By: "unit:county"}, 0, CodeNotYours},
		{"a person plays the system", dispatched, opinion.Command{Move: opinion.MoveRemind,
			By: "coordinator"}, 0, CodeNotYours},
		{"an extension by the unit itself", dispatched, opinion.Command{Move: opinion.MoveExtend,
			Reason: "x", Limit: day, By: "unit:county"}, 0, CodeOwnCause},
		{"asked after due", dispatched, opinion.Command{Move: opinion.MoveAsk, Reason: "x",
			Limit: day, By: "unit:county"}, 9 * day, CodeTooLate},
		{"nothing was asked", dispatched, opinion.Command{Move: opinion.MoveDeny, Reason: "x"}, 0, CodeNotAsked},
		{"information without an address", dispatched, opinion.Command{Move: opinion.MoveInform,
			Text: "x", By: "unit:county"}, 0, CodeNeedsURL},
		{"a co-unit that is none", dispatched, opinion.Command{Move: opinion.MoveContribute,
			Text: "x", By: "unit:water"}, 0, CodeWrongUnit},
		{"overdue too early", dispatched, opinion.Command{Move: opinion.MoveOverdue}, time.Hour, CodeNotDue},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.cmd.By == "" {
				tt.cmd.By = "coordinator"
				if may[tt.cmd.Move] == bySystem {
					tt.cmd.By = System
				}
			}
			events, err := Decide(tt.c, tt.cmd, env, t0.Add(tt.at))
			if code(err) != tt.code || len(events) > 0 {
				t.Fatalf("got %v and %s, want refusal %s", err, moves(events), tt.code)
			}
			r := err.(*MoveRefusal)
			if !words.Has(r.Key) || r.RefusalWords("zh-CN") == r.RefusalWords("en") ||
				strings.Contains(r.Error(), "%!") {
				t.Error("a refusal says in both languages what to do")
			}
			if r.Version != tt.c.Version {
				t.Errorf("refusal is of version %d, the case of %d", r.Version, tt.c.Version)
			}
			if tt.code == CodeArbitrateOnly && (has(r.Legal, opinion.MoveDispatch) ||
				!has(r.Legal, opinion.MoveArbitrate)) {
				t.Errorf("legal moves after the second return: %v", r.Legal)
			}
		})
	}
	// never a person
	for _, by := range []string{"", " ", "13800000000", "张三", "Zhang San", "unit:",
		"unit:13800000000", "unit:nobody"} {
		if _, err := Decide(triage, opinion.Command{Move: opinion.MoveDispatch, Unit: "county",
			By: by}, env, t0); code(err) != CodeNeedsBy {
			t.Errorf("a move by %q: %v", by, err)
		}
	}
}

func TestClockRunsFromDispatch(t *testing.T) {
	env := testEnv(t)
	c := opened(t, env)
	if c.Clock != nil {
		t.Fatal("a clock runs before dispatch")
	}
	c = must(t, c, env, t0.Add(time.Hour), cmdDispatch)
	due := time.Date(2026, 11, 27, 15, 59, 59, 0, time.UTC)
	if c.Clock == nil || c.Clock.Profile != ProfileHotline || !c.Due.Equal(due) {
		t.Fatalf("clock %+v due %v, want due %v", c.Clock, c.Due, due)
	}
	// signing late, returning and dispatching again pause nothing for the public
	c = must(t, c, env, t0.Add(day), cmdSign, cmdReturn)
	if c.Clock == nil || !c.Due.Equal(due) {
		t.Fatal("a return touched the clock")
	}
	c = must(t, c, env, t0.Add(2*day), opinion.Command{Move: opinion.MoveDispatch, Unit: "water"})
	if !c.Due.Equal(due) || c.Lead != "water" {
		t.Fatalf("after the second dispatch: lead %s due %v", c.Lead, c.Due)
	}
	c = must(t, c, env, t0.Add(2*day), opinion.Command{Move: opinion.MoveExtend, Reason: "需现场勘查", Limit: 2 * day})
	if want := due.Add(2 * day); !c.Due.Equal(want) {
		t.Fatalf("extended to %v, want %v", c.Due, want)
	}
	c = must(t, c, env, t0.Add(20*day), opinion.Command{Move: opinion.MoveOverdue})
	if !c.Overdue {
		t.Fatal("not overdue")
	}
	if again, err := Decide(c, opinion.Command{Move: opinion.MoveOverdue, By: System}, env,
		t0.Add(21*day)); err != nil || len(again) > 0 {
		t.Fatalf("overdue twice: %v %v", again, err)
	}
}

func TestProfileFor(t *testing.T) {
	env := testEnv(t)
	for _, tt := range []struct {
		severity opinion.Severity
		kind     opinion.SourceKind
		topic    string
		want     string
	}{
		{opinion.SeverityI, opinion.KindHotline, "municipal/water", "emergency"},
		{opinion.SeverityII, opinion.KindNews, "", "emergency"},
		{opinion.SeverityIII, opinion.KindNews, "municipal/water", "opinion"},
		{opinion.SeverityIV, opinion.KindForum, "", "opinion"},
		{opinion.SeverityIV, opinion.KindHotline, "municipal/water", "hotline-utility"},
		{opinion.SeverityIV, opinion.KindBoard, "municipal/water/pipe", "hotline-utility"},
		{opinion.SeverityIII, opinion.KindBoard, "municipal", "hotline-general"},
		{opinion.SeverityIV, opinion.KindBoard, "", "hotline-general"},
	} {
		c := opinion.Case{Severity: tt.severity, SourceKind: tt.kind, Topic: tt.topic}
		if got := ProfileFor(c, env); got != tt.want {
			t.Errorf("%+v: got %s", tt, got)
		}
	}
}

func TestReturnsAreCountedThroughSigning(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, cmdDispatch, cmdSign, cmdReturn,
		opinion.Command{Move: opinion.MoveDispatch, Unit: "water"},
		opinion.Command{Move: opinion.MoveSign, By: "unit:water"}, cmdReturn)
	if has(Legal(c), opinion.MoveDispatch) {
		t.Fatal("signing and returning again must not count as a first return")
	}
	c = must(t, c, env, t0, opinion.Command{Move: opinion.MoveArbitrate, Unit: "county", Reason: "河道归县"})
	if c.State != opinion.Dispatched || c.InARow != 0 || c.Lead != "county" || c.Raised != 0 {
		t.Fatalf("after arbitration: %+v", c)
	}
	before := c
	back := opinion.Command{Move: opinion.MoveReturn, Reason: "重复", Text: "见另案", By: "unit:county"}
	var no *MoveRefusal
	if _, err := Decide(c, back, env, t0); !errors.As(err, &no) || no.Code != CodeDecided ||
		has(no.Legal, opinion.MoveReturn) || !has(no.Legal, opinion.MoveSign) {
		t.Fatalf("what was decided is returned by its unit: %+v", no)
	}
	back.By = "coordinator"
	events, err := Decide(c, back, env, t0)
	if err != nil || moves(events) != "return raise" {
		t.Fatalf("third return: %s %v, want a raise behind it", moves(events), err)
	}
	c = fold(c, events)
	if c.Lead != "city" || c.Raised != 1 || events[1].By != System || before.Lead != "county" {
		t.Fatalf("raised to %s", c.Lead)
	}
}

func TestThreeRedoneAnswersRaise(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, cmdDispatch, cmdSign, cmdHandle)
	for range 2 {
		c = must(t, c, env, t0, cmdAnswer, cmdFailed)
		if c.State != opinion.Handling || c.Raised != 0 || !c.AnswerAt.IsZero() {
			t.Fatalf("after a failed verification: %s, raised %d, answered %v", c.State, c.Raised, c.AnswerAt)
		}
	}
	c = must(t, c, env, t0, cmdAnswer, cmdFailed)
	if c.Raised != 1 || c.Lead != "city" {
		t.Fatalf("redone %d, raised %d, lead %s", c.Redone, c.Raised, c.Lead)
	}
	// answering again without a verification counts too
	d := must(t, opened(t, env), env, t0, cmdDispatch, cmdSign, cmdAnswer, cmdAnswer, cmdAnswer, cmdAnswer)
	if d.Raised != 1 || d.State != opinion.Answered {
		t.Fatalf("replaced answers: redone %d, raised %d, state %s", d.Redone, d.Raised, d.State)
	}
}

func TestReopenStartsAFreshClock(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, cmdDispatch, cmdSign, cmdAnswer, cmdVerified, cmdClose)
	if c.Clock != nil || c.Solved != "yes" {
		t.Fatalf("closed: %+v", c)
	}
	later := t0.Add(30 * day)
	f := finding(9, "i1")
	c = must(t, c, env, later, opinion.Command{Move: opinion.MoveJoin, Finding: &f})
	if c.Repeats != 1 {
		t.Fatalf("repeats %d", c.Repeats)
	}
	c = must(t, c, env, later, opinion.Command{Move: opinion.MoveReopen, Reason: "群众再次反映"})
	if c.State != opinion.Dispatched || c.Clock == nil || !c.Clock.Start.Equal(later) ||
		c.Overdue || !c.SignedAt.IsZero() {
		t.Fatalf("reopened: %+v", c)
	}
	if c.Late(later) || !c.Late(later.Add(9*day)) {
		t.Fatal("the fresh clock does not decide")
	}
	d := must(t, opened(t, env), env, t0, opinion.Command{Move: opinion.MoveDismiss,
		Reason: "私人事务"}, opinion.Command{Move: opinion.MoveReopen, Reason: "复核"})
	if d.State != opinion.Triage || d.Clock != nil {
		t.Fatalf("a dismissed case reopens to %s", d.State)
	}
}

func TestMergeAndUnmerge(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, opinion.Command{Move: opinion.MoveMerge, Into: "c2"})
	if c.State != opinion.Merged || c.Clock != nil || c.Outcome != opinion.OutcomeMerged {
		t.Fatalf("merged: %+v", c)
	}
	c = must(t, c, env, t0, opinion.Command{Move: opinion.MoveUnmerge})
	if c.State != opinion.Triage || c.Into != "" || c.Outcome != "" || !slices.Equal(c.Mentions, []string{"m1"}) {
		t.Fatalf("unmerged: %+v", c)
	}
}

func TestWordsAreRedacted(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, cmdDispatch)
	events, err := Decide(c, opinion.Command{Move: opinion.MoveReturn, By: "unit:county",
		Reason: "信息不足", Text: "联系反映人手机13800138000未果"}, env, t0)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(events[0].Text, "13800138000") || !strings.Contains(events[0].Text, "未果") {
		t.Errorf("text of the event: %s", events[0].Text)
	}
	if _, err := Decide(c, opinion.Command{Move: opinion.MoveDispatch, By: "x",
		Unit: "13800138000"}, env, t0); strings.Contains(err.Error(), "13800138000") {
		t.Errorf("a refusal repeats an identifier: %v", err)
	}
}

// A refusal lists what its reader can do, in the reader's language, and nothing that the system
// does by itself.
func TestARefusalListsWhatItsReaderCanDo(t *testing.T) {
	env := testEnv(t)
	c := must(t, opened(t, env), env, t0, cmdDispatch)
	for by, want := range map[string]string{
		"unit:county": "您现在可以执行：签收、首次发布、申请延期、退单。",
		"unit:water":  "您现在没有可执行的操作。",
	} {
		_, err := Decide(c, opinion.Command{Move: opinion.MoveClose, By: by}, env, t0)
		no, _ := err.(*MoveRefusal)
		if no == nil || no.Code != CodeIllegalMove {
			t.Fatalf("%s: %v", by, err)
		}
		if said := no.RefusalWords("zh-CN"); !strings.Contains(said, want) ||
			strings.Contains(said, "sign") || strings.Contains(said, "并入反映") {
			t.Errorf("%s: %s", by, said)
		}
		if said := no.RefusalWords("en"); strings.ContainsAny(said, "、。") {
			t.Errorf("%s: %s", by, said)
		}
		for _, m := range no.Legal {
			if slices.Contains(opinion.SystemMoves, m) {
				t.Errorf("%s may %s?", by, m)
			}
		}
	}
}
