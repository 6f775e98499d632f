package casework

import (
	"slices"

	"huiying/opinion"
)

// merge hands the duty on to another case. Whether that one exists, and is due no later, is for
// Executor to see. It is told in the same write: see absorb.
func merge(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if cmd.Into == "" || cmd.Into == c.ID {
		return false, refuse(c, CodeNeedsInto, "refusal.needs_into.merge")
	}
	e.Into, e.Outcome = cmd.Into, opinion.OutcomeMerged
	return true, nil
}

// unmerge makes a merged case its own again. One that was with a unit goes back there, and its time
// begins anew; one that was not goes back to triage.
func unmerge(c opinion.Case, _ opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	e.Into, e.Unit = c.Into, c.Lead
	if c.Dispatch.IsZero() {
		return true, beginTriage(c, env, e)
	}
	e.Co = c.Co
	return true, begin(c, env, e)
}

// absorb takes up a case that was merged into this one: its reports count here from now on.
func absorb(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if cmd.Other.ID == "" || slices.ContainsFunc(c.Absorbed,
		func(p opinion.Part) bool { return p.Case == cmd.Other.ID }) {
		return false, nil
	}
	e.From, e.Reports = cmd.Other.ID, cmd.Other.Reports
	return true, nil
}

// release lets it go again, with the reports that it brought.
func release(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if !slices.ContainsFunc(c.Absorbed, func(p opinion.Part) bool { return p.Case == cmd.Other.ID }) {
		return false, nil
	}
	e.From = cmd.Other.ID
	return true, nil
}

// link notes in an ended case that a later one takes up what was said again.
func link(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Later != "" || cmd.Other.ID == "" {
		return false, nil
	}
	e.Into = cmd.Other.ID
	return true, nil
}

// adopt makes what was arbitrated here a rule of dispatch for the same item in the same place:
// routing reads it from then on, until it is withdrawn.
func adopt(c opinion.Case, _ opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Adopted {
		return false, nil
	}
	if ruledOut(c, opinion.MoveAdopt) {
		return false, refuse(c, CodeNoDecision, "refusal.no_decision")
	}
	e.Unit, e.Topic, e.Division = c.Arbitrated, c.Topic, c.Division
	return true, nil
}

func withdraw(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if !c.Adopted {
		return false, nil
	}
	e.Unit = c.Arbitrated
	return true, needsReason(c, cmd)
}
