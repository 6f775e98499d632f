package casework

import (
	"cmp"
	"time"

	"huiying/opinion"
)

// profileOf is the clock profile that a case goes by: the one its answer clock began with, else
// the one that the configuration chooses now.
func profileOf(c opinion.Case, env Env) (opinion.ClockProfile, *MoveRefusal) {
	if c.Clock != nil {
		if p, ok := env.Clock(c.Clock.Profile); ok {
			return p, nil
		}
	}
	choose := env.Profile
	if choose == nil {
		choose = func(c opinion.Case) string { return ProfileFor(c, env) }
	}
	name := choose(c)
	p, ok := env.Clock(name)
	if !ok {
		return p, refuse(c, CodeNoClock, "refusal.no_clock.profile", name)
	}
	return p, nil
}

// begin starts what a dispatch starts: the answer clock and those that go with it, unless they run
// already, for a return pauses nothing for the public; and, each time anew, the time in
// which the unit signs for the case. Co-units get their own time once.
func begin(c opinion.Case, env Env, e *opinion.Event) *MoveRefusal {
	p, r := profileOf(c, env)
	if r != nil {
		return r
	}
	if _, runs := c.TimedOf(opinion.DutyAnswer, ""); !runs {
		k, due, err := env.Calendars.start(p, p.Limit, e.At)
		if err != nil {
			return cannotCount(c, err)
		}
		e.Clock, e.Due = &k, due
	}
	for _, duty := range []opinion.Duty{opinion.DutyInform, opinion.DutyComplete} {
		if _, runs := c.TimedOf(duty, ""); !runs {
			if r := beginDuty(c, env, e, p, duty, e.Unit); r != nil {
				return r
			}
		}
	}
	if r := beginDuty(c, env, e, p, opinion.DutySign, e.Unit); r != nil {
		return r
	}
	return beginAssist(c, env, e, p)
}

// beginAssist starts the time of co-units that did not have it yet.
func beginAssist(c opinion.Case, env Env, e *opinion.Event, p opinion.ClockProfile) *MoveRefusal {
	for _, co := range e.Co {
		if _, runs := c.TimedOf(opinion.DutyAssist, co); !runs {
			if r := beginDuty(c, env, e, p, opinion.DutyAssist, co); r != nil {
				return r
			}
		}
	}
	return nil
}

// beginDuty starts one clock beside the answer's. A duty without a limit has none.
func beginDuty(c opinion.Case, env Env, e *opinion.Event, p opinion.ClockProfile, d opinion.Duty,
	unit string) *MoveRefusal {
	limit := limitOf(p, d)
	if limit <= 0 {
		return nil
	}
	k, due, err := env.Calendars.start(p, limit, e.At)
	if err != nil {
		return cannotCount(c, err)
	}
	e.Clocks = append(e.Clocks, opinion.Timed{Duty: d, Unit: unit, Clock: k, Due: due})
	return nil
}

// limitOf is the time of a duty.
func limitOf(p opinion.ClockProfile, d opinion.Duty) time.Duration {
	switch d {
	case opinion.DutySign:
		return p.Sign
	case opinion.DutyInform:
		return p.Inform
	case opinion.DutyAssist:
		return cmp.Or(p.Assist, (p.Limit / 2).Round(time.Second))
	case opinion.DutyComplete:
		return cmp.Or(p.Complete, p.Limit+usualComplete)
	}
	return p.Limit
}

// beginTriage starts the time in which the coordinating office finds the case a unit.
func beginTriage(c opinion.Case, env Env, e *opinion.Event) *MoveRefusal {
	return beginDuty(c, env, e, env.triage(), opinion.DutyTriage, env.Office)
}

func cannotCount(c opinion.Case, err error) *MoveRefusal {
	return refuse(c, CodeNoClock, "refusal.no_clock.calendar", err)
}
