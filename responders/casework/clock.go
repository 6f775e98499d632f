package casework

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// The calendars by which a clock counts.
const (
	Always  = "24x7"    // every hour counts
	Natural = "natural" // calendar days (自然日), due at the end of the last one
	Working = "working" // working days (工作日), with holidays and make-up days
)

// Beijing is the zone in which days begin and end.
var Beijing = time.FixedZone("+08:00", 8*3600)

const day = 24 * time.Hour

// ErrCalendar is what a clock meets whose calendar is unknown or lacks a year.
var ErrCalendar = errors.New("the calendar cannot answer")

// noYear is the year whose holidays are in no file. It is an ErrCalendar.
type noYear int

func (y noYear) Error() string {
	return ErrCalendar.Error() + ": " + words.Say("en", "refusal.no_clock.year", int(y))
}

func (y noYear) Unwrap() error { return ErrCalendar }

//go:embed holidays/cn.csv
var holidaysCSV []byte

// Calendar counts time. The zero value is of no use; take one from Calendars.
type Calendar struct {
	Name    string
	Version string          // changes when the dates behind it change
	off     map[string]bool // date -> true: day off, false: make-up working day
	years   map[int]bool    // years whose dates are known
	names   map[string]string
}

// Calendars by name.
type Calendars map[string]Calendar

// NewCalendars gives the three calendars with the holidays that the program carries and any
// further files of the same form; a later file overrules an earlier one.
func NewCalendars(further ...io.Reader) (Calendars, error) {
	w := emptyCalendar(Working)
	h := sha256.New()
	for _, r := range append([]io.Reader{bytes.NewReader(holidaysCSV)}, further...) {
		if err := w.read(io.TeeReader(r, h)); err != nil {
			return nil, err
		}
	}
	w.Version = "cn-" + hex.EncodeToString(h.Sum(nil))[:12]
	return Calendars{
		Always:  {Name: Always, Version: "1"},
		Natural: {Name: Natural, Version: "1"},
		Working: w,
	}, nil
}

// ParseHolidays checks a file of holidays: date,kind,name with kind holiday or workday.
func ParseHolidays(r io.Reader) (days int, err error) {
	c := emptyCalendar(Working)
	err = c.read(r)
	return len(c.off), err
}

func emptyCalendar(name string) Calendar {
	return Calendar{Name: name, off: map[string]bool{}, years: map[int]bool{}, names: map[string]string{}}
}

func (c *Calendar) read(r io.Reader) error {
	in := csv.NewReader(r)
	in.FieldsPerRecord = 3
	for n := 1; ; n++ {
		row, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("holidays: %w", err)
		}
		if n == 1 && row[0] == "date" {
			continue
		}
		d, err := time.Parse(time.DateOnly, row[0])
		if err != nil {
			return fmt.Errorf("holidays: line %d: date %q: write it as 2026-10-01", n, row[0])
		}
		if row[1] != "holiday" && row[1] != "workday" {
			return fmt.Errorf("holidays: line %d: kind %q: write holiday or workday", n, row[1])
		}
		c.off[row[0]] = row[1] == "holiday"
		c.years[d.Year()] = true
		c.names[row[0]] = row[2]
	}
}

