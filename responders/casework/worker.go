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
	// Kinds of source whose every finding opens a case: somebody has asked. Nil: hotline and board.
	Kinds []opinion.SourceKind
}

// Worker turns findings into cases.
type Worker struct {
	Cases  Cases
	Timers Timers
	Env    Env
	Policy Policy
	Now    func() time.Time
	Log    *zap.Logger
	// Earlier returns the reports of an issue that came before its case was opened, so that
	// they join it. Only ID, Source, PublishedAt, Severity and Issue are looked at. May be nil.
	Earlier func(ctx context.Context, issue string) ([]opinion.Finding, error)
}

// Consider opens cases for findings, or lets them join the case of their issue. Every
// finding may come twice or out of order: a report counts once.
func (w *Worker) Consider(ctx context.Context, findings []opinion.Finding) error {
	return errors.Join(w.ConsiderEach(ctx, findings)...)
}

// ConsiderEach is Consider with one result per finding, nil when all went well. A *Refusal
// means that the finding cannot become a case at all; anything else may go well later.
func (w *Worker) ConsiderEach(ctx context.Context, findings []opinion.Finding) []error {
	groups, order := byCase(findings)
	var errs []error
	fail := func(id string, err error) {
		if errs == nil {
			errs = make([]error, len(findings))
		}
		for _, i := range groups[id] {
			errs[i] = err
		}
	}
	for try := 0; len(order) > 0; try++ {
		p := plan{taken: map[string]bool{}}
		for _, id := range order {
			before, events, err := w.decide(ctx, id, pick(findings, groups[id]))
			if err != nil {
				fail(id, err)
			} else if len(events) > 0 {
				p.add(id, before, events)
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

func (p *plan) add(group string, before opinion.Case, events []opinion.Event) {
	id := events[0].Case
	if p.taken[id] {
		p.later = append(p.later, group)
		return
	}
	p.taken[id] = true
	p.groups = append(p.groups, group)
	p.before, p.events = append(p.before, before), append(p.events, events)
}

func (w *Worker) arm(ctx context.Context, p plan) {
	for i, before := range p.before {
		rearm(ctx, w.Timers, w.Log, before, fold(before, p.events[i]))
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
func (w *Worker) decide(ctx context.Context, id string, fs []opinion.Finding) (before opinion.Case, events []opinion.Event, err error) {
	before, err = w.load(ctx, id)
	if err != nil {
		return before, nil, err
	}
	c := before
	do := func(cmd Command) error {
		cmd.By = System
		more, err := Decide(c, cmd, w.Env, w.Now())
		events, c = append(events, more...), fold(c, more)
		return err
	}
	if c.Version == 0 {
		opener := w.opener(fs)
		if opener == nil {
			return before, nil, nil
		}
		if err := do(Command{Move: opinion.MoveOpen, Finding: opener}); err != nil {
			return before, nil, err
		}
		earlier, err := w.earlier(ctx, opener.Issue.ID)
		if err != nil {
			return before, nil, err
		}
		fs = append(earlier, fs...)
	}
	for i := range fs {
		if err := do(Command{Move: opinion.MoveJoin, Finding: &fs[i]}); err != nil {
			return before, nil, err
		}
	}
	if cmd, ok := w.auto(c, fs); ok {
		if err := do(cmd); err != nil && w.Log != nil {
			w.Log.Warn("case waits in triage", zap.String("case", c.ID), zap.String("move", string(cmd.Move)), zap.Error(err))
		}
	}
	return before, events, nil
}

// load follows a merged case to the one that stays. The depth is bounded, for a ring of
// merged cases would have no end.
func (w *Worker) load(ctx context.Context, id string) (opinion.Case, error) {
	c, err := w.Cases.Load(ctx, id)
	for range 8 {
		if err != nil || c.State != opinion.Merged {
			break
		}
		c, err = w.Cases.Load(ctx, c.Into)
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
	asks := f.Skipped != ""
	switch f.Demand.ID {
	case opinion.Inquiry, opinion.Help, opinion.Complaint, opinion.Report, opinion.Suggestion:
		asks = true
	}
	if !asks {
		return false
	}
	kinds := w.Policy.Kinds
	if kinds == nil {
		kinds = []opinion.SourceKind{opinion.KindHotline, opinion.KindBoard}
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

func (w *Worker) earlier(ctx context.Context, issue string) ([]opinion.Finding, error) {
	if w.Earlier == nil {
		return nil, nil
	}
	fs, err := w.Earlier(ctx, issue)
	if err != nil {
		return nil, fmt.Errorf("earlier reports of issue %s: %w", issue, err)
	}
	return fs, nil
}

// auto is the move that the policy makes by itself on a case nobody has touched yet.
func (w *Worker) auto(c opinion.Case, fs []opinion.Finding) (Command, bool) {
	if c.State != opinion.Triage || c.Reopened > 0 || !c.Dispatch.IsZero() {
		return Command{}, false
	}
	for _, f := range fs {
		if f.Skipped != "" {
			return Command{}, false
		}
	}
	switch {
	case c.Route.Refer != "":
		return Command{Move: opinion.MoveRefer, Channel: c.Route.Refer}, w.Policy.Refer
	case w.Policy.Dispatch:
		return Command{Move: opinion.MoveDispatch, Unit: c.Lead, Co: c.Route.Co}, true
	}
	return Command{}, false
}
