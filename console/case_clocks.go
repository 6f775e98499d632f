package console

import (
	"time"

	"huiying/opinion"
)

// CaseClock is one clock of a case with all that it counted.
type CaseClock struct {
	opinion.Timed
	State   string       `json:"state" doc:"running, late, paused or met"`
	Counted []CountedDay `json:"counted"`
	Error   string       `json:"error,omitempty" doc:"the calendar cannot say"`
}

// CountedDay is one day of a clock.
type CountedDay struct {
	Day   string        `json:"day"`
	Kind  string        `json:"kind" doc:"start, counts, make-up, weekend, holiday or paused"`
	Name  string        `json:"name,omitempty" doc:"of the holiday, or why it was paused"`
	Span  time.Duration `json:"span" doc:"that counted, in nanoseconds"`
	Total time.Duration `json:"total" doc:"counted so far, in nanoseconds"`
}

// Duty, DayKind and ClockState name codes.
func (v *view) Duty(d opinion.Duty) string     { return v.Word("duty.", string(d)) }
func (v *view) DayKind(kind string) string     { return v.Word("day.", kind) }
func (v *view) ClockState(state string) string { return v.Word("clockstate.", state) }
func (v *view) Request(c opinion.Case) bool    { return c.Matter == opinion.Disclosure }
func (v *view) Owner(unit string) string       { return v.unitOr(unit, "duty.nobody") }
func (v *view) unitOr(unit, otherwise string) string {
	if unit == "" {
		return v.Say(otherwise)
	}
	return v.Unit(unit)
}

// Left is the time that a clock has left, or by how much it is late.
func (v *view) Left(k CaseClock) string {
	switch k.State {
	case "late":
		return v.Say("clock.late", spell(v.Now().Sub(k.Due), v.Lang))
	case "running":
		return v.Say("clock.left", spell(k.Due.Sub(v.Now()), v.Lang))
	}
	return v.ClockState(k.State)
}

// DutyOf names the duty that an event speaks of; an old event speaks of the answer.
func (v *view) DutyOf(e opinion.Event) string {
	switch {
	case e.Duty != "":
		return v.Duty(e.Duty)
	case e.Type == opinion.MoveOverdue:
		return v.Duty(opinion.DutyAnswer)
	}
	return ""
}

// Pressed says in a list what was last said about a clock that is still owed.
func (v *view) Pressed(c opinion.Case) string {
	m := c.Pressed()
	if m == "" || !c.State.Open() {
		return ""
	}
	return v.Say("pressed." + string(m))
}

// disclosureKinds are the kinds of answer to a request (政府信息公开条例 articles 36 to 39), pauseReasons why its
// time does not count (articles 30 and 33).
var (
	disclosureKinds = []Choice{
		{"予以公开", "予以公开", "Disclosed"}, {"部分公开", "部分公开", "Disclosed in part"}, {"不予公开", "不予公开", "Not disclosed"},
		{"信息不存在", "信息不存在", "There is no such information"}, {"非本机关负责", "非本机关负责", "Another office's"}, {"不予处理", "不予处理", "Not dealt with"},
	}
	pauseReasons = []Choice{{"补正", "补正（期限重新起算）", "The applicant must say more (the limit begins again)"}, {"征求第三方意见", "征求第三方意见", "A third party is heard"}}
)
