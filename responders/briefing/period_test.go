package briefing

import (
	"context"
	"errors"
	"huiying/opinion"
	"strings"
	"testing"
	"time"
)

func TestPeriods(t *testing.T) {
	for p, want := range map[Period][2]string{Day: {"2026-11-22", "2026-11-22"},
		Week: {"2026-11-16", "2026-11-22"}, Month: {"2026-11-01", "2026-11-30"}} {
		b := write(t, book(newWorld(), time.Time{}), p)
		if last := b.To.In(opinion.Beijing).AddDate(0, 0,
			-1).Format(time.DateOnly); b.Date != want[0] || last != want[1] || b.Period != p {
			t.Errorf("%s: %s to %s", p, b.Date, last)
		}
	}
	if _, err := ParsePeriod("year"); err == nil {
		t.Error("a year is no period")
	}
}

func TestWhenBriefingsAreDue(t *testing.T) {
	clock := 8 * time.Hour
	moment := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", s, opinion.Beijing)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, x := range []struct {
		p              Period
		now, from, due string
	}{
		{Day, "2026-11-22 07:59", "2026-11-21", "2026-11-22 08:00"},
		{Day, "2026-11-22 08:00", "2026-11-22", "2026-11-23 08:00"},
		{Week, "2026-11-23 07:00", "2026-11-16", "2026-11-23 08:00"},
		{Week, "2026-11-23 09:00", "2026-11-23", "2026-11-30 08:00"},
		{Month, "2026-12-01 07:00", "2026-11-01", "2026-12-01 08:00"},
		{Month, "2026-11-22 07:00", "2026-11-01", "2026-12-01 08:00"},
	} {
		from, at := x.p.NextDue(moment(x.now), clock)
		if from.Format(time.DateOnly) != x.from || !at.Equal(moment(x.due)) {
			t.Errorf("%s at %s: %s due %s, want %s due %s", x.p, x.now, from.Format(time.DateOnly),
				at.In(opinion.Beijing), x.from, x.due)
		}
	}
}

func TestEmptyDay(t *testing.T) {
	b := write(t, book(&world{}, time.Time{}), Day)
	if all := text(b); !strings.Contains(all, "没有逾期未答复的办件") || !strings.Contains(all, "没有待决事项") {
		t.Errorf("%s", all)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Writer{}).Write(ctx, Day, at); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
