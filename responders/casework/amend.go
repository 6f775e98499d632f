package casework

import (
	"context"
	"fmt"
	"slices"

	"huiying/opinion"
)

// A source may send another text of a report that is in a case (来源更正). The newer text takes the
// older one's place there: it is no further report, and the history says what changed.

// amends says whether a finding is a newer text of a report of the case.
func amends(c opinion.Case, f opinion.Finding) bool {
	return f.Replaces != "" && slices.Contains(c.Mentions, f.Replaces) && !slices.Contains(c.Mentions, f.ID)
}

// known says whether a finding is in the case, or a text of it that was replaced: neither is said
// anew.
func known(c opinion.Case, f opinion.Finding) bool {
	return slices.Contains(c.Mentions, f.ID) || slices.Contains(c.Replaced, f.ID)
}

// amend puts the newer text in the place of the older one. A shorter time begins where the case is
// heavier now; Severity is the weight of the case with it.
func amend(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" || f.Replaces == "" {
		return false, refuse(c, CodeNeedsFinding, "refusal.needs_finding.amend")
	}
	if !amends(c, *f) {
		return false, nil
	}
	e.Mention, e.Replaces, e.Issue, e.Copy = f.ID, f.Replaces, f.Issue.ID, f.Issue.Copy
	e.Topic, e.Division, e.Demand, e.Unit = f.Topic.ID, f.Place(), f.Demand.ID, f.Route.Lead
	e.Severity, e.Source, e.Said, e.Danger = cmd.Severity, f.Source, f.When().UTC(), f.Call()
	e.Unsure, e.Urgent = f.Unsure(), f.Urgent()
	r := f.Route
	e.Route = &r
	return true, heavier(c, env, e)
}

// replaced says which of the findings are past.
func (w *Worker) replaced(ctx context.Context, findings []opinion.Finding) (map[string]string, error) {
	if w.Register == nil {
		return nil, nil
	}
	ids := make([]string, len(findings))
	for i, f := range findings {
		ids[i] = f.ID
	}
	past, err := w.Register.Replaced(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("see which texts were replaced: %w", err)
	}
	return past, nil
}

// worse says whether the newer text weighs so much that it is not to wait in an ended case, which
// the older one did not.
func worse(c opinion.Case, f opinion.Finding) bool {
	return amends(c, f) && presses(f) && !c.Severity.Grave() && len(c.Danger) == 0
}

// amendPast amends the cases between the one of an issue and the one that took it over, by a merge
// or a repeat: they keep the reports that they had. It returns the findings that are left.
func (w *Worker) amendPast(ctx context.Context, id string, now opinion.Case,
	fs []opinion.Finding) ([]page, []opinion.Finding, error) {
	var pages []page
	left := slices.Clone(fs)
	for range 64 {
		if id == "" || id == now.ID || !slices.ContainsFunc(left, func(f opinion.Finding) bool { return f.Replaces != "" }) {
			break
		}
		c, err := w.Cases.Load(ctx, id)
		if err != nil {
			return nil, nil, fmt.Errorf("load case %s: %w", id, err)
		}
		if c.ID == now.ID {
			break
		}
		p := &page{before: c, c: c}
		mine := func(f opinion.Finding) bool { return amends(p.c, f) && !presses(f) }
		for i := range left {
			if mine(left[i]) {
				if err := w.amendOne(ctx, p, &left[i]); err != nil {
					return nil, nil, err
				}
			}
		}
		left = slices.DeleteFunc(left, func(f opinion.Finding) bool { return known(p.c, f) })
		pages = append(pages, *p)
		id = c.Into
		if c.State == opinion.Closed {
			id = c.Later
		}
	}
	return pages, left, nil
}

// amendOne amends a page.
func (w *Worker) amendOne(ctx context.Context, p *page, f *opinion.Finding) error {
	weight, err := w.weight(ctx, *f)
	if err != nil {
		return err
	}
	return w.do(p, opinion.Command{Move: opinion.MoveAmend, Finding: f, Severity: weight})
}
