package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"huiying/analyzers/alert"
	"huiying/analyzers/issue"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/opinion"
)

// alertsReport says how soon known issues rang, and how alerts fit made streams with planted surges.
type alertsReport struct {
	Issues []hotIssue   `json:"issues"`
	Made   []madeStream `json:"made"`
}

// hotIssue is a known issue. Hours are from its third report to the first alert that is mostly of it; below
// 0 it rang before.
type hotIssue struct {
	ID      string  `json:"id"`
	Reports int     `json:"reports"`
	Rang    bool    `json:"rang"`
	Hours   float64 `json:"hours,omitempty"`
}

type madeStream struct {
	Name string `json:"name"`
	alert.MadeScore
	Minutes float64 `json:"median_minutes_from_the_fifth_report"`
}

// madeStreams are seeded; SameIssues are texts without variety.
var madeStreams = []struct {
	name string
	of   []alert.Made
}{
	{"county, 200 a day", []alert.Made{
		{Seed: 101, PerDay: 200, Days: 56, Surges: 80}, {Seed: 102, PerDay: 200, Days: 56, Surges: 80},
		{Seed: 103, PerDay: 200, Days: 56, Surges: 80}}},
	{"county, texts without variety", []alert.Made{
		{Seed: 104, PerDay: 200, Days: 56, Surges: 80, SameIssues: true},
		{Seed: 105, PerDay: 200, Days: 56, Surges: 80, SameIssues: true}}},
	{"county, days that scatter by 17 %", []alert.Made{
		{Seed: 106, PerDay: 200, Days: 56, Surges: 80, SameIssues: true, Scatter: .03}}},
	{"county, its first week", []alert.Made{
		{Seed: 107, PerDay: 200, Days: 7, Surges: 8, FirstDay: 2}, {Seed: 108, PerDay: 200, Days: 7, Surges: 8, FirstDay: 2},
		{Seed: 109, PerDay: 200, Days: 7, Surges: 8, FirstDay: 2, SameIssues: true}}},
	{"province, 100,000 a day", []alert.Made{
		{Seed: 110, PerDay: 100_000, Days: 9, Surges: 40, SameIssues: true, Counties: 60, Towns: 8, Topics: 40}}},
}

func (o evaluateOptions) evaluateAlerts(ctx context.Context, j *judging.Judges, file string) (figures, error) {
	var gold []issue.Gold
	if err := lines(o.gold, func(g issue.Gold) error { gold = append(gold, g); return nil }); err != nil {
		return figures{}, err
	}
	cfg, err := configs.Load(o.config)
	if err != nil {
		return figures{}, err
	}
	rep := &alertsReport{}
	if rep.Issues, err = hotIssues(ctx, cfg, j, file, gold); err != nil {
		return figures{}, err
	}
	f := figures{Detail: rep}
	for _, h := range rep.Issues {
		f.add(h.ID, h.Rang)
	}
	for _, m := range madeStreams {
		sum := madeStream{Name: m.name}
		for _, one := range m.of {
			sum.add(one.Score())
			if ctx.Err() != nil {
				return figures{}, ctx.Err()
			}
		}
		slices.Sort(sum.Delays)
		sum.Minutes = sum.Middle().Minutes()
		rep.Made = append(rep.Made, sum)
	}
	return f, nil
}

func (m *madeStream) add(s alert.MadeScore) {
	m.Reports, m.Weeks = m.Reports+s.Reports, m.Weeks+s.Weeks
	m.Planted, m.Found = m.Planted+s.Planted, m.Found+s.Found
	m.Alerts, m.False = m.Alerts+s.Alerts, m.False+s.False
	m.Delays = append(m.Delays, s.Delays...)
}

// hotIssues replays a file and looks when each known issue rang.
func hotIssues(ctx context.Context, cfg *configs.Config, j *judging.Judges, file string,
	gold []issue.Gold) ([]hotIssue, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r, err := replayOf(cfg, j)
	if err != nil {
		return nil, err
	}
	of, times := map[string]int{}, make([][]time.Time, len(gold))
	for i, g := range gold {
		for _, id := range g.Mentions {
			of[id] = i + 1
		}
	}
	rang := make([]time.Time, len(gold))
	r.heard = func(x alert.Report) {
		if i := of[x.ID]; i > 0 {
			times[i-1] = append(times[i-1], x.At)
		}
	}
	r.tell = func(a opinion.Alert) error {
		n := make([]int, len(gold)+1)
		for _, id := range a.Mentions {
			n[of[id]]++
		}
		for i := range gold {
			if rang[i].IsZero() && 2*n[i+1] > len(a.Mentions) {
				rang[i] = a.At
			}
		}
		return nil
	}
	if err := r.all(ctx, in); err != nil {
		return nil, err
	}
	out := make([]hotIssue, len(gold))
	for i, g := range gold {
		out[i] = hotIssue{ID: g.ID, Reports: len(times[i]), Rang: !rang[i].IsZero()}
		if out[i].Rang && len(times[i]) >= 3 {
			out[i].Hours = rang[i].Sub(times[i][2]).Hours()
		}
	}
	return out, nil
}

func (r *alertsReport) print(w io.Writer, _ int) {
	fmt.Fprintf(w, "%s %8s %22s\n", pad("known issue", 12), "reports", "hours after its third")
	for _, h := range r.Issues {
		after := "never"
		if h.Rang {
			after = fmt.Sprintf("%.1f", h.Hours)
		}
		fmt.Fprintf(w, "%s %8d %22s\n", pad(h.ID, 12), h.Reports, after)
	}
	fmt.Fprintf(w, "\n%s %8s %6s %8s %6s %7s %6s %9s %14s\n", pad("made stream", 36), "reports", "weeks", "planted",
		"found", "recall", "false", "per week", "median delay")
	for _, m := range r.Made {
		fmt.Fprintf(w, "%s %8d %6.1f %8d %6d %7.3f %6d %9.2f %10.0f min\n", pad(m.Name, 36), m.Reports, m.Weeks,
			m.Planted, m.Found, share(m.Found, m.Planted), m.False, float64(m.False)/m.Weeks, m.Minutes)
	}
}
