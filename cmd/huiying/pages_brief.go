package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"huiying/console"
	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/casestore"
)

// briefer writes briefings from the register and shows them as the console wants them.
type briefer struct{ h *house }

// Briefing is the briefing of the period in which the moment lies.
func (b briefer) Briefing(ctx context.Context, at time.Time, period string) (console.Briefing, error) {
	p, err := briefing.ParsePeriod(period)
	if err != nil {
		return console.Briefing{}, &console.Error{Kind: console.Invalid, Code: "bad_period", Words: err.Error(), Err: err}
	}
	got, err := b.h.briefs.of(p, at.In(china), b.h.now(), func() (briefing.Briefing, error) { return b.book().Briefing(ctx, p, at.In(china)) })
	if err != nil {
		return console.Briefing{}, err
	}
	return b.shown(got), nil
}

func (b briefer) book() briefing.Book {
	f := dayFacts(b)
	w := briefing.Writer{Said: f, Cases: b.h.store, Issues: f, Sources: f, Map: regionMap{b.h.cfg.Region, b.h.judges.places}, Unit: b.h.judges.units.Unit, Place: b.placeName, Now: b.h.now}
	return briefing.Book{Draft: w, Kept: keptBriefings{b.h.briefings}, Titles: b.h.store, Ready: func(ctx context.Context) bool {
		ctx, stop := context.WithTimeout(ctx, 5*time.Second)
		defer stop()
		return b.h.caughtUp(ctx) == nil
	}}
}

// placeName names a division from below the region on: everybody who reads knows the region.
func (b briefer) placeName(code string) string {
	n := names{b.h.cfg, b.h.judges}
	full := n.Division(code, "zh")
	if below, ok := strings.CutPrefix(full, n.Division(b.h.cfg.Region, "zh")); ok && below != "" {
		return below
	}
	return full
}

// recent keeps the last briefing of a period that is not over for a minute: many look at it in
// the same morning, and it asks much.
type recent struct {
	mu   sync.Mutex
	made map[briefing.Period]written
}

// written is a briefing of the period that begins at from, as it was at a moment.
type written struct {
	from, at time.Time
	b        briefing.Briefing
}

