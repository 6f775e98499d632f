package briefing

import (
	"testing"
	"time"

	"huiying/opinion"
)

// A paper's number counts the papers of its year: those before the house began are none.
func TestPapersAreCountedWithinTheirYear(t *testing.T) {
	day := func(s string) time.Time {
		t.Helper()
		at, err := time.ParseInLocation(time.DateOnly, s, opinion.Beijing)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, x := range []struct {
		p           Period
		at, began   string
		year, count int
	}{
		{Day, "2026-11-22", "2026-11-03", 2026, 20}, {Day, "2026-11-03", "2026-11-03", 2026, 1},
		{Day, "2026-11-02", "2026-11-03", 2026, 0}, {Day, "2027-01-02", "2026-11-03", 2027, 2},
		{Day, "2026-12-31", "2025-06-01", 2026, 365},
		{Week, "2026-11-22", "2026-11-05", 2026, 3}, {Week, "2025-12-30", "2025-12-01", 2026, 1},
		{Month, "2026-11-22", "2026-09-30", 2026, 3}, {Month, "2027-02-01", "2026-09-30", 2027, 2},
	} {
		from, _ := x.p.Span(day(x.at))
		if n, year := NumberOf(x.p, day(x.at), day(x.began)), x.p.Year(from); n != x.count || year != x.year {
			t.Errorf("%s of %s, begun %s: %d of %d", x.p, x.at, x.began, n, year)
		}
	}
	if n := NumberOf(Day, day("2026-11-22"), time.Time{}); n != 0 {
		t.Errorf("of a house that never began: %d", n)
	}
}
