package main

import (
	"context"
	"strconv"
	"time"

	"huiying/console"
	"huiying/opinion"
	"huiying/responders/assess"
	"huiying/responders/casestore"
)

// unitBook lists units and counts their work.
type unitBook struct{ h *house }

// Units lists the configured units.
func (b unitBook) Units(context.Context) ([]opinion.Unit, error) { return b.h.cfg.Units, nil }

// Rates counts the turns of units that began within the span.
func (b unitBook) Rates(ctx context.Context, q console.RateQuery) (console.RateTable, error) {
	out := console.RateTable{Rules: assess.Rules, RulesEn: assess.RulesEn, LeastShare: assess.LeastShare, LeastRank: assess.LeastRank}
	for _, m := range assess.Measures() {
		out.Measures = append(out.Measures, console.Measure{ID: m.ID, Name: m.Name, NameEn: m.NameEn, What: m.What, WhatEn: m.WhatEn, Less: m.Less})
	}
	turns, err := b.turns(ctx, q)
	if err != nil {
		return out, err
	}
	rows, all := assess.Table(turns, b.question(q), b.h.judges.places.Path)
	out.All = rateRow(out.Measures, all)
	for _, r := range rows {
		out.Rows = append(out.Rows, rateRow(out.Measures, r))
	}
	return out, nil
}

func rateRow(measures []console.Measure, r assess.Row) console.RateRow {
	out := console.RateRow{Key: r.Key, Turns: r.Turns, Median: r.Median, Rank: r.Rank}
	for i, x := range r.Rates {
		out.Rates = append(out.Rates, console.Rate{Measure: measures[i].ID, N: x.N, Of: x.Of, Share: x.Share})
	}
	return out
}

// Turns lists the turns behind a number.
func (b unitBook) Turns(ctx context.Context, q console.TurnQuery) (console.TurnList, error) {
	turns, err := b.turns(ctx, q.RateQuery)
	if err != nil {
		return console.TurnList{}, err
	}
	ask := b.question(q.RateQuery)
	want := map[string]assess.Verdict{"yes": assess.Yes, "no": assess.No}[q.Verdict]
	turns = assess.Behind(turns, q.Key, q.Measure, want, ask, b.h.judges.places.Path)
	out := console.TurnList{Total: len(turns)}
	turns = turns[min(q.Offset, len(turns)):]
	if len(turns) > q.Size {
		turns, out.Next = turns[:q.Size], strconv.Itoa(q.Offset+q.Size)
	}
	ids := make([]string, len(turns))
	for i, t := range turns {
		ids[i] = t.Case
	}
	titles, err := b.h.store.Titles(ctx, ids)
	for _, t := range turns {
		out.Items = append(out.Items, console.TurnRow{Turn: t, Title: titles[t.Case], Verdict: verdictOf(q.Measure, t, ask.Now)})
	}
	return out, err
}

func verdictOf(measure string, t opinion.Turn, now time.Time) string {
	for _, m := range assess.Measures() {
		if m.ID == measure {
			return map[assess.Verdict]string{assess.Yes: "yes", assess.No: "no"}[m.Of(t, now)]
		}
	}
	return ""
}

// turns are those of leading units, and after them the parts of co-units.
func (b unitBook) turns(ctx context.Context, q console.RateQuery) ([]opinion.Turn, error) {
	if !q.From.Before(q.To) {
		return nil, nil
	}
	f := casestore.TurnFilter{From: q.From, To: q.To, Unit: q.Unit, Topic: q.Topic, Division: q.Division, Seen: (*casestore.Sight)(q.Within)}
	turns, err := b.h.store.Turns(ctx, f)
	if err != nil {
		return nil, err
	}
	parts, err := b.h.store.Assists(ctx, f)
	return append(turns, parts...), err
}

// question groups by units in the order of the directory.
func (b unitBook) question(q console.RateQuery) assess.Question {
	out := assess.Question{By: q.By, Division: q.Division, Topic: q.Topic, Rank: q.Rank, Now: b.h.now()}
	if q.By == assess.ByUnit {
		for _, u := range b.h.cfg.Units {
			out.Order = append(out.Order, u.ID)
		}
	}
	return out
}
