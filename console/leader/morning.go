package leader

import (
	"context"
	"net/http"
	"slices"
	"time"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// morningPage (晨报) is what a leader reads first, on one screen: what happened on a day, how that
// compares, where, whose answers are late, and what waits for a decision. What has nothing to say
// takes no room.
type morningPage struct {
	pagedata.Briefing
	Before, After string // dates beside it; After is "" for today
	Figures       []trend
	Map           mapOf
	Errs          []string // parts that could not be had, in words
}

// shownDays is how many days a line shows; each is compared with the same weekday of four weeks.
const shownDays, weeksBack = 28, 4

// ShowMorning is the page of ?day=, of yesterday as long as nothing is asked and something came in
// then, else of today.
func (a *Room) ShowMorning(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "overview", v.Say("morning.title")
	counts := try(a, r, v, func() (daily, error) { return a.daily(r.Context(), v) })
	day := kit.Midnight(v.Now())
	if asked := r.URL.Query().Get("day"); asked != "" {
		var err error
		if day, err = ask.DayOf(asked, v.Lang); err != nil {
			return "", err
		}
	} else if yesterday := counts.V.before(1); yesterday.received > 0 {
		day = yesterday.day
	}
	p := morningPage{}
	got, _, err := ask.Brief(r.Context(), a.Brief, v.Now(), ask.BriefAsked{Date: day.Format(time.DateOnly)}, v.Lang)
	if err != nil && r.URL.Query().Get("day") != "" {
		return "", err
	}
	if err != nil {
		p.Errs = append(p.Errs, a.Problem(r.Pattern, v.Lang, err).Detail)
	}
	p.Briefing = got
	for _, m := range v.Missing(got) {
		p.Errs = append(p.Errs, v.Say("briefing.missing", m))
	}
	if counts.Err != "" {
		p.Errs = append(p.Errs, counts.Err)
	} else {
		p.Figures = ofOneMoment(counts.V.trends(v, day), got)
	}
	for _, s := range got.Sections {
		if s.ID == "places" {
			p.Map = a.Atlas.draw(v, s.Grid, r.URL.Query().Get("by") == "rate")
		}
	}
	p.Before = day.AddDate(0, 0, -1).Format(time.DateOnly)
	if next := day.AddDate(0, 0, 1); !next.After(v.Now()) {
		p.After = next.Format(time.DateOnly)
	}
	v.D = p
	return "morning", nil
}

// dayCounts is what happened on a day.
type dayCounts struct {
	day                           time.Time
	received, inTime, overdue, ok int
}

// daily are the days up to today; nobody listened before the first of them on which anything came in.
type daily struct {
	days  []dayCounts
	first int
}

// before is the day so many days before today.
func (d daily) before(n int) dayCounts {
	if i := len(d.days) - 1 - n; i >= 0 {
		return d.days[i]
	}
	return dayCounts{}
}

// lateCases asks for public matters whose answer is late.
var lateCases = register.CaseQuery{States: owed, Overdue: true, Size: 1,
	Matters: []opinion.Matter{opinion.PublicMatter}}

func (a *Room) daily(ctx context.Context, v *View) (daily, error) {
	if a.Balance == nil {
		return daily{}, kit.Away("no_balance", words.Say(v.Lang, "away.desk"))
	}
	const n = shownDays*2 + 7*weeksBack // a day back in time has its own past
	came, err := ask.Days(ctx, a.Balance, v.Now(), n)
	if err != nil {
		return daily{}, err
	}
	work, err := a.Units.Days(ctx, facts.DayQuery{From: came[0].Day, N: n})
	if err != nil {
		return daily{}, err
	}
	late, err := a.Cases.Cases(ctx, lateCases)
	out := daily{first: n}
	for i, c := range came {
		out.days = append(out.days, dayCounts{c.Day, c.Received, work[i].InTime, work[i].Overdue, work[i].Confirmed})
		if c.Received > 0 {
			out.first = min(out.first, i)
		}
	}
	out.days[n-1].overdue = late.Total // what the list behind it holds
	return out, err
}

// trends are the four figures of a day with their lines.
func (d daily) trends(v *View, day time.Time) (out []trend) {
	at := -1
	for i, c := range d.days {
		if c.day.Equal(day) {
			at = i
		}
	}
	if at < 0 {
		return nil // too long ago
	}
	today := at == len(d.days)-1
	for _, f := range []struct {
		id, link string
		of       func(dayCounts) int
	}{
		{"received", "/search", func(c dayCounts) int { return c.received }},
		{"in_time", "/assess?by=unit", func(c dayCounts) int { return c.inTime }},
		{"overdue", "/cases?overdue=true&state=triage,dispatched,signed,handling,returned",
			func(c dayCounts) int { return c.overdue }},
		{"confirmed", "/assess?by=unit", func(c dayCounts) int { return c.ok }},
	} {
		t := trend{ID: f.id, Name: v.Say("morning." + f.id), Link: f.link, Bad: f.id == "overdue", Open: today}
		for i := max(d.first, at+1-shownDays); i <= at; i++ {
			p := point{Day: d.days[i].day, N: f.of(d.days[i])}
			for w := 1; w <= weeksBack && i-7*w >= d.first; w++ {
				p.Past = append(p.Past, f.of(d.days[i-7*w]))
			}
			t.Points = append(t.Points, p)
		}
		if len(t.Points) > 0 && t.any() {
			out = append(out, t)
		}
	}
	return out
}

// ofOneMoment lets the figures of a day that is not over say what the sentences beside them say.
func ofOneMoment(all []trend, b pagedata.Briefing) []trend {
	for _, n := range b.Numbers {
		for i := range all {
			t := &all[i]
			if id := map[string]string{"received": "mentions", "overdue": "overdue"}[t.ID]; t.Open && id == n.ID {
				t.Points[len(t.Points)-1].N = n.N
			}
		}
	}
	return all
}

// Lined says whether any figure has a line.
func (p morningPage) Lined() bool {
	return slices.ContainsFunc(p.Figures, func(t trend) bool { return len(t.Points) > 1 })
}

// LeadTo is what a sentence opens: its list, or the one case or issue that it speaks of.
func (v *View) LeadTo(l pagedata.BriefingLead) string {
	switch {
	case l.Link != "":
		return l.Link
	case len(l.Issues) == 1:
		return "/issues/" + l.Issues[0]
	case len(l.Cases) == 1:
		return "/cases/" + l.Cases[0]
	}
	return ""
}

// DayName is a date as people say it: with its year where that is another one.
func (v *View) DayName(date string) string {
	t, err := time.ParseInLocation(time.DateOnly, date, kit.Shanghai)
	if err != nil {
		return date
	}
	week := v.Say("weekday." + t.Format("Mon"))
	if t.Year() != v.Now().In(kit.Shanghai).Year() {
		return date + " " + week
	}
	return v.Say("morning.day", t.Format("1"), t.Format("2"), t.Format("2 January"), week)
}

// Long is a number of hours as people say it.
func (v *View) Long(hours int) string {
	if hours < 1 {
		return v.Say("morning.underhour")
	}
	return v.Span(time.Duration(hours) * time.Hour)
}
