package casework

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"huiying/opinion"
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

//go:embed holidays/cn.csv
var holidaysCSV []byte

// Calendar counts time. The zero value is of no use; take one from Calendars.
type Calendar struct {
	Name    string
	Version string          // changes when the dates behind it change
	off     map[string]bool // date -> true: day off, false: make-up working day
	years   map[int]bool    // years whose dates are known
}

// Calendars by name.
type Calendars map[string]Calendar

// NewCalendars gives the three calendars with the holidays that the program carries and any
// further files of the same form; a later file overrules an earlier one.
func NewCalendars(further ...io.Reader) (Calendars, error) {
	w := Calendar{Name: Working, off: map[string]bool{}, years: map[int]bool{}}
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
	c := Calendar{off: map[string]bool{}, years: map[int]bool{}}
	err = c.read(r)
	return len(c.off), err
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
	}
}

// Works says whether the day of t (in Beijing) is a working day.
func (c Calendar) Works(t time.Time) (bool, error) {
	t = t.In(Beijing)
	if !c.years[t.Year()] {
		return false, fmt.Errorf("%w: no holidays known for %d; add that year's notice of the State Council to the holiday file", ErrCalendar, t.Year())
	}
	if off, ok := c.off[t.Format(time.DateOnly)]; ok {
		return !off, nil
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday, nil
}

// Due says when a clock runs out. Of a limit in whole days the day of the start does not
// count, and it is due at the end (23:59:59 +08:00) of its last day; a limit in hours is due
// to the second. An extension is counted from the old due time on, so that it can only
// move it later.
func Due(k opinion.Clock, cal Calendar) (time.Time, error) {
	if k.Limit <= 0 || k.Extended < 0 {
		return time.Time{}, fmt.Errorf("%w: a clock needs a limit above zero", ErrCalendar)
	}
	due, err := add(k.Start.In(Beijing), k.Limit, cal)
	if err == nil && k.Extended > 0 {
		due, err = add(due, k.Extended, cal)
	}
	return due.UTC(), err
}

// add counts limit from t by the calendar.
func add(t time.Time, limit time.Duration, cal Calendar) (time.Time, error) {
	whole := limit%day == 0
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

// start begins the clock of a profile at the given moment.
func (cals Calendars) start(p opinion.ClockProfile, at time.Time) (opinion.Clock, time.Time, error) {
	cal, ok := cals[p.Calendar]
	if !ok {
		return opinion.Clock{}, time.Time{}, fmt.Errorf("%w: clock profile %s asks for calendar %q", ErrCalendar, p.ID, p.Calendar)
	}
	k := opinion.Clock{Profile: p.ID, Start: at.UTC(), Limit: p.Limit, Calendar: cal.Name, Version: cal.Version, Basis: p.Basis}
	due, err := Due(k, cal)
	return k, due, err
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
