package casework

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

func lines(t *testing.T, k opinion.Clock) (string, time.Time) {
	t.Helper()
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	due, err := Due(k, cals[k.Calendar])
	if err != nil {
		t.Fatal(err)
	}
	counted, err := Explain(k, due, cals[k.Calendar])
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range counted {
		s := l.Day[5:] + " " + l.Kind
		if l.Name != "" {
			s += "(" + l.Name + ")"
		}
		out = append(out, fmt.Sprintf("%s %gh", s, l.Total.Hours()))
	}
	return strings.Join(out, ", "), due
}

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		name string
		k    opinion.Clock
		want string
	}{
		{"working days over 国庆", opinion.Clock{Start: beijing("2026-09-30 10:00:00"),
			Limit: 2 * day, Calendar: opinion.CalendarWorking},
			"09-30 start 0h, 10-01 holiday(国庆节) 0h, 10-02 holiday(国庆节) 0h, 10-03 holiday(国庆节) 0h, 10-04 holiday(国庆节) 0h, 10-05 holiday(国庆节) 0h, 10-06 holiday(国庆节) 0h, 10-07 holiday(国庆节) 0h, 10-08 counts 24h, 10-09 counts 48h"},
		{"two days round the clock", opinion.Clock{Start: beijing("2026-11-20 22:00:00"),
			Limit: 48 * time.Hour, Calendar: opinion.CalendarAlways},
			"11-20 counts 2h, 11-21 counts 26h, 11-22 counts 48h"},
		{"a pause", opinion.Clock{Start: beijing("2026-11-02 10:00:00"), Limit: 3 * day,
			Calendar: opinion.CalendarWorking,
			Pauses: []opinion.Pause{{From: beijing("2026-11-03 12:00:00"),
				To: beijing("2026-11-05 12:00:00"), Reason: "征求第三方意见"}}},
			"11-02 start 0h, 11-03 counts 24h, 11-04 paused(征求第三方意见) 24h, 11-05 paused(征求第三方意见) 24h, 11-06 counts 48h, 11-07 weekend 48h, 11-08 weekend 48h, 11-09 counts 72h"},
	} {
		if got, _ := lines(t, tt.k); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// What was counted day by day is the limit, whatever the calendar, pauses and extensions.
func TestWhatWasCountedIsTheLimit(t *testing.T) {
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		cal := cals[rapid.SampledFrom([]string{opinion.CalendarAlways, opinion.CalendarNatural,
			opinion.CalendarWorking}).Draw(t, "calendar")]
		span := rapid.OneOf(rapid.Map(rapid.IntRange(1, 20),
			func(n int) time.Duration { return time.Duration(n) * day }),
			rapid.Map(rapid.IntRange(1, 100), func(n int) time.Duration { return time.Duration(n) * time.Hour }))
		k := opinion.Clock{Start: beijing("2023-02-01 00:00:00").Add(time.Duration(rapid.IntRange(0,
			2*365*86400).Draw(t, "start")) * time.Second),
			Limit: span.Draw(t, "limit"), Calendar: cal.Name}
		at := k.Start
		for range rapid.IntRange(0, 3).Draw(t, "pauses") {
			due, err := Due(k, cal)
			if err != nil {
				t.Fatal(err)
			}
			left := int(due.Sub(at) / time.Second)
			if left < 2 {
				break
			}
			p := opinion.Pause{From: at.Add(time.Duration(rapid.IntRange(0, left-1).Draw(t,
				"from")) * time.Second), Reason: "x"}
			p.To = p.From.Add(time.Duration(rapid.IntRange(1, 20*86400).Draw(t, "for")) * time.Second)
			k.Pauses, at = append(k.Pauses, p), p.To
			after, err := Due(k, cal)
			if err != nil || after.Before(due) {
				t.Fatalf("a pause moved due from %v to %v (%v)", due, after, err)
			}
		}
		if byDays(k) {
			k.Extended = time.Duration(rapid.IntRange(0, 20).Draw(t, "more")) * day
		} else {
			k.Extended = time.Duration(rapid.IntRange(0, 20).Draw(t, "more")) * time.Hour
		}
		due, err := Due(k, cal)
		if err != nil {
			t.Fatal(err)
		}
		counted, err := Explain(k, due, cal)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := counted[len(counted)-1].Total, k.Limit+k.Extended; got != want &&
			!(cal.Name != opinion.CalendarAlways && !byDays(k) && k.Extended%day == 0) {
			t.Fatalf("counted %v of %v: %+v", got, want, counted)
		}
	})
}
