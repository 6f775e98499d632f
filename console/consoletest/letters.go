package consoletest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// letters are a world's mentions that are in no case.
type letters struct{ w *World }

func (t letters) rows(q register.LedgerQuery) (out []register.LedgerRow) {
	t.w.Lock()
	defer t.w.Unlock()
	list, rule, by := t.w.Unclear, opinion.RuleUnclear, ""
	if q.Dismissed {
		list, rule, by = t.w.Nothing, opinion.RuleByPerson, "monitor"
	}
	for _, f := range list {
		if strings.Contains(f.Title, q.Q) && (q.Severity == "" || q.Severity == f.Severity.Level) {
			out = append(out, register.LedgerRow{Line: opinion.LedgerLine{Mention: f.ID,
				Source: f.Source, Received: Now, Severity: f.Severity.Level, Rule: rule, By: by},
				Mention: register.MentionRow{ID: f.ID, Title: f.Title, Topic: f.Topic.ID,
					Unit: f.Route.Lead}, Finding: f})
		}
	}
	return out
}

func (t letters) Ledger(_ context.Context, q register.LedgerQuery) (register.LedgerList, error) {
	all := t.rows(q)
	items, next := page(all, q.Size, q.Cursor)
	return register.LedgerList{Total: len(all), Items: items, Next: next}, t.w.Fail
}

func (t letters) CountLedger(_ context.Context, qs []register.LedgerQuery) ([]int, error) {
	out := make([]int, len(qs))
	for i, q := range qs {
		out[i] = len(t.rows(q))
	}
	return out, t.w.Fail
}

// Open opens a case for each mention that waits.
func (t letters) Open(_ context.Context, what facts.Opening) (facts.Opened, error) {
	t.w.Lock()
	defer t.w.Unlock()
	out := facts.Opened{Cases: []string{}}
	for _, id := range what.Mentions {
		i := slices.IndexFunc(t.w.Unclear, func(f opinion.Finding) bool { return f.ID == id })
		if i < 0 {
			out.Not = append(out.Not, facts.NotOpened{Mention: id, Why: no{"in_case", "此信息已在办件中。",
				"it is in a case already"}})
			continue
		}
		t.w.Unclear = slices.Delete(slices.Clone(t.w.Unclear), i, i+1)
		out.Cases = append(out.Cases, opinion.CaseID(id))
	}
	return out, t.w.Fail
}

// asks is what a person said of whether a mention asks for anything.
func (t letters) asks(id, reason string, undo bool) (facts.MentionFile, error) {
	t.w.Lock()
	defer t.w.Unlock()
	from, to := &t.w.Unclear, &t.w.Nothing
	if undo {
		from, to = to, from
	}
	i := slices.IndexFunc(*from, func(f opinion.Finding) bool { return f.ID == id })
	if i < 0 || reason == "" && !undo {
		return facts.MentionFile{}, no{"needs_reason", "请写明为什么不是诉求。", "say why it asks nothing"}
	}
	f := (*from)[i]
	*from, *to = slices.Delete(slices.Clone(*from), i, i+1), append(*to, f)
	return facts.MentionFile{Finding: f}, t.w.Fail
}

// ToLetters makes n letters of a world's findings that wait in no case.
func (w *World) ToLetters(n int) []string {
	w.Lock()
	defer w.Unlock()
	var ids []string
	for i, f := range w.Findings[:n] {
		f.ID = fmt.Sprintf("%032x", 0xabc000+i)
		w.Unclear = append(w.Unclear, f)
		ids = append(ids, f.ID)
	}
	return ids
}

// Balance is that of today: what waits and was dismissed of one source, what was refused of two.
func (t letters) Balance(context.Context, register.BalanceQuery) ([]register.Entry, error) {
	t.w.Lock()
	defer t.w.Unlock()
	day := kit.Midnight(Now)
	return []register.Entry{
		{Source: "sample-board", Day: day, Is: opinion.DispositionCase, N: len(t.w.Order)},
		{Source: "sample-board", Day: day, Is: opinion.DispositionWaiting,
			Why: string(opinion.RuleUnclear), N: len(t.w.Unclear)},
		{Source: "sample-board", Day: day, Is: opinion.DispositionDismissed,
			Why: string(opinion.RuleByPerson), By: "monitor", N: len(t.w.Nothing)},
		{Source: "sample-board", Day: day, Is: opinion.DispositionRefused, Why: "no_text", N: 1},
		{Source: "sample-news", Day: day, Is: opinion.DispositionRefused, Why: "attachment", N: 2},
		{Source: "sample-news", Day: day, Is: opinion.DispositionRefused, Why: "no_text", N: 2},
		{Source: "sample-news", Day: day, Is: opinion.DispositionRefused, Why: "status_500", N: 1},
	}, t.w.Fail
}
