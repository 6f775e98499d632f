package kit

import (
	"html/template"

	"huiying/opinion"
)

// Pressed says in a list what was last said about a clock that is still owed, and which: a case whose
// signing is late may have days left to answer.
func (v *Moments) Pressed(c opinion.Case) string {
	m, of := c.Pressed()
	if m == "" || !c.State.Open() {
		return ""
	}
	return v.Say("pressed."+string(m), v.Duty(of))
}

// ClockView is a duty's time as words and as a bar.
type ClockView struct {
	State string // running, late, stopped, none
	Left  string // the time left, or by how much it is late
	Part  int    // of the time, used, in percent
	Name  string // of the clock profile
}

// ClockOf tells how much of the time is used. A case that was answered owes nothing more; one
// without a clock says so.
func (v *Naming) ClockOf(c opinion.Case) ClockView {
	out := ClockView{State: "none"}
	if c.Clock == nil || c.Due.IsZero() {
		return out
	}
	out.Name = v.profile(c.Clock.Profile)
	whole := c.Due.Sub(c.Clock.Start)
	end, left := v.Now(), c.Due.Sub(v.Now())
	switch {
	case !c.AnswerAt.IsZero():
		out.State, end, left = "stopped", c.AnswerAt, c.Due.Sub(c.AnswerAt)
	case left < 0:
		out.State = "late"
	case c.Clock.Paused():
		out.State = "paused"
	default:
		out.State = "running"
	}
	out.Left = Spell(left.Abs(), v.Lang)
	if out.State == "stopped" && left < 0 {
		out.State = "answered_late"
	}
	if whole > 0 {
		out.Part = int(min(max(end.Sub(c.Clock.Start)*100/whole, 0), 100))
	}
	return out
}

// profile names a clock profile.
func (v *Naming) profile(id string) string {
	for _, p := range v.kit.Profiles {
		if p.ID == id {
			if v.Lang == "en" && p.NameEn != "" {
				return p.NameEn
			}
			return p.Name
		}
	}
	return v.Word("profile.", id)
}

// DueIn is the time left of a case in a list: words, and whether it is late.
func (v *Naming) DueIn(c opinion.Case) template.HTML {
	if t, ok := c.TimedOf(opinion.DutyInform, ""); ok && t.Due.Equal(c.NextDue()) {
		c.Clock, c.Due = &t.Clock, t.Due // the first information is due before the answer
	}
	k := v.ClockOf(c)
	switch k.State {
	case "late":
		return template.HTML(`<strong class="late">` + template.HTMLEscapeString(v.Say("clock.late", k.Left)) + `</strong>`)
	case "running":
		class := "left"
		if k.Part >= 75 {
			class = "left soon"
		}
		return template.HTML(`<span class="` + class + `">` + template.HTMLEscapeString(v.Say("clock.left", k.Left)) + `</span>`)
	}
	return template.HTML(`<span class="quiet">` + template.HTMLEscapeString(v.Say("clock."+k.State+".short")) + `</span>`)
}
