package casework

import (
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// ask is the unit's request for more time, made before its time is over. What counts is when
// it was asked, not when it is decided.
func ask(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Asked != nil {
		return false, nil
	}
	if r := extendable(c, e.At); r != nil {
		return false, r
	}
	if r := howMuch(c, cmd); r != nil {
		return false, r
	}
	e.Unit, e.Limit, e.Text = c.Lead, cmd.Limit, cmd.Text
	return true, nil
}

// deny is the coordinator's no to what was asked.
func deny(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Asked == nil {
		return false, refuse(c, CodeNotAsked, "refusal.not_asked")
	}
	e.Unit = c.Lead
	return true, needsReason(c, cmd)
}

// extend gives more time: what a unit asked for before it was due, or what the coordinator sees fit
// before it is due. With Limit zero it gives what was asked.
func extend(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if c.Asked == nil || c.Clock == nil {
		if r := extendable(c, e.At); r != nil {
			return false, r
		}
	} else {
		if cmd.Limit == 0 {
			cmd.Limit = c.Asked.Limit
		}
		if cmd.Reason == "" {
			cmd.Reason, e.Reason = c.Asked.Reason, c.Asked.Reason
		}
	}
	if r := howMuch(c, cmd); r != nil {
		return false, r
	}
	if c.Matter == opinion.Disclosure && c.Clock.Extended > 0 {
		return false, refuse(c, CodeTooLate, "refusal.too_late.once")
	}
	k := *c.Clock
	k.Extended += cmd.Limit
	cal := env.Calendars[k.Calendar]
	due, err := Due(k, cal)
	if err != nil {
		return false, cannotCount(c, err)
	}
	stamp(&k, cal, due)
	e.Unit, e.Clock, e.Due, e.Text = c.Lead, &k, later(due, c.Due), cmd.Text
	e.Why = []string{kept("history.due_before", c.Due.In(opinion.Beijing).Format(time.DateTime))}
	return true, extendOthers(c, env, e, cmd.Limit)
}

// extendOthers moves the close along with the answer.
func extendOthers(c opinion.Case, env Env, e *opinion.Event, by time.Duration) *MoveRefusal {
	t, ok := c.TimedOf(opinion.DutyComplete, "")
	if !ok || !t.Done.IsZero() {
		return nil
	}
	t.Clock.Extended += by
	cal := env.Calendars[t.Clock.Calendar]
	due, err := Due(t.Clock, cal)
	if err != nil {
		return cannotCount(c, err)
	}
	t.Due = later(due, t.Due)
	stamp(&t.Clock, cal, t.Due)
	e.Clocks = append(e.Clocks, t)
	return nil
}

func extendable(c opinion.Case, now time.Time) *MoveRefusal {
	if c.Clock == nil || c.Overdue || now.After(c.Due) || c.Clock.Paused() {
		return refuse(c, CodeTooLate, "refusal.too_late.due")
	}
	return nil
}

func howMuch(c opinion.Case, cmd opinion.Command) *MoveRefusal {
	if r := needsReason(c, cmd); r != nil {
		return r
	}
	most, key := maxExtension, "refusal.needs_limit.case"
	if c.Matter == opinion.Disclosure {
		most, key = disclosureLimit, "refusal.needs_limit.disclosure"
	}
	if cmd.Limit < time.Hour || cmd.Limit > most {
		return refuse(c, CodeNeedsLimit, key, int(most/day))
	}
	return nil
}

// later is the later of two moments: due never moves earlier because somebody acted.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// inform notes the first authoritative information (首次发布), which comes before the answer.
func inform(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	if cmd.Text == "" {
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.inform")
	}
	url := opinion.CanonicalURL(cmd.URL)
	if url == "" {
		return false, refuse(c, CodeNeedsURL, "refusal.needs_url.inform")
	}
	e.Unit, e.Text, e.URL = c.Lead, cmd.Text, url
	return true, nil
}

// contribute is a co-unit's part (协办反馈). It goes to the lead, who answers the public.
func contribute(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	unit, ok := strings.CutPrefix(cmd.By, "unit:")
	if !ok || !slices.Contains(c.Co, unit) { // the desk writes down what a co-unit told it
		unit = cmd.Unit
	}
	if !slices.Contains(c.Co, unit) {
		return false, refuse(c, CodeNeedsUnit, "refusal.needs_unit.co")
	}
	if cmd.Text == "" {
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.contribute")
	}
	e.Unit, e.Text = unit, cmd.Text
	return true, nil
}
