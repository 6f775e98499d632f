package casework

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// open makes the case of a finding's issue. The unit's clock does not run yet: it starts at
// dispatch, for which the coordinating office has a clock of its own. Other is the ended case that
// this one repeats.
func open(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" || f.Issue.ID == "" || f.Route.Lead == "" {
		return false, refuse(c, CodeNeedsFinding, "refusal.needs_finding.open")
	}
	e.Case, e.Issue, e.Mention = opinion.CaseID(f.Issue.ID), f.Issue.ID, f.ID
	e.Topic, e.Division, e.Severity, e.Demand = f.Topic.ID, f.Place(), f.Severity.Level, f.Demand.ID
	e.Source, e.SourceKind, e.Said, e.Unit = f.Source, f.Kind, f.When().UTC(), f.Route.Lead
	if cmd.Other.ID != "" {
		e.Case, e.From = opinion.CaseID(f.Issue.ID+"/"+cmd.Other.ID), cmd.Other.ID
	}
	e.Unsure, e.Danger, e.Urgent, e.Part = f.Unsure(), f.Call(), f.Urgent(), f.Part
	r := f.Route
	e.Route = &r
	if f.Asks == opinion.AsksCase { // a person opens it (立件)
		by := askedBy(*f)
		e.By, e.Reason = by.By, by.Reason
	}
	return true, beginTriage(c, env, e)
}

// join adds a further report. It is silent about one that is already there.
func join(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" {
		return false, refuse(c, CodeNeedsFinding, "refusal.needs_finding.join")
	}
	if slices.Contains(c.Mentions, f.ID) {
		return false, nil
	}
	e.Mention, e.Copy, e.Issue = f.ID, f.Issue.Copy, f.Issue.ID
	e.Severity, e.Source, e.Said, e.Danger = f.Severity.Level, f.Source, f.When().UTC(), f.Call()
	e.Urgent = f.Urgent()
	return true, heavier(c, env, e)
}

func purge(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if !slices.Contains(c.Mentions, cmd.Mention) {
		return false, nil
	}
	e.Mention = cmd.Mention
	return true, nil
}

// dispatch gives the case to a unit and starts its clock, unless one runs already: a return
// pauses nothing for the public.
func dispatch(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if arbitrateOnly(c) {
		return false, refuse(c, CodeArbitrateOnly,
			"refusal.arbitrate_only")
	}
	co, r := units(c, cmd, env)
	if r != nil {
		return false, r
	}
	if c.State == opinion.Returned && cmd.Unit == c.Lead && cmd.Reason == "" {
		return false, refuse(c, CodeSameUnit, "refusal.same_unit.dispatch")
	}
	e.Unit, e.Co = cmd.Unit, co
	return true, begin(c, env, e)
}

func sign(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	e.Unit = c.Lead
	return true, nil
}

func handle(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	e.Unit = c.Lead
	return true, nil
}

// giveBack is the return (退单): a reason from the list and evidence, both checked by whoever
// dispatches next. What was decided by arbitration stays decided: its unit returns it no more, and
// only the coordinating office or a superior, who is named in the history, opens it again.
func giveBack(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	is := partsOf(c, cmd.By, env)
	switch {
	case boundBy(c, is):
		return false, refuse(c, CodeDecided, "refusal.decided")
	case c.Arbitrated != c.Lead && is&(byDesk|byLead) == 0:
		return false, refuse(c, CodeWrongUnit, "refusal.wrong_unit.lead")
	}
	if !slices.Contains(ReturnReasons, cmd.Reason) {
		list := strings.Join(ReturnReasons, "、")
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.return", list)
	}
	if cmd.Text == "" {
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.return")
	}
	e.Unit, e.Text = c.Lead, cmd.Text
	return true, beginTriage(c, env, e)
}

// arbitrate is the decision of the common superior (共同上级) of the unit that shall have the case and
// of all that returned it, or of the coordinating office where they have none. It ends the row of
// returns.
func arbitrate(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	co, r := units(c, cmd, env)
	if r == nil {
		r = needsReason(c, cmd)
	}
	if r != nil {
		return false, r
	}
	who := append(commonSuperiors(env, c.Returners, cmd.Unit), env.Office)
	e.Arbiter = who[0]
	if id, isUnit := strings.CutPrefix(cmd.By, "unit:"); isUnit {
		if !slices.Contains(who, id) {
			return false, refuse(c, CodeNotYours, "refusal.not_yours.arbitrate")
		}
		e.Arbiter = id
	}
	e.Unit, e.Co, e.Text = cmd.Unit, co, cmd.Text
	return true, begin(c, env, e)
}

