package leader

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"time"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/plot"
	"huiying/opinion"
	"huiying/register"
)

// badChannels are those that fail, for the overview.
func (a *Room) badChannels(ctx context.Context) ([]facts.NoticeChannel, error) {
	if a.Notices == nil {
		return nil, nil
	}
	all, err := a.Notices.Channels(ctx)
	return slices.DeleteFunc(all, func(c facts.NoticeChannel) bool { return c.State != "failing" }), err
}

// openAlerts are the first that somebody has to look at, for a reader who may open the desk of them.
func (a *Room) openAlerts(ctx context.Context, v *View) ([]opinion.AlertFile, error) {
	if a.Alerts == nil || !v.May("GET /alerts") {
		return nil, nil
	}
	return a.Alerts.Alerts(ctx, facts.AlertQuery{Size: 6,
		States: []opinion.AlertState{opinion.AlertRinging, opinion.AlertTaken}})
}

// overviewPage is the first page: what came in, what is heavy, what is due, what is amiss.
// Each part stands alone; one that cannot be had says so and the rest is shown.
type overviewPage struct {
	Stats   part[facts.Stats]
	Open    part[int]
	Overdue part[register.CaseList]
	Soon    part[register.CaseList]
	Triage  part[register.CaseList]
	Heavy   part[register.IssueList]
	Hours   part[plot.Plot]
	Days    part[plot.Plot]
	Today   part[*kit.DayBalance] // the last of Days
	Topics  part[tally]
	Places  part[tally]
	Trouble part[[]facts.SourceRow]
	Mute    part[[]facts.NoticeChannel] // channels that fail
	Alerts  part[[]opinion.AlertFile]   // what is open, what rings first
}

// part is one piece of a page, or the words for why it is missing.
type part[T any] struct {
	V   T
	Err string
}

func try[T any](a *Room, r *http.Request, v *View, get func() (T, error)) part[T] {
	x, err := get()
	if err != nil {
		return part[T]{Err: a.Problem(r.Pattern, v.Lang, err).Detail}
	}
	return part[T]{V: x}
}

// tally is a list of counts with its greatest, for bars.
type tally struct {
	Rows []kit.TallyRow
	Most int
}

func (a *Room) ShowOverview(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "overview", v.Say("nav.overview")
	ctx, now := r.Context(), v.Now()
	cases := func(q register.CaseQuery) func() (register.CaseList, error) {
		q.Size, q.Matters = 6, []opinion.Matter{opinion.PublicMatter}
		return func() (register.CaseList, error) { return a.Cases.Cases(ctx, q) }
	}
	week := now.Add(-7 * 24 * time.Hour)
	tallies := try(a, r, v, func() (map[string][]register.KeyCount, error) {
		return a.Numbers.Tallies(ctx, week, now, "topic", "division")
	})
	month := try(a, r, v, func() ([]kit.DayBalance, error) {
		if a.Balance == nil {
			return nil, kit.Away("no_balance", v.Say("away.desk"))
		}
		return ask.Days(ctx, a.Balance, now, 30)
	})
	p := overviewPage{
		Stats: try(a, r, v, func() (facts.Stats, error) { return a.Numbers.Stats(ctx) }),
		Open: try(a, r, v, func() (int, error) {
			counts, err := a.Cases.CountCases(ctx, register.CaseQuery{})
			return ask.CountOf(counts, owed, opinion.PublicMatter), err
		}),
		Overdue: try(a, r, v, cases(register.CaseQuery{States: owed, Overdue: true})),
		Soon: try(a, r, v, cases(register.CaseQuery{States: owed, DueAfter: now,
			DueBefore: now.Add(24 * time.Hour)})),
		Triage: try(a, r, v, cases(register.CaseQuery{States: []opinion.State{opinion.Triage}})),
		Heavy: try(a, r, v, func() (register.IssueList, error) {
			return a.Issues.Issues(ctx, register.IssueQuery{From: week, Order: "heavy", Size: 6, Uncounted: true})
		}),
		Hours:  try(a, r, v, func() (plot.Plot, error) { return a.hours(r, v) }),
		Days:   part[plot.Plot]{Err: month.Err},
		Topics: part[tally]{a.tally(v, tallies.V["topic"], "topic"), tallies.Err},
		Places: part[tally]{a.tally(v, tallies.V["division"], "division"), tallies.Err},
		Trouble: try(a, r, v, func() ([]facts.SourceRow, error) {
			if a.Sources == nil {
				return nil, nil
			}
			all, err := a.Sources.Sources(ctx)
			return ask.Troubled(all), err
		}),
		Mute:   try(a, r, v, func() ([]facts.NoticeChannel, error) { return a.badChannels(ctx) }),
		Alerts: try(a, r, v, func() ([]opinion.AlertFile, error) { return a.openAlerts(ctx, v) }),
	}
	if month.Err == "" {
		p.Days = try(a, r, v, func() (plot.Plot, error) { return days(v, month.V) })
		p.Today.V = &month.V[len(month.V)-1]
	}
	v.D = p
	return "overview", nil
}

// owed are the states in which the public still waits for a first answer.
var owed = []opinion.State{opinion.Triage, opinion.Dispatched, opinion.Signed, opinion.Handling, opinion.Returned}

func (a *Room) tally(v *View, counts []register.KeyCount, by string) tally {
	var t tally
	for _, c := range counts[:min(len(counts), 8)] {
		row := kit.TallyRow{Key: c.Key, N: c.N, Name: v.Topic(c.Key),
			Link: "/search?topic=" + template.URLQueryEscaper(c.Key)}
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

// hours is the last 48 hours, an hour a bar.
func (a *Room) hours(r *http.Request, v *View) (plot.Plot, error) {
	end := v.Now().In(kit.Shanghai).Truncate(time.Hour)
	from := end.Add(-47 * time.Hour)
	got, err := a.Numbers.Series(r.Context(), from, end.Add(time.Hour), "hour")
	if err != nil {
		return plot.Plot{}, err
	}
	var at []time.Time
	for t := from; !t.After(end); t = t.Add(time.Hour) {
		at = append(at, t)
	}
	return plot.Draw(v.Say("plot.hours"), at, got, "01-02 15:00", func(t time.Time) string {
		if t.Hour() == 0 {
			return t.Format("01-02")
		}
		return t.Format("15:00")
	})
}

// days is what was received on each of some days, a day a bar.
func days(v *View, all []kit.DayBalance) (plot.Plot, error) {
	var at []time.Time
	var got []register.TimeCount
	for _, d := range all {
		at = append(at, d.Day)
		got = append(got, register.TimeCount{Time: d.Day, N: d.Received})
	}
	return plot.Draw(v.Say("plot.days"), at, got, time.DateOnly, func(t time.Time) string { return t.Format("01-02") })
}
