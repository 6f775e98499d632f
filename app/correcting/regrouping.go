package correcting

import (
	"context"
	"errors"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/correct"
)

// Regrouper lets persons say which reports are one matter. Each mention that goes elsewhere is
// a corrected finding with another issue; all of one decision carry the same moment.
type Regrouper struct{ *Corrector }

// Split says that some mentions of an issue are another matter: a new one, or the one named.
func (r Regrouper) Split(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	all, err := r.mentions(ctx, issue)
	if err != nil {
		return facts.Regrouped{}, err
	}
	split, err := correct.DecideSplit(all, what.Mentions, what.Into)
	if err != nil {
		return facts.Regrouped{}, err
	}
	if split.Joins {
		return r.Join(ctx, issue, what)
	}
	into, size := what.Into, 0
	if into == "" {
		first, err := r.Register.Finding(ctx, split.Mentions[0])
		if err != nil {
			return facts.Regrouped{}, err
		}
		into = correct.OpenedBy(first)
	} else if size, err = r.size(ctx, into); err != nil {
		return facts.Regrouped{}, err
	}
	return r.move(ctx, split.Mentions, into, size, what)
}

// Join says that two issues are one matter.
func (r Regrouper) Join(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	asked, err := r.matter(ctx, issue)
	if err != nil {
		return facts.Regrouped{}, err
	}
	into, err := r.matter(ctx, what.Into)
	if err != nil {
		return facts.Regrouped{}, err
	}
	join, err := correct.DecideJoin(asked, into)
	if err != nil {
		return facts.Regrouped{}, err
	}
	size, err := r.size(ctx, join.Stays.Issue)
	if err != nil {
		return facts.Regrouped{}, err
	}
	all, err := r.mentions(ctx, join.Goes.Issue)
	if err != nil {
		return facts.Regrouped{}, err
	}
	if join.Merges {
		_, err := r.Desk.Do(ctx, join.Goes.Case.ID, opinion.Command{Move: opinion.MoveMerge,
			By: what.By, Into: join.Stays.Case.ID, Reason: what.Reason})
		if err != nil {
			return facts.Regrouped{}, err
		}
	}
	return r.move(ctx, all, join.Stays.Issue, size, what)
}

// matter is an issue with its case.
func (r Regrouper) matter(ctx context.Context, issue string) (correct.Matter, error) {
	c, err := r.Register.Load(ctx, opinion.CaseID(issue))
	return correct.Matter{Issue: issue, Case: c}, err
}

// Undo takes back the latest split or join that brought mentions into an issue, and with a
// join the merging of its cases.
func (r Regrouper) Undo(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	corrected, err := r.corrected(ctx, issue)
	if err != nil {
		return facts.Regrouped{}, err
	}
	back, err := correct.DecideBack(corrected)
	if err != nil {
		return facts.Regrouped{}, err
	}
	c, err := r.Register.Load(ctx, opinion.CaseID(back.To))
	if err != nil {
		return facts.Regrouped{}, err
	}
	if correct.Unmerges(c, issue) {
		if _, err := r.Desk.Do(ctx, c.ID, opinion.Command{Move: opinion.MoveUnmerge, By: what.By,
			Reason: what.Reason}); err != nil {
			return facts.Regrouped{}, err
		}
	}
	out, err := r.regroup(ctx, back.Mentions, func(opinion.Finding) correct.Change {
		return correct.Change{Undo: true, By: what.By, Reason: what.Reason, Seen: -1}
	})
	return facts.Regrouped{Issue: back.To, Mentions: out}, err
}

// corrected are the findings of an issue that persons corrected, those that are forgotten left out.
func (r Regrouper) corrected(ctx context.Context, issue string) ([]opinion.Finding, error) {
	ids, err := r.Register.CorrectedIn(ctx, issue)
	if err != nil {
		return nil, err
	}
	var out []opinion.Finding
	for _, id := range ids {
		f, err := r.Register.Finding(ctx, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// move gives mentions another issue, which has so many reports.
func (r Regrouper) move(ctx context.Context, ids []string, into string, size int,
	what facts.Regroup) (facts.Regrouped, error) {
	place := correct.Arrive(into, size)
	out, err := r.regroup(ctx, ids, func(f opinion.Finding) correct.Change {
		return correct.Change{Field: opinion.FieldIssue, Is: into, Issue: place(f), By: what.By,
			Reason: what.Reason, Seen: -1}
	})
	return facts.Regrouped{Issue: into, Mentions: out}, err
}

// regroup decides on each mention and publishes all together. Mentions whose words were
// forgotten stay where they are.
func (c *Corrector) regroup(ctx context.Context, ids []string,
	command func(opinion.Finding) correct.Change) (moved []string, err error) {
	c.one.Lock()
	defer c.one.Unlock()
	now := c.Now()
	var out []opinion.Finding
	for _, id := range ids {
		f, err := c.Register.Finding(ctx, id)
		if errors.Is(err, register.ErrNotFound) || err == nil && correct.Forgotten(f, c.Cfg.ForgetBefore(now)) {
			continue
		}
		if err == nil {
			f, err = correct.Decide(f, command(f), c.env(), now)
		}
		if err != nil {
			return nil, err
		}
		out, moved = append(out, f), append(moved, id)
	}
	if len(out) == 0 {
		return nil, correct.NoneLeft()
	}
	return moved, c.publishAgain(ctx, out...)
}

// size is the number of reports of an issue that there is.
func (r Regrouper) size(ctx context.Context, issue string) (int, error) {
	i, err := r.Register.Issue(ctx, issue, r.Now())
	return i.Reports, err
}

// mentions are all of an issue, oldest first.
func (r Regrouper) mentions(ctx context.Context, issue string) ([]string, error) {
	if _, err := r.size(ctx, issue); err != nil {
		return nil, err
	}
	var out []string
	for after := ""; ; {
		rows, next, err := r.Register.IssueMentions(ctx, issue, 200, after)
		if err != nil {
			return nil, err
		}
		for _, m := range rows {
			out = append(out, m.ID)
		}
		if after = next; next == "" {
			return out, nil
		}
	}
}

// Moved says whether a person put mentions into an issue, and that can be taken back.
func (c *Corrector) Moved(ctx context.Context, issue string) (bool, error) {
	ids, err := c.Register.CorrectedIn(ctx, issue)
	for _, id := range ids[:min(len(ids), 50)] {
		f, err := c.Register.Finding(ctx, id)
		if err != nil {
			continue // forgotten
		}
		if _, moved := correct.Moved(f); moved {
			return true, nil
		}
	}
	return false, err
}