func answer(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Matter == opinion.Disclosure {
		return answerRequest(c, cmd, e)
	}
	if cmd.Text == "" {
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.answer")
	}
	if !slices.Contains(ResponseKinds, cmd.Kind) {
		list := strings.Join(ResponseKinds, "、")
		return false, refuse(c, CodeNeedsKind, "refusal.needs_kind.answer", list)
	}
	url := opinion.CanonicalURL(cmd.URL)
	if url == "" && (cmd.URL != "" || cmd.Outcome != opinion.AnsweredAtSource) {
		return false, refuse(c, CodeNeedsURL, "refusal.needs_url.answer")
	}
	e.Unit, e.Text, e.Kind, e.URL = c.Lead, cmd.Text, cmd.Kind, url
	if url == "" {
		e.Outcome = opinion.AnsweredAtSource
	}
	return true, nil
}

// verify notes whether the answer was found where it was said to be. One that was not goes
// back to the unit with the reason.
func verify(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if !cmd.OK && cmd.Reason == "" {
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.verify")
	}
	doubts := c.Doubts
	if len(doubts) == 0 {
		doubts = doubtsOf(cmd)
	}
	if cmd.OK && len(doubts) > 0 {
		switch {
		case cmd.By == System:
			return false, refuse(c, CodeNotYours, "refusal.not_yours.doubt")
		case cmd.Reason == "":
			return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.overrule")
		}
	}
	e.Unit, e.OK, e.URL, e.Why = c.Lead, cmd.OK, c.AnswerURL, doubts
	if cmd.OK {
		return true, pledge(c, cmd, env, e)
	}
	return true, nil
}

// closeCase ends a verified case: how it was answered, and whether that solved the matter
// for the public, which are two facts.
func closeCase(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	switch {
	case cmd.Outcome != opinion.AnsweredInPublic && cmd.Outcome != opinion.AnsweredAtSource:
		return false, refuse(c, CodeNeedsOutcome, "refusal.needs_outcome")
	case cmd.Outcome == opinion.AnsweredInPublic && c.AnswerURL == "":
		return false, refuse(c, CodeNeedsURL, "refusal.needs_url.close")
	case !slices.Contains(SolvedWords, cmd.Solved):
		return false, refuse(c, CodeNeedsSolved, "refusal.needs_solved.close")
	}
	if r := promisedOrNot(c, cmd); r != nil {
		return false, r
	}
	e.Outcome, e.Solved, e.Text = cmd.Outcome, cmd.Solved, cmd.Text
	return true, nil
}

// reopen starts a fresh clock for a case that was dispatched before; one that never was
// goes back to triage.
func reopen(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if r := needsReason(c, cmd); r != nil {
		return false, r
	}
	e.Unit = c.Lead
	if c.State == opinion.Closed {
		e.Co = c.Co
		return true, begin(c, env, e)
	}
	return true, beginTriage(c, env, e)
}

// refer ends the case with the words that tell the public which channel is theirs.
func refer(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if cmd.Statutory == "" {
		list := strings.Join(Channels, "、")
		return false, refuse(c, CodeNeedsChannel, "refusal.needs_channel", list)
	}
	e.Statutory, e.Outcome, e.Text = cmd.Statutory, opinion.OutcomeReferred, cmd.Text
	return true, nil
}

// raise takes the case one level up (提级办理).
func raise(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if r := needsReason(c, cmd); r != nil {
		return false, r
	}
	if cmd.Unit == "" {
		up, ok := superior(env, c.Lead)
		if !ok {
			return false, refuse(c, CodeNoSuperior, "refusal.no_superior")
		}
		cmd.Unit = up.ID
	}
	if _, r := units(c, cmd, env); r != nil {
		return false, r
	}
	if cmd.Unit == c.Lead {
		return false, refuse(c, CodeSameUnit, "refusal.same_unit.raise")
	}
	e.Unit = cmd.Unit
	return true, nil
}

func dismiss(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if r := needsReason(c, cmd); r != nil {
		return false, r
	}
	e.Outcome, e.Text = opinion.NotGovernment, cmd.Text
	return true, nil
}
