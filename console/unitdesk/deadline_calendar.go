package unitdesk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// How many deadlines a calendar holds, and a day of the month shows.
const (
	deadlinesMost = 2000
	dayShown      = 4
)

// calendarPage is a unit's deadlines by the day.
type calendarPage struct {
	Unit       opinion.Unit
	Units      []opinion.Unit
	View       string // month or week
	Date       time.Time
	From, To   time.Time
	Prev, Next string
	Weeks      [][]calendarDay
	N          int
	Cut        bool // there are more than are shown
}

// calendarDay is one day with what is due on it.
type calendarDay struct {
	Date        time.Time
	In          bool // of the month
	Today       bool
	Kind, Name  string // of the working calendar
	Provisional bool   // the holidays of its year are not known
	Due         []register.Deadline
	More        int // not shown
}

// weeksAround is the month or week around a day, in whole weeks from Monday. The month is the day's
// own.
func weeksAround(kind string, day time.Time) (from, to time.Time) {
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, kit.Shanghai)
	monday := func(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }
	if kind == "week" {
		from = monday(day)
		return from, from.AddDate(0, 0, 7)
	}
	first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, kit.Shanghai)
	return monday(first), monday(first.AddDate(0, 1, 0).AddDate(0, 0, 6))
}

// weeksOf lays deadlines into the days of whole weeks.
func weeksOf(from, to time.Time, month time.Month, today string, kind func(time.Time) (string,
	string, bool), due []register.Deadline, shown int) [][]calendarDay {
	byDay := map[string][]register.Deadline{}
	for _, d := range due {
		day := d.Due.In(kit.Shanghai).Format(time.DateOnly)
		byDay[day] = append(byDay[day], d)
	}
	var out [][]calendarDay
	for t := from; t.Before(to); t = t.AddDate(0, 0, 1) {
		day := t.Format(time.DateOnly)
		d := calendarDay{Date: t, In: month == 0 || t.Month() == month, Today: day == today, Due: byDay[day]}
		if kind != nil {
			d.Kind, d.Name, d.Provisional = kind(t)
		}
		if shown > 0 && len(d.Due) > shown {
			d.Due, d.More = d.Due[:shown], len(d.Due)-shown
		}
		if t.Weekday() == time.Monday {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], d)
	}
	return out
}

func (a *Room) ShowCalendar(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "work", v.Say("calendar")
	u, all, ok, err := a.workUnit(r, v)
	if err != nil {
		return "", err
	}
	p := &calendarPage{Unit: u, Units: all, View: "month", Date: v.Now().In(kit.Shanghai)}
	v.D = p
	q := r.URL.Query()
	if q.Get("view") == "week" {
		p.View = "week"
	}
	if s := q.Get("date"); s != "" {
		if p.Date, err = time.ParseInLocation(time.DateOnly, s, kit.Shanghai); err != nil ||
			p.Date.Year() < 2000 || p.Date.Year() > 2200 {
			return "", kit.BadInput("bad_date", v.Say("calendar.bad_date"))
		}
	}
	if !ok {
		return "calendar", nil
	}
	p.From, p.To = weeksAround(p.View, p.Date)
	due, err := a.Work.Book.Deadlines(r.Context(), u.ID, p.From, p.To, deadlinesMost)
	if err != nil {
		return "", err
	}
	p.N, p.Cut = len(due), len(due) == deadlinesMost
	month, shown := p.Date.Month(), dayShown
	if p.View == "week" {
		month, shown = 0, 0
		p.Prev, p.Next = shift(p.From, -7), shift(p.From, 7)
	} else {
		first := p.Date.AddDate(0, 0, 1-p.Date.Day())
		p.Prev, p.Next = first.AddDate(0, -1, 0).Format(time.DateOnly), first.AddDate(0, 1, 0).Format(time.DateOnly)
	}
	p.Weeks = weeksOf(p.From, p.To, month, v.Now().In(kit.Shanghai).Format(time.DateOnly), a.Work.Day, due, shown)
	return "calendar", nil
}

// Iso is a date for an address.
func (v *View) Iso(t time.Time) string { return t.In(kit.Shanghai).Format(time.DateOnly) }

// Clock is the time of day.
func (v *View) TimeOfDay(t time.Time) string { return t.In(kit.Shanghai).Format("15:04") }

// Weekday names a day of the week.
func (v *View) Weekday(t time.Time) string { return v.Say("weekday." + t.Weekday().String()[:3]) }

// Provisional is the year of which a day is shown and no holidays are known, 0 for none.
func (p *calendarPage) Provisional() int {
	for _, week := range p.Weeks {
		for _, d := range week {
			if d.Provisional {
				return d.Date.Year()
			}
		}
	}
	return 0
}

// Span of days in words: the month, or the first and last day of the week.
func (p *calendarPage) Period() string {
	if p.View == "week" {
		return p.From.Format(time.DateOnly) + " – " + shift(p.To, -1)
	}
	return p.Date.Format("2006-01")
}

// How far an exported calendar reaches: what is late still stands in it.
const (
	icsBack    = -90
	icsForward = 366
)

// CalendarFile is a unit's deadlines as iCalendar (RFC 5545).
func (a *Room) CalendarFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	u, _, ok, err := a.workUnit(r, v)
	if err == nil && !ok {
		err = kit.BadInput("no_unit", v.Say("work.choose"))
	}
	var due []register.Deadline
	if err == nil {
		due, err = a.Work.Book.Deadlines(r.Context(), u.ID, v.Now().AddDate(0, 0, icsBack),
			v.Now().AddDate(0, 0, icsForward), deadlinesMost)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	host := "http://" + r.Host
	if !a.Loopback {
		host = "https://" + r.Host
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+fileName(u.ID)+`.ics"`)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(v.deadlinesICS(u, due, host))) // the reader has gone away; nobody is left to tell
}

// fileName keeps of an id what no header minds.
func fileName(id string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '_'
	}, id)
}

// deadlinesICS writes deadlines as events of half an hour that end when they are due, with an alarm
// two hours before.
func (v *View) deadlinesICS(u opinion.Unit, due []register.Deadline, host string) string {
	cal := ics.NewCalendarFor(oneLine(v.Product()))
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(oneLine(kit.UnitName(u, u.ID, v.Lang) + " " + v.Say("calendar")))
	cal.SetXWRTimezone("Asia/Shanghai")
	for _, d := range due {
		e := cal.AddEvent(oneLine(d.Case) + "." + oneLine(string(d.Duty)) + "@" + oneLine(v.Product()))
		e.SetDtStampTime(v.Now())
		e.SetStartAt(d.Due.Add(-30 * time.Minute))
		e.SetEndAt(d.Due)
		e.SetSummary(oneLine(v.Duty(d.Duty) + " " + v.Name(d.Title)))
		e.SetURL(host + "/work/" + url.PathEscape(d.Case))
		e.SetDescription(oneLine(v.Say("calendar.ics.text", d.Case)))
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("-PT2H")
		alarm.SetDescription(oneLine(v.Duty(d.Duty)))
	}
	return cal.Serialize(ics.WithNewLineWindows)
}

// oneLine makes one line of a text: no control character ends a line of a calendar or a header
// early.
func oneLine(s string) string { return strings.Join(strings.Fields(opinion.CleanText(s)), " ") }

// Deadlines of a day in one line, for small screens and screen readers.
func (d calendarDay) All() int { return len(d.Due) + d.More }

// Off says whether nobody works that day.
func (d calendarDay) Off() bool { return slices.Contains([]string{"weekend", "holiday"}, d.Kind) }
