// Package correct says what a finding becomes when a person corrects (更正) or confirms a
// judgement, or takes the latest correction back. What the analyzers said stays in the finding
// beside it. What a person decided holds until a person takes it back: a unit that was named
// stays when a later correction would route elsewhere.
package correct

import (
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"huiying/opinion"
	"huiying/words"
)

// Change is what a person wants to put right.
type Change struct {
	Field  opinion.Field
	Is     string
	By     string // a role or "unit:<id>", as opinion.Actor has it
	Reason string
	Undo   bool // take the latest correction back, or the latest of Field where it is given
	// Seen is how many corrections the finding had when the person looked; -1: whatever it has.
	Seen int
	// Issue is where the mention goes, for FieldIssue: its size counts this mention.
	Issue opinion.IssueRef
	// Case is one that the mention is in, for FieldAsks, or that of its further matter, for FieldOther:
	// what is in a case is decided there.
	Case string
	// Waits: for FieldOther, the letter itself is in no case yet.
	Waits bool
}

// Env is what decisions look up.
type Env struct {
	Topic func(id string) (opinion.Topic, bool)
	Place func(code string) (opinion.Territory, bool) // as a person would say it: certain, with its path
	Named func(words string) *opinion.Territory       // the place that words name; nil: only codes are known
	Unit  func(id string) (opinion.Unit, bool)
	Route func(opinion.RouteRequest) opinion.Route
}

// maxReason is how many characters a reason may have.
const maxReason = 500

// Decide says what the finding becomes: the same mention with one correction more. It is pure,
// and f is not changed. The error is a *words.Refusal.
func Decide(f opinion.Finding, cmd Change, env Env, now time.Time) (opinion.Finding, error) {
	if cmd.Seen >= 0 && cmd.Seen != len(f.Corrected) {
		return f, refuse(CodeStale, "refusal.correction.stale_version")
	}
	if cmd.By == "system" || !opinion.Actor(cmd.By, env.Unit) {
		return f, refuse(CodeNeedsBy, "refusal.correction.needs_by")
	}
	if utf8.RuneCountInString(cmd.Reason) > maxReason {
		return f, refuse(CodeTooLong, "refusal.correction.too_long", maxReason)
	}
	if cmd.Field == opinion.FieldPlace && !cmd.Undo {
		cmd.Is = placeNamed(cmd.Is, env)
	}
	c := opinion.Correction{Field: cmd.Field, Was: f.Value(cmd.Field), Is: cmd.Is, By: cmd.By,
		At: now.UTC(), Reason: opinion.Typed(cmd.Reason)}
	var no *words.Refusal
	if cmd.Undo {
		c, no = takeBack(f, c, cmd.Field)
	} else {
		no = check(f, c, cmd, env)
	}
	if no != nil {
		return f, no
	}
	return apply(f, c, cmd.Issue, env), nil
}

// placeNamed is the code of a place that a person wrote as a code or by its name. What names no
// place for certain stays as it was written, to be refused.
func placeNamed(s string, env Env) string {
	if s == "" || env.Named == nil {
		return s
	}
	if _, known := env.Place(s); known {
		return s
	}
	if t := env.Named(s); t != nil && t.Confidence >= opinion.Certain {
		return t.Code
	}
	return s
}

// takeBack makes the correction that undoes the latest one that still holds, of all or of one field.
func takeBack(f opinion.Finding, c opinion.Correction, of opinion.Field) (opinion.Correction, *words.Refusal) {
	standing := slices.DeleteFunc(opinion.Standing(f.Corrected),
		func(x opinion.Correction) bool { return of != "" && x.Field != of })
	if len(standing) == 0 {
		return c, refuse(CodeNothing, "refusal.correction.nothing_to_undo.correction")
	}
	last := standing[len(standing)-1]
	c.Field, c.Was, c.Is, c.Undo = last.Field, last.Is, last.Was, true
	return c, nil
}

// check refuses values that do not exist and corrections that change nothing. A topic may be
// confirmed: that it was right is worth knowing.
func check(f opinion.Finding, c opinion.Correction, cmd Change, env Env) *words.Refusal {
	known := true
	switch c.Field {
	case opinion.FieldTopic:
		_, known = env.Topic(c.Is)
	case opinion.FieldPlace:
		if c.Is != "" {
			_, known = env.Place(c.Is)
		}
	case opinion.FieldDemand:
		known = opinion.Demand(c.Is).Known()
	case opinion.FieldSeverity:
		known = opinion.Severity(c.Is).Known()
	case opinion.FieldUnit:
		_, known = env.Unit(c.Is)
	case opinion.FieldIssue:
		known = c.Is != "" && cmd.Issue.ID == c.Is
	case opinion.FieldOther:
		known = slices.ContainsFunc(f.Also, func(o opinion.OtherMatter) bool { return o.Topic.ID == c.Is })
	case opinion.FieldAsks:
		known = c.Is == string(opinion.AsksCase) || c.Is == string(opinion.AsksNothing)
	default:
		return refuse(CodeUnknownField, "refusal.correction.unknown_field")
	}
	if !known {
		return refuse(CodeUnknownValue, "refusal.correction.unknown_value")
	}
	switch {
	case c.Field != opinion.FieldAsks && c.Field != opinion.FieldOther:
	case cmd.Case != "":
		return refuse(CodeInCase, "refusal.correction.in_case", cmd.Case)
	case c.Is == string(opinion.AsksNothing) && c.Reason == "":
		return refuse(CodeNeedsReason, "refusal.correction.needs_reason")
	}
	if c.Field == opinion.FieldOther && cmd.Waits {
		return refuse(CodeLetterWaits, "refusal.correction.letter_waits")
	}
	if c.Is == c.Was && (c.Field != opinion.FieldTopic || f.Topic.By == opinion.ByPerson) {
		return refuse(CodeNoChange, "refusal.correction.no_change")
	}
	return nil
}

