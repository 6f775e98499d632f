package casework

import (
	"cmp"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// reminded is the share of a clock's time that is left when its unit is reminded (剩余25%提醒).
const reminded = 0.25

// Ring is what a clock of a case calls for at a moment: a reminder, the note that its time ran
// out, the written urge, the word to the superior.
type Ring struct {
	Move opinion.Move
	Duty opinion.Duty
	Unit string // who owes
	Of   string // of which promise
	At   time.Time
}

// Next is the ring that comes first, and whether there is one. What it calls for is decided anew
// when the moment comes: a case that changed in between has another Next.
func Next(c opinion.Case, now time.Time) (Ring, bool) {
	var first Ring
	for _, t := range c.Running() {
		r, ok := ringOf(t, now)
		if ok && (first.Move == "" || r.At.Before(first.At)) {
			first = r
		}
	}
	return first, first.Move != ""
}

// Earliest is when the clocks of a case call for something first, whatever the hour is by then, and
// zero for never: Next comes no earlier, at any time. The register keeps it, so that nobody walks
// through every open case to find the few that ring; whoever changes it changes the register's
// form.
func Earliest(c opinion.Case) time.Time {
	r, _ := Next(c, time.Time{})
	return r.At
}

// ringOf is the next ring of one clock. A reminder that was missed is not made up for once the time
// is over. A written urge always comes before the word to the superior, with as much time between
// them as there would have been, however late it goes out: the unit must be able to act on it.
func ringOf(t opinion.Timed, now time.Time) (Ring, bool) {
	r := Ring{Duty: t.Duty, Unit: t.Unit, Of: t.Of}
	if !t.Clock.Paused() {
		urgeIn, tellIn := cmp.Or(t.Clock.Urge, usualUrge), cmp.Or(t.Clock.Escalate, usualEscalate)
		switch {
		case t.Late.IsZero() && t.Reminded.IsZero() && !now.After(t.Due):
			r.Move, r.At = opinion.MoveRemind, remindAt(t)
		case t.Late.IsZero():
			r.Move, r.At = overdueMove(t.Duty), t.Due.Add(time.Second) // a case is late only after its due second
		case t.Urged.IsZero():
			r.Move, r.At = opinion.MoveUrge, t.Due.Add(urgeIn)
		case t.Escalated.IsZero():
			r.Move, r.At = opinion.MoveEscalate, later(t.Due.Add(tellIn), t.Urged.Add(max(tellIn-urgeIn, time.Second)))
		}
	}
	return r, r.Move != ""
}

// overdueMove is the note that time ran out. That of the answer has a word of its own, by which
// cases are counted.
func overdueMove(d opinion.Duty) opinion.Move {
	if d == opinion.DutyAnswer {
		return opinion.MoveOverdue
	}
	return opinion.MoveLapse
}

func remindAt(t opinion.Timed) time.Time {
	return t.Due.Add(-time.Duration(reminded * float64(t.Due.Sub(t.Clock.Start))))
}

// ringing finds the clock that a command of the system speaks of. false without a refusal: it was
// said before, or the clock is met and nothing is owed.
func ringing(c opinion.Case, cmd opinion.Command, e *opinion.Event) (opinion.Timed, bool, *MoveRefusal) {
	duty := cmp.Or(cmd.Duty, opinion.DutyAnswer)
	t, ok := c.TimedFor(duty, cmd.Unit, cmd.Of)
	if !ok || !t.Done.IsZero() || !said(t, cmd.Move).IsZero() {
		return t, false, nil
	}
	r, ok := ringOf(t, e.At)
	if !ok || r.Move != cmd.Move || e.At.Before(r.At) {
		return t, false, refuse(c, CodeNotDue, "refusal.not_due.ringing")
	}
	e.Duty, e.Unit, e.Of, e.Due = duty, t.Unit, t.Of, t.Due
	return t, true, nil
}

// said is when a clock's unit was told so before.
func said(t opinion.Timed, m opinion.Move) time.Time {
	switch m {
	case opinion.MoveRemind:
		return t.Reminded
	case opinion.MoveUrge:
		return t.Urged
	case opinion.MoveEscalate:
		return t.Escalated
	}
	return t.Late
}

func remind(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	t, ok, r := ringing(c, cmd, e)
	if ok {
		e.Why = []string{kept("history.remind", dutyName(t.Duty), written(t.Due))}
	}
	return ok, r
}

func overdue(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Overdue {
		return false, nil
	}
	if !c.Late(e.At) {
		return false, refuse(c, CodeNotDue, "refusal.not_due.overdue")
	}
	e.Unit, e.Due = c.Lead, c.Due
	return true, nil
}

func lapse(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	_, ok, r := ringing(c, cmd, e)
	return ok, r
}

// urge is the written urge (催办通知书) to the unit that owes.
func urge(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	t, ok, r := ringing(c, cmd, e)
	if ok {
		e.Reason = kept("history.urge")
		e.Text = kept("history.urge.text", c.ID, dutyName(t.Duty), written(t.Due),
			cmp.Or(t.Clock.Basis, kept("basis.own")))
	}
	return ok, r
}

// escalate tells the superior of the unit that owes (督办), or the coordinating office where nobody
// is above it. The duty stays where it is.
func escalate(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	t, ok, r := ringing(c, cmd, e)
	if ok {
		to := env.Office
		if up, has := superior(env, t.Unit); has {
			to = up.ID
		}
		e.Arbiter, e.Reason = to, kept("history.escalate")
		e.Why = []string{kept("history.escalate.why", dutyName(t.Duty), written(t.Due), written(t.Urged))}
	}
	return ok, r
}

// recount works the due times of a case out again by the calendars as they are now. The old ones
// stay in the words of the event, and in the events before it.
func recount(c opinion.Case, _ opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	for _, t := range c.Clocks {
		cal, ok := env.Calendars[t.Clock.Calendar]
		if !ok || cal.Version == t.Clock.Version || !t.Done.IsZero() {
			continue
		}
		was := t
		due, err := Due(t.Clock, cal)
		if err != nil {
			return false, cannotCount(c, err)
		}
		t.Due = due
		stamp(&t.Clock, cal, due)
		if t.Duty == opinion.DutyAnswer {
			k := t.Clock
			e.Clock, e.Due = &k, due
		} else {
			e.Clocks = append(e.Clocks, t)
		}
		if !due.Equal(was.Due) {
			e.Moved = append(e.Moved, t.Duty)
		}
		e.Why = append(e.Why, kept("history.recount", dutyName(t.Duty), written(was.Due),
			was.Clock.Version, written(due), cal.Version))
	}
	if waitsForCalendar(c) && beginDuty(c, env, e, env.decide(), opinion.DutyDecide, env.Office) == nil {
		e.Why = append(e.Why, kept("history.decided_now"))
	}
	if c.State.Open() && len(c.Running()) == 0 {
		return true, makeUp(c, env, e)
	}
	return len(e.Why) > 0, nil
}

// makeUp starts a clock in an open case that has none, as histories have that were written before
// there were clocks for it.
func makeUp(c opinion.Case, env Env, e *opinion.Event) *MoveRefusal {
	e.Why = append(e.Why, kept("history.counted_now"))
	if c.State == opinion.Triage || c.State == opinion.Returned {
		return beginTriage(c, env, e)
	}
	p, r := profileOf(c, env)
	if r != nil {
		return r
	}
	return beginDuty(c, env, e, p, opinion.DutyComplete, c.Lead)
}

// written is a moment as notices write it.
func written(t time.Time) string { return t.In(opinion.Beijing).Format("2006-01-02 15:04") }

func dutyName(d opinion.Duty) string { return kept("duty." + string(d)) }

// kept is a phrase of a history: it stays as it was said, so it is said in the first language.
func kept(key string, args ...any) string { return words.Say(words.First, key, args...) }
