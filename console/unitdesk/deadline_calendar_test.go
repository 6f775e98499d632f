package unitdesk

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// testNow is the moment of these tests.
var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)

func TestCalendarHoldsEveryDayAndDeadlineOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := testNow.AddDate(0, 0, rapid.IntRange(-2000, 2000).Draw(t, "day"))
		kind := rapid.SampledFrom([]string{"month", "week"}).Draw(t, "kind")
		from, to := weeksAround(kind, day)
		if from.Weekday() != time.Monday || to.Weekday() != time.Monday || day.Before(from) || !day.Before(to) {
			t.Fatalf("%s of %s: %s to %s", kind, day, from, to)
		}
		var due []register.Deadline
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			due = append(due, register.Deadline{Due: from.Add(time.Duration(rapid.Int64Range(0, int64(to.Sub(from))-1).Draw(t, "at")))})
		}
		shown := rapid.IntRange(0, 3).Draw(t, "shown")
		days, n := 0, 0
		for _, week := range weeksOf(from, to, day.Month(), "", nil, due, shown) {
			if len(week) != 7 {
				t.Fatalf("a week of %d days", len(week))
			}
			for _, d := range week {
				if !d.Date.Equal(from.AddDate(0, 0, days)) || shown > 0 && len(d.Due) > shown {
					t.Fatalf("day %d is %s with %d", days, d.Date, len(d.Due))
				}
				days++
				n += d.All()
			}
		}
		if n != len(due) || days != int(to.Sub(from)/(24*time.Hour)) {
			t.Fatalf("%d of %d deadlines on %d days", n, len(due), days)
		}
	})
}

// Whatever stands in a title, it stays one property of one event.
func TestCalendarFilesCannotBeInjected(t *testing.T) {
	k := &kit.Kit{Product: "huiying", Now: func() time.Time { return testNow }}
	v := &View{k.Bare(t.Context(), "zh")}
	check := func(t interface{ Fatalf(string, ...any) }, title string) {
		due := []register.Deadline{{Case: "c1", Title: title, Duty: opinion.DutySign, Due: testNow}, {Case: "c2", Title: "样例", Duty: opinion.DutyAnswer, Due: testNow.Add(time.Hour)}}
		text := v.deadlinesICS(opinion.Unit{ID: "u", Name: title}, due, "http://localhost")
		cal, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil || len(cal.Events()) != 2 {
			t.Fatalf("%q: %d events, %v\n%s", title, len(cal.Events()), err, text)
		}
		for _, l := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if strings.ContainsAny(l, "\r\n") || len(l) > 75 {
				t.Fatalf("%q gives a line %q", title, l)
			}
		}
		e := cal.Events()[0]
		got := e.GetProperty(ics.ComponentPropertySummary).Value
		if want := strings.TrimSpace("签收 " + oneLine(v.Name(title))); got != want {
			t.Fatalf("%q reads back as %q, want %q", title, got, want)
		}
		if len(e.Alarms()) != 1 || strings.Count(text, "\r\nBEGIN:VALARM\r\n") != 2 {
			t.Fatalf("%q changes the alarms", title)
		}
	}
	for _, title := range []string{"【样例】停水", "=1+1", "a\r\nBEGIN:VALARM\r\nEND:VALARM", "a\nEND:VCALENDAR", `b;c,d\n\\`, strings.Repeat("长", 200), "", "\u2028x\u0000y"} {
		check(t, title)
	}
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "title")) })
}
