package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"huiying/opinion"
)

// abreast waits for what the judgement of these findings needs to know of the log: where some
// report would open no case, which cases there are; where a person or its source corrected one, what its
// issue's other reports are by now.
func (w *Worker) abreast(ctx context.Context, findings []opinion.Finding) error {
	if w.Register == nil {
		return nil
	}
	var cases, reports error
	if slices.ContainsFunc(findings, func(f opinion.Finding) bool { return !w.opens(f) }) {
		cases = w.Register.Abreast(ctx)
	}
	if slices.ContainsFunc(findings, func(f opinion.Finding) bool { return len(f.Corrected) > 0 || f.Replaces != "" }) {
		reports = w.Register.Heard(ctx)
	}
	if err := errors.Join(cases, reports); err != nil {
		return fmt.Errorf("see what the log has: %w", err)
	}
	return nil
}

// lookBack lets the reports join that nobody took for a case because it was not opened yet.
func (w *Worker) lookBack(ctx context.Context, findings []opinion.Finding, groups map[string][]int,
	order []string, errs []error) []error {
	opening := make([]string, 0, len(order))
	for _, id := range order {
		if w.Register != nil && w.opener(pick(findings, groups[id])) != nil {
			opening = append(opening, id)
		}
	}
	if len(opening) == 0 {
		return errs
	}
	heard := w.Register.Heard(ctx)
	return w.each(ctx, findings, groups, opening, func(ctx context.Context, id string,
		fs []opinion.Finding) ([]page, error) {
		c, err := w.Cases.Load(ctx, id)
		if err = errors.Join(err, heard); err != nil {
			return nil, fmt.Errorf("look back from case %s: %w", id, err)
		}
		if !openedBy(c, fs) {
			return nil, nil
		}
		p := &page{before: c, c: c}
		earlier, err := w.earlier(ctx, c.Issue)
		if err == nil {
			err = w.joinAll(ctx, p, earlier)
		}
		return changed(*p), err
	}, errs)
}

// openedBy says whether one of the findings opened the case: now, or before a stop, after which it
// comes again. A case that others were merged into counts their reports already; to one that has
// ended nothing is earlier.
func openedBy(c opinion.Case, fs []opinion.Finding) bool {
	if len(c.Mentions) == 0 || len(c.Absorbed) > 0 || c.State == opinion.Merged || c.State == opinion.Closed {
		return false
	}
	return slices.ContainsFunc(fs, func(f opinion.Finding) bool { return f.ID == c.Mentions[0] })
}

func (w *Worker) earlier(ctx context.Context, issue string) ([]opinion.Finding, error) {
	if w.Register == nil {
		return nil, nil
	}
	fs, err := w.Register.Reports(ctx, issue)
	if err != nil {
		return nil, fmt.Errorf("earlier reports of issue %s: %w", issue, err)
	}
	return fs, nil
}
