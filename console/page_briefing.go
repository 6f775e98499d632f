package console

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"time"
)

// briefingPage is a day with the days beside it.
type briefingPage struct {
	Briefing
	Before, After string // dates; After is "" for today
}

// dayOf reads a date of +08:00.
func dayOf(s, lang string) (time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02", s, shanghai)
	if err != nil {
		return t, invalid("bad_date", say(lang, "error.bad_date"))
	}
	return t, nil
}

func (a *app) briefingToday(w http.ResponseWriter, r *http.Request) {
	langOf(w, r) // keep a ?lang= that came along
	http.Redirect(w, r, "/briefings/"+midnight(a.Now()).Format("2006-01-02"), http.StatusFound)
}

func (a *app) briefing(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "briefings", v.must("nav.briefings")
	b, day, err := a.brief(r.Context(), r.PathValue("date"), v.Lang)
	if err != nil {
		return "", err
	}
	p := briefingPage{Briefing: b, Before: day.AddDate(0, 0, -1).Format("2006-01-02")}
	if next := day.AddDate(0, 0, 1); !next.After(v.now) {
		p.After = next.Format("2006-01-02")
	}
	v.Title, v.D = v.must("briefing.title", b.Date), p
	return "briefing", nil
}

// brief fetches a day's briefing for the page and the API.
func (a *app) brief(ctx context.Context, date, lang string) (Briefing, time.Time, error) {
	day, err := dayOf(date, lang)
	if err != nil {
		return Briefing{}, day, err
	}
	if a.Brief == nil {
		return Briefing{}, day, away("no_briefing", say(lang, "away.briefing"))
	}
	if day.After(a.Now()) {
		return Briefing{}, day, &Error{Kind: NotFound, Code: "not_yet", Words: say(lang, "error.not_yet")}
	}
	b, err := a.Brief.Briefing(ctx, day)
	if b.Date == "" {
		b.Date = day.Format("2006-01-02")
	}
	return b, day, err
}

// RenderBriefing writes a briefing as one HTML file that needs nothing beside it: for mail,
// print and the archive. lang is "zh" or "en".
func RenderBriefing(w io.Writer, b Briefing, lang string) error {
	lang = pickLang(lang)
	css, err := files.ReadFile("static/briefing.css")
	if err != nil {
		return fmt.Errorf("read the style of the briefing: %w", err)
	}
	t, err := template.New("alone").ParseFS(files, "templates/alone.html", "templates/parts.html")
	if err != nil {
		return fmt.Errorf("parse the briefing: %w", err)
	}
	v := &view{Lang: lang, Title: say(lang, "briefing.title", b.Date), now: b.Made, D: struct {
		Briefing
		Style template.CSS
	}{b, template.CSS(css)}}
	if err := t.ExecuteTemplate(w, "alone", v); err != nil {
		return fmt.Errorf("draw the briefing: %w", err)
	}
	return nil
}

// In picks the words of a line in the view's language; a missing translation falls back to
// the Chinese.
func (v *view) In(zh, en string) string {
	if v.Lang == "en" && en != "" {
		return en
	}
	return zh
}

// Change is the difference to the day before, with its sign.
func (v *view) Change(n BriefingNumber) string {
	if n.Previous == nil {
		return ""
	}
	switch d := n.N - *n.Previous; {
	case d > 0:
		return v.must("briefing.more", d)
	case d < 0:
		return v.must("briefing.less", -d)
	}
	return v.must("briefing.same")
}
