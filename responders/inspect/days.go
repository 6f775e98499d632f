package inspect

import (
	"strconv"
	"time"

	"huiying/opinion"
)

func itoa(n int) string { return strconv.Itoa(n) }

// dayOf is a day of Beijing; none where there is no such day.
func dayOf(year, month, day string) time.Time {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, opinion.Beijing)
	if t.Month() != time.Month(m) || t.Day() != d {
		return time.Time{}
	}
	return t
}

// dateOf reads a day as items have it, 2026-12-01; none for anything else.
func dateOf(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, opinion.Beijing)
	if err != nil {
		return time.Time{}
	}
	return t
}

// between is how many days lie between two moments, as the calendar counts them.
func between(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		t = t.In(opinion.Beijing)
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)).Hours() / 24)
}

// workingDays is how many working days end after from and up to to; it stops above most.
func workingDays(from, to time.Time, works func(time.Time) bool, most int) (n int) {
	for t := from.AddDate(0, 0, 1); !t.After(to) && n <= most; t = t.AddDate(0, 0, 1) {
		if works(t) {
			n++
		}
	}
	return n
}
