package casework

import (
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// confirm takes down what somebody else than the unit says of the answer: whoever asked, by the query
// code (受理码); the hotline, which asked who had asked (回访); the coordinating office, which looked
// (察看). It changes no state. A unit's word on its own case is never a confirmation: see ownCause.
func confirm(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	byCode := cmd.By == opinion.Asker
	if byCode {
		cmd.Means = opinion.MeansCode
	}
	switch {
	case cmd.Solved != "yes" && cmd.Solved != "no":
		return false, refuse(c, CodeNeedsSolved, "refusal.needs_solved.confirm")
	case !byCode && !slices.Contains(opinion.OfficeMeans, cmd.Means):
		return false, refuse(c, CodeNeedsMeans, "refusal.needs_means")
	case cmd.Solved == "no" && byCode && !opinion.Unsolved(cmd.Reason).Known():
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.unsolved",
			strings.ReplaceAll(opinion.Listed(opinion.UnsolvedReasons), ", ", "、"))
	case cmd.Solved == "no" && cmd.Reason == "":
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.confirm")
	}
	if cmd.Solved == "yes" && byCode {
		e.Reason = "" // nobody writes words by a code
	}
	e.Unit, e.Solved, e.Means = c.Lead, cmd.Solved, cmd.Means
	return true, nil
}

// askedAgain is the reopening that follows by itself when whoever asked says, by the query code, that
// a closed case is not solved: within the time of repeats (casework.reopen_within), and once. After
// that somebody decides. A calendar that cannot be counted leaves it to a person too.
func askedAgain(c opinion.Case, env Env, now time.Time) []opinion.Event {
	asked := slices.ContainsFunc(c.Verdicts, func(w opinion.Word) bool {
		return w.Means == opinion.MeansCode && w.Said == "no"
	})
	if !asked || c.State != opinion.Closed || c.AskedAgain || env.ReopenWithin <= 0 ||
		now.Sub(c.ClosedAt) > env.ReopenWithin {
		return nil
	}
	e := opinion.Event{Type: opinion.MoveReopen, At: notBefore(now, c.Updated), By: System, Unit: c.Lead,
		Co: c.Co, Means: opinion.MeansCode, Reason: kept("history.not_solved")}
	if r := begin(c, env, &e); r != nil {
		return nil
	}
	return []opinion.Event{e.Seal(c)}
}
