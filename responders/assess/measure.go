package assess

import (
	"slices"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Verdict is what a measure says of one turn.
type Verdict int

// The verdicts. What is not counted says nothing for or against a unit.
const (
	NotCounted Verdict = iota
	Yes
	No
)

// Measure (指标) is one share. Its published definition is the one text that pages, the open board,
// files and docs show.
type Measure struct {
	ID    string
	Less  bool // the smaller the better
	judge func(t opinion.Turn, now time.Time) Verdict
}

// Name is what a measure is called.
func (m Measure) Name(lang string) string { return words.Say(lang, "measure."+m.ID) }

// What is its definition.
func (m Measure) What(lang string) string { return words.Say(lang, "measure."+m.ID+".what") }

// Of judges one turn as of a moment.
func (m Measure) Of(t opinion.Turn, now time.Time) Verdict {
	if t.Assists != (m.ID == assist) {
		return NotCounted
	}
	return m.judge(t, now)
}

// assist is the one measure of co-units; all others speak of leading units.
const assist = "assist"

// Measures are all measures, in the order in which pages show them.
func Measures() []Measure { return slices.Clone(measures) }

// Rules hold for all measures.
func Rules(lang string) string { return words.Say(lang, "measure.rules") }

var measures = []Measure{
	{"sign", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.SignDue, t.Signed, now) }},
	{"first", false, firstWord},
	{"answer", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.AnswerDue, t.Answered, now) }},
	{"complete", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.CompleteDue, t.Completed, now) }},
	{"confirmed", false, solved(opinion.SolvedConfirmed)},
	{"claimed", true, solved(opinion.SolvedClaimed)},
	{"contradicted", true, solved(opinion.SolvedContradicted)},
	{"satisfied", false,
		func(t opinion.Turn, _ time.Time) Verdict {
			return among(t.Satisfied+t.Unsatisfied >= opinion.LeastVotes, t.Satisfied > t.Unsatisfied)
		}},
	{"promise", false, promised},
	{"redone", true,
		func(t opinion.Turn, _ time.Time) Verdict { return among(!t.Replied.IsZero(), t.Redone > 0) }},
	{"returned", true,
		func(t opinion.Turn, _ time.Time) Verdict { return among(true, !t.Returned.IsZero()) }},
	{"accuracy", false, accurate},
	{assist, false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.AssistDue, t.Assisted, now) }},
}

// met judges a duty with a due time.
func met(t opinion.Turn, due, done, now time.Time) Verdict {
	if due.IsZero() || due.Before(t.Began) {
		return NotCounted
	}
	if !done.IsZero() {
		return among(true, !done.After(due))
	}
	if !t.Ended.IsZero() {
		now = t.Ended
	}
	return among(now.After(due), false)
}

func among(counted, yes bool) Verdict {
	switch {
	case !counted:
		return NotCounted
	case yes:
		return Yes
	}
	return No
}

func firstWord(t opinion.Turn, now time.Time) Verdict {
	due := t.InformDue
	if due.IsZero() {
		due = t.AnswerDue
	}
	return met(t, due, t.Informed, now)
}

// solved counts, among the turns that were closed, those with a solution: confirmed and claimed ones
// only where the case was not opened again.
func solved(is opinion.Solution) func(opinion.Turn, time.Time) Verdict {
	return func(t opinion.Turn, _ time.Time) Verdict {
		holds := !t.Reopened || is == opinion.SolvedContradicted
		return among(!t.Completed.IsZero(), holds && opinion.SolutionOf(t.Solved, t.Verdict) == is)
	}
}

// promised judges what the answer said would be done by a day. A promise is owed beyond the turn.
func promised(t opinion.Turn, now time.Time) Verdict {
	switch open := !t.PromiseDue.IsZero(); {
	case t.PromiseLate || open && now.After(t.PromiseDue):
		return No
	case open || t.PromiseKept.IsZero():
		return NotCounted
	}
	return Yes
}

func accurate(t opinion.Turn, _ time.Time) Verdict {
	begun := t.By == opinion.MoveDispatch || t.By == opinion.MoveArbitrate
	decided := t.Returned.IsZero() || t.Next != ""
	return among(begun && decided, t.Returned.IsZero() || t.Next == t.Unit)
}
