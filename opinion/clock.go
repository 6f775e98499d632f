package opinion

import (
	"slices"
	"time"
)

// Duty (时限事项) is what a clock waits for. A case has several at once, each owed by one office.
type Duty string

// The duties.
const (
	DutyTriage   Duty = "triage"   // 派单: the coordinating office gives the case to a unit, or settles a return
	DutySign     Duty = "sign"     // 签收
	DutyInform   Duty = "inform"   // 首次发布: first authoritative information
	DutyAssist   Duty = "assist"   // 协办: a co-unit gives its part to the lead
	DutyAnswer   Duty = "answer"   // 答复: what the public waits for
	DutyComplete Duty = "complete" // 办结
	DutyDecide   Duty = "decide"   // 定答复: the coordinating office says whether a doubted or contested answer holds
	DutyFollow   Duty = "follow"   // 兑现承诺: what an answer promised for a day
)

// Clock is a running duty's time, kept as facts; due times are derived from it.
type Clock struct {
	Profile  string        `json:"profile"`
	Start    time.Time     `json:"start"`
	Limit    time.Duration `json:"limit"`    // of counted time
	Calendar string        `json:"calendar"` // one of Calendars
	Version  string        `json:"version"`  // of the calendar
	// Provisional: a year on the way has no published holidays yet; counted anew once it has.
	Provisional bool `json:"provisional,omitempty"`

	Basis    string        `json:"basis"`
	Extended time.Duration `json:"extended,omitempty"`
	Pauses   []Pause       `json:"pauses,omitempty"`
	Urge     time.Duration `json:"urge,omitempty"`     // this long after due the unit is urged in writing (催办)
	Escalate time.Duration `json:"escalate,omitempty"` // and this long after due its superior is told (督办)
}

// Pause is time that does not count. While it lasts, To is zero and nothing falls due.
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"`
	Reason string    `json:"reason"`
}

// Paused says whether the clock stands still now.
func (k Clock) Paused() bool { return len(k.Pauses) > 0 && k.Pauses[len(k.Pauses)-1].To.IsZero() }

// Timed is a clock of a case: what is owed, by whom, by when, and what was said about it. In
// an event it starts or changes that clock.
type Timed struct {
	Duty  Duty      `json:"duty"`
	Unit  string    `json:"unit,omitempty"` // who owes it
	Of    string    `json:"of,omitempty"`   // DutyFollow: the last day of the promise, of which a case may have several
	Clock Clock     `json:"clock"`
	Due   time.Time `json:"due"`
	Done  time.Time `json:"done,omitzero"` // when it was met

	Reminded  time.Time `json:"reminded,omitzero"`
	Late      time.Time `json:"late,omitzero"` // when it was noted that the time ran out
	Urged     time.Time `json:"urged,omitzero"`
	Escalated time.Time `json:"escalated,omitzero"`
}

// Running lists the clocks that are not met yet, in the order in which they began.
func (c Case) Running() []Timed {
	var out []Timed
	for _, t := range c.Clocks {
		if t.Done.IsZero() {
			out = append(out, t)
		}
	}
	return out
}

// TimedOf finds the clock of a duty; unit matters for DutyAssist only, where several may owe.
func (c Case) TimedOf(d Duty, unit string) (Timed, bool) { return c.TimedFor(d, unit, "") }

// TimedFor is TimedOf for a duty of which one unit may owe several: of is the day of a promise.
func (c Case) TimedFor(d Duty, unit, of string) (Timed, bool) {
	if i := c.indexOf(d, unit, of); i >= 0 {
		return c.Clocks[i], true
	}
	return Timed{}, false
}

func (c Case) indexOf(d Duty, unit, of string) int {
	return slices.IndexFunc(c.Clocks, func(t Timed) bool {
		switch d {
		case DutyAssist:
			return t.Duty == d && t.Unit == unit
		case DutyFollow:
			return t.Duty == d && t.Of == of && (unit == "" || t.Unit == unit)
		}
		return t.Duty == d
	})
}

// Promised lists the promises that are not kept yet, the one that is due first at the head.
func (c Case) Promised() []Timed {
	var out []Timed
	for _, t := range c.Running() {
		if t.Duty == DutyFollow {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b Timed) int { return a.Due.Compare(b.Due) })
	return out
}

// NextDue is when the public is owed something next: the first information, where a time was set
// for it, or the answer. Zero means that nothing is owed.
func (c Case) NextDue() time.Time {
	if !c.State.Open() || !c.AnswerAt.IsZero() || c.Clock == nil || c.Clock.Paused() {
		return time.Time{}
	}
	if t, ok := c.TimedOf(DutyInform, ""); ok && t.Done.IsZero() && t.Due.Before(c.Due) {
		return t.Due
	}
	return c.Due
}

// Pressed is the heaviest thing that was said about a clock that is still owed, remind, overdue, urge or
// escalate, and whose duty that is; "" for nothing.
func (c Case) Pressed() (said Move, of Duty) {
	rank := 0
	for _, t := range c.Running() {
		for i, at := range []time.Time{t.Reminded, t.Late, t.Urged, t.Escalated} {
			if !at.IsZero() && i+1 > rank {
				said, of, rank = []Move{MoveRemind, MoveOverdue, MoveUrge, MoveEscalate}[i], t.Duty, i+1
			}
		}
	}
	return said, of
}

