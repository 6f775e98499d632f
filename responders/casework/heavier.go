package casework

import (
	"huiying/opinion"
)

// heavier starts shorter clocks when a report makes a case heavier: they run from that moment, and
// a clock stays as it is where it is due earlier already. It is the one reason for which a time
// moves earlier: the matter weighs more than was known. Nothing that an office does brings that
// about, and the unit stays: who shall have a heavier case is for raise.
func heavier(c opinion.Case, env Env, e *opinion.Event) *MoveRefusal {
	answer, runs := c.TimedOf(opinion.DutyAnswer, "")
	if !e.Severity.Heavier(c.Severity) || !c.State.Open() || c.Matter != opinion.PublicMatter ||
		!runs || !answer.Done.IsZero() {
		return nil
	}
	now := c
	now.Severity, now.Clock = e.Severity, nil
	p, r := profileOf(now, env)
	if r != nil {
		return r
	}
	if p.ID == answer.Clock.Profile {
		return nil
	}
	for _, duty := range []opinion.Duty{opinion.DutySign, opinion.DutyInform, opinion.DutyAnswer,
		opinion.DutyComplete} {
		was, had := c.TimedOf(duty, "")
		limit := limitOf(p, duty)
		if limit <= 0 || had && !was.Done.IsZero() || !had && (duty != opinion.DutyInform || !c.Informed.IsZero()) {
			continue
		}
		k, due, err := env.Calendars.start(p, limit, e.At)
		if err != nil { // the report counts all the same; the clock stays as it is
			e.Why = append(e.Why, kept("history.heavier.same", dutyName(duty), e.Severity))
			continue
		}
		if had && !due.Before(was.Due) {
			continue
		}
		change(e, opinion.Timed{Duty: duty, Unit: c.Lead, Clock: k, Due: due})
		if had {
			e.Why = append(e.Why, kept("history.heavier", dutyName(duty), e.Severity, written(was.Due), written(due)))
		}
	}
	return nil
}
