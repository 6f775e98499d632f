package casework

import (
	"regexp"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/redact"
)

// A request for disclosure (依申请公开) is the same machine with another table of states
// (opinion.Disclosure). Who applied stays in the system that received the request: there is room
// here for the request's number only.

// disclosureLimit is the time to answer a request, in working days, and the most by which it is
// extended (政府信息公开条例 article 33).
const disclosureLimit = 20 * day

// ProfileDisclosure names the clock profile of a request.
const ProfileDisclosure = "disclosure"

// disclosureProfile is the configured one, else the regulation's.
func disclosureProfile(env Env) opinion.ClockProfile {
	if p, ok := env.Clock(ProfileDisclosure); ok {
		return p
	}
	return opinion.ClockProfile{ID: ProfileDisclosure, Limit: disclosureLimit, Calendar: opinion.CalendarWorking,
		Complete: disclosureLimit + 5*day,
		Basis:    kept("basis.disclosure")}
}

// reference is what the number of a request looks like: words that offices number by, signs, and
// few digits in a row. A name, a phone or an identity card does not fit.
var reference = regexp.MustCompile(`^(?:[依申请公开政府信息办函第号年受理登记告答复字A-Z〔〕\[\]()（）\-_/]|[0-9]{1,8}(?:[^0-9]|$))+$`)

func validReference(ref string) bool {
	clean, found := redact.Text(ref)
	return len(ref) <= 60 && reference.MatchString(ref) && strings.ContainsAny(ref, "0123456789") &&
		clean == ref && len(found) == 0
}

// register opens the case of a request. Its clock runs from the day it was received.
func register(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	ref := strings.TrimSpace(cmd.Ref)
	if !validReference(ref) {
		return false, refuse(c, CodeNeedsRef, "refusal.needs_ref")
	}
	if cmd.Unit == "" {
		cmd.Unit = env.Office
	}
	if _, r := units(c, cmd, env); r != nil {
		return false, r
	}
	from := cmd.Received
	if from.IsZero() {
		from = e.At
	}
	if from.After(e.At) || e.At.Sub(from) > 365*day {
		return false, refuse(c, CodeTooLate, "refusal.too_late.register")
	}
	p := disclosureProfile(env)
	k, due, err := env.Calendars.start(p, p.Limit, from)
	if err != nil {
		return false, cannotCount(c, err)
	}
	e.Case, e.Matter, e.Ref, e.Unit = RequestID(ref), opinion.Disclosure, ref, cmd.Unit
	e.Topic, e.Division, e.Clock, e.Due = cmd.Topic, cmd.Division, &k, due
	return true, beginDuty(c, env, e, p, opinion.DutyComplete, cmd.Unit)
}

// RequestID is the id of the case of a request.
func RequestID(ref string) string { return opinion.CaseID("disclosure/" + ref) }

// review says that this is a request and which unit handles it; once more, when it goes to another
// unit. The clock goes on.
func review(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	co, r := units(c, cmd, env)
	if r != nil {
		return false, r
	}
	if c.State == opinion.Reviewed && cmd.Unit == c.Lead {
		return false, refuse(c, CodeSameUnit, "refusal.same_unit.review")
	}
	e.Unit, e.Co = cmd.Unit, co
	return true, nil
}

// pause stops the clock while the applicant or a third party is asked. Time that is over stays
// over.
func pause(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if !slices.Contains(PauseReasons, cmd.Reason) {
		list := strings.Join(PauseReasons, "、")
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.pause", list)
	}
	if r := extendable(c, e.At); r != nil {
		return false, r
	}
	for _, t := range c.Running() {
		t.Clock.Pauses = append(slices.Clone(t.Clock.Pauses), opinion.Pause{From: e.At, Reason: cmd.Reason})
		change(e, t)
	}
	e.Unit, e.Text = c.Lead, cmd.Text
	return true, nil
}

// resume lets the clock go on. After a supplement (补正) nothing before counts: the limit begins
// again.
func resume(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Clock == nil || !c.Clock.Paused() {
		return false, refuse(c, CodeNotPaused, "refusal.not_paused.resume")
	}
	for _, t := range c.Running() {
		n := len(t.Clock.Pauses) - 1
		if n < 0 || !t.Clock.Paused() {
			continue
		}
		t.Clock.Pauses = slices.Clone(t.Clock.Pauses)
		last := &t.Clock.Pauses[n]
		last.To = e.At
		if last.Reason == Supplement {
			t.Clock.Pauses = []opinion.Pause{{From: t.Clock.Start, To: e.At, Reason: Supplement}}
		}
		cal := env.Calendars[t.Clock.Calendar]
		due, err := Due(t.Clock, cal)
		if err != nil {
			return false, cannotCount(c, err)
		}
		t.Due = later(due, t.Due)
		stamp(&t.Clock, cal, t.Due)
		change(e, t)
	}
	e.Unit = c.Lead
	return true, nil
}

// change writes a changed clock into an event.
func change(e *opinion.Event, t opinion.Timed) {
	if t.Duty == opinion.DutyAnswer {
		k := t.Clock
		e.Clock, e.Due = &k, t.Due
		return
	}
	e.Clocks = append(e.Clocks, t)
}

// answerRequest says how a request was decided. What it says goes to the applicant and is not kept
// here.
func answerRequest(c opinion.Case, cmd opinion.Command, e *opinion.Event) (bool, *MoveRefusal) {
	if !slices.Contains(DisclosureKinds, cmd.Kind) {
		list := strings.Join(DisclosureKinds, "、")
		return false, refuse(c, CodeNeedsKind, "refusal.needs_kind.disclosure", list)
	}
	if c.Clock != nil && c.Clock.Paused() {
		return false, refuse(c, CodeNotPaused, "refusal.not_paused.answer")
	}
	e.Unit, e.Kind, e.URL = c.Lead, cmd.Kind, opinion.CanonicalURL(cmd.URL)
	return true, nil
}

func deliver(c opinion.Case, _ opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	e.Unit = c.Lead
	return true, nil
}

func archive(c opinion.Case, _ opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	e.Unit, e.Outcome = c.Lead, opinion.AnsweredAtSource // where the request was received
	return true, nil
}
