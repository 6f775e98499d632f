package collectors

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/fetch"
)

func TestIntervalGrowsWithQuiet(t *testing.T) {
	for _, c := range []struct {
		every, quiet, want time.Duration
	}{
		{10 * time.Minute, 0, 10 * time.Minute},
		{10 * time.Minute, 3 * time.Hour, 10 * time.Minute},
		{10 * time.Minute, 12 * time.Hour, 30 * time.Minute},
		{10 * time.Minute, 10 * 24 * time.Hour, 40 * time.Minute},
		{6 * time.Hour, 30 * 24 * time.Hour, 12 * time.Hour},
		{24 * time.Hour, 90 * 24 * time.Hour, 24 * time.Hour},
	} {
		s := Standing{LastNew: testNow.Add(-c.quiet)}
		if got := Interval(c.every, s, testNow); got != c.want {
			t.Errorf("every %s, quiet for %s: %s, want %s", c.every, c.quiet, got, c.want)
		}
		s = Standing{Visits: []Visit{{At: testNow.Add(-c.quiet)}}}
		if got := Interval(c.every, s, testNow); got != c.want {
			t.Errorf("every %s, never anything for %s: %s, want %s", c.every, c.quiet, got, c.want)
		}
	}
	if got := Interval(time.Hour, Standing{}, testNow); got != time.Hour {
		t.Errorf("nothing known: %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		every := time.Duration(rapid.Int64Range(1, 48*60).Draw(t, "minutes")) * time.Minute
		a := time.Duration(rapid.Int64Range(0, 1000).Draw(t, "hours")) * time.Hour
		less, more := Interval(every, Standing{LastNew: testNow.Add(-a)}, testNow),
			Interval(every, Standing{LastNew: testNow.Add(-a - time.Hour)}, testNow)
		if less < every || more < less || more > mostTimes*every {
			t.Fatalf("every %s, quiet for %s: %s, then %s", every, a, less, more)
		}
	})
}

// A visit that the host's rest or the day's budget postponed failed nobody: it is made later, and
// the state stays what it was.
func TestAPostponedVisitIsNoFailure(t *testing.T) {
	b := newBench(CollectorFunc(func(context.Context, Memory) (Haul, error) {
		return Haul{}, &fetch.PostponedError{Host: "a.example", Why: fetch.ErrBudget, After: 5 * time.Hour}
	}))
	b.notes.m["s"] = Memory{ETag: "v1", Standing: Standing{LastTry: testNow, LastNew: testNow,
		Visits: []Visit{{New: 2}}}}
	next, err := b.runner.Run(context.Background(), "s")
	if !fetch.Postponed(err) || !next.Equal(testNow.Add(5*time.Hour)) {
		t.Fatalf("next %s, %v", next, err)
	}
	m := b.notes.m["s"]
	if m.Failures != 0 || m.ETag != "v1" || m.Visits[1].Code != "budget" {
		t.Errorf("%+v", m)
	}
	if h := HealthOf(m.Standing, time.Hour, testNow.Add(4*time.Hour), nil); h.State != "working" || h.Code != "budget" {
		t.Errorf("%+v", h)
	}
}
