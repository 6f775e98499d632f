package console

import (
	"html/template"
	"net/http"
	"time"

	"huiying/opinion"
)

// overviewPage is the first page: what came in, what is heavy, what is due, what is amiss.
// Each part stands alone; one that cannot be had says so and the rest is shown.
type overviewPage struct {
	Stats   part[Stats]
	Open    part[int]
	Overdue part[CaseList]
	Soon    part[CaseList]
	Triage  part[CaseList]
	Heavy   part[IssueList]
	Hours   part[plot]
	Days    part[plot]
	Topics  part[tally]
	Places  part[tally]
	Trouble part[[]SourceRow]
	Mute    part[[]NoticeChannel] // channels that fail
}

// part is one piece of a page, or the words for why it is missing.
type part[T any] struct {
	V   T
	Err string
}

func try[T any](a *app, r *http.Request, v *view, get func() (T, error)) part[T] {
	x, err := get()
	if err != nil {
		return part[T]{Err: a.problem(r.Pattern, v.Lang, err).Detail}
	}
	return part[T]{V: x}
}

// tally is a list of counts with its greatest, for bars.
type tally struct {
	Rows []tallyRow
	Most int
}

type tallyRow struct {
	Key, Name, Link string
	N               int
}

func (a *app) overview(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "overview", v.Say("nav.overview")
	if v.Me().Role == Administrator { // has no part in the work that this page shows
		return "accounts", a.fillAccounts(r, v, &accountsPage{})
	}
	ctx, now := r.Context(), v.Now()
	cases := func(q CaseQuery) func() (CaseList, error) {
		q.Size, q.Matters = 6, []opinion.Matter{opinion.PublicMatter}
		return func() (CaseList, error) { return a.Cases.Cases(ctx, q) }
	}
	week := now.Add(-7 * 24 * time.Hour)
	tallies := try(a, r, v, func() (map[string][]KeyCount, error) {
		return a.Numbers.Tallies(ctx, week, now, "topic", "division")
	})
	v.D = overviewPage{
		Stats: try(a, r, v, func() (Stats, error) { return a.Numbers.Stats(ctx) }),
		Open: try(a, r, v, func() (int, error) {
			counts, err := a.Cases.Count(ctx, CaseQuery{})
			return countOf(counts, owed, opinion.PublicMatter), err
		}),
		Overdue: try(a, r, v, cases(CaseQuery{States: owed, Overdue: true})),
		Soon:    try(a, r, v, cases(CaseQuery{States: owed, DueAfter: now, DueBefore: now.Add(24 * time.Hour)})),
		Triage:  try(a, r, v, cases(CaseQuery{States: []opinion.State{opinion.Triage}})),
		Heavy: try(a, r, v, func() (IssueList, error) {
			return a.Issues.Issues(ctx, IssueQuery{From: week, Order: "heavy", Size: 6, Uncounted: true})
		}),
		Hours:  try(a, r, v, func() (plot, error) { return a.hours(r, v) }),
		Days:   try(a, r, v, func() (plot, error) { return a.days(r, v) }),
		Topics: part[tally]{a.tally(v, tallies.V["topic"], "topic"), tallies.Err},
		Places: part[tally]{a.tally(v, tallies.V["division"], "division"), tallies.Err},
		Trouble: try(a, r, v, func() ([]SourceRow, error) {
			if a.Sources == nil {
				return nil, nil
			}
			all, err := a.Sources.Sources(ctx)
			return troubled(all), err
		}),
		Mute: try(a, r, v, func() ([]NoticeChannel, error) { return a.badChannels(ctx) }),
	}
	return "overview", nil
}

// owed are the states in which the public still waits for a first answer.
var owed = []opinion.State{opinion.Triage, opinion.Dispatched, opinion.Signed, opinion.Handling, opinion.Returned}

func (a *app) tally(v *view, counts []KeyCount, by string) tally {
	var t tally
	for _, c := range counts[:min(len(counts), 8)] {
		row := tallyRow{Key: c.Key, N: c.N, Name: v.Topic(c.Key), Link: "/search?topic=" + template.URLQueryEscaper(c.Key)}
		if by == "division" {
			row.Name, row.Link = v.Place(c.Key), "/search?division="+template.URLQueryEscaper(c.Key)
		}
		if c.Key == "" {
			row.Link = ""
		}
		t.Rows, t.Most = append(t.Rows, row), max(t.Most, c.N)
	}
	return t
}

// troubled keeps the sources that are late or failing.
func troubled(all []SourceRow) []SourceRow {
	var out []SourceRow
	for _, s := range all {
		if s.State == "late" || s.State == "failing" {
			out = append(out, s)
		}
	}
	return out
}
