package consoletest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// queue is that of a world's cases.
type queue struct{ w *World }

func (t queue) rows(q register.WaitingQuery) []register.WaitingRow {
	t.w.Lock()
	defer t.w.Unlock()
	var out []register.WaitingRow
	for _, id := range t.w.Order {
		f := t.w.Files[id]
		if q.Contested != f.Case.Contested || f.Case.State != opinion.Triage && !f.Case.Contested ||
			q.Unsure && !f.Case.Unsure ||
			len(q.IDs) > 0 && !slices.Contains(q.IDs, id) ||
			!strings.Contains(f.Title, q.Q) || q.Severity != "" && q.Severity != f.Case.Severity ||
			q.Topic != "" && q.Topic != f.Case.Topic ||
			q.Division != "" && !strings.HasPrefix(f.Case.Division, q.Division) ||
			q.Source != "" && q.Source != f.Case.Source {
			continue
		}
		row := register.WaitingRow{CaseRow: register.CaseRow{Case: f.Case, Title: f.Title},
			Today: len(out) % 5}
		for _, h := range t.w.Findings {
			if len(f.Case.Mentions) > 0 && h.ID == f.Case.Mentions[0] {
				row.Finding = h
			}
		}
		out = append(out, row)
	}
	return out
}

func (t queue) Waiting(_ context.Context, q register.WaitingQuery) (register.WaitingList, error) {
	all := t.rows(q)
	items, next := page(all, q.Size, q.Cursor)
	return register.WaitingList{Total: len(all), Items: items, Next: next}, t.w.Fail
}

func (t queue) CountWaiting(_ context.Context, qs []register.WaitingQuery) ([]int, error) {
	out := make([]int, len(qs))
	for i, q := range qs {
		out[i] = len(t.rows(q))
	}
	return out, t.w.Fail
}

// ToTriage puts the first n cases of a world back into triage, with evidence, the second unsure.
func (w *World) ToTriage(n int) []string {
	w.Lock()
	defer w.Unlock()
	for i, id := range w.Order[:n] {
		f := w.Files[id]
		var c opinion.Case
		e := f.History[0]
		clock := opinion.Clock{Profile: "triage", Start: e.At, Limit: 8 * time.Hour, Calendar: "24x7"}
		e.Unsure = i == 1
		e.Clocks = []opinion.Timed{{Duty: opinion.DutyTriage, Unit: "office", Clock: clock,
			Due: clock.Start.Add(clock.Limit)}}
		c.ID = id
		e = e.Seal(c)
		f.Case, f.History = opinion.Case{}.Apply(e), []opinion.Event{e}
		w.Files[id] = f
		h := &w.Findings[i]
		h.Topic.Evidence, h.Severity.Evidence = []string{"停水", "施工", "护学岗", "污水"}, []string{"三天", "数百户"}
		if i == 1 {
			h.Topic = opinion.TopicFinding{Unsure: true, Guess: "shizheng/gongshui"}
		}
	}
	return slices.Clone(w.Order[:n])
}

// Ref is how a form of the desk names a case: its id and the version that was looked at.
func (w *World) Ref(id string) string {
	c := w.Files[id].Case
	return fmt.Sprintf("%s:%d", c.ID, c.Version)
}

// State is where a case stands.
func (w *World) State(id string) opinion.State {
	w.Lock()
	defer w.Unlock()
	return w.Files[id].Case.State
}
