package kit

import (
	"html/template"
	"strings"
	"time"

	"huiying/words"
)

// Shanghai is the one zone of every page (UTC+8, no daylight saving), fixed so that no
// machine's zone table is asked.
var Shanghai = time.FixedZone("UTC+8", 8*60*60)

// Span writes a span of time.
func (v *Wording) Span(d time.Duration) string { return Spell(d, v.Lang) }

// Between writes the time from one moment to another.
func (v *Moments) Between(from, to time.Time) string {
	if from.IsZero() || to.Before(from) {
		return "—"
	}
	return Spell(to.Sub(from), v.Lang)
}

// Stamp is a moment in +08:00, to the second, as plain words.
func (v *Moments) Stamp(t time.Time) string { return t.In(Shanghai).Format("2006-01-02 15:04:05") }

func Midnight(t time.Time) time.Time {
	y, m, d := t.In(Shanghai).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Shanghai)
}

// When is a moment in +08:00, to the minute.
func (v *Moments) When(t time.Time) template.HTML {
	if t.IsZero() {
		return "—"
	}
	t = t.In(Shanghai)
	layout := "01-02 15:04"
	if t.Year() != v.now.In(Shanghai).Year() {
		layout = "2006-01-02 15:04"
	}
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `" title="` + t.Format("2006-01-02 15:04:05 -07:00") + `">` + t.Format(layout) + `</time>`)
}

// Day is the date in +08:00.
func (v *Moments) Day(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(Shanghai).Format("2006-01-02")
}

// Ago says how long ago something was, for the eye; the exact moment stands in When.
func (v *Moments) Ago(t time.Time) string {
	switch d := v.now.Sub(t); {
	case t.IsZero():
		return "—"
	case d < -time.Minute:
		return v.Say("time.in", Spell(-d, v.Lang))
	case d < time.Minute:
		return v.Say("time.now")
	default:
		return v.Say("time.ago", Spell(d, v.Lang))
	}
}

// Spell writes a span with its two greatest units: 「3 天 4 小时」.
func Spell(d time.Duration, lang string) string {
	if d < time.Minute {
		return words.Say(lang, "span.less")
	}
	m := int64(d / time.Minute)
	days, hours, minutes := m/(24*60), m/60%24, m%60
	var out []string
	add := func(n int64, key string) {
		if n > 0 {
			out = append(out, words.Say(lang, key, n))
		}
	}
	add(days, "span.d")
	add(hours, "span.h")
	if days == 0 {
		add(minutes, "span.m")
	}
	return strings.Join(out, " ")
}
func (v *Moments) Now() time.Time { return v.now }
