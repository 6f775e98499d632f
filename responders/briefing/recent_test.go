package briefing

import (
	"errors"
	"huiying/opinion"
	"testing"
	"time"
)

func TestTheSameMorningIsWrittenOnce(t *testing.T) {
	var r Recent
	now, written := end.Add(-5*time.Hour), 0
	ask := func(p Period, division string, at time.Time, b Briefing, err error) Briefing {
		t.Helper()
		got, e := r.Of(p, division, at, now, func() (Briefing, error) { written++; return b, err })
		if !errors.Is(e, err) {
			t.Fatal(e)
		}
		return got
	}
	once := func(why string, more int, f func()) {
		t.Helper()
		was := written
		if f(); written-was != more {
			t.Errorf("%s: written %d times, want %d", why, written-was, more)
		}
	}
	once("twice in a minute", 1, func() {
		ask(Day, "", now, Briefing{Date: "first"}, nil)
		if got := ask(Day, "", now, Briefing{Date: "second"}, nil); got.Date != "first" {
			t.Errorf("got %s", got.Date)
		}
	})
	once("another period, another division", 2, func() { ask(Week, "", now, Briefing{}, nil); ask(Day, "9801", now, Briefing{}, nil) })
	once("a period that is over", 2, func() {
		ask(Day, "", now.AddDate(0, 0, -1), Briefing{}, nil)
		ask(Day, "", now.AddDate(0, 0, -1), Briefing{}, nil)
	})
	now = now.Add(recentFor)
	once("a minute later", 1, func() { ask(Day, "", now, Briefing{Missing: []Missing{{Part: "said"}}}, nil) })
	once("one that lacks a part is not kept", 1, func() { ask(Day, "", now, Briefing{}, errors.New("away")) })
	once("nor is a failure", 1, func() { ask(Day, "", now, Briefing{}, nil) })
	now = now.AddDate(0, 0, 1)
	once("the next day", 1, func() { ask(Day, "", now, Briefing{}, nil) })
}

func TestWhatBecameDueWhileNothingRanIsSentNow(t *testing.T) {
	clock, now := 8*time.Hour, time.Date(2026, 11, 22, 12, 0, 0, 0, opinion.Beijing)
	for name, x := range map[string]struct {
		armed, from string
		atOnce      bool
	}{
		"a fresh installation":     {"", "2026-11-22", false},
		"what is next":             {"2026-11-22", "2026-11-22", false},
		"yesterday's":              {"2026-11-21", "2026-11-21", true},
		"only the last of several": {"2026-11-01", "2026-11-21", true},
		"of a clock set back":      {"2026-12-24", "2026-11-22", false},
		"what is no day":           {"soon", "2026-11-22", false},
	} {
		from, at := Day.NextToSend(now, clock, x.armed)
		due := Day.Due(from, clock)
		if x.atOnce {
			due = now
		}
		if from.Format(time.DateOnly) != x.from || !at.Equal(due) {
			t.Errorf("%s: that of %s at %s", name, from.Format(time.DateOnly), at)
		}
	}
	for _, x := range []struct {
		last, date string
		want       bool
	}{{"", "2026-11-22", false}, {"2026-11-21", "2026-11-22", false}, {"2026-11-22", "2026-11-22", true}, {"2026-11-23", "2026-11-22", true}} {
		if HasGot(x.last, x.date) != x.want {
			t.Errorf("%+v", x)
		}
	}
}
