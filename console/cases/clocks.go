package cases

import (
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

func (v *View) DayKind(kind string) string     { return v.Word("day.", kind) }
func (v *View) ClockState(state string) string { return v.Word("clockstate.", state) }

// Left is the time that a clock has left, or by how much it is late.
func (v *View) Left(k facts.CaseClock) string {
	switch k.State {
	case "late":
		return v.Say("clock.late", kit.Spell(v.Now().Sub(k.Due), v.Lang))
	case "running":
		return v.Say("clock.left", kit.Spell(k.Due.Sub(v.Now()), v.Lang))
	}
	return v.ClockState(k.State)
}

// DutyOf names the duty that an event speaks of; an old event speaks of the answer.
func (v *View) DutyOf(e opinion.Event) string {
	switch {
	case e.Duty != "":
		return v.Duty(e.Duty)
	case e.Type == opinion.MoveOverdue:
		return v.Duty(opinion.DutyAnswer)
	}
	return ""
}
