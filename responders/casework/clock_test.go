package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/internal/sharedtest"
	"huiying/opinion"
)

func beijing(s string) time.Time {
	at, err := time.ParseInLocation(time.DateTime, s, opinion.Beijing)
	if err != nil {
		panic(err)
	}
	return at
}

func TestDue(t *testing.T) {
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, cal, start string
		limit, extended  time.Duration
		want             string
	}{
		{"five hours", opinion.CalendarAlways, "2026-11-20 22:00:00", 5 * time.Hour, 0, "2026-11-21 03:00:00"},
		{"two days round the clock", opinion.CalendarAlways, "2026-11-20 22:00:00", 48 * time.Hour,
			0, "2026-11-22 22:00:00"},
		{"seven days end with their day", opinion.CalendarNatural, "2026-11-20 00:00:00", 7 * day,
			0, "2026-11-27 23:59:59"},
		{"at the last second of a day", opinion.CalendarNatural, "2026-11-20 23:59:59", 7 * day, 0,
			"2026-11-27 23:59:59"},
		{"natural hours", opinion.CalendarNatural, "2026-11-20 22:00:00", 12 * time.Hour, 0, "2026-11-21 10:00:00"},
		{"natural, extended by days", opinion.CalendarNatural, "2026-11-20 10:00:00", 7 * day,
			3 * day, "2026-11-30 23:59:59"},
		{"natural, extended by hours", opinion.CalendarNatural, "2026-11-20 10:00:00", 7 * day,
			2 * time.Hour, "2026-11-28 01:59:59"},
		{"working days over a weekend", opinion.CalendarWorking, "2026-11-20 10:00:00", 3 * day, 0,
			"2026-11-25 23:59:59"},
		{"working days over 国庆 with make-up days", opinion.CalendarWorking, "2026-09-30 10:00:00",
			3 * day, 0, "2026-10-10 23:59:59"},
		{"a worked Sunday counts", opinion.CalendarWorking, "2026-09-19 10:00:00", 1 * day, 0, "2026-09-20 23:59:59"},
		{"working hours over a weekend", opinion.CalendarWorking, "2026-11-20 20:00:00",
			8 * time.Hour, 0, "2026-11-23 04:00:00"},
		{"working hours that just fit", opinion.CalendarWorking, "2026-11-20 20:00:00",
			4 * time.Hour, 0, "2026-11-21 00:00:00"},
		{"begun on a Sunday", opinion.CalendarWorking, "2026-11-22 10:00:00", 1 * day, 0, "2026-11-23 23:59:59"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := opinion.Clock{Start: beijing(tt.start), Limit: tt.limit, Extended: tt.extended, Calendar: tt.cal}
			got, err := Due(k, cals[tt.cal])
			if err != nil || !got.Equal(beijing(tt.want)) {
				t.Errorf("got %v (%v), want %s", got.In(opinion.Beijing), err, tt.want)
			}
		})
	}
}

