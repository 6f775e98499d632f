package cases

import (
	"slices"
	"time"

	"huiying/opinion"
)

// historyDay is a day (of +08:00) of a case's history, the latest event first.
type historyDay struct {
	Day   string
	Parts []historyPart
}

// historyPart is one event, or several notes of the system in a row, which moved nothing and are folded.
type historyPart struct {
	Events []opinion.Event
	Notes  bool
}

// Days are the days of a history, the latest first.
func (v *View) Days(history []opinion.Event) (out []historyDay) {
	var c opinion.Case
	notes := make([]bool, len(history))
	for i, e := range history {
		was := c.State
		c = c.Apply(e)
		notes[i] = e.By == "system" && c.State == was
	}
	for i, e := range slices.Backward(history) {
		day := v.Day(e.At)
		if n := len(out); n == 0 || out[n-1].Day != day {
			out = append(out, historyDay{Day: day})
		}
		now := &out[len(out)-1]
		if n := len(now.Parts); n > 0 && notes[i] && now.Parts[n-1].Notes {
			now.Parts[n-1].Events = append(now.Parts[n-1].Events, e)
			continue
		}
		now.Parts = append(now.Parts, historyPart{[]opinion.Event{e}, notes[i]})
	}
	return out
}

// clockBar is the time of a case from the start of its clock to its due time, or to now where that is
// later, with what happened in it. Places on it are in percent.
type clockBar struct {
	Used, Due int
	Late      bool // it reaches beyond the due time
	Marks     []clockMark
}

type clockMark struct {
	X    int
	At   time.Time
	Name string
	Late bool // after the due time
}

// onClock are moves that stand on the bar: what the unit did, and what was said to it.
var onClock = []opinion.Move{opinion.MoveDispatch, opinion.MoveSign, opinion.MoveHandle, opinion.MoveReturn,
	opinion.MoveArbitrate, opinion.MoveInform, opinion.MoveExtend, opinion.MovePause, opinion.MoveResume, opinion.MoveRemind,
	opinion.MoveUrge, opinion.MoveEscalate, opinion.MoveOverdue, opinion.MoveAnswer}

// barOf draws a clock with its events; nil where there is none.
func (v *View) barOf(c opinion.Case, history []opinion.Event) *clockBar {
	if c.Clock == nil || c.Due.IsZero() || !c.Due.After(c.Clock.Start) {
		return nil
	}
	end := v.Now()
	if !c.AnswerAt.IsZero() {
		end = c.AnswerAt
	}
	last := c.Due
	if end.After(last) {
		last = end
	}
	whole := last.Sub(c.Clock.Start)
	at := func(t time.Time) int { return int(min(max(t.Sub(c.Clock.Start)*100/whole, 0), 100)) }
	b := &clockBar{Used: at(end), Due: at(c.Due), Late: end.After(c.Due)}
	for _, e := range history {
		if slices.Contains(onClock, e.Type) && !e.At.Before(c.Clock.Start) && !e.At.After(last) {
			b.Marks = append(b.Marks, clockMark{at(e.At), e.At, v.Move(e.Type), e.At.After(c.Due)})
		}
	}
	return b
}
