package casework

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// open makes the case of a finding's issue. The unit's clock does not run yet: it starts at
// dispatch, for which the coordinating office has a clock of its own. Other is the ended case that this one repeats.
func open(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" || f.Issue.ID == "" || f.Route.Lead == "" {
		return false, refuse(c, CodeNeedsFinding, "立件需要一条已研判、已归入议题并有责任单位的信息。", "a case opens on a finding that has an issue and a responsible unit")
	}
	e.Case, e.Issue, e.Mention = opinion.CaseID(f.Issue.ID), f.Issue.ID, f.ID
	e.Topic, e.Division, e.Severity, e.Demand = f.Topic.ID, f.Place(), f.Severity.Level, f.Demand.ID
	e.Source, e.SourceKind, e.Said, e.Unit = f.Source, f.Kind, f.When().UTC(), f.Route.Lead
	if cmd.Other.ID != "" {
		e.Case, e.From = opinion.CaseID(f.Issue.ID+"/"+cmd.Other.ID), cmd.Other.ID
	}
	e.Unsure = f.Unsure()
	r := f.Route
	e.Route = &r
	return true, beginTriage(c, env, e)
}

// join adds a further report. It is silent about one that is already there.
func join(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" {
		return false, refuse(c, CodeNeedsFinding, "并入办件需要一条信息。", "a report that joins needs its finding")
	}
	if slices.Contains(c.Mentions, f.ID) {
		return false, nil
	}
	e.Mention, e.Copy, e.Issue = f.ID, f.Issue.Copy, f.Issue.ID
	e.Severity, e.Source, e.Said = f.Severity.Level, f.Source, f.When().UTC()
	return true, heavier(c, env, e)
}

func purge(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	if !slices.Contains(c.Mentions, cmd.Mention) {
		return false, nil
	}
	e.Mention = cmd.Mention
	return true, nil
}

// dispatch gives the case to a unit and starts its clock, unless one runs already: a return
// pauses nothing for the public.
func dispatch(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
	if arbitrateOnly(c) {
		return false, refuse(c, CodeArbitrateOnly,
			"连续第二次退单，不再重新派单：由共同上级裁定责任单位，请使用“arbitrate”。",
			"this is the second return in a row, so it is not sent round again: the common superior decides; use \"arbitrate\"")
	}
	co, r := units(c, cmd, env)
	if r != nil {
		return false, r
	}
	if c.State == opinion.Returned && cmd.Unit == c.Lead && cmd.Reason == "" {
		return false, refuse(c, CodeSameUnit, "派回刚退单的单位，请写明退单不成立的理由。", "to send it back to the unit that returned it, say why the return does not hold")
	}
	e.Unit, e.Co = cmd.Unit, co
	return true, begin(c, env, e)
}

func sign(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	e.Unit = c.Lead
	return true, nil
}

func handle(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	e.Unit = c.Lead
	return true, nil
}

// giveBack is the return (退单): a reason from the list and evidence, both checked by whoever
// dispatches next.
func giveBack(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
	if !slices.Contains(ReturnReasons, cmd.Reason) {
		list := strings.Join(ReturnReasons, "、")
		return false, refuse(c, CodeNeedsReason, "请从退单理由中选择："+list+"。", "choose the reason of the return from the list: "+list)
	}
	if cmd.Text == "" {
		return false, refuse(c, CodeNeedsText, "请附退单依据（法规、三定方案或权属证明）。", "add the evidence for the return: the law, the unit's duties or the proof of ownership")
	}
	e.Unit, e.Text = c.Lead, cmd.Text
	return true, beginTriage(c, env, e)
}

// arbitrate is the decision of the common superior (共同上级) of the unit that shall have the case and
// of all that returned it, or of the coordinating office where they have none. It ends the row of returns.
func arbitrate(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
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
			return false, refuse(c, CodeNotYours, "裁定由各方的共同上级作出，您的单位不是共同上级。", "the common superior of these units decides, which yours is not")
		}
		e.Arbiter = id
	}
	e.Unit, e.Co, e.Text = cmd.Unit, co, cmd.Text
	return true, begin(c, env, e)
}

