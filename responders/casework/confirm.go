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

// contradicted is what follows by itself when others say that a closed case is not solved: by the word
// of whoever asked (query code) it is opened again, else somebody decides whether it is.
func contradicted(c opinion.Case, after opinion.Move, env Env, now time.Time) []opinion.Event {
	said := c.Verdict()
	if n := len(c.Verdicts); after == opinion.MoveConfirm && n > 0 {
		said = c.Verdicts[n-1].Said // what was decided before is not asked again because others say yes
	}
	if c.State != opinion.Closed || said != "no" {
		return nil
	}
	if again := askedAgain(c, env, now); again != nil {
		return again
	}
	e := opinion.Event{Type: opinion.MoveContest, At: notBefore(now, c.Updated), By: System}
	if did, _ := contest(c, opinion.Command{}, env, &e); !did {
		return nil
	}
	return []opinion.Event{e.Seal(c)}
}

// contest notes that others call a closed case unsolved, and starts the time in which the coordinating
// office decides: it opens the case again or upholds its end. A calendar that cannot be counted leaves
// the decision without a time.
func contest(c opinion.Case, _ opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Contested || c.Verdict() != "no" {
		return false, nil
	}
	e.Unit, e.Reason = c.Lead, kept("history.contested")
	_ = beginDuty(c, env, e, env.decide(), opinion.DutyDecide, env.Office)
	return true, nil
}

// uphold lets a contested case stay closed, with a reason from the list. What others said of it stands:
// it counts as contradicted.
func uphold(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	switch {
	case !c.Contested:
		return false, refuse(c, CodeNotContested, "refusal.not_contested")
	case !opinion.Upheld(cmd.Reason).Known():
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.uphold",
			strings.ReplaceAll(opinion.Listed(opinion.UpheldReasons), ", ", "、"))
	}
	e.Unit = c.Lead
	return true, nil
}

// askedAgain is the reopening that follows by itself when whoever asked says, by the query code, that
// a closed case is not solved: within the time of repeats (casework.reopen_within), and once. A
// calendar that cannot be counted leaves it to a person.
func askedAgain(c opinion.Case, env Env, now time.Time) []opinion.Event {
	asked := slices.ContainsFunc(c.Verdicts, func(w opinion.Word) bool {
		return w.Means == opinion.MeansCode && w.Said == "no"
	})
	if !asked || c.AskedAgain || env.ReopenWithin <= 0 || now.Sub(c.ClosedAt) > env.ReopenWithin {
		return nil
	}
	e := opinion.Event{Type: opinion.MoveReopen, At: notBefore(now, c.Updated), By: System, Unit: c.Lead,
		Co: c.Co, Means: opinion.MeansCode, Reason: kept("history.not_solved")}
	if r := begin(c, env, &e); r != nil {
		return nil
	}
	return []opinion.Event{e.Seal(c)}
}