// apply adds the correction and works the finding out anew: what the analyzers said, and over
// it whatever persons said that still holds.
func apply(f opinion.Finding, c opinion.Correction, issue opinion.IssueRef, env Env) opinion.Finding {
	before := f.Judgement()
	f.Judged = &before
	f.Corrected = append(slices.Clip(f.Corrected), c)
	f.Topic, f.Demand, f.Territory, f.Severity, f.Route = before.Topic, before.Demand,
		before.Territory, before.Severity, before.Route
	f.Asks, f.Also = "", slices.Clone(f.Also)
	for i := range f.Also {
		f.Also[i].Asks = ""
	}
	routed, unit, where := false, "", ""
	for _, x := range opinion.Standing(f.Corrected) {
		switch x.Field {
		case opinion.FieldTopic:
			f.Topic = topicOf(before.Topic, x.Is, env)
		case opinion.FieldPlace:
			f.Territory = placeOf(x.Is, env)
		case opinion.FieldDemand:
			f.Demand = opinion.DemandFinding{ID: opinion.Demand(x.Is), Confidence: 1}
		case opinion.FieldSeverity:
			f.Severity = opinion.SeverityFinding{Level: opinion.Severity(x.Is), Evidence: []string{}}
		case opinion.FieldUnit:
			unit = x.Is
		case opinion.FieldIssue:
			where = x.Is
		case opinion.FieldAsks:
			f.Asks = opinion.Asked(x.Is)
		case opinion.FieldOther:
			for i := range f.Also {
				if f.Also[i].Topic.ID == x.Is {
					f.Also[i].Asks = opinion.AsksCase
				}
			}
		}
		routed = routed || x.Field == opinion.FieldTopic || x.Field == opinion.FieldPlace ||
			x.Field == opinion.FieldSeverity
	}
	f.Issue = issueOf(f.Issue, before.Issue, issue, where)
	if routed {
		f.Route = env.Route(f.RouteRequest())
	}
	if unit != "" {
		f.Route = ledBy(f.Route, unit, env)
	}
	return f
}

// topicOf is a topic as a person names it. The words that decided stay where the analyzers had
// found the same; the statutory channel is the catalogue's.
func topicOf(judged opinion.TopicFinding, id string, env Env) opinion.TopicFinding {
	t, _ := env.Topic(id)
	out := opinion.TopicFinding{ID: id, Name: t.Name, Confidence: 1, By: opinion.ByPerson,
		Evidence: []string{}, Refer: t.Refer}
	if judged.ID == id {
		out.Evidence, out.Also, out.Refer = judged.Evidence, judged.Also, judged.Refer
	}
	return out
}

func placeOf(code string, env Env) *opinion.Territory {
	if code == "" {
		return nil
	}
	t, ok := env.Place(code)
	if !ok {
		return nil
	}
	return &t
}

// issueOf is where the mention stands: where the newest correction put it, where it was put
// before, or where the analyzers had it.
func issueOf(now, judged, moved opinion.IssueRef, where string) opinion.IssueRef {
	switch {
	case where == "":
		return judged
	case where == moved.ID:
		moved.Why = nil // words of the text say why analyzers put it somewhere, persons need none
		return moved
	case where == now.ID:
		return now
	}
	return opinion.IssueRef{ID: where, Size: now.Size, Copy: judged.Copy}
}

// ledBy is the route with the unit that a person named in the lead.
func ledBy(r opinion.Route, unit string, env Env) opinion.Route {
	u, _ := env.Unit(unit)
	name := u.Name
	if name == "" {
		name = unit
	}
	r.Co = slices.DeleteFunc(slices.Clone(r.Co), func(id string) bool { return id == unit })
	r.Lead, r.Rule = unit, opinion.ByPerson
	r.Why = append(slices.Clip(r.Why), words.Say(words.First, "history.corrected", name))
	return r
}

// Codes of a Refusal. They are part of the API and never change their meaning.
const (
	CodeStale        = "stale_version"
	CodeNeedsBy      = "needs_by"
	CodeTooLong      = "too_long"
	CodeUnknownField = "unknown_field"
	CodeUnknownValue = "unknown_value"
	CodeNoChange     = "no_change"
	CodeNothing      = "nothing_to_undo"
	CodeForgotten    = "forgotten"
	CodeOneMatter    = "one_matter"
	CodeNotMerged    = "not_merged"
	CodeInCase       = "in_case"
	CodeLetterWaits  = "letter_waits"
	CodeNeedsReason  = "needs_reason"
)

func refuse(code, key string, args ...any) *words.Refusal {
	return &words.Refusal{Code: code, Phrase: words.Of(key, args...)}
}

// InCase says whether a decision was refused because the mention is in a case.
func InCase(err error) bool {
	no, refused := errors.AsType[*words.Refusal](err)
	return refused && no.Code == CodeInCase
}