func (r *recent) of(p briefing.Period, at, now time.Time, write func() (briefing.Briefing, error)) (briefing.Briefing, error) {
	from, to := p.Span(at)
	if !now.Before(to) {
		return write()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := r.made[p]; m.from.Equal(from) && now.Sub(m.at) >= 0 && now.Sub(m.at) < time.Minute {
		return m.b, nil
	}
	b, err := write()
	if err == nil && len(b.Missing) == 0 {
		if r.made == nil {
			r.made = map[briefing.Period]written{}
		}
		r.made[p] = written{from, now, b}
	}
	return b, err
}

// keptBriefings keeps what was written once in a notebook of the log.
type keptBriefings struct{ book notebook }

type notebook interface {
	Get(ctx context.Context, key string) ([]byte, bool, error)
	PutNew(ctx context.Context, key string, value []byte) (bool, error)
}

func (k keptBriefings) Kept(ctx context.Context, key string) ([]byte, bool, error) {
	return k.book.Get(ctx, key)
}

func (k keptBriefings) Keep(ctx context.Context, key string, value []byte) ([]byte, error) {
	first, err := k.book.PutNew(ctx, key, value)
	if err != nil || first {
		return value, err
	}
	value, _, err = k.book.Get(ctx, key)
	return value, err
}

// regionMap shows the divisions right below the region.
type regionMap struct {
	region string
	places interface {
		Division(code string) (opinion.Division, bool)
		Children(code string) []string
		Path(code string) []string
	}
}

func (m regionMap) Cells() []opinion.Division {
	var out []opinion.Division
	for _, code := range m.places.Children(m.region) {
		if d, ok := m.places.Division(code); ok {
			out = append(out, d)
		}
	}
	return out
}

func (m regionMap) CellOf(code string) string {
	path := m.places.Path(code)
	for i, c := range path {
		if c == m.region && i+1 < len(path) {
			return path[i+1]
		}
	}
	return ""
}

func (h *house) topicName(id string) string { return names{h.cfg, h.judges}.Topic(id, "zh") }

// dayFacts answers the briefing's questions from the register.
type dayFacts struct{ h *house }

// Mentions counts what was said. Each is judged once, so that the register knows one number.
func (d dayFacts) Mentions(ctx context.Context, from, to time.Time) (int, error) {
	counts, err := d.h.store.Counts(ctx, from, to, casestore.ByAll)
	n := 0
	for _, c := range counts {
		n += c.N
	}
	return n, err
}

// Daily counts what was said day by day.
func (d dayFacts) Daily(ctx context.Context, from, to time.Time) (map[string]int, error) {
	counts, err := d.h.store.Counts(ctx, from, to, casestore.ByDay)
	out := make(map[string]int, len(counts))
	for _, c := range counts {
		out[c.At.In(china).Format(time.DateOnly)] += c.N
	}
	return out, err
}

// ByPlace counts what was said in each division and below it.
func (d dayFacts) ByPlace(ctx context.Context, from, to time.Time) (map[string]int, error) {
	return d.byKey(ctx, from, to, casestore.ByDivision)
}

// BySource counts what each source told.
func (d dayFacts) BySource(ctx context.Context, from, to time.Time) (map[string]int, error) {
	return d.byKey(ctx, from, to, casestore.BySource)
}

func (d dayFacts) byKey(ctx context.Context, from, to time.Time, by string) (map[string]int, error) {
	counts, err := d.h.store.Counts(ctx, from, to, by)
	out := make(map[string]int, len(counts))
	for _, c := range counts {
		out[c.Key] = c.N
	}
	return out, err
}

// IssuesOf lists the issues of a time.
func (d dayFacts) IssuesOf(ctx context.Context, past, from, to time.Time) ([]briefing.Issue, error) {
	list, err := d.h.store.IssuesAt(ctx, past, from, to)
	out := make([]briefing.Issue, len(list))
	for i, r := range list {
		out[i] = briefing.Issue{ID: r.ID, Topic: r.Topic, TopicName: r.TopicName, Division: r.Division, Severity: r.Severity,
			Size: r.Size, First: r.First, Today: r.Today, Before: r.Before, Case: r.Case}
	}
	return out, err
}

// NamedBy tells whose heading names an issue.
func (d dayFacts) NamedBy(ctx context.Context, issues []string) (map[string]string, error) {
	return d.h.store.NamedBy(ctx, issues)
}

// DailyOf counts the reports of issues day by day.
func (d dayFacts) DailyOf(ctx context.Context, issues []string, from, to time.Time) (map[string]map[string]int, error) {
	heat, err := d.h.store.Heat(ctx, issues, from, to, casestore.ByDay)
	out := make(map[string]map[string]int, len(heat))
	for id, beats := range heat {
		out[id] = map[string]int{}
		for _, b := range beats {
			out[id][b.At.In(china).Format(time.DateOnly)] += b.Reports
		}
	}
	return out, err
}

// Sources lists the sources as they do now.
func (d dayFacts) Sources(ctx context.Context) ([]briefing.Source, error) {
	rows, err := sourceBook(d).health(ctx)
	if err != nil {
		return nil, errors.New("the notes of the sources could not be read")
	}
	var out []briefing.Source
	for _, r := range rows {
		out = append(out, briefing.Source{ID: r.ID, Name: r.Name, State: r.State, Reason: r.Code})
	}
	return out, nil
}

// searchIn is the list of what was said in a period, of one place or source.
func searchIn(b briefing.Briefing, key, value string) string {
	q := url.Values{"from": {b.Date}, "to": {lastDay(b)}}
	if key != "" {
		q.Set(key, value)
	}
	return "/search?" + q.Encode()
}

func lastDay(b briefing.Briefing) string {
	return b.To.In(china).AddDate(0, 0, -1).Format(time.DateOnly)
}

// split tells ids of cases (c…) from those of issues (i…).
func split(ids []string) (out console.BriefingRefs) {
	for _, id := range ids {
		switch {
		case strings.HasPrefix(id, "c"):
			out.Cases = append(out.Cases, id)
		case strings.HasPrefix(id, "i"):
			out.Issues = append(out.Issues, id)
		}
	}
	return out
}

func word(zh, en string) console.BriefingCell { return console.BriefingCell{Text: zh, TextEn: en} }

func count(n int) console.BriefingCell { return console.BriefingCell{Text: fmt.Sprint(n), Num: true} }

func mean(f float64) console.BriefingCell {
	return console.BriefingCell{Text: fmt.Sprintf("%.1f", f), Num: true}
}
