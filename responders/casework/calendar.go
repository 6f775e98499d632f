package casework

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

//go:embed holidays/cn.csv
var holidaysCSV []byte

// Calendar counts time. The zero value is of no use; take one from Calendars.
type Calendar struct {
	Name    string
	Version string          // changes when the dates behind it change, or the rule of counting
	off     map[string]bool // date -> true: day off, false: make-up working day
	known   map[int]bool    // years whose holidays were published
	names   map[string]string
}

// Calendars by name.
type Calendars map[string]Calendar

// countingRules number how each calendar counts (add, counted, KindOf, lawDay). Whoever changes
// that raises the calendar's number, or open cases keep the due times of the old rule.
var countingRules = map[string]int{
	opinion.CalendarAlways: 1, opinion.CalendarNatural: 1, opinion.CalendarWorking: 1,
}

// NewCalendars gives the three calendars with the holidays that the program carries and any
// further files of the same form (date,kind,name with kind holiday or workday); a later file overrules
// an earlier one.
func NewCalendars(further ...io.Reader) (Calendars, error) {
	w := emptyCalendar(opinion.CalendarWorking)
	h := sha256.New()
	for _, r := range append([]io.Reader{bytes.NewReader(holidaysCSV)}, further...) {
		if err := w.read(io.TeeReader(r, h)); err != nil {
			return nil, err
		}
	}
	out := Calendars{}
	for name, rule := range countingRules {
		out[name] = Calendar{Name: name, Version: strconv.Itoa(rule)}
	}
	w.Version = "cn-" + out[w.Name].Version + "-" + hex.EncodeToString(h.Sum(nil))[:12]
	out[w.Name] = w
	return out, nil
}

func emptyCalendar(name string) Calendar {
	return Calendar{Name: name, off: map[string]bool{}, known: map[int]bool{}, names: map[string]string{}}
}

func (c *Calendar) read(r io.Reader) error {
	in := csv.NewReader(r)
	in.FieldsPerRecord = 3
	for n := 1; ; n++ {
		row, err := in.Read()
		if err == io.EOF {
			c.know()
			return nil
		}
		if err != nil {
			return fmt.Errorf("holidays: %w", err)
		}
		if n == 1 && row[0] == "date" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, row[0]); err != nil {
			return fmt.Errorf("holidays: %w",
				words.Fault{Phrase: words.Of("fault.holidays.date", n, row[0])})
		}
		if row[1] != "holiday" && row[1] != "workday" {
			return fmt.Errorf("holidays: %w",
				words.Fault{Phrase: words.Of("fault.holidays.kind", n, row[1])})
		}
		c.off[row[0]] = row[1] == "holiday"
		c.names[row[0]] = row[2]
	}
}

// know marks the years whose holidays were published: those in which each of the seven festivals
// has its day off. A file with some days of a year adds them, and the year stays provisional.
func (c *Calendar) know() {
	names := map[int]map[string]bool{}
	for date, off := range c.off {
		d, err := time.ParseInLocation(time.DateOnly, date, opinion.Beijing)
		if err != nil || !off {
			continue
		}
		if names[d.Year()] == nil {
			names[d.Year()] = map[string]bool{}
		}
		if festival, main := lawDay(d); main {
			names[d.Year()][festival] = true
		}
	}
	for year, has := range names {
		c.known[year] = len(has) == festivals
	}
}

// Special is a day that is not as its day of the week says.
type Special struct {
	Date string // 2026-10-01
	Off  bool   // else it is worked
	Name string
}

// Specials are the days off and the make-up days of a year that were published, in order.
func (c Calendar) Specials(year int) (out []Special) {
	for _, date := range slices.Sorted(maps.Keys(c.off)) {
		if strings.HasPrefix(date, fmt.Sprintf("%04d-", year)) {
			out = append(out, Special{date, c.off[date], c.names[date]})
		}
	}
	return out
}

// Known says whether the holidays of a year were published. Where they were not, days are counted
// by weekends and by what the law fixes (全国年节及纪念日放假办法), until the year's notice is in the
// configuration.
func (c Calendar) Known(year int) bool { return c.Name != opinion.CalendarWorking || c.known[year] }

// Works says whether the day of t (in Beijing) is a working day. In a year that is not Known this
// is provisional.
func (c Calendar) Works(t time.Time) bool {
	kind, _, _ := c.KindOf(t)
	return kind == DayCounts || kind == DayMakeUp
}

// counts says whether the day of t counts in this calendar.
func (c Calendar) counts(t time.Time) bool { return c.Name != opinion.CalendarWorking || c.Works(t) }

// KindOf says what sort of day the day of t (in Beijing) is among working days (DayCounts,
// DayMakeUp, DayWeekend or DayHoliday), the name of a holiday, and whether this is provisional, in
// a year that is not Known.
func (c Calendar) KindOf(t time.Time) (kind, name string, provisional bool) {
	t = t.In(opinion.Beijing)
	date := t.Format(time.DateOnly)
	provisional = !c.Known(t.Year())
	off, special := c.off[date]
	switch {
	case special && off:
		return DayHoliday, c.names[date], provisional
	case special:
		return DayMakeUp, c.names[date], provisional
	}
	if provisional {
		if festival, _ := lawDay(t); festival != "" {
			return DayHoliday, festival, true
		}
	}
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return DayWeekend, "", provisional
	}
	return DayCounts, "", provisional
}

// provisional says whether time between two moments is counted in a year that is not Known.
func (c Calendar) provisional(from, to time.Time) bool { return c.unpublished(from, to) != 0 }

// unpublished is the first year between two moments that is not Known, 0 for none.
func (c Calendar) unpublished(from, to time.Time) int {
	for y := from.In(opinion.Beijing).Year(); y <= to.In(opinion.Beijing).Year(); y++ {
		if !c.Known(y) {
			return y
		}
	}
	return 0
}
