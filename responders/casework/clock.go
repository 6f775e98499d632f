package casework

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"huiying/opinion"
)

const day = 24 * time.Hour

// ErrCalendar is what a clock meets whose calendar or limit is unknown.
var ErrCalendar = errors.New("the calendar cannot answer")

// Due says when a clock runs out. Of a limit in whole days the day of the start does not
// count, and it is due at the end (23:59:59 +08:00) of its last day; a limit in hours is due
// to the second. Pauses that are over and extensions are counted from the old due time on, so
// that they can only move it later.
func Due(k opinion.Clock, cal Calendar) (time.Time, error) {
	if k.Limit <= 0 || k.Extended < 0 {
		return time.Time{}, fmt.Errorf("%w: a clock needs a limit above zero", ErrCalendar)
	}
	due, err := add(k.Start.In(opinion.Beijing), k.Limit, k.Limit%day == 0, cal)
	for _, p := range k.Pauses {
		if err == nil && !p.To.IsZero() {
			if lost := counted(p.From, p.To, byDays(k), cal); lost > 0 {
				due, err = add(due, lost, byDays(k), cal)
			}
		}
	}
	if err == nil && k.Extended > 0 {
		due, err = add(due, k.Extended, k.Extended%day == 0, cal)
	}
	return due.UTC(), err
}

// byDays says whether a clock counts whole days, else it counts every second.
func byDays(k opinion.Clock) bool { return k.Calendar != opinion.CalendarAlways && k.Limit%day == 0 }

// counted is how much of the time between two moments counts. By days, the day of from does
// not count and the day of to does.
func counted(from, to time.Time, days bool, cal Calendar) time.Duration {
	var sum time.Duration
	if days {
		from, to = opinion.Midnight(from).Add(day), opinion.Midnight(to).Add(day)
	}
	for from.Before(to) {
		next := opinion.Midnight(from).Add(day)
		if next.After(to) {
			next = to
		}
		if cal.counts(from) {
			sum += next.Sub(from)
		}
		from = next
	}
	return sum
}

// add counts limit from t by the calendar: whole days to the end of the last one, or else to the
// second.
func add(t time.Time, limit time.Duration, whole bool, cal Calendar) (time.Time, error) {
	switch cal.Name {
	case opinion.CalendarAlways:
		return t.Add(limit), nil
	case opinion.CalendarNatural:
		if whole {
			return endOfDay(t.Add(limit)), nil
		}
		return t.Add(limit), nil
	case opinion.CalendarWorking:
		if whole {
			return workingDays(t, int(limit/day), cal), nil
		}
		return workingHours(t, limit, cal), nil
	}
	return time.Time{}, fmt.Errorf("%w: unknown calendar %q; use one of %s",
		ErrCalendar, cal.Name, opinion.Listed(opinion.Calendars))
}

// workingDays is the end of the nth working day after t's day.
func workingDays(t time.Time, n int, cal Calendar) time.Time {
	d := endOfDay(t)
	for n > 0 {
		d = d.Add(day)
		if cal.Works(d) {
			n--
		}
	}
	return d
}

// workingHours counts every hour of working days, and none of the others.
func workingHours(t time.Time, left time.Duration, cal Calendar) time.Time {
	for {
		next := opinion.Midnight(t).Add(day)
		if cal.Works(t) {
			if left <= next.Sub(t) {
				return t.Add(left)
			}
			left -= next.Sub(t)
		}
		t = next
	}
}

// stamp notes by which state of the calendar a clock was counted, and whether a year on its way was
// not published yet: then its due time is provisional until the calendar has that year.
func stamp(k *opinion.Clock, cal Calendar, due time.Time) {
	k.Version, k.Provisional = cal.Version, cal.provisional(k.Start, due)
}

func endOfDay(t time.Time) time.Time { return opinion.Midnight(t).Add(day - time.Second) }

// How long after due the written urge (催办) goes out and the superior is told (督办), where a profile
// does not say; and how long after the answer a case is to be closed.
const (
	usualUrge     = day
	usualEscalate = 7 * day
	usualComplete = 7 * day
)

// start begins a clock of a profile at the given moment, for the limit of one of its duties.
func (cals Calendars) start(p opinion.ClockProfile, limit time.Duration,
	at time.Time) (opinion.Clock, time.Time, error) {
	cal, ok := cals[p.Calendar]
	if !ok {
		return opinion.Clock{}, time.Time{}, fmt.Errorf("%w: clock profile %s asks for calendar %q",
			ErrCalendar, p.ID, p.Calendar)
	}
	k := opinion.Clock{Profile: p.ID, Start: at.UTC(), Limit: limit, Calendar: cal.Name, Basis: p.Basis,
		Urge: p.Urge, Escalate: p.Escalate}
	due, err := Due(k, cal)
	stamp(&k, cal, due)
	return k, due, err
}

// Unpublished is the first year whose holidays the calendars lack and that a clock of the profile,
// begun now, could come to; 0: none. Such a clock is counted provisionally.
func (cals Calendars) Unpublished(p opinion.ClockProfile, now time.Time) int {
	k, due, err := cals.start(p, cmp.Or(p.Complete, p.Limit), now)
	if err != nil || !k.Provisional {
		return 0
	}
	return cals[k.Calendar].unpublished(now, due)
}

// Remaining is the share of a clock's time that is left, 1 at its start and 0 once due. It
// is a share of the time that passes, not of the time that counts: a reminder at a quarter
// left (剩余25%提醒) should come while somebody can still act.
func Remaining(c opinion.Case, now time.Time) float64 {
	if c.Clock == nil || !now.Before(c.Due) {
		return 0
	}
	return min(1, float64(c.Due.Sub(now))/float64(c.Due.Sub(c.Clock.Start)))
}