// tick folds an event into the clocks. It changes a copy, for folds of one case share slices.
func (c *Case) tick(e Event) {
	c.Clocks = slices.Clone(c.Clocks)
	c.stops(e)
	if e.Clock != nil { // the answer clock stands in fields of its own, as it always did
		c.setClock(Timed{Duty: DutyAnswer, Unit: c.Lead, Clock: *e.Clock, Due: e.Due}, e.At)
	}
	for _, t := range e.Clocks {
		c.setClock(t, e.At)
	}
	c.mark(e)
	if !c.State.Open() {
		c.Clocks, c.Clock, c.Due = c.beyond(), nil, time.Time{}
	}
	if t, ok := c.TimedOf(DutyAnswer, ""); ok {
		c.Clock, c.Due = &t.Clock, t.Due
	}
}

// beyond are the clocks that go on when a case has ended: what was promised is owed still, and so is a
// decision whether it is opened again.
func (c Case) beyond() []Timed {
	out := c.Promised()
	if t, ok := c.TimedOf(DutyDecide, ""); ok && t.Done.IsZero() && c.Contested {
		out = append(out, t)
	}
	return out
}

// setClock starts a clock, or changes a running one. What was said about an earlier due time does
// not hold for a later one.
func (c *Case) setClock(t Timed, at time.Time) {
	i := c.indexOf(t.Duty, t.Unit, t.Of)
	if i < 0 {
		c.Clocks = append(c.Clocks, t)
		return
	}
	old := c.Clocks[i]
	if old.Unit == t.Unit && old.Clock.Start.Equal(t.Clock.Start) {
		t.Done, t.Reminded, t.Late, t.Urged, t.Escalated = old.Done, old.Reminded, old.Late, old.Urged, old.Escalated
		if !t.Due.Equal(old.Due) {
			t.Reminded = time.Time{}
		}
		if t.Due.After(at) {
			t.Late, t.Urged, t.Escalated = time.Time{}, time.Time{}, time.Time{}
		}
	}
	if t.Duty == DutyAnswer {
		c.Overdue = !t.Late.IsZero()
	}
	c.Clocks[i] = t
}

// mark notes what was said about a clock.
func (c *Case) mark(e Event) {
	duty := e.Duty
	if duty == "" {
		duty = DutyAnswer
	}
	i := c.indexOf(duty, e.Unit, e.Of)
	if i < 0 {
		return
	}
	t := &c.Clocks[i]
	switch e.Type {
	case MoveRemind:
		t.Reminded = e.At
	case MoveOverdue, MoveLapse:
		t.Late = e.At
	case MoveUrge:
		t.Urged = e.At
	case MoveEscalate:
		t.Escalated = e.At
	}
}

// stops ends the clocks that a move meets or makes void.
func (c *Case) stops(e Event) {
	switch e.Type {
	case MoveDispatch, MoveArbitrate:
		c.drop(DutyTriage, DutySign)
		c.Clocks = slices.DeleteFunc(c.Clocks, func(t Timed) bool {
			return t.Duty == DutyAssist &&
				!slices.Contains(e.Co, t.Unit)
		})
		c.hand()
	case MoveRaise:
		c.hand()
	case MoveReturn:
		c.drop(DutySign)
	case MoveSign, MoveHandle:
		c.meet(e.At, DutySign)
	case MoveInform:
		c.meet(e.At, DutyInform, DutySign)
	case MoveContribute:
		if i := c.indexOf(DutyAssist, e.Unit, ""); i >= 0 && c.Clocks[i].Done.IsZero() {
			c.Clocks[i].Done = e.At
		}
	case MoveKeep:
		if i := c.indexOf(DutyFollow, e.Unit, e.Of); i >= 0 && c.Clocks[i].Done.IsZero() {
			c.Clocks[i].Done = e.At
		}
	case MoveAnswer:
		c.drop(DutyDecide)
		c.meet(e.At, DutySign, DutyInform, DutyAnswer)
		c.Clocks = slices.DeleteFunc(c.Clocks, func(t Timed) bool { return t.Duty == DutyAssist && t.Done.IsZero() })
	case MoveVerify:
		c.meet(e.At, DutyDecide)
		if i := c.indexOf(DutyAnswer, "", ""); i >= 0 && !e.OK {
			c.Clocks[i].Done = time.Time{}
		}
	case MoveReopen, MoveUnmerge:
		c.Clocks = c.Promised()
	case MoveReview:
		c.drop(DutyTriage)
		c.hand()
	}
}

func (c *Case) drop(duties ...Duty) {
	c.Clocks = slices.DeleteFunc(c.Clocks, func(t Timed) bool { return slices.Contains(duties, t.Duty) })
}

func (c *Case) meet(at time.Time, duties ...Duty) {
	for i, t := range c.Clocks {
		if slices.Contains(duties, t.Duty) && t.Done.IsZero() {
			c.Clocks[i].Done = at
		}
	}
}

// hand gives the lead's running clocks to the unit that leads now: the public's time goes on.
func (c *Case) hand() {
	for i, t := range c.Clocks {
		switch t.Duty {
		case DutyInform, DutyAnswer, DutyComplete, DutySign:
			if t.Done.IsZero() {
				c.Clocks[i].Unit = c.Lead
			}
		}
	}
}
