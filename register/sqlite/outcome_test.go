package sqlite

import (
	"path/filepath"
	"reflect"
	"testing"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// Of mentions that were brought in each is counted once, wherever it stands: also those that nobody
// has judged yet, and those whose case is due in a moment.
func TestTheOutcomeCountsEachMentionOnce(t *testing.T) {
	b := bustest.Start(t)
	s, err := Open(t.Context(), b, filepath.Join(t.TempDir(), "register.db"),
		Options{patience: waittest.Limit, Dispose: func(f opinion.Finding) opinion.Disposed {
			switch f.ID {
			case "m0003":
				return opinion.Disposed{Rule: opinion.RuleOpens}
			case "m0004":
				return opinion.Disposed{Rule: opinion.RulePraise}
			}
			return opinion.Disposed{Rule: opinion.RuleUnclear}
		}})
	check(t, err)
	run(t, s)
	newer := finding(6)
	newer.Replaces = "m0005"
	publish(t, b, finding(1), finding(2), finding(3), finding(4), finding(5), newer)
	o := openEvent(1, t0)
	check(t, s.Append(t.Context(), opinion.Case{}, o))
	join := next(fold(o), opinion.Event{Type: opinion.MoveJoin, At: t0, By: "system", Mention: "m0002"})
	check(t, s.Append(t.Context(), fold(o), join))
	seen(t, b, s)
	ids := []string{o.Mention, "m0002", "m0003", "m0004", "m0005", "m0006", "m0007", "m0002"}
	got, err := s.OutcomeOf(t.Context(), ids)
	want := register.Outcome{NewCases: 1, Joined: 1, Waiting: 1, Dismissed: 1, Replaced: 1, OnTheWay: 2,
		Why: map[opinion.DispositionRule]int{opinion.RuleUnclear: 1, opinion.RulePraise: 1, opinion.RuleReplaced: 1}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}
