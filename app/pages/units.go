package pages

import (
	"context"
	"strconv"
	"sync"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/assess"
	"huiying/words"
)

// Units lists units and counts their work.
type Units struct{ p *Pages }

// Units lists the configured units.
func (b Units) Units(context.Context) ([]opinion.Unit, error) { return b.p.Cfg.Units, nil }

// Rates counts the turns of units that began within the span.
func (b Units) Rates(ctx context.Context, q facts.RateQuery) (facts.RateTable, error) {
	out := facts.RateTable{Rules: assess.Rules(words.First), RulesEn: assess.Rules("en"),
		LeastShare: assess.LeastShare, LeastRank: assess.LeastRank}
	for _, m := range assess.Measures() {
		out.Measures = append(out.Measures, facts.Measure{ID: m.ID, Name: m.Name(words.First),
			NameEn: m.Name("en"), What: m.What(words.First), WhatEn: m.What("en"), Less: m.Less})
	}
	book, err := b.p.turns.fresh(ctx, b.p)
	if err != nil {
		return out, err
	}
	rows, all := book.Table(turnFilter(q), b.question(q))
	out.All = rateRow(out.Measures, all)
	for _, r := range rows {
		out.Rows = append(out.Rows, rateRow(out.Measures, r))
	}
	return out, nil
}

func rateRow(measures []facts.Measure, r assess.Row) facts.RateRow {
	out := facts.RateRow{Key: r.Key, Turns: r.Turns, Median: r.Median, Rank: r.Rank}
	for i, x := range r.Rates {
		out.Rates = append(out.Rates, facts.Rate{Measure: measures[i].ID, N: x.N, Of: x.Of, Share: x.Share})
	}
	return out
}

// Turns lists the turns behind a number.
func (b Units) Turns(ctx context.Context, q facts.TurnQuery) (facts.TurnList, error) {
	book, err := b.p.turns.fresh(ctx, b.p)
	if err != nil {
		return facts.TurnList{}, err
	}
	ask := b.question(q.RateQuery)
	want := map[string]assess.Verdict{"yes": assess.Yes, "no": assess.No}[q.Verdict]
	refs, total := book.Behind(turnFilter(q.RateQuery), ask, q.Key, q.Measure, want, q.Offset, q.Size)
	out := facts.TurnList{Total: total}
	if q.Offset+len(refs) < total {
		out.Next = strconv.Itoa(q.Offset + len(refs))
	}
	ids, named := make([]string, len(refs)), make(map[assess.Ref]opinion.Turn, len(refs))
	for i, r := range refs {
		ids[i] = r.Case
	}
	if err := b.p.Register.EachTurn(ctx, ids, func(t opinion.Turn) { named[assess.RefOf(t)] = t }); err != nil {
		return out, err
	}
	titles, err := b.p.Register.Titles(ctx, ids)
	for _, r := range refs {
		if t, ok := named[r]; ok { // what changed just now may have gone
			out.Items = append(out.Items, facts.TurnRow{Turn: t, Title: titles[t.Case],
				Verdict: verdictOf(q.Measure, t, ask.Now)})
		}
	}
	return out, err
}

// Days tells what became of cases day by day.
func (b Units) Days(ctx context.Context, q facts.DayQuery) ([]facts.DayWork, error) {
	book, err := b.p.turns.fresh(ctx, b.p)
	if err != nil {
		return nil, err
	}
	out := make([]facts.DayWork, q.N)
	for i, d := range book.Days(assess.Filter{Within: q.Within}, q.From, q.N, b.p.Now()) {
		out[i] = facts.DayWork{Day: q.From.AddDate(0, 0, i), InTime: d.InTime, Overdue: d.Overdue,
			Confirmed: d.Confirmed}
	}
	return out, nil
}

func verdictOf(measure string, t opinion.Turn, now time.Time) string {
	for _, m := range assess.Measures() {
		if m.ID == measure {
			return map[assess.Verdict]string{assess.Yes: "yes", assess.No: "no"}[m.Of(t, now)]
		}
	}
	return ""
}

func turnFilter(q facts.RateQuery) assess.Filter {
	return assess.Filter{From: q.From, To: q.To, Unit: q.Unit, Topic: q.Topic, Division: q.Division, Within: q.Within}
}

// turnLedger is what tables of rates count, brought up to date at each asking by what changed since.
type turnLedger struct {
	mu   sync.Mutex
	book *assess.Ledger
	mark sqlite.TurnPosition
}

// fresh is the book with everything that the register has seen.
func (b *turnLedger) fresh(ctx context.Context, p *Pages) (*assess.Ledger, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	cases, now := p.Register.TurnsChanged(b.mark)
	if cases != nil && len(cases) == 0 {
		return b.book, nil
	}
	if b.book == nil {
		b.book = assess.NewLedger(p.Places.Path)
	}
	if err := b.book.Replace(cases, func(put func(opinion.Turn)) error { return p.Register.EachTurn(ctx, cases, put) }); err != nil {
		return nil, err
	}
	b.mark = now
	return b.book, nil
}

// question groups by units in the order of the directory.
func (b Units) question(q facts.RateQuery) assess.Question {
	out := assess.Question{By: q.By, Division: q.Division, Topic: q.Topic, Rank: q.Rank, Now: b.p.Now()}
	if q.By == assess.ByUnit {
		for _, u := range b.p.Cfg.Units {
			out.Order = append(out.Order, u.ID)
		}
	}
	return out
}
