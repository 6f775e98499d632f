package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.uber.org/zap"

	"huiying/opinion"
)

// Worker turns findings into cases.
type Worker struct {
	Cases  Cases
	Timers Timers
	Env    Env
	Policy Policy
	Now    func() time.Time
	Log    *zap.Logger
	// Register knows of what others do on the same log. Nil: there are no others, and what came
	// before a case is not looked up.
	Register Register
}

// Register is what a worker asks beside its cases. It follows the log, and may be behind.
// register/sqlite has one.
type Register interface {
	// Reports returns the reports of an issue in order of arrival. Only ID, Source, PublishedAt,
	// Severity, Issue and Asks are looked at.
	Reports(ctx context.Context, issue string) ([]opinion.Finding, error)
	// Heard waits until Reports has every report that the log has now.
	Heard(ctx context.Context) error
	// Replaced says which mentions their source sent a newer text of, and which that is.
	Replaced(ctx context.Context, mentions []string) (map[string]string, error)
	// Abreast waits until Cases.Load has every event that the log has now.
	Abreast(ctx context.Context) error
}

// Consider opens cases for findings, or lets them join the case of their issue. Every
// finding may come twice or out of order: a report counts once.
func (w *Worker) Consider(ctx context.Context, findings []opinion.Finding) error {
	return errors.Join(w.ConsiderEach(ctx, findings)...)
}

// ConsiderEach is Consider with one result per finding, nil when all went well. A *MoveRefusal
// means that the finding cannot become a case at all; anything else may go well later.
//
// A report that opens nothing belongs to the case that another report opens, before or after it,
// here or in another process. Two looks see to it, whichever comes first. Who finds no case looks
// at all that the log had when the report was there (abreast): a case that is opened later has not
// looked back yet. Who has opened one looks back once it is opened (lookBack): whoever found none
// had its report in the log by then.
func (w *Worker) ConsiderEach(ctx context.Context, findings []opinion.Finding) []error {
	whole, of := w.withOthers(findings)
	return errorsOf(w.considerEach(ctx, whole), of, len(findings))
}

func (w *Worker) considerEach(ctx context.Context, findings []opinion.Finding) []error {
	if err := w.abreast(ctx, findings); err != nil {
		return slices.Repeat([]error{err}, len(findings))
	}
	past, err := w.replaced(ctx, findings)
	if err != nil {
		return slices.Repeat([]error{err}, len(findings))
	}
	groups, order := byCase(findings, past)
	errs := w.each(ctx, findings, groups, order, w.decide, nil)
	errs = w.lookBack(ctx, findings, groups, order, errs)
	groups, order = byCaseLeft(findings)
	return w.each(ctx, findings, groups, order, w.leave, errs)
}

// decision says what the findings of a group do to the case of that id, and to one linked with it.
type decision func(ctx context.Context, id string, fs []opinion.Finding) ([]page, error)

// each decides group by group and writes all cases together. It returns errs with what failed
// now added; nil where nothing ever failed.
func (w *Worker) each(ctx context.Context, findings []opinion.Finding, groups map[string][]int,
	order []string, decide decision, errs []error) []error {
	fail := func(id string, err error) {
		if errs == nil {
			errs = make([]error, len(findings))
		}
		for _, i := range groups[id] {
			errs[i] = errors.Join(errs[i], err)
		}
	}
	for try := 0; len(order) > 0; try++ {
		p := plan{taken: map[string]bool{}}
		for _, id := range order {
			pages, err := decide(ctx, id, pick(findings, groups[id]))
			if err != nil {
				fail(id, err)
			} else if len(pages) > 0 {
				p.add(id, pages)
			}
		}
		order = p.later
		if len(p.groups) == 0 {
			break
		}
		err := w.Cases.AppendAll(ctx, p.before, p.events)
		switch {
		case err == nil:
			w.arm(ctx, p)
		case conflicted(err) && try < attempts && ctx.Err() == nil:
			// what was written before the conflict decides to nothing the second time
			order = append(p.groups, order...)
		default:
			for _, id := range p.groups {
				fail(id, fmt.Errorf("write cases: %w", err))
			}
		}
	}
	return errs
}

func (w *Worker) arm(ctx context.Context, p plan) {
	for i, before := range p.before {
		rearm(ctx, w.Timers, w.Log, before, fold(before, p.events[i]), w.Now())
	}
}