func answer(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	if c.Matter == opinion.Disclosure {
		return answerRequest(c, cmd, e)
	}
	if cmd.Text == "" {
		return false, refuse(c, CodeNeedsText, "请填写答复内容。", "write the answer that the public will read")
	}
	if !slices.Contains(ResponseKinds, cmd.Kind) {
		list := strings.Join(ResponseKinds, "、")
		return false, refuse(c, CodeNeedsKind, "请选择回应方式："+list+"（国办发〔2016〕80号）。", "choose the kind of response: "+list)
	}
	url := opinion.CanonicalURL(cmd.URL)
	if url == "" && (cmd.URL != "" || cmd.Outcome != opinion.AnsweredAtSource) {
		return false, refuse(c, CodeNeedsURL, "请填写答复的公开网址（http 或 https）；在来源处直接答复的，请注明。", "give the public address (http or https) of the answer, or say that it was answered at the source")
	}
	e.Unit, e.Text, e.Kind, e.URL = c.Lead, cmd.Text, cmd.Kind, url
	if url == "" {
		e.Outcome = opinion.AnsweredAtSource
	}
	return true, nil
}

// verify notes whether the answer was found where it was said to be. One that was not goes
// back to the unit with the reason.
func verify(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
	if !cmd.OK && cmd.Reason == "" {
		return false, refuse(c, CodeNeedsReason, "核实不通过，请写明原因，以便单位重新答复。", "say why the answer does not hold, so that the unit can mend it")
	}
	doubts := c.Doubts
	if len(doubts) == 0 {
		doubts = doubtsOf(cmd)
	}
	if cmd.OK && len(doubts) > 0 {
		switch {
		case cmd.By == System:
			return false, refuse(c, CodeNotYours, "答复存疑，须由人认定。", "the checks doubted this answer, so a person decides")
		case cmd.Reason == "":
			return false, refuse(c, CodeNeedsReason, "系统核查对该答复存疑。如认为答复成立，请写明理由。", "the checks doubt this answer; to overrule them, say why it holds")
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
func closeCase(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	switch {
	case cmd.Outcome != opinion.AnsweredInPublic && cmd.Outcome != opinion.AnsweredAtSource:
		return false, refuse(c, CodeNeedsOutcome, "请选择办结方式：answered_in_public（公开答复）或 answered_at_source（在来源处答复）。", "choose the outcome: answered_in_public or answered_at_source")
	case cmd.Outcome == opinion.AnsweredInPublic && c.AnswerURL == "":
		return false, refuse(c, CodeNeedsURL, "公开答复须有公开网址，本办件没有。", "an answer in public has a public address, and this case has none")
	case !slices.Contains(SolvedWords, cmd.Solved):
		return false, refuse(c, CodeNeedsSolved, "请注明对群众是否已解决：yes（是）、partly（部分）、no（否）、promised（已承诺期限）。", "say whether it is solved for the public: yes, partly, no, or promised for a day to come")
	}
	if r := promisedOrNot(c, cmd); r != nil {
		return false, r
	}
	e.Outcome, e.Solved, e.Text = cmd.Outcome, cmd.Solved, cmd.Text
	return true, nil
}

// reopen starts a fresh clock for a case that was dispatched before; one that never was
// goes back to triage.
func reopen(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
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
func refer(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	if cmd.Channel == "" {
		list := strings.Join(Channels, "、")
		return false, refuse(c, CodeNeedsChannel, "请写明应走的法定渠道，例如："+list+"。", "name the statutory channel, such as: "+list)
	}
	e.Channel, e.Outcome, e.Text = cmd.Channel, opinion.OutcomeReferred, cmd.Text
	return true, nil
}

// raise takes the case one level up (提级办理).
func raise(c opinion.Case, cmd Command, env Env, e *opinion.Event) (bool, *Refusal) {
	if r := needsReason(c, cmd); r != nil {
		return false, r
	}
	if cmd.Unit == "" {
		up, ok := superior(env, c.Lead)
		if !ok {
			return false, refuse(c, CodeNoSuperior, "主办单位没有上级单位，请指定提级后的单位。", "the unit in charge has no superior; name the unit it is raised to")
		}
		cmd.Unit = up.ID
	}
	if _, r := units(c, cmd, env); r != nil {
		return false, r
	}
	if cmd.Unit == c.Lead {
		return false, refuse(c, CodeSameUnit, "该单位已是主办单位，请指定其上级。", "that unit is in charge already; name one above it")
	}
	e.Unit = cmd.Unit
	return true, nil
}

func dismiss(c opinion.Case, cmd Command, _ Env, e *opinion.Event) (bool, *Refusal) {
	if r := needsReason(c, cmd); r != nil {
		return false, r
	}
	e.Outcome, e.Text = opinion.NotGovernment, cmd.Text
	return true, nil
}
