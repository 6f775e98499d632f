package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"huiying/opinion"
)

// weight is the heaviest severity among all reports of a finding's issue, this one as it is
// now: a correction may take weight away as well as add it.
func (w *Worker) weight(ctx context.Context, f opinion.Finding) (opinion.Severity, error) {
	weight := f.Severity.Level
	earlier, err := w.earlier(ctx, f.Issue.ID)
	for _, e := range earlier {
		if e.ID != f.ID && e.Severity.Level.Heavier(weight) {
			weight = e.Severity.Level
		}
	}
	return weight, err
}

// left is the issue that a finding's newest correction took it from, or "".
func left(f opinion.Finding) string {
	if n := len(f.Corrected); n > 0 && f.Corrected[n-1].Field == opinion.FieldIssue {
		return f.Corrected[n-1].Was
	}
	return ""
}

// byCaseLeft groups findings by the case that a person took them out of.
func byCaseLeft(findings []opinion.Finding) (map[string][]int, []string) {
	groups := map[string][]int{}
	var order []string
	for i, f := range findings {
		was := left(f)
		if was == "" || was == f.Issue.ID {
			continue
		}
		id := opinion.CaseID(was)
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], i)
	}
	return groups, order
}

// cameWithItsCase says whether a person joined the report's issue, and its case, to this one:
// the reports of a merged case are counted with it, and go with it when the merge is undone.
func cameWithItsCase(c opinion.Case, f opinion.Finding) bool {
	was := left(f)
	return was != "" && slices.ContainsFunc(c.Absorbed,
		func(p opinion.Part) bool { return p.Case == opinion.CaseID(was) })
}

// leave says what it means for a case that reports of it are another matter. A case that was
// merged keeps them: it is as it was when the merge is undone. One that nobody has yet and that
// no report is left for goes with its last report, if that one has an open case now.
func (w *Worker) leave(ctx context.Context, id string, fs []opinion.Finding) ([]page, error) {
	c, err := w.Cases.Load(ctx, id)
	if err != nil || c.Version == 0 || c.State == opinion.Merged {
		return nil, err
	}
	p := &page{before: c, c: c}
	for i := range fs {
		to, err := w.load(ctx, opinion.CaseID(fs[i].Issue.ID))
		if err != nil {
			return nil, err
		}
		if to.ID == id { // it went to an issue whose case was merged into this one
			continue
		}
		if err := w.do(p, opinion.Command{Move: opinion.MoveSplit, Finding: &fs[i]}); err != nil {
			return nil, fmt.Errorf("split: %w", err)
		}
		if len(p.events) > 0 && len(p.c.Mentions) == 0 && p.c.State == opinion.Triage && to.State.Open() {
			return w.goAlong(p, to, fs[i])
		}
	}
	return changed(*p), nil
}

// goAlong merges an emptied case into that of its last report, for the person who moved it. Who
// may not merge leaves it to the coordinating office.
func (w *Worker) goAlong(p *page, to opinion.Case, last opinion.Finding) ([]page, error) {
	by := last.Corrected[len(last.Corrected)-1].By
	merged, err := Decide(p.c, opinion.Command{Move: opinion.MoveMerge, By: by, Into: to.ID,
		Reason: kept("history.moved_whole")}, w.Env, w.Now())
	if no := (*MoveRefusal)(nil); errors.As(err, &no) {
		return changed(*p), nil
	}
	if err != nil {
		return nil, err
	}
	p.events, p.c = append(p.events, merged...), fold(p.c, merged)
	told, err := tell(to, p.c, opinion.MoveMerge, w.Env, w.Now())
	if err != nil {
		return nil, err
	}
	return changed(*p, page{before: to, c: fold(to, told), events: told}), nil
}
