package cases

import (
	"testing"
	"time"

	"huiying/console/kit"
	"huiying/opinion"
)

// A history falls into days, notes of the system that moved nothing are folded, and what happened to
// the answer stands on its clock.
func TestAHistoryByDayAndOnItsClock(t *testing.T) {
	start := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	clock := opinion.Clock{Profile: "opinion", Start: start.Add(time.Hour), Limit: 48 * time.Hour, Calendar: "24x7"}
	var c opinion.Case
	c.ID = "c1"
	var history []opinion.Event
	add := func(after time.Duration, e opinion.Event) {
		if e.At = start.Add(after); e.By == "" {
			e.By = "system"
		}
		e = e.Seal(c)
		c, history = c.Apply(e), append(history, e)
	}
	add(0, opinion.Event{Type: opinion.MoveOpen, Issue: "i", Mention: "m", Unit: "u", Severity: "IV"})
	add(time.Hour, opinion.Event{Type: opinion.MoveDispatch, By: "monitor", Unit: "u", Clock: &clock, Due: clock.Start.Add(clock.Limit)})
	add(25*time.Hour, opinion.Event{Type: opinion.MoveRemind, Duty: opinion.DutyAnswer, Unit: "u"})
	add(26*time.Hour, opinion.Event{Type: opinion.MoveRemind, Duty: opinion.DutyAnswer, Unit: "u"})
	add(73*time.Hour, opinion.Event{Type: opinion.MoveUrge, Duty: opinion.DutyAnswer, Unit: "u"})
	v := &View{View: kit.Plain("zh-CN", start.Add(97*time.Hour))}
	days := v.Days(history)
	if len(days) != 3 || days[0].Day != "2026-11-23" || len(days[1].Parts) != 1 || !days[1].Parts[0].Notes ||
		len(days[1].Parts[0].Events) != 2 || len(days[2].Parts) != 2 || days[2].Parts[1].Notes {
		t.Errorf("%+v", days)
	}
	b := v.barOf(c, history)
	if b == nil || !b.Late || b.Used != 100 || b.Due != 50 || len(b.Marks) != 4 || b.Marks[0].X != 0 ||
		b.Marks[1].X != 25 || b.Marks[2].Late || !b.Marks[3].Late {
		t.Errorf("%+v", b)
	}
}