// decide says what the findings of one issue do to its case.
func (w *Worker) decide(ctx context.Context, id string, fs []opinion.Finding) ([]page, error) {
	c, err := w.load(ctx, id)
	if err != nil {
		return nil, err
	}
	past, fs, err := w.amendPast(ctx, id, c, fs)
	if err != nil {
		return nil, err
	}
	pages, err := w.decideNow(ctx, c, fs)
	return append(changed(past...), pages...), err
}

// decideNow says what the findings do to the case that their issue has now.
func (w *Worker) decideNow(ctx context.Context, c opinion.Case, fs []opinion.Finding) ([]page, error) {
	p := &page{before: c, c: c}
	if again := w.repeat(c, fs); again != nil && w.Policy.Link && !w.soon(c) {
		return w.follow(ctx, p, again, fs)
	} else if again != nil && w.soon(c) {
		if err := w.joinAll(ctx, p, fs); err != nil {
			return nil, err
		}
		err := w.do(p, opinion.Command{Move: opinion.MoveReopen, Reason: kept("history.asked_again")})
		return changed(*p), err
	}
	if looksAgain(c, fs) != nil {
		if err := w.joinAll(ctx, p, fs); err != nil {
			return nil, err
		}
		err := w.do(p, opinion.Command{Move: opinion.MoveReopen, Reason: kept("history.looked_again")})
		return changed(*p), err
	}
	if c.Version == 0 {
		opener := w.opener(fs)
		if opener == nil {
			return nil, nil
		}
		if err := w.do(p, opinion.Command{Move: opinion.MoveOpen, Finding: opener}); err != nil {
			return nil, err
		}
		earlier, err := w.earlier(ctx, opener.Issue.ID) // what is known already counts when the case is dispatched
		if err != nil {
			return nil, err
		}
		fs = append(earlier, fs...)
	}
	if err := w.joinAll(ctx, p, fs); err != nil {
		return nil, err
	}
	w.byPolicy(p)
	return changed(*p), nil
}

// do decides a command of the system onto a page.
func (w *Worker) do(p *page, cmd opinion.Command) error {
	cmd.By = System
	more, err := Decide(p.c, cmd, w.Env, w.Now())
	p.events, p.c = append(p.events, more...), fold(p.c, more)
	return err
}

func (w *Worker) joinAll(ctx context.Context, p *page, fs []opinion.Finding) error {
	fs = w.joining(p.c, fs)
	for i := range fs {
		if cameWithItsCase(p.c, fs[i]) {
			continue
		}
		if amends(p.c, fs[i]) {
			if err := w.amendOne(ctx, p, &fs[i]); err != nil {
				return err
			}
			continue
		}
		if err := w.do(p, opinion.Command{Move: opinion.MoveJoin, Finding: &fs[i]}); err != nil {
			return err
		}
		if len(fs[i].Corrected) == 0 {
			continue
		}
		weight, err := w.weight(ctx, fs[i])
		if err == nil {
			err = w.do(p, opinion.Command{Move: opinion.MoveCorrect, Finding: &fs[i], Severity: weight})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// follow opens a case of its own for what is said again long after closing, and links the two. Both
// are written together; when only the new one was, the link is made up for.
func (w *Worker) follow(ctx context.Context, old *page, again *opinion.Finding, fs []opinion.Finding) ([]page, error) {
	c, err := w.Cases.Load(ctx, opinion.CaseID(again.Issue.ID+"/"+old.c.ID))
	if err != nil {
		return nil, fmt.Errorf("load the case that follows %s: %w", old.c.ID, err)
	}
	p := &page{before: c, c: c}
	if c.Version == 0 {
		if err := w.do(p, opinion.Command{Move: opinion.MoveOpen, Finding: again, Other: old.c}); err != nil {
			return nil, err
		}
	}
	if err := w.joinAll(ctx, p, fs); err != nil {
		return nil, err
	}
	w.byPolicy(p)
	if err := w.do(old, opinion.Command{Move: opinion.MoveLink, Other: p.c}); err != nil {
		return nil, err
	}
	return changed(*p, *old), nil
}

// load follows a merged case to the one that stays, and a closed one to the one that took up its
// repeats. The depth is bounded, for a ring of merged cases would have no end.
func (w *Worker) load(ctx context.Context, id string) (opinion.Case, error) {
	c, err := w.Cases.Load(ctx, id)
	for range 64 {
		next := c.Into
		if c.State == opinion.Closed {
			next = c.Later
		}
		if err != nil || next == "" {
			break
		}
		c, err = w.Cases.Load(ctx, next)
	}
	if err != nil {
		return c, fmt.Errorf("load case %s: %w", id, err)
	}
	return c, nil
}
