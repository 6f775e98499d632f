package briefing

import (
	"context"
	"time"

	"huiying/opinion"
)

// NumberOf is the number of a period's paper within its year: how many there have been, this one among
// them, since the house began or since the year did (a year of weeks is that of ISO 8601). It is counted
// and not drawn, so that papers stand in the order of their days whoever asks for them first. 0: nobody
// listened yet.
func NumberOf(p Period, at, began time.Time) int {
	from, to := p.Span(at)
	if began.IsZero() || !began.Before(to) {
		return 0
	}
	n := 1
	for q := p.Next(from, -1); p.Year(q) == p.Year(from) && p.Next(q, 1).After(began); q = p.Next(q, -1) {
		n++
	}
	return n
}

// Year is the year in which the period that begins at from is numbered.
func (p Period) Year(from time.Time) int {
	if p == Week {
		year, _ := from.In(opinion.Beijing).ISOWeek()
		return year
	}
	return from.In(opinion.Beijing).Year()
}

// number is NumberOf for a briefing; 0 where nobody can tell when the house began.
func (w Writer) number(ctx context.Context, p Period, from time.Time) (int, error) {
	if w.Began == nil {
		return 0, nil
	}
	began, err := w.Began(ctx)
	return NumberOf(p, from, began), err
}
