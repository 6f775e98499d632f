package casework

import (
	"fmt"
	"testing"
	"time"

	"huiying/opinion"
)

// A matter may turn out heavier at any point of its life. Its running clocks are then shortened,
// from that moment on. Afterwards nothing that an office does (a check that fails, a redo, a
// return, an arbitration) makes any due time earlier, and least so one that was met when the weight
// rose.
func TestOnlyTheRiseItselfBringsADueTimeForward(t *testing.T) {
	env := testEnv(t)
	doubted := opinion.Command{Move: opinion.MoveDoubt, Doubts: []string{"像套话"}}
	failed := opinion.Command{Move: opinion.MoveVerify, By: "coordinator", Reason: "答非所问"}
	again := opinion.Command{Move: opinion.MoveAnswer, By: "unit:county", Text: "已更换。",
		Kind: "解决公布", URL: "https://a.gov.cn/2"}
	arbitrated := opinion.Command{Move: opinion.MoveArbitrate, By: "unit:city", Unit: "water", Reason: "职责所在"}
	extended := opinion.Command{Move: opinion.MoveExtend, By: "coordinator", Limit: 24 * time.Hour, Reason: "等配件"}
	returned := opinion.Command{Move: opinion.MoveReturn, By: "unit:county", Reason: "职能不符", Text: "三定方案第三条"}
	back := opinion.Command{Move: opinion.MoveDispatch, By: "coordinator", Unit: "county", Reason: "依职责清单属该单位"}
	lives := map[string][]opinion.Command{
		"redone by a failed check": {cmdDispatch, cmdSign, cmdHandle, cmdAnswer, cmdFailed, again, cmdFailed, again},
		"redone after a doubt": {cmdDispatch, cmdSign, cmdHandle, cmdAnswer, doubted, failed,
			again, doubted, failed, extended},
		"answered over":   {cmdDispatch, cmdSign, cmdHandle, cmdAnswer, again, failed, extended},
		"returned before": {cmdDispatch, returned, back, cmdSign, cmdHandle, cmdAnswer, failed, again},
		"arbitrated before": {cmdDispatch, returned, arbitrated,
			{Move: opinion.MoveSign, By: "unit:water"}, {Move: opinion.MoveAnswer, By: "unit:water",
				Text: "已修复。", Kind: "解决公布", URL: "https://a.gov.cn/1"}, failed},
	}
	for name, life := range lives {
		for _, kind := range []opinion.SourceKind{opinion.KindNews, opinion.KindBoard} {
			for rises := range life {
				t.Run(fmt.Sprintf("%s, %s, rises before move %d", name, kind, rises), func(t *testing.T) {
					f := finding(1, "i1")
					f.Kind = kind
					c, at := must(t, opinion.Case{}, env, t0,
						opinion.Command{Move: opinion.MoveOpen, By: System, Finding: &f}), t0
					for i, cmd := range life {
						if i == rises {
							at = at.Add(time.Minute)
							c = risen(t, c, env, at)
						}
						at = at.Add(20 * time.Minute)
						for _, e := range decided(t, c, env, at, cmd) {
							next := c.Apply(e)
							if why := wrong(c, e, next); why != "" {
								t.Fatalf("after %s: %s\n%+v\n%+v", e.Type, why, c.Clocks, next.Clocks)
							}
							c = next
						}
					}
				})
			}
		}
	}
}

// risen is a case that a heavier report joins: what runs starts anew at that moment or is due no
// earlier, and what was met stays.
func risen(t *testing.T, c opinion.Case, env Env, at time.Time) opinion.Case {
	t.Helper()
	heavy := finding(2, "i1")
	heavy.Severity.Level = opinion.SeverityI
	next := must(t, c, env, at, opinion.Command{Move: opinion.MoveJoin, By: System, Finding: &heavy})
	for _, was := range c.Clocks {
		is, ok := next.TimedFor(was.Duty, was.Unit, was.Of)
		if !ok || is.Due.Before(was.Due) && (!was.Done.IsZero() || !is.Clock.Start.Equal(at)) {
			t.Fatalf("the rise itself turns %+v into %+v", was, is)
		}
	}
	return next
}
