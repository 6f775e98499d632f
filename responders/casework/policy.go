package casework

import (
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
	// Reopen is how long after its closing a case is opened again by a repeat (重复反映). Link lets a
	// later repeat open a case of its own, linked to the closed one. Without either a repeat is
	// only counted.
	Reopen time.Duration
	Link   bool
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

// repeat is the first report that was made after the case was closed, by somebody who asks for an
// answer and is not just copying; nil when there is none.
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

// auto is the move that the policy makes by itself on a case nobody has touched yet. What
// nobody is sure about waits for a person.
func (w *Worker) auto(c opinion.Case) (opinion.Command, bool) {
	if c.State != opinion.Triage || c.Reopened > 0 || !c.Dispatch.IsZero() || c.Unsure {
		return opinion.Command{}, false
	}
	switch {
	case c.Route.Refer != "":
		return opinion.Command{Move: opinion.MoveRefer, Channel: c.Route.Refer}, w.Policy.Refer
	case w.Policy.Dispatch:
		return opinion.Command{Move: opinion.MoveDispatch, Unit: c.Lead, Co: c.Route.Co}, true
	}
	return opinion.Command{}, false
}
