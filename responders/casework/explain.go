package casework

import (
	"fmt"
	"time"

	"huiying/opinion"
)

// Why a day counts or does not.
const (
	DayStart   = "start"   // the clock began on it; of a limit in days it does not count
	DayCounts  = "counts"  // an ordinary day of the calendar
	DayMakeUp  = "make-up" // a Saturday or Sunday that is worked (调休)
	DayWeekend = "weekend"
	DayHoliday = "holiday"
	DayPaused  = "paused"
)

// Counted is one day of a clock: what it was, and how much of it counted.
type Counted struct {
	Day   string        `json:"day"` // 2026-11-22, in +08:00
	Kind  string        `json:"kind"`
	Name  string        `json:"name,omitempty"` // of the holiday, or why it was paused
	Span  time.Duration `json:"span"`           // that counted
	Total time.Duration `json:"total"`          // counted so far
}

// Explain lists day by day what a clock counts, from its start until it is due. The last line's
// Total is the clock's limit with its extension, in whole days or to the second.
func Explain(k opinion.Clock, due time.Time, cal Calendar) ([]Counted, error) {
	var out []Counted
	var total time.Duration
	for from := k.Start.In(opinion.Beijing); from.Before(due); {
		next := opinion.Midnight(from).Add(day)
		end := next
		if end.After(due) {
			end = due
		}
		line := countDay(k, from, end, cal)
		total += line.Span
		line.Total = total
		out = append(out, line)
		if len(out) > 1000 {
			return nil, fmt.Errorf("%w: the clock runs for more than 1000 days", ErrCalendar)
		}
		from = next
	}
	return out, nil
}

// countDay is one line: the part of a day from one moment to another.
func countDay(k opinion.Clock, from, to time.Time, cal Calendar) Counted {
	line := Counted{Day: from.Format(time.DateOnly), Kind: DayCounts}
	works := cal.counts(from)
	if cal.Name == opinion.CalendarWorking {
		line.Kind, line.Name, _ = cal.KindOf(from)
	}
	first := opinion.Midnight(from).Equal(opinion.Midnight(k.Start))
	switch {
	case byDays(k) && first:
		line.Kind, line.Name = DayStart, ""
	case !works:
	case byDays(k):
		line.Span = day
	default:
		line.Span = to.Sub(from)
	}
	for _, p := range k.Pauses {
		lost := pausedPart(k, p, from, to)
		if lost > 0 && line.Span > 0 {
			line.Span -= lost
			line.Name = p.Reason
			if line.Span <= 0 {
				line.Kind, line.Span = DayPaused, 0
			}
		}
	}
	return line
}

// pausedPart is how much of a day a pause takes. By days a pause takes each day after the one on
// which it began, up to the one on which it ended.
func pausedPart(k opinion.Clock, p opinion.Pause, from, to time.Time) time.Duration {
	if byDays(k) {
		today := opinion.Midnight(from)
		if today.After(opinion.Midnight(p.From)) && (p.To.IsZero() || !today.After(opinion.Midnight(p.To))) {
			return day
		}
		return 0
	}
	a, b := later(from, p.From), to
	if !p.To.IsZero() && p.To.Before(b) {
		b = p.To
	}
	return max(0, b.Sub(a))
}

// ClockFile is a clock of a case with all that it counted.
type ClockFile struct {
	opinion.Timed
	Name    string    `json:"name"` // of the duty, in Chinese
	State   string    `json:"state"`
	Counted []Counted `json:"counted,omitempty"`
	Error   string    `json:"error,omitempty"` // the calendar cannot say
}

// ExplainCase explains every clock of a case, those that were met included.
func ExplainCase(c opinion.Case, env Env, now time.Time) []ClockFile {
	out := make([]ClockFile, 0, len(c.Clocks))
	for _, t := range c.Clocks {
		f := ClockFile{Timed: t, Name: dutyName(t.Duty), State: "running"}
		switch {
		case !t.Done.IsZero():
			f.State = "met"
		case t.Clock.Paused():
			f.State = "paused"
		case now.After(t.Due):
			f.State = "late"
		}
		lines, err := Explain(t.Clock, t.Due, env.Calendars[t.Clock.Calendar])
		if err != nil {
			f.Error = err.Error()
		}
		f.Counted = lines
		out = append(out, f)
	}
	return out
}
