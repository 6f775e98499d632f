package casework

import (
	"time"

	"huiying/opinion"
)

// RecallWithin is how long what was done to a case in triage can be taken back. Pages offer it for
// ten seconds; the rest is for slow lines and readers without a script.
const RecallWithin = 30 * time.Second

// recall takes back what a person has just done to a case in triage, before anything came of it: a
// dispatch that nobody signed for, a dismissal, a merge, a referral. Both events stay in the
// history.
func recall(c opinion.Case, _ opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Before == nil {
		return false, refuse(c, CodeNoRecall, "refusal.no_recall.moved_on")
	}
	if e.At.Sub(c.Before.At) > RecallWithin {
		return false, refuse(c, CodeNoRecall, "refusal.no_recall.late")
	}
	e.Unit, e.Into = c.Lead, c.Into
	return true, nil
}

// undoesMerge says whether a move lets go of the case that this one was merged into.
func undoesMerge(c opinion.Case, m opinion.Move) bool {
	return m == opinion.MoveUnmerge || m == opinion.MoveRecall && c.Into != ""
}
