package briefing

import (
	"fmt"
	"time"

	"huiying/opinion"
)

// Period is how much one briefing tells of.
type Period string

// The periods, in Beijing: a week begins on Monday.
const (
	Day   Period = "day"   // 每日简报
	Week  Period = "week"  // 每周简报
	Month Period = "month" // 每月简报
)

// ParsePeriod reads such a word; "" is a day.
func ParsePeriod(s string) (Period, error) {
	switch p := Period(s); p {
	case "":
		return Day, nil
	case Day, Week, Month:
		return p, nil
	}
	return "", fmt.Errorf("there is no period %q; use day, week or month", s)
}

// Span is the period in which a moment lies.
func (p Period) Span(at time.Time) (from, to time.Time) {
	from = opinion.Midnight(at)
	switch p {
	case Week:
		from = from.AddDate(0, 0, -(int(from.Weekday())+6)%7)
	case Month:
		from = from.AddDate(0, 0, 1-from.Day())
	}
	return from, p.Next(from, 1)
}

// Next is the beginning of the period n periods after the one that begins at from.
func (p Period) Next(from time.Time, n int) time.Time {
	switch p {
	case Week:
		return from.AddDate(0, 0, 7*n)
	case Month:
		return from.AddDate(0, n, 0)
	}
	return from.AddDate(0, 0, n)
}

// past is with how many periods before it a period is compared.
func (p Period) past() int { return map[Period]int{Day: 7, Week: 4, Month: 3}[p] }

// shown is how many days a plot goes back.
func (p Period) shown() int { return map[Period]int{Day: 14, Week: 35, Month: 62}[p] }
