package kit

import (
	"testing"
	"time"

	"huiying/opinion"
)

// testNow is the moment of these tests.
var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, Shanghai)

func TestTheClockInWords(t *testing.T) {
	v := (&Kit{Now: func() time.Time { return testNow }}).Bare(t.Context(), "zh")
	at := func(start, due, answered time.Duration) opinion.Case {
		c := opinion.Case{State: opinion.Handling, Clock: &opinion.Clock{Start: testNow.Add(start)}, Due: testNow.Add(due)}
		if answered != 0 {
			c.AnswerAt = testNow.Add(answered)
		}
		return c
	}
	for name, c := range map[string]struct {
		in   opinion.Case
		want ClockView
	}{
		"running":           {at(-24*time.Hour, 24*time.Hour, 0), ClockView{"running", "1 天", 50, ""}},
		"late":              {at(-50*time.Hour, -2*time.Hour-30*time.Minute, 0), ClockView{"late", "2 小时 30 分钟", 100, ""}},
		"answered in time":  {at(-10*time.Hour, 10*time.Hour, -5*time.Hour), ClockView{"stopped", "15 小时", 25, ""}},
		"answered too late": {at(-10*time.Hour, -5*time.Hour, -1*time.Hour), ClockView{"answered_late", "4 小时", 100, ""}},
		"no clock":          {opinion.Case{State: opinion.Triage}, ClockView{State: "none"}},
	} {
		if got := v.ClockOf(c.in); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