// Works says whether the day of t (in Beijing) is a working day.
func (c Calendar) Works(t time.Time) (bool, error) {
	t = t.In(Beijing)
	if !c.years[t.Year()] {
		return false, noYear(t.Year())
	}
	if off, ok := c.off[t.Format(time.DateOnly)]; ok {
		return !off, nil
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday, nil
}

// Due says when a clock runs out. Of a limit in whole days the day of the start does not
// count, and it is due at the end (23:59:59 +08:00) of its last day; a limit in hours is due
// to the second. Pauses that are over and extensions are counted from the old due time on, so
// that they can only move it later.
func Due(k opinion.Clock, cal Calendar) (time.Time, error) {
	if k.Limit <= 0 || k.Extended < 0 {
		return time.Time{}, fmt.Errorf("%w: a clock needs a limit above zero", ErrCalendar)
	}
	due, err := add(k.Start.In(Beijing), k.Limit, k.Limit%day == 0, cal)
	for _, p := range k.Pauses {
		if err == nil && !p.To.IsZero() {
			var lost time.Duration
			if lost, err = counted(p.From, p.To, byDays(k), cal); err == nil && lost > 0 {
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
func byDays(k opinion.Clock) bool { return k.Calendar != Always && k.Limit%day == 0 }

// counted is how much of the time between two moments counts. By days, the day of from does
// not count and the day of to does.
func counted(from, to time.Time, days bool, cal Calendar) (time.Duration, error) {
	var sum time.Duration
	if days {
		from, to = startOfDay(from).Add(day), startOfDay(to).Add(day)
	}
	for from.Before(to) {
		next := startOfDay(from).Add(day)
		if next.After(to) {
			next = to
		}
		works, err := cal.counts(from)
		if err != nil {
			return 0, err
		}
		if works {
			sum += next.Sub(from)
		}
		from = next
	}
	return sum, nil
}

// counts says whether the day of t counts in this calendar.
func (c Calendar) counts(t time.Time) (bool, error) {
	if c.Name == Working {
		return c.Works(t)
	}
	return true, nil
}

// add counts limit from t by the calendar: whole days to the end of the last one, or else to the
// second.
func add(t time.Time, limit time.Duration, whole bool, cal Calendar) (time.Time, error) {
	switch cal.Name {
	case Always:
		return t.Add(limit), nil
	case Natural:
		if whole {
			return endOfDay(t.Add(limit)), nil
		}
		return t.Add(limit), nil
	case Working:
		if whole {
			return workingDays(t, int(limit/day), cal)
		}
		return workingHours(t, limit, cal)
	}
	return time.Time{}, fmt.Errorf("%w: unknown calendar %q; use %s, %s or %s", ErrCalendar, cal.Name, Always, Natural, Working)
}

// workingDays is the end of the nth working day after t's day.
func workingDays(t time.Time, n int, cal Calendar) (time.Time, error) {
	d := endOfDay(t)
	for n > 0 {
		d = d.Add(day)
		works, err := cal.Works(d)
		if err != nil {
			return time.Time{}, err
		}
		if works {
			n--
		}
	}
	return d, nil
}

// workingHours counts every hour of working days, and none of the others.
func workingHours(t time.Time, left time.Duration, cal Calendar) (time.Time, error) {
	for {
		works, err := cal.Works(t)
		if err != nil {
			return time.Time{}, err
		}
		next := startOfDay(t).Add(day)
		if works {
			if left <= next.Sub(t) {
				return t.Add(left), nil
			}
			left -= next.Sub(t)
		}
		t = next
	}
}

func startOfDay(t time.Time) time.Time {
	y, m, d := t.In(Beijing).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Beijing)
}

func endOfDay(t time.Time) time.Time { return startOfDay(t).Add(day - time.Second) }

// How long after due the written urge (催办) goes out and the superior is told (督办), where a profile
// does not say; and how long after the answer a case is to be closed.
const (
	usualUrge     = day
	usualEscalate = 7 * day
	usualComplete = 7 * day
)

// start begins a clock of a profile at the given moment, for the limit of one of its duties.
func (cals Calendars) start(p opinion.ClockProfile, limit time.Duration, at time.Time) (opinion.Clock, time.Time, error) {
	cal, ok := cals[p.Calendar]
	if !ok {
		return opinion.Clock{}, time.Time{}, fmt.Errorf("%w: clock profile %s asks for calendar %q", ErrCalendar, p.ID, p.Calendar)
	}
	k := opinion.Clock{Profile: p.ID, Start: at.UTC(), Limit: limit, Calendar: cal.Name, Version: cal.Version, Basis: p.Basis,
		Urge: p.Urge, Escalate: p.Escalate}
	due, err := Due(k, cal)
	return k, due, err
}

// Reaches says whether the calendars know every day that a clock of the profile, begun now, could
// come to: a year that is missing is an error of the configuration and not something to be
// guessed later.
func (cals Calendars) Reaches(p opinion.ClockProfile, now time.Time) error {
	_, _, err := cals.start(p, cmp.Or(p.Complete, p.Limit), now)
	return err
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
