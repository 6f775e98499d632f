package consoletest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

func (w *World) Stats(context.Context) (facts.Stats, error) {
	n := uint64(len(w.Findings))
	return facts.Stats{Mentions: n * 1234, Findings: n * 1230, Cases: uint64(len(w.Order)),
		Dead: uint64(len(w.DeadLetters)), Sources: facts.SourceTally{OK: min(len(w.SourceRows), 1),
			Failing: min(len(w.SourceRows), 1)}}, w.Fail
}

func (w *World) Series(_ context.Context, from, to time.Time, by string) ([]register.TimeCount, error) {
	var out []register.TimeCount
	step := time.Hour
	if by == "day" {
		step = 24 * time.Hour
	}
	for t, i := from, 0; t.Before(to) && len(w.Findings) > 0; t, i = t.Add(step), i+1 {
		if i%3 != 2 && (len(w.Findings) > 1 || i == 5) {
			out = append(out, register.TimeCount{Time: t.UTC(),
				N: 1 + (i*i*7)%len(append(w.Findings, opinion.Finding{}))})
		}
	}
	return out, w.Fail
}

func (w *World) Tallies(context.Context, time.Time, time.Time, ...string) (map[string][]register.KeyCount, error) {
	if len(w.Findings) == 0 {
		return nil, w.Fail
	}
	return map[string][]register.KeyCount{"division": {{Key: "320200", N: 90}, {Key: "", N: 12}},
		"topic": {{Key: "shizheng/gongshui", N: 1203}, {Key: "shengtai/shui", N: 400},
			{Key: "chengguan/zaosheng", N: 33}}}, w.Fail
}

func (w *World) Units(context.Context) ([]opinion.Unit, error) {
	return slices.Concat(units, w.More), nil
}

func shareOf(n, of int) facts.Rate {
	r := facts.Rate{Measure: "answer", N: n, Of: of}
	if of >= 5 {
		x := float64(n) / float64(of)
		r.Share = &x
	}
	return r
}

func (w *World) Rates(_ context.Context, q facts.RateQuery) (facts.RateTable, error) {
	w.LastRates = q
	t := facts.RateTable{Rules: "按承办计数。", RulesEn: "Counted by turns.", LeastShare: 5,
		LeastRank: 20, All: facts.RateRow{Rates: []facts.Rate{shareOf(0, 0)}},
		Measures: []facts.Measure{{ID: "answer", Name: "按时答复率", NameEn: "Answered in time",
			What: "按时 ÷ 全部", WhatEn: "in time / all"}}}
	if len(w.Order) == 0 || !q.From.Before(q.To) {
		return t, w.Fail
	}
	t.All = facts.RateRow{Turns: 26, Rates: []facts.Rate{shareOf(19, 24)}, Median: 30.5}
	t.Rows = []facts.RateRow{{Key: "u-water", Turns: 24, Rates: []facts.Rate{shareOf(18, 22)},
		Median: 30}, {Key: "u-road", Turns: 2, Rates: []facts.Rate{shareOf(1, 2)}}}
	if q.Rank != "" {
		t.Rows[0].Rank = 1
	}
	return t, w.Fail
}

// turned counts the world's turns day by day.
type turned struct{ *World }

func (w turned) Days(_ context.Context, q facts.DayQuery) ([]facts.DayWork, error) {
	out := make([]facts.DayWork, q.N)
	for i := range out {
		out[i] = facts.DayWork{Day: q.From.AddDate(0, 0, i), InTime: i % 7, Overdue: i % 5, Confirmed: i % 3}
	}
	return out, w.Fail
}

func (w *World) Turns(_ context.Context, q facts.TurnQuery) (facts.TurnList, error) {
	w.LastTurns = q
	var l facts.TurnList
	for i, id := range w.Order {
		if q.Within != nil && !slices.Contains(q.Within.Units, w.Files[id].Case.Lead) {
			continue
		}
		t := facts.TurnRow{Title: w.Files[id].Title, Verdict: q.Verdict}
		t.Case, t.N, t.Unit, t.By, t.Began, t.AnswerDue = id, 1, "u-water", opinion.MoveDispatch,
			Now.Add(-time.Duration(i)*time.Hour), Now
		l.Items = append(l.Items, t)
	}
	l.Total = len(l.Items)
	if q.Offset >= len(l.Items) {
		l.Items = nil
	} else if l.Items = l.Items[q.Offset:]; len(l.Items) > q.Size {
		l.Items, l.Next = l.Items[:q.Size], fmt.Sprint(q.Offset+q.Size)
	}
	return l, w.Fail
}
