package briefings

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/sqlite"
	"huiying/responders/briefing"
)

// dayFacts answers the briefing's questions from the register.
type dayFacts struct {
	b        *Briefer
	division string // "": of everything
	part     sqlite.Part
}

// Received is what came in day by day from each source, and what became of it.
func (d dayFacts) Received(ctx context.Context, from, to time.Time) (out []briefing.Arrived, err error) {
	q := register.BalanceQuery{From: from, To: to}
	if d.division != "" {
		q.Within = &opinion.Scope{Division: d.division}
	}
	entries, err := d.b.Register.Balance(ctx, q)
	at := map[[2]string]int{} // by day and source
	for _, e := range entries {
		date := opinion.DayOf(e.Day)
		i, known := at[[2]string{date, e.Source}]
		if !known {
			i, out = len(out), append(out, briefing.Arrived{Date: date, Source: e.Source})
			at[[2]string{date, e.Source}] = i
		}
		var b register.Balance
		b.Add(e.Is, e.N)
		out[i].Add(briefing.Received{N: b.Received, InCases: b.InCases, Waiting: b.Waiting,
			Dismissed: b.Dismissed, Known: b.Known, Refused: b.Refused, Why: refusal(e)})
	}
	return out, err
}

// refusal is the reason of what was refused; none for anything else.
func refusal(e register.Entry) map[string]int {
	if e.Is != opinion.DispositionRefused {
		return nil
	}
	return map[string]int{e.Why: e.N}
}

// ByPlace counts what came in about each division and below it.
func (d dayFacts) ByPlace(ctx context.Context, from, to time.Time) (map[string]int, error) {
	return d.b.Register.Arrivals(ctx, from, to)
}

// IssuesOf lists the issues of a time.
func (d dayFacts) IssuesOf(ctx context.Context, past, from, to time.Time) ([]briefing.Issue, error) {
	list, err := d.part.IssuesAt(ctx, past, from, to)
	out := make([]briefing.Issue, len(list))
	for i, r := range list {
		out[i] = briefing.Issue{ID: r.ID, Topic: r.Topic, TopicName: r.TopicName,
			Division: r.Division, Severity: r.Severity,
			Size: r.Size, First: r.First, Today: r.Today, Before: r.Before, Case: r.Case}
	}
	return out, err
}

// NamedBy tells whose heading names an issue.
func (d dayFacts) NamedBy(ctx context.Context, issues []string) (map[string]string, error) {
	return d.b.Register.NamedBy(ctx, issues)
}

// DailyOf counts the reports of issues day by day.
func (d dayFacts) DailyOf(ctx context.Context, issues []string, from, to time.Time) (map[string]map[string]int, error) {
	heat, err := d.b.Register.Heat(ctx, issues, from, to, register.ByDay)
	out := make(map[string]map[string]int, len(heat))
	for id, beats := range heat {
		out[id] = map[string]int{}
		for _, b := range beats {
			out[id][opinion.DayOf(b.Time)] += b.Reports
		}
	}
	return out, err
}

// Sources lists the sources as they do now.
func (d dayFacts) Sources(ctx context.Context) ([]briefing.SourceHealth, error) {
	rows, err := d.b.Sources(ctx)
	if err != nil {
		return nil, errors.New("the notes of the sources could not be read")
	}
	var out []briefing.SourceHealth
	for _, r := range rows {
		out = append(out, briefing.SourceHealth{ID: r.ID, Name: r.Name, State: r.State, Reason: r.Code})
	}
	return out, nil
}

// Items names the duties to publish that the questions of a stretch of time ask for.
type Items interface {
	Between(ctx context.Context, from, to time.Time) (facts.ItemsAsked, error)
}

// AskedOf lists the duties of the division's places that many asked about.
func (d dayFacts) AskedOf(ctx context.Context, from, to time.Time) (out []briefing.AskedItem, err error) {
	if d.b.Items == nil {
		return nil, nil
	}
	said, err := d.b.Items.Between(ctx, from, to)
	for _, i := range said.Items {
		if i.Many() && (d.division == "" || slices.Contains(d.b.Places.Path(i.Division), d.division)) {
			out = append(out, briefing.AskedItem{ID: i.Item, Name: i.Name, Unit: i.Unit, Public: i.Public, Reports: i.Reports})
		}
	}
	return out, err
}

// Alerts lists alerts with what happened to them.
type Alerts interface {
	Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error)
}

// AlertsOf lists what rang of the division's places within [from, to), as it stood at a moment.
func (d dayFacts) AlertsOf(ctx context.Context, from, to, until time.Time) (out []briefing.Alert, err error) {
	if d.b.Alerts == nil {
		return nil, nil
	}
	files, err := d.b.Alerts.Alerts(ctx, facts.AlertQuery{From: from, To: to})
	for _, f := range files {
		if d.division != "" && !slices.Contains(d.b.Places.Path(f.Division), d.division) {
			continue
		}
		if a, rang := briefing.AlertOf(f.AsOf(until)); rang {
			out = append(out, a)
		}
	}
	return out, err
}
