package leader

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// assessPage (考核) shows how units answer.
type assessPage struct {
	Q        facts.RateQuery
	From, To string // the days that are counted, the last one included
	Table    facts.RateTable
	Shown    facts.Measure // in the picture
	Plot     sharePlot
	Ways     []kit.Tab
	Units    []opinion.Unit
	Topics   []opinion.Topic
	Filters  []kit.Filter
	Rest     int // rows that are not shown until all are asked for
}

// mostRates is how many rows of the table are shown at first.
const mostRates = 30

func (a *Room) ShowAssessment(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "assess", v.Say("nav.assess")
	q, err := ask.RateQuery(r.URL.Query(), v.Now(), v.Lang)
	if err != nil {
		return "", err
	}
	p := assessPage{Q: q, From: v.Day(q.From), To: v.Day(q.To.Add(-1)), Topics: a.Topics, Filters: v.Filters(r.URL.Query())}
	if p.Table, err = a.Units.Rates(r.Context(), q); err != nil {
		return "", err
	}
	if q.Rank != "" && !slices.ContainsFunc(p.Table.Measures, func(m facts.Measure) bool { return m.ID == q.Rank }) {
		return "", kit.BadInput("bad_measure", v.Say("error.bad_measure"))
	}
	if p.Units, err = a.Units.Units(r.Context()); err != nil {
		return "", err
	}
	for _, way := range ask.RateWays {
		p.Ways = append(p.Ways, kit.Tab{Key: way, Link: v.With("by", way), Now: way == q.By})
	}
	for _, m := range p.Table.Measures {
		if m.ID == q.Rank || q.Rank == "" && m.ID == "answer" {
			p.Shown = m
		}
	}
	p.Plot, err = plotShares(v, p.Table, q.By, p.Shown)
	if n := len(p.Table.Rows); n > mostRates && v.Param("all") != "yes" {
		p.Rest, p.Table.Rows = n-mostRates, p.Table.Rows[:mostRates]
	}
	v.D = p
	return "assess", err
}

// turnsPage lists the turns behind a number.
type turnsPage struct {
	Q       facts.TurnQuery
	List    facts.TurnList
	Group   string
	Measure facts.Measure
	Back    string
}

func (a *Room) ShowTurns(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "assess", v.Say("turns.title")
	q, err := ask.TurnQuery(r.URL.Query(), v.Now(), v.Lang)
	if err != nil {
		return "", err
	}
	p := turnsPage{Q: q, Back: "/assess?" + kit.Without(r.URL.Query(), "key", "measure", "verdict", "cursor", "lang").Encode()}
	if p.List, err = a.Units.Turns(r.Context(), q); err != nil {
		return "", err
	}
	none := q.RateQuery
	none.To = none.From // the definitions only
	table, err := a.Units.Rates(r.Context(), none)
	if err != nil {
		return "", err
	}
	for _, m := range table.Measures {
		if m.ID == q.Measure {
			p.Measure = m
		}
	}
	if q.Key != nil {
		p.Group = v.Group(q.By, *q.Key)
	}
	v.D = p
	return "turns", nil
}

// Group names a group of a table.
func (v *View) Group(by, key string) string {
	switch by {
	case "week":
		return v.Say("week.of", key)
	case "month":
		return key
	}
	return v.FilterName(by, key)
}

// RulesOf are the rules of all measures.
func (v *View) RulesOf(t facts.RateTable) string { return kit.PickWords(v.Lang, t.Rules, t.RulesEn) }

// Behind is the address of the turns that a number counts: of the group (nil: of all), by a measure
// and a verdict.
func (v *View) Behind(key any, measure, verdict string) string {
	q := kit.Without(v.Here.Query(), "lang", "cursor", "key")
	if s, ok := key.(string); ok {
		q.Set("key", s)
	}
	for k, s := range map[string]string{"measure": measure, "verdict": verdict} {
		if s != "" {
			q.Set(k, s)
		}
	}
	return "/assess/turns?" + q.Encode()
}

// All stands for no group in Behind.
func (v *View) All() any { return nil }

// File is the address of this table as a file.
func (v *View) File(ext string) string {
	return "/assess." + ext + "?" + kit.Without(v.Here.Query(), "lang", "cursor").Encode()
}

// Hours writes a median.
func (v *View) Hours(h float64) string {
	if h == 0 {
		return "—"
	}
	return strconv.FormatFloat(h, 'f', 1, 64)
}

// Last is the last day before a moment.
func (v *View) Last(t time.Time) string { return v.Day(t.Add(-1)) }

// Limit says by when something was due.
func (v *View) Limit(t time.Time) string {
	return v.Say("turns.due", t.In(kit.Shanghai).Format("2006-01-02 15:04"))
}

// rated is a share in a cell of a table, with the group whose turns it opens to.
type rated struct {
	V   *View
	Key any
	facts.Rate
}

// Rated makes one.
func (v *View) Rated(key any, r facts.Rate) rated { return rated{v, key, r} }