func TestDueRefusesWhatItCannotCount(t *testing.T) {
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []opinion.Clock{{Limit: 0}, {Limit: -day}, {Limit: day, Extended: -day}} {
		if _, err := Due(k, cals[opinion.CalendarAlways]); !errors.Is(err, ErrCalendar) {
			t.Errorf("%+v: %v", k, err)
		}
	}
	if _, err := Due(opinion.Clock{Limit: day}, Calendar{Name: "lunar"}); !errors.Is(err, ErrCalendar) {
		t.Errorf("unknown calendar: %v", err)
	}
	more, err := NewCalendars(strings.NewReader("2027-01-01,holiday,元旦\n"))
	if err != nil {
		t.Fatal(err)
	}
	if more[opinion.CalendarWorking].Version == cals[opinion.CalendarWorking].Version {
		t.Error("other dates, same version")
	}
	for _, bad := range []string{"2027-1-1,holiday,x\n", "2027-01-01,rest,x\n", "2027-01-01\n"} {
		if _, err := NewCalendars(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestHolidaysAreTheSharedOnes(t *testing.T) {
	want, err := os.ReadFile(sharedtest.File(t, "holidays/cn_2023_2026.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(holidaysCSV) {
		t.Error("the embedded holidays differ from the shared ones")
	}
}

func TestDueProperties(t *testing.T) {
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	from := beijing("2023-01-01 00:00:00")
	rapid.Check(t, func(t *rapid.T) {
		cal := cals[rapid.SampledFrom([]string{opinion.CalendarAlways, opinion.CalendarNatural,
			opinion.CalendarWorking}).Draw(t, "calendar")]
		moment := func(label string) time.Time {
			return from.Add(time.Duration(rapid.Int64Range(0, 3*365*86400).Draw(t, label)) * time.Second)
		}
		span := func(label string) time.Duration {
			return rapid.OneOf(
				rapid.Map(rapid.IntRange(1, 30), func(n int) time.Duration { return time.Duration(n) * day }),
				rapid.Map(rapid.IntRange(1, 200),
					func(n int) time.Duration { return time.Duration(n) * time.Hour })).Draw(t,
				label)
		}
		k := opinion.Clock{Start: moment("start"), Limit: span("limit"), Calendar: cal.Name}
		due, err := Due(k, cal)
		if err != nil {
			t.Fatal(err)
		}
		if !due.After(k.Start) {
			t.Fatalf("due %v is not after the start %v", due, k.Start)
		}
		if elapsed := due.Sub(k.Start); elapsed < k.Limit-day {
			t.Fatalf("a limit of %v ran out after %v", k.Limit, elapsed)
		}
		longer := k
		longer.Extended = span("extended")
		if d, err := Due(longer, cal); err != nil || !d.After(due) {
			t.Fatalf("extended by %v: %v, before %v (%v)", longer.Extended, d, due, err)
		}
		later := k
		later.Start = k.Start.Add(time.Duration(rapid.IntRange(0, 86400*10).Draw(t, "later")) * time.Second)
		if d, err := Due(later, cal); err != nil || d.Before(due) {
			t.Fatalf("begun later, due earlier: %v and %v (%v)", d, due, err)
		}
		if cal.Name == opinion.CalendarWorking && k.Limit%day == 0 {
			if !cal.Works(due) {
				t.Fatalf("due on a rest day: %v", due)
			}
		}
	})
}

func FuzzHolidays(f *testing.F) {
	f.Add("date,kind,name\n2026-01-01,holiday,元旦\n")
	f.Add("2026-01-01,workday\n")
	f.Fuzz(func(t *testing.T, s string) {
		c := emptyCalendar(opinion.CalendarWorking)
		err := c.read(strings.NewReader(s))
		if n := len(c.off); err == nil && n > strings.Count(s, "\n")+1 {
			t.Errorf("%d days of %d lines", n, strings.Count(s, "\n"))
		}
	})
}

// countedBy is what each rule of counting makes of a grid of clocks: by number, the beginning of a
// hash of their due times. Dates that the program carries do not count in it.
var countedBy = map[string]map[int]string{
	opinion.CalendarAlways:  {1: "1d3f574129d2"},
	opinion.CalendarNatural: {1: "f0f604e87436"},
	opinion.CalendarWorking: {1: "74ecce2f1e4a"},
}

// A rule of counting that changes gets a new number: by it open cases learn that they are to be
// counted anew (recount). Whoever raises one adds its hash above.
func TestAChangedRuleOfCountingHasANewNumber(t *testing.T) {
	const dates = `2026-01-01,holiday,元旦
2026-01-04,workday,元旦
2026-02-17,holiday,春节
2026-04-05,holiday,清明节
2026-05-01,holiday,劳动节
2026-06-19,holiday,端午节
2026-09-25,holiday,中秋节
2026-10-01,holiday,国庆节
`
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range opinion.Calendars {
		cal, h := emptyCalendar(name), sha256.New()
		if err := cal.read(strings.NewReader(dates)); err != nil {
			t.Fatal(err)
		}
		if !cal.Known(2026) || name == opinion.CalendarWorking && cal.Known(2027) {
			t.Fatalf("%s should know 2026 and be provisional for 2027", name)
		}
		for start := beijing("2025-12-20 09:30:00"); start.Year() < 2027; start = start.Add(37 * time.Hour) {
			for _, k := range []opinion.Clock{{Limit: 5 * time.Hour}, {Limit: 36 * time.Hour}, {Limit: day},
				{Limit: 15 * day}, {Limit: 7 * day, Extended: 3 * day}, {Limit: 7 * day, Extended: 8 * time.Hour},
				{Limit: 3 * day, Pauses: []opinion.Pause{{From: start.Add(day), To: start.Add(4 * day)}}}} {
				k.Start, k.Calendar = start, name
				due, err := Due(k, cal)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintln(h, due.Unix(), cal.provisional(start, due))
			}
		}
		rule := countingRules[name]
		if got, want := hex.EncodeToString(h.Sum(nil))[:12], countedBy[name][rule]; got != want {
			t.Errorf("%s counts otherwise than rule %d did: raise its number in countingRules, and note %q for it in countedBy",
				name, rule, got)
		}
		if v := cals[name].Version; v != strconv.Itoa(rule) && !strings.HasPrefix(v, fmt.Sprintf("cn-%d-", rule)) {
			t.Errorf("the version %q of %s does not tell its rule %d", v, name, rule)
		}
	}
	if len(cals) != len(opinion.Calendars) {
		t.Errorf("calendars %v, want %v", cals, opinion.Calendars)
	}
}
