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

// Policy is what the configuration says about opening cases by themselves.
type Policy struct {
	Size     int  // independent reports at which an issue found in public opens a case; 0 means 5
	Dispatch bool // dispatch to the routed unit at once, which starts the clock
	Refer    bool // refer at once what has a statutory channel of its own
	// Kinds of source whose every finding opens a case: somebody has asked. Nil: opinion.AskedAt.
	Kinds []opinion.SourceKind
	// Reopen is how long after its closing a case is opened again by a repeat (重复反映). Link lets a later
	// repeat open a case of its own, linked to the closed one. Without either a repeat is only counted.
	Reopen time.Duration
	Link   bool
}

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

// Register is what a worker asks beside its cases. It follows the log, and may be behind. register/sqlite has one.
type Register interface {
	// Reports returns the reports of an issue in order of arrival. Only ID, Source, PublishedAt, Severity and
	// Issue are looked at.
	Reports(ctx context.Context, issue string) ([]opinion.Finding, error)
	// Heard waits until Reports has every report that the log has now.
	Heard(ctx context.Context) error
	// Abreast waits until Cases.Load has every event that the log has now.
	Abreast(ctx context.Context) error
}

// Consider opens cases for findings, or lets them join the case of their issue. Every
// finding may come twice or out of order: a report counts once.
func (w *Worker) Consider(ctx context.Context, findings []opinion.Finding) error {
	return errors.Join(w.ConsiderEach(ctx, findings)...)
}

// ConsiderEach is Consider with one result per finding, nil when all went well. A *Refusal
// means that the finding cannot become a case at all; anything else may go well later.
//
// A report that opens nothing belongs to the case that another report opens, before or after it, here or in
// another process. Two looks see to it, whichever comes first. Who finds no case looks at all that the log had
// when the report was there (abreast): a case that is opened later has not looked back yet. Who has opened one
// looks back once it is opened (lookBack): whoever found none had its report in the log by then.
func (w *Worker) ConsiderEach(ctx context.Context, findings []opinion.Finding) []error {
	if err := w.abreast(ctx, findings); err != nil {
		return slices.Repeat([]error{err}, len(findings))
	}
	groups, order := byCase(findings)
	errs := w.each(ctx, findings, groups, order, w.decide, nil)
	errs = w.lookBack(ctx, findings, groups, order, errs)
	groups, order = byCaseLeft(findings)
	return w.each(ctx, findings, groups, order, w.leave, errs)
}

// decision says what the findings of a group do to the case of that id, and to one linked with it.
type decision func(ctx context.Context, id string, fs []opinion.Finding) ([]page, error)

// each decides group by group and writes all cases together. It returns errs with what failed
// now added; nil where nothing ever failed.
func (w *Worker) each(ctx context.Context, findings []opinion.Finding, groups map[string][]int, order []string, decide decision, errs []error) []error {
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

// plan is what one call writes. Two groups may come to the same case, when the case of one
// was merged into that of the other: the second then waits for the next call.
type plan struct {
	before []opinion.Case
	events [][]opinion.Event
	groups []string
	later  []string
	taken  map[string]bool
}

// page is what is written to one case: a group writes to one, or to two that are linked.
type page struct {
	before, c opinion.Case // before, and as it is with the events
	events    []opinion.Event
}

func (p *plan) add(group string, pages []page) {
	for _, x := range pages {
		if p.taken[x.c.ID] {
			p.later = append(p.later, group)
			return
		}
	}
	p.groups = append(p.groups, group)
	for _, x := range pages {
		p.taken[x.c.ID] = true
		p.before, p.events = append(p.before, x.before), append(p.events, x.events)
	}
}

func (w *Worker) arm(ctx context.Context, p plan) {
	for i, before := range p.before {
		rearm(ctx, w.Timers, w.Log, before, fold(before, p.events[i]), w.Now())
	}
}

// byCase groups findings by the case of their issue, in order of first appearance.
func byCase(findings []opinion.Finding) (map[string][]int, []string) {
	groups := map[string][]int{}
	var order []string
	for i, f := range findings {
		if f.Issue.ID == "" {
			continue
		}
		id := opinion.CaseID(f.Issue.ID)
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], i)
	}
	return groups, order
}

func pick(findings []opinion.Finding, at []int) []opinion.Finding {
	out := make([]opinion.Finding, len(at))
	for i, j := range at {
		out[i] = findings[j]
	}
	return out
}

