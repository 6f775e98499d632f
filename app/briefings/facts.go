package briefings

import (
	"context"
	"errors"
	"time"

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

// Mentions counts what was said. Each is judged once, so that the register knows one number.
func (d dayFacts) Mentions(ctx context.Context, from, to time.Time) (int, error) {
	counts, err := d.daily(ctx, from, to)
	n := 0
	for _, c := range counts {
		n += c.N
	}
	return n, err
}

// Daily counts what was said day by day.
func (d dayFacts) Daily(ctx context.Context, from, to time.Time) (map[string]int, error) {
	counts, err := d.daily(ctx, from, to)
	out := make(map[string]int, len(counts))
	for _, c := range counts {
		out[c.Time.In(opinion.Beijing).Format(time.DateOnly)] += c.N
	}
	return out, err
}

func (d dayFacts) daily(ctx context.Context, from, to time.Time) ([]register.TimeCount, error) {
	if d.division == "" {
		return d.b.Register.Series(ctx, from, to, register.ByDay)
	}
	return d.b.Register.SeriesOf(ctx, from, to, register.ByDivision, []string{d.division}, register.ByDay)
}

// ByPlace counts what was said in each division and below it.
func (d dayFacts) ByPlace(ctx context.Context, from, to time.Time) (map[string]int, error) {
	return d.byKey(ctx, from, to, register.ByDivision)
}

// BySource counts what each source told.
func (d dayFacts) BySource(ctx context.Context, from, to time.Time) (map[string]int, error) {
	if d.division != "" {
		return d.part.SourcesOf(ctx, from, to)
	}
	return d.byKey(ctx, from, to, register.BySource)
}

func (d dayFacts) byKey(ctx context.Context, from, to time.Time, by string) (map[string]int, error) {
	counts, err := d.b.Register.Counts(ctx, from, to, by)
	out := make(map[string]int, len(counts))
	for _, c := range counts {
		out[c.Key] = c.N
	}
	return out, err
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
			out[id][b.Time.In(opinion.Beijing).Format(time.DateOnly)] += b.Reports
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
