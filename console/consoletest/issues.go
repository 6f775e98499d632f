package consoletest

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/register"
)

// regroups splits and joins in memory: it only notes what was asked.
type regroups struct{ w *World }

func (r regroups) Split(_ context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	if len(what.Mentions) == 0 {
		return facts.Regrouped{}, no{"one_matter", "请选出属于另一件事的信息。", "choose the mentions"}
	}
	r.w.Regrouped = append(r.w.Regrouped, what)
	return facts.Regrouped{Issue: issue, Mentions: what.Mentions}, nil
}

func (r regroups) Join(_ context.Context, _ string, what facts.Regroup) (facts.Regrouped, error) {
	r.w.Regrouped = append(r.w.Regrouped, what)
	return facts.Regrouped{Issue: what.Into}, nil
}

func (r regroups) Undo(_ context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	r.w.Regrouped = append(r.w.Regrouped, what)
	return facts.Regrouped{Issue: issue}, nil
}

func (w *World) Issues(_ context.Context, q register.IssueQuery) (register.IssueList, error) {
	if w.Fail != nil {
		return register.IssueList{}, w.Fail
	}
	var all []register.IssueRow
	for _, f := range w.IssueFiles {
		if strings.Contains(f.Issue.Title, q.Q) && (q.Within == nil || slices.Contains(q.Within.Units, f.Issue.Unit)) {
			all = append(all, f.Issue)
		}
	}
	if q.Order == "heavy" {
		slices.SortStableFunc(all, func(x, y register.IssueRow) int { return x.Severity.Rank() - y.Severity.Rank() })
	}
	l := register.IssueList{Total: len(all)}
	l.Items, l.Next = page(all, q.Size, q.Cursor)
	return l, nil
}

func (w *World) Issue(_ context.Context, id string) (facts.IssueFile, error) {
	for _, f := range w.IssueFiles {
		if f.Issue.ID == id {
			return f, w.Fail
		}
	}
	return facts.IssueFile{}, &kit.Error{Kind: kit.NotFound}
}

func (w *World) Heat(_ context.Context, issues []string, from, to time.Time,
	by string) (map[string][]register.Beat, error) {
	step := time.Hour
	if by == "day" {
		step = 24 * time.Hour
	}
	out := map[string][]register.Beat{}
	for k, id := range issues {
		for t, i := from, 0; t.Before(to) && k%5 != 4; t, i = t.Add(step), i+1 {
			if (i+k)%3 != 2 {
				out[id] = append(out[id], register.Beat{Time: t.UTC(), Reports: 1 + (i*i*7+k)%6, Copies: i % 2})
			}
		}
	}
	return out, w.Fail
}