// decide says what the findings of one issue do to its case.
func (w *Worker) decide(ctx context.Context, id string, fs []opinion.Finding) ([]page, error) {
	c, err := w.load(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &page{before: c, c: c}
	if again := w.repeat(c, fs); again != nil && w.Policy.Link && !w.soon(c) {
		return w.follow(ctx, p, again, fs)
	} else if again != nil && w.soon(c) {
		if err := w.joinAll(ctx, p, fs); err != nil {
			return nil, err
		}
		err := w.do(p, Command{Move: opinion.MoveReopen, Reason: kept("history.asked_again")})
		return changed(*p), err
	}
	if c.Version == 0 {
		opener := w.opener(fs)
		if opener == nil {
			return nil, nil
		}
		if err := w.do(p, Command{Move: opinion.MoveOpen, Finding: opener}); err != nil {
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
func (w *Worker) do(p *page, cmd Command) error {
	cmd.By = System
	more, err := Decide(p.c, cmd, w.Env, w.Now())
	p.events, p.c = append(p.events, more...), fold(p.c, more)
	return err
}

func (w *Worker) joinAll(ctx context.Context, p *page, fs []opinion.Finding) error {
	for i := range fs {
		if cameWithItsCase(p.c, fs[i]) {
			continue
		}
		if err := w.do(p, Command{Move: opinion.MoveJoin, Finding: &fs[i]}); err != nil {
			return err
		}
		if len(fs[i].Corrected) == 0 {
			continue
		}
		weight, err := w.weight(ctx, fs[i])
		if err == nil {
			err = w.do(p, Command{Move: opinion.MoveCorrect, Finding: &fs[i], Severity: weight})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// byPolicy makes the move that the policy makes by itself. One that is refused waits for a person.
func (w *Worker) byPolicy(p *page) {
	cmd, ok := w.auto(p.c)
	if !ok {
		return
	}
	if err := w.do(p, cmd); err != nil && w.Log != nil {
		w.Log.Warn("case waits in triage", zap.String("case", p.c.ID), zap.String("move", string(cmd.Move)), zap.Error(err))
	}
}

func changed(pages ...page) []page {
	return slices.DeleteFunc(pages, func(p page) bool { return len(p.events) == 0 })
}

// repeat is the first report that was made after the case was closed, by somebody who asks for an answer
// and is not just copying; nil when there is none.
func (w *Worker) repeat(c opinion.Case, fs []opinion.Finding) *opinion.Finding {
	if c.State != opinion.Closed {
		return nil
	}
	for i, f := range fs {
		if !f.Issue.Copy && asks(f) && f.When().After(c.ClosedAt) && !slices.Contains(c.Mentions, f.ID) {
			return &fs[i]
		}
	}
	return nil
}

// soon says whether a repeat now opens the closed case again.
func (w *Worker) soon(c opinion.Case) bool {
	return w.Policy.Reopen > 0 && w.Now().Sub(c.ClosedAt) <= w.Policy.Reopen
}

// follow opens a case of its own for what is said again long after closing, and links the two. Both are
// written together; when only the new one was, the link is made up for.
func (w *Worker) follow(ctx context.Context, old *page, again *opinion.Finding, fs []opinion.Finding) ([]page, error) {
	c, err := w.Cases.Load(ctx, opinion.CaseID(again.Issue.ID+"/"+old.c.ID))
	if err != nil {
		return nil, fmt.Errorf("load the case that follows %s: %w", old.c.ID, err)
	}
	p := &page{before: c, c: c}
	if c.Version == 0 {
		if err := w.do(p, Command{Move: opinion.MoveOpen, Finding: again, Other: old.c}); err != nil {
			return nil, err
		}
	}
	if err := w.joinAll(ctx, p, fs); err != nil {
		return nil, err
	}
	w.byPolicy(p)
	if err := w.do(old, Command{Move: opinion.MoveLink, Other: p.c}); err != nil {
		return nil, err
	}
	return changed(*p, *old), nil
}

// load follows a merged case to the one that stays, and a closed one to the one that took up its repeats. The
// depth is bounded, for a ring of merged cases would have no end.
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

// opener is the first finding that opens a case by itself, or nil.
func (w *Worker) opener(fs []opinion.Finding) *opinion.Finding {
	for i := range fs {
		if w.opens(fs[i]) {
			return &fs[i]
		}
	}
	return nil
}

// opens: everything said to a hotline or board asks for an answer; what was found in public
// does once enough independent reports say it. Praise and mere talk ask for none. What the
// analyzers could not read goes to a person.
func (w *Worker) opens(f opinion.Finding) bool {
	if !asks(f) {
		return false
	}
	kinds := w.Policy.Kinds
	if kinds == nil {
		kinds = opinion.AskedAt
	}
	if slices.Contains(kinds, f.Kind) {
		return true
	}
	size := w.Policy.Size
	if size <= 0 {
		size = 5
	}
	return f.Issue.Size >= size
}

// asks says whether a text asks for an answer, or could not be read.
func asks(f opinion.Finding) bool {
	return f.Demand.ID.Asks() || f.Skipped != ""
}

// abreast waits for what the judgement of these findings needs to know of the log: where some report would open
// no case, which cases there are; where a person corrected one, what its issue's other reports are by now.
func (w *Worker) abreast(ctx context.Context, findings []opinion.Finding) error {
	if w.Register == nil {
		return nil
	}
	var cases, reports error
	if slices.ContainsFunc(findings, func(f opinion.Finding) bool { return !w.opens(f) }) {
		cases = w.Register.Abreast(ctx)
	}
	if slices.ContainsFunc(findings, func(f opinion.Finding) bool { return len(f.Corrected) > 0 }) {
		reports = w.Register.Heard(ctx)
	}
	if err := errors.Join(cases, reports); err != nil {
		return fmt.Errorf("see what the log has: %w", err)
	}
	return nil
}

// lookBack lets the reports join that nobody took for a case because it was not opened yet.
func (w *Worker) lookBack(ctx context.Context, findings []opinion.Finding, groups map[string][]int, order []string, errs []error) []error {
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
	return w.each(ctx, findings, groups, opening, func(ctx context.Context, id string, fs []opinion.Finding) ([]page, error) {
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

// openedBy says whether one of the findings opened the case: now, or before a stop, after which it comes again.
// A case that others were merged into counts their reports already; to one that has ended nothing is earlier.
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

// auto is the move that the policy makes by itself on a case nobody has touched yet. What
// nobody is sure about waits for a person.
func (w *Worker) auto(c opinion.Case) (Command, bool) {
	if c.State != opinion.Triage || c.Reopened > 0 || !c.Dispatch.IsZero() || c.Unsure {
		return Command{}, false
	}
	switch {
	case c.Route.Refer != "":
		return Command{Move: opinion.MoveRefer, Channel: c.Route.Refer}, w.Policy.Refer
	case w.Policy.Dispatch:
		return Command{Move: opinion.MoveDispatch, Unit: c.Lead, Co: c.Route.Co}, true
	}
	return Command{}, false
}
