package correcting

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/correct"
)

// Open opens cases by hand (立件). That a text asks is a correction of its finding, so it teaches like
// one, can be taken back, and a case comes of it as of any other finding.
func (c *Corrector) Open(ctx context.Context, what facts.Opening) (facts.Opened, error) {
	out := facts.Opened{Cases: []string{}}
	ids := what.Mentions
	if what.Issue != "" {
		id, err := c.reportOf(ctx, what.Issue)
		if err != nil {
			return out, err
		}
		ids = []string{id}
	}
	for _, id := range ids {
		file, err := c.do(ctx, id, correct.Change{Field: opinion.FieldAsks,
			Is: string(opinion.AsksCase)}, facts.Correct{By: what.By, Reason: what.Reason})
		if correct.InCase(err) && len(ids) > 1 {
			file.Stands, err = c.Register.Stand(ctx, id) // another of them has brought it there
		}
		if err != nil {
			out.Not = append(out.Not, facts.NotOpened{Mention: id, Why: err, Words: err.Error()})
			continue
		}
		for _, k := range file.Stands.Cases {
			if !slices.Contains(out.Cases, k) {
				out.Cases = append(out.Cases, k)
			}
		}
	}
	return out, nil
}

// openNow does at once what the step that opens cases will find done: who opened one waits for it.
func (c *Corrector) openNow(ctx context.Context, f opinion.Finding) error {
	if err := c.Consider(ctx, []opinion.Finding{f}); err != nil {
		return err
	}
	return c.Register.Abreast(ctx)
}

// caseOf is a case that the first matter of a mention is in, or "".
func (c *Corrector) caseOf(ctx context.Context, f opinion.Finding) (string, error) {
	cases, err := c.Register.CasesOf(ctx, f.ID)
	if err != nil {
		return "", err
	}
	for _, o := range f.Others() {
		cases = slices.DeleteFunc(cases, func(id string) bool { return id == opinion.CaseID(o.Issue.ID) })
	}
	return cmp.Or(append(cases, "")...), nil
}

// standsIn says for a correction that opens a case which one there is.
func (c *Corrector) standsIn(ctx context.Context, f opinion.Finding, cmd *correct.Change) error {
	of, err := c.caseOf(ctx, f)
	if err != nil {
		return err
	}
	if cmd.Field == opinion.FieldAsks {
		cmd.Case = of
		return nil
	}
	cmd.Waits = f.Kind.Asked() && of == ""
	for _, o := range f.Others() {
		if o.Topic.ID != cmd.Is {
			continue
		}
		k, err := c.Register.Case(ctx, opinion.CaseID(o.Issue.ID))
		if err == nil {
			cmd.Case = k.ID
		} else if !errors.Is(err, register.ErrNotFound) {
			return err
		}
	}
	return nil
}

// reportOf is the earliest report of an issue that is in no case, a copy only where there is no other.
func (c *Corrector) reportOf(ctx context.Context, issue string) (string, error) {
	reports, err := c.Register.Reports(ctx, issue)
	if err != nil {
		return "", err
	}
	slices.SortStableFunc(reports, func(x, y opinion.Finding) int {
		switch {
		case x.Issue.Copy == y.Issue.Copy:
			return 0
		case x.Issue.Copy:
			return 1
		}
		return -1
	})
	for _, f := range reports {
		if in, err := c.caseOf(ctx, f); err != nil || in == "" {
			return f.ID, err
		}
	}
	if len(reports) > 0 {
		return reports[0].ID, nil // refused with the case that it is in
	}
	return "", &register.Missing{What: "issue", ID: issue}
}
