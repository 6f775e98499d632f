package collectors

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// weekdays are the working days of a year without holidays but the first week of October.
func weekdays(t time.Time) bool {
	t = t.In(opinion.Beijing)
	if t.Month() == time.October && t.Day() <= 7 {
		return false
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// days are so many days before last that pass keep, with n items each.
func days(last string, back, n int, keep func(time.Time) bool) (out []Day) {
	end, _ := time.ParseInLocation(time.DateOnly, last, opinion.Beijing)
	for i := back; i >= 0; i-- {
		if d := end.AddDate(0, 0, -i); keep(d) {
			out = append(out, Day{d.Format(time.DateOnly), n})
		}
	}
	return out
}

func everyNth(n int) func(time.Time) bool {
	return func(t time.Time) bool { return int(t.Unix()/86400)%n == 0 }
}

func TestRhythmIsLearnedFromTheDaysThatBroughtItems(t *testing.T) {
	all := func(time.Time) bool { return true }
	holed := days("2026-03-20", 60, 1, func(d time.Time) bool {
		return d.Month() != time.February ||
			d.Day() < 5 || d.Day() > 24
	})
	for name, c := range map[string]struct {
		days []Day
		want Rhythm
	}{
		"nothing known":  {nil, Rhythm{Allowed: 14}},
		"too little":     {days("2026-03-20", 4, 1, all), Rhythm{Allowed: 14}},
		"each day":       {days("2026-03-20", 40, 1, all), Rhythm{Usual: 1, Allowed: 2}},
		"each day, much": {days("2026-03-20", 40, 9, all), Rhythm{Usual: 1, Allowed: 1}},
		"each working day": {days("2026-03-20", 40, 1, weekdays),
			Rhythm{Usual: 1, Allowed: 2, Workdays: true}},
		"each week": {days("2026-03-20", 90, 1,
			func(d time.Time) bool { return d.Weekday() == time.Tuesday }),
			Rhythm{Usual: 5, Allowed: 10, Workdays: true}},
		"each tenth day":                  {days("2026-03-20", 120, 1, everyNth(10)), Rhythm{Usual: 10, Allowed: 20}},
		"each day, but once out of order": {holed, Rhythm{Usual: 1, Allowed: 2}},
		"an old page on top of the others": {append([]Day{{"2011-01-05", 1}},
			days("2026-03-20", 30, 1, all)...), Rhythm{Usual: 1, Allowed: 2}},
	} {
		if got := RhythmOf(c.days, weekdays); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// A source that tells something each working day is not silent over a weekend, nor over a week of
// holidays; it is after two working days without anything.
func TestSilenceLeavesOutDaysOfRest(t *testing.T) {
	at := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateTime, s, opinion.Beijing)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	s := Standing{LastTry: at("2026-09-30 17:00:00"), Days: days("2026-09-30", 60, 1, weekdays)}
	for now, want := range map[string]opinion.SourceState{
		"2026-10-01 09:00:00": opinion.SourceWorking,
		"2026-10-07 23:00:00": opinion.SourceWorking, // holidays
		"2026-10-09 09:00:00": opinion.SourceWorking, // one working day
		"2026-10-12 09:00:00": opinion.SourceLate,    // Thursday and Friday brought nothing
	} {
		s.NextTry = at(now)
		if h := HealthOf(s, time.Hour, at(now), weekdays); h.State != want {
			t.Errorf("at %s: %+v, want %s", now, h, want)
		}
	}
	s.NextTry = at("2026-10-12 09:00:00")
	if h := HealthOf(s, time.Hour, at("2026-10-12 09:00:00"), weekdays); h.Code != CodeSilent || h.Silent != 2 ||
		!h.Since.Equal(at("2026-09-30 00:00:00")) {
		t.Errorf("%+v", h)
	}
	// who knows no calendar learns the weekends as gaps
	if h := HealthOf(s, time.Hour, at("2026-10-09 09:00:00"), nil); h.State != opinion.SourceLate ||
		h.Rhythm.Usual != 3 {
		t.Errorf("without a calendar: %+v", h)
	}
}

func TestHealth(t *testing.T) {
	now := testNow
	ok := Standing{LastTry: now.Add(-time.Hour), LastSuccess: now.Add(-time.Hour),
		LastNew: now.Add(-time.Hour), NextTry: now}
	with := func(change func(*Standing)) Standing { s := ok; change(&s); return s }
	failed := func(code string, n int) Standing {
		return with(func(s *Standing) { s.Failures, s.LastErrorCode, s.FirstFailure = n, code, now.Add(-time.Minute) })
	}
	visited := func(v Visit) Standing { return with(func(s *Standing) { s.Visits = []Visit{{New: 9}, v} }) }
	for _, c := range []struct {
		s     Standing
		state opinion.SourceState
		code  string
	}{
		{Standing{}, opinion.SourceNew, ""},
		{ok, opinion.SourceWorking, ""},
		{visited(Visit{Status: 200, New: 1}), opinion.SourceWorking, ""},
		{visited(Visit{Status: 200}), opinion.SourceNothing, ""},
		{visited(Visit{Status: 304}), opinion.SourceUnchanged, ""},
		{with(func(s *Standing) { s.LastNew = time.Time{} }), opinion.SourceWorking, ""},
		{with(func(s *Standing) { s.LastNew = now.AddDate(0, 0, -20) }), opinion.SourceLate, CodeSilent},
		{with(func(s *Standing) { s.NextTry = now.Add(-5 * time.Hour) }), opinion.SourceLate, CodeOverdue},
		{failed("slow", 1), opinion.SourceFailing, "slow"},
		{failed("status_500", 3), opinion.SourceFailing, "status_500"},
		{failed("status_403", 1), opinion.SourceBlocked, "status_403"},
		{failed("blocked", 1), opinion.SourceBlocked, "blocked"},
		{failed("robots", 1), opinion.SourceBlocked, "robots"},
		{failed("gone", 1), opinion.SourceGone, "gone"},
		{failed("status_404", 1), opinion.SourceGone, "status_404"},
		{failed("changed_layout", 1), opinion.SourceLayout, "changed_layout"},
		{failed("no_entries", 1), opinion.SourceFailing, "no_entries"},
		{with(func(s *Standing) { s.Failures, s.LastErrorCode, s.Collected = 1, "no_entries", 4 }),
			opinion.SourceLayout, "no_entries"},
	} {
		if h := HealthOf(c.s, time.Hour, now, nil); h.State != c.state || h.Code != c.code {
			t.Errorf("%+v: %+v, want %s (%s)", c.s, h, c.state, c.code)
		}
	}
	if h := HealthOf(failed("slow", 4), time.Hour, now, nil); !h.Since.Equal(now.Add(-time.Minute)) {
		t.Errorf("since %s", h.Since)
	}
}

// What is kept of visits and days never grows beyond its bounds, and the newest stay.
func TestStandingIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Standing
		at := testNow
		for i := range rapid.IntRange(1, 150).Draw(t, "visits") {
			at = at.Add(time.Duration(rapid.IntRange(1, 80).Draw(t, "hours")) * time.Hour)
			s = s.noted(Visit{At: at, New: i},
				[]opinion.Mention{{}, {PublishedAt: at.AddDate(0, 0, -rapid.IntRange(-3, 9).Draw(t,
					"age"))}})
			if len(s.Visits) > MostVisits || len(s.Days) > MostDays {
				t.Fatalf("%d visits, %d days", len(s.Visits), len(s.Days))
			}
			if last := s.Visits[len(s.Visits)-1]; last.New != i ||
				s.Days[len(s.Days)-1].Day != opinion.DayOf(at) {
				t.Fatalf("last visit %+v, last day %+v", last, s.Days[len(s.Days)-1])
			}
		}
	})
}
