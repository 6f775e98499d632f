package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// rateWays are the ways to group, in the order of the tabs.
var rateWays = []string{"unit", "division", "topic", "week", "month"}

// assessPage (考核) shows how units answer.
type assessPage struct {
	Q        RateQuery
	From, To string // the days that are counted, the last one included
	Table    RateTable
	Shown    Measure // in the picture
	Plot     sharePlot
	Ways     []tab
	Units    []opinion.Unit
	Topics   []opinion.Topic
	Filters  []filter
}

func (a *app) assess(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "assess", v.Say("nav.assess")
	q, err := rateQuery(r.URL.Query(), v.Now(), v.Lang)
	if err != nil {
		return "", err
	}
	p := assessPage{Q: q, From: v.Day(q.From), To: v.Day(q.To.Add(-1)), Topics: a.Topics, Filters: v.Filters(r.URL.Query())}
	if p.Table, err = a.Units.Rates(r.Context(), q); err != nil {
		return "", err
	}
	if q.Rank != "" && !slices.ContainsFunc(p.Table.Measures, func(m Measure) bool { return m.ID == q.Rank }) {
		return "", invalid("bad_measure", v.Say("error.bad_measure"))
	}
	if p.Units, err = a.Units.Units(r.Context()); err != nil {
		return "", err
	}
	for _, way := range rateWays {
		p.Ways = append(p.Ways, tab{Key: way, Link: v.With("by", way), Now: way == q.By})
	}
	for _, m := range p.Table.Measures {
		if m.ID == q.Rank || q.Rank == "" && m.ID == "answer" {
			p.Shown = m
		}
	}
	p.Plot, err = plotShares(v, p.Table, q.By, p.Shown)
	v.D = p
	return "assess", err
}

// rateQuery reads the question from an address; pages, files and the API ask alike.
func rateQuery(q url.Values, now time.Time, lang string) (RateQuery, error) {
	out := RateQuery{By: q.Get("by"), Unit: q.Get("unit"), Topic: q.Get("topic"), Division: q.Get("division"), Rank: q.Get("rank")}
	if out.By == "" {
		out.By = rateWays[0]
	}
	if !slices.Contains(rateWays, out.By) {
		return out, invalid("bad_way", words.Say(lang, "error.bad_way"))
	}
	var err error
	out.From, out.To, err = spanOf(q, midnight(now).AddDate(0, 0, 1), lang)
	return out, err
}

// turnsPage lists the turns behind a number.
type turnsPage struct {
	Q       TurnQuery
	List    TurnList
	Group   string
	Measure Measure
	Back    string
}

const turnsShown = 50

func (a *app) turns(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "assess", v.Say("turns.title")
	q, err := turnQuery(r.URL.Query(), v.Now(), v.Lang)
	if err != nil {
		return "", err
	}
	p := turnsPage{Q: q, Back: "/assess?" + without(r.URL.Query(), "key", "measure", "verdict", "cursor", "lang").Encode()}
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

func turnQuery(q url.Values, now time.Time, lang string) (TurnQuery, error) {
	rates, err := rateQuery(q, now, lang)
	out := TurnQuery{RateQuery: rates, Measure: q.Get("measure"), Verdict: q.Get("verdict"), Size: turnsShown}
	if err != nil {
		return out, err
	}
	if q.Has("key") {
		key := q.Get("key")
		out.Key = &key
	}
	if !slices.Contains([]string{"", "yes", "no"}, out.Verdict) {
		return out, invalid("bad_verdict", words.Say(lang, "error.bad_verdict"))
	}
	if c := q.Get("cursor"); c != "" {
		if out.Offset, err = strconv.Atoi(c); err != nil || out.Offset < 0 {
			return out, invalid("bad_cursor", words.Say(lang, "error.bad_cursor"))
		}
	}
	out.Size, err = sizeOf(q.Get("size"), turnsShown, lang)
	return out, err
}

func without(q url.Values, keys ...string) url.Values {
	for _, k := range keys {
		q.Del(k)
	}
	return q
}

// Group names a group of a table.
func (v *view) Group(by, key string) string {
	switch by {
	case "week":
		return v.Say("week.of", key)
	case "month":
		return key
	}
	return v.FilterName(by, key)
}

// Named and Meaning are a measure's words in the reader's language.
func (v *view) Named(m Measure) string { return pickWords(v.Lang, m.Name, m.NameEn) }

// Meaning is the definition.
func (v *view) Meaning(m Measure) string { return pickWords(v.Lang, m.What, m.WhatEn) }

// RulesOf are the rules of all measures.
func (v *view) RulesOf(t RateTable) string { return pickWords(v.Lang, t.Rules, t.RulesEn) }

func pickWords(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// Behind is the address of the turns that a number counts: of the group (nil: of all), by a measure
// and a verdict.
func (v *view) Behind(key any, measure, verdict string) string {
	q := without(v.here.Query(), "lang", "cursor", "key")
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
func (v *view) All() any { return nil }

// File is the address of this table as a file.
func (v *view) File(ext string) string {
	return "/assess." + ext + "?" + without(v.here.Query(), "lang", "cursor").Encode()
}

// Percent writes a share.
func (v *view) Percent(p *float64) string {
	if p == nil {
		return "—"
	}
	return strconv.FormatFloat(*p*100, 'f', 1, 64) + " %"
}

// Hours writes a median.
func (v *view) Hours(h float64) string {
	if h == 0 {
		return "—"
	}
	return strconv.FormatFloat(h, 'f', 1, 64)
}

// Last is the last day before a moment.
func (v *view) Last(t time.Time) string { return v.Day(t.Add(-1)) }

// Limit says by when something was due.
func (v *view) Limit(t time.Time) string {
	return v.Say("turns.due", t.In(shanghai).Format("2006-01-02 15:04"))
}

// rated is a share in a cell of a table, with the group whose turns it opens to.
type rated struct {
	V   *view
	Key any
	Rate
}

// Rated makes one.
func (v *view) Rated(key any, r Rate) rated { return rated{v, key, r} }
