// Package dayoff reads lists of holidays and make-up days as offices get them: a table (CSV), a
// calendar (ICS), or the words of the State Council's notice (关于某年部分节假日安排的通知).
package dayoff

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"huiying/words"
)

// Kinds of days: off, and a Saturday or Sunday that is worked.
const (
	Off    = "holiday"
	Worked = "workday"
)

// Day is one day that is not as its day of the week says.
type Day struct {
	Date string // 2027-01-01
	Kind string // Off or Worked
	Name string // of the holiday that it belongs to
}

// Compare is by date.
func (d Day) Compare(other Day) int { return strings.Compare(d.Date, other.Date) }

// Year of the day, as it is written.
func (d Day) Year() string { return d.Date[:4] }

// most bounds a list: ten years have some 400 days.
const most = 5000

// Read reads a list in whichever of the three forms it is in, in the order of the days. A fault is a
// words.Fault that says where.
func Read(raw []byte) (days []Day, err error) {
	text := strings.TrimPrefix(string(raw), "\ufeff")
	if !utf8.ValidString(text) {
		if text, err = simplifiedchinese.GB18030.NewDecoder().String(text); err != nil {
			return nil, wrong("encoding")
		}
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	switch {
	case strings.TrimSpace(text) == "":
		return nil, wrong("empty")
	case strings.Contains(text, "BEGIN:VCALENDAR"):
		days, err = fromCalendar(text)
	case notice.MatchString(text):
		days, err = fromNotice(text)
	default:
		days, err = fromTable(text)
	}
	switch {
	case err != nil:
		return nil, err
	case len(days) == 0:
		return nil, wrong("none")
	case len(days) > most:
		return nil, wrong("many", len(days), most)
	}
	return tidy(days)
}

// tidy sorts days, and refuses a day that is said to be both.
func tidy(days []Day) ([]Day, error) {
	slices.SortStableFunc(days, Day.Compare)
	var out []Day
	for _, d := range days {
		if n := len(out); n > 0 && out[n-1].Date == d.Date {
			if out[n-1].Kind != d.Kind {
				return nil, wrong("both", d.Date)
			}
			continue
		}
		out = append(out, d)
	}
	return out, nil
}

// Table writes days as a configuration's holiday file has them.
func Table(days []Day) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"date", "kind", "name"}) // a builder takes everything
	for _, d := range days {
		_ = w.Write([]string{d.Date, d.Kind, d.Name})
	}
	w.Flush()
	return b.String()
}

func wrong(what string, args ...any) error {
	return words.Fault{Phrase: words.Of("dayoff."+what, args...)}
}

// date reads a date as tables and people write it.
func date(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, form := range []string{time.DateOnly, "2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2006年1月2日"} {
		if t, err := time.Parse(form, s); err == nil && t.Year() >= 1949 && t.Year() < 2200 {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

// kinds are the words by which a table or a calendar says what a day is.
var kinds = []struct{ word, kind string }{
	{"workday", Worked}, {"补班", Worked}, {"上班", Worked}, {"班", Worked}, {"工作日", Worked}, {"working", Worked},
	{"holiday", Off}, {"放假", Off}, {"假期", Off}, {"休", Off}, {"假", Off}, {"day off", Off},
}

// kind is what a word says, "" for nothing.
func kind(s string) string {
	s = strings.ToLower(s)
	for _, k := range kinds {
		if strings.Contains(s, k.word) {
			return k.kind
		}
	}
	return ""
}

// fromTable reads date, kind and name, by lines.
func fromTable(text string) (out []Day, err error) {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.TrimLeadingSpace, in.LazyQuotes, in.Comment = -1, true, true, '#'
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, "\t") > strings.Count(first, ",") {
		in.Comma = '\t'
	}
	for n := 1; ; n++ {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		line, _ := in.FieldPos(0)
		if err != nil {
			return nil, wrong("line", n, err.Error())
		}
		if strings.Join(row, "") == "" {
			continue
		}
		d, ok := date(row[0])
		switch {
		case !ok && n == 1:
			continue // its heading
		case !ok:
			return nil, wrong("date", line, row[0])
		case len(row) < 2 || kind(row[1]) == "":
			said := ""
			if len(row) > 1 {
				said = row[1]
			}
			return nil, wrong("kind", line, said)
		}
		day := Day{Date: d, Kind: kind(row[1])}
		if len(row) > 2 {
			day.Name = strings.TrimSpace(row[2])
		}
		out = append(out, day)
	}
}

// longest bounds one entry of a calendar and one holiday of a notice, in days.
const longest = 40

// span are the days from one date to another, both with them.
func span(from, to, kind, name string) (out []Day, err error) {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, wrong("day", from)
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return nil, wrong("day", to)
	}
	if b.Before(a) || b.Sub(a) > longest*24*time.Hour {
		return nil, wrong("span", from, to)
	}
	for t := a; !t.After(b); t = t.AddDate(0, 0, 1) {
		out = append(out, Day{t.Format(time.DateOnly), kind, name})
	}
	return out, nil
}

// fromCalendar reads the entries of an ICS file whose heading says that a day is off or worked; a
// calendar has others too, such as the seasons.
func fromCalendar(text string) (out []Day, err error) {
	text = strings.NewReplacer("\n ", "", "\n\t", "").Replace(text) // long lines go on
	var from, to, title string
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		name, _, _ := strings.Cut(key, ";")
		switch strings.ToUpper(name) {
		case "BEGIN":
			if value == "VEVENT" {
				from, to, title = "", "", ""
			}
		case "DTSTART":
			from = value
		case "DTEND":
			to = value
		case "SUMMARY":
			title = strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\\`, `\`).Replace(value)
		case "END":
			if value != "VEVENT" || kind(title) == "" {
				continue
			}
			days, err := entry(from, to, title)
			if err != nil {
				return nil, err
			}
			out = append(out, days...)
		}
	}
	return out, nil
}

// entry are the days of one entry of a calendar: to is the first day behind it.
func entry(from, to, title string) ([]Day, error) {
	first, ok := date(from[:min(len(from), 8)])
	if !ok {
		return nil, wrong("day", from)
	}
	last := first
	if to != "" {
		end, ok := date(to[:min(len(to), 8)])
		if !ok {
			return nil, wrong("day", to)
		}
		if t, err := time.Parse(time.DateOnly, end); err == nil && end > first {
			last = t.AddDate(0, 0, -1).Format(time.DateOnly)
		}
	}
	return span(first, last, kind(title), called(title))
}

// beside is what headings of calendars have beside the name of a holiday.
var beside = regexp.MustCompile(`[（(\[【].*?[)）\]】]|第\s*\d+\s*天.*|共\s*\d+\s*天|补班|上班|放假|假期|调休|休息|[休班]`)

func called(title string) string {
	return strings.Trim(beside.ReplaceAllString(title, ""), " 　·-—:：/")
}
