package consoletest

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

func (w *World) Cases(_ context.Context, q register.CaseQuery) (register.CaseList, error) {
	w.Lock()
	defer w.Unlock()
	if w.Fail != nil {
		return register.CaseList{}, w.Fail
	}
	var all []register.CaseRow
	for _, id := range w.Order {
		f := w.Files[id]
		c := f.Case
		switch {
		case len(q.States) > 0 && !slices.Contains(q.States, c.State),
			q.Unit != "" && c.Lead != q.Unit, !slices.Contains(q.Matters, c.Matter),
			q.Within != nil && !slices.Contains(q.Within.Units, c.Lead),
			q.Overdue && !c.Late(Now),
			!q.DueAfter.IsZero() && (c.Due.IsZero() || c.Due.Before(q.DueAfter)),
			!q.DueBefore.IsZero() && (c.Due.IsZero() || c.Due.After(q.DueBefore)),
			q.Q != "" && !strings.Contains(f.Title+c.ID, q.Q):
			continue
		}
		all = append(all, register.CaseRow{Case: c, Title: f.Title})
	}
	l := register.CaseList{Total: len(all)}
	l.Items, l.Next = page(all, q.Size, q.Cursor)
	return l, nil
}

func (w *World) CountCases(ctx context.Context, q register.CaseQuery) (out []register.CaseCount, err error) {
	for _, matter := range []opinion.Matter{opinion.PublicMatter, opinion.Disclosure} {
		for _, state := range opinion.States {
			q.States, q.Matters, q.Size, q.Cursor = []opinion.State{state}, []opinion.Matter{matter}, 1, ""
			l, err := w.Cases(ctx, q)
			if err != nil {
				return nil, err
			}
			out = append(out, register.CaseCount{State: state, Matter: matter, N: l.Total})
		}
	}
	return out, nil
}

func (w *World) Case(_ context.Context, id string) (facts.CaseFile, error) {
	w.Lock()
	defer w.Unlock()
	f, ok := w.Files[id]
	if !ok {
		return f, &kit.Error{Kind: kit.NotFound, Code: "unknown_case"}
	}
	return f, w.Fail
}

// no is a desk's refusal, as a responder would make it.
type no struct{ code, zh, en string }

func (n no) Error() string { return n.code }

func (n no) RefusalCode() string { return n.code }

func (n no) LegalMoves() []opinion.Move { return []opinion.Move{opinion.MoveSign} }

func (n no) RefusalWords(lang string) string {
	if lang != "en" {
		return n.zh
	}
	return n.en
}

func (w *World) Do(_ context.Context, id string, cmd opinion.Command) (opinion.Case, error) {
	m := cmd.Move
	w.Lock()
	defer w.Unlock()
	w.LastCommand = cmd
	f, ok := w.Files[id]
	if m == opinion.MoveRegister && w.Fail == nil {
		return w.request(cmd)
	}
	switch {
	case w.Fail != nil:
		return f.Case, w.Fail
	case !ok:
		return f.Case, no{"unknown_case", "没有这个办件。", "no such case"}
	case cmd.Expected != 0 && cmd.Expected != f.Case.Version:
		return f.Case, no{"stale_version", "办件已有新版本。", "stale"}
	case m == opinion.MoveAnswer && cmd.URL == "" && cmd.Outcome == "":
		return f.Case, no{"needs_url", "请填写公布网址。", "give the address"}
	case m == opinion.MoveDismiss && cmd.Reason == "":
		return f.Case, no{"needs_reason", "请写明理由。", "give the reason"}
	case m == opinion.MoveRecall && f.Case.Before == nil:
		return f.Case, no{"no_recall", "已超过撤回时间。", "too late"}
	}
	if _, legal := opinion.After(f.Case.State, m); !legal {
		return f.Case, no{"illegal_move", "现在不能这样做。", "not now"}
	}
	e := opinion.Event{Type: m, By: cmd.By, At: Now, Unit: cmd.Unit, Reason: cmd.Reason,
		Text: cmd.Text, URL: cmd.URL, Kind: cmd.Kind, OK: cmd.OK, Outcome: cmd.Outcome,
		Solved: cmd.Solved, Into: cmd.Into, Statutory: cmd.Statutory}.Seal(f.Case)
	f.Case, f.History = f.Case.Apply(e), append(slices.Clone(f.History), e)
	w.Files[id] = f
	return f.Case, nil
}

// request registers a request for disclosure.
func (w *World) request(cmd opinion.Command) (opinion.Case, error) {
	if cmd.Ref == "" || strings.Contains(cmd.Ref, "张三") {
		return opinion.Case{}, no{"needs_ref", "请填写申请的登记编号。", "give the number"}
	}
	k := opinion.Clock{Profile: "disclosure", Start: Now, Limit: 480 * time.Hour, Calendar: "working"}
	e := opinion.Event{Type: opinion.MoveRegister, By: cmd.By, At: Now, Matter: opinion.Disclosure,
		Ref: cmd.Ref, Unit: units[0].ID, Clock: &k, Due: Now.Add(k.Limit)}.
		Seal(opinion.Case{ID: opinion.CaseID("disclosure/" + cmd.Ref)})
	c := opinion.Case{}.Apply(e)
	w.Files[c.ID] = facts.CaseFile{Case: c, Title: c.Ref, History: []opinion.Event{e},
		Clocks: []facts.CaseClock{{Timed: c.Clocks[0], State: "running"}}}
	w.Order = append(w.Order, c.ID)
	return c, nil
}
