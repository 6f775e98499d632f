package casework

import (
	"slices"
	"time"

	"go.uber.org/zap"

	"huiying/opinion"
)

// Policy is what the configuration says about opening cases by themselves.
type Policy struct {
	Size     int  // independent reports at which an issue found in public opens a case; 0 takes 5
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
		w.Log.Warn("case waits in triage", zap.String("case", p.c.ID),
			zap.String("move", string(cmd.Move)), zap.Error(err))
	}
}

// repeat is the first report that was made after the case was closed, by somebody who asks for an
// answer and is not just copying, or for which a person opens a case; nil when there is none.
func (w *Worker) repeat(c opinion.Case, fs []opinion.Finding) *opinion.Finding {
	if c.State != opinion.Closed {
		return nil
	}
	for i, f := range fs {
		again := !amends(c, f) && !f.Issue.Copy && (asks(f) || presses(f)) && f.When().After(c.ClosedAt) ||
			f.Asks == opinion.AsksCase || worse(c, f)
		if again && f.Asks != opinion.AsksNothing && !known(c, f) {
			return &fs[i]
		}
	}
	return nil
}

// looksAgain is the first report for which a case that ended without an answer comes back to the
// desk: a person says so, or what presses was said after the case was dismissed.
func looksAgain(c opinion.Case, fs []opinion.Finding) *opinion.Finding {
	if c.State != opinion.Dismissed && c.State != opinion.Referred {
		return nil
	}
	for i, f := range fs {
		grave := c.State == opinion.Dismissed && presses(f) && !f.Issue.Copy && f.When().After(c.ClosedAt)
		if (grave || f.Asks == opinion.AsksCase || worse(c, f)) && f.Asks != opinion.AsksNothing && !known(c, f) {
			return &fs[i]
		}
	}
	return nil
}

// joining are the reports that go into a case: not those of which a person said that they ask
// nothing, and, where the case has ended and nobody would see it there, not those that wait for a
// look.
func (w *Worker) joining(c opinion.Case, fs []opinion.Finding) []opinion.Finding {
	return slices.DeleteFunc(slices.Clone(fs), func(f opinion.Finding) bool {
		if slices.Contains(c.Mentions, f.ID) || amends(c, f) {
			return false
		}
		return slices.Contains(c.Replaced, f.ID) || f.Asks == opinion.AsksNothing ||
			!c.State.Open() && w.Policy.Dispose(f).Rule == opinion.RuleUnclear
	})
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

// opens says whether a report opens a case by itself.
func (w *Worker) opens(f opinion.Finding) bool {
	return w.Policy.Dispose(f).Rule == opinion.RuleOpens
}

// auto is the move that the policy makes by itself on a case nobody has touched yet. What
// nobody is sure about waits for a person, and so does a life at stake: somebody must call.
func (w *Worker) auto(c opinion.Case) (opinion.Command, bool) {
	if c.State != opinion.Triage || c.Reopened > 0 || !c.Dispatch.IsZero() || c.Unsure || len(c.Danger) > 0 {
		return opinion.Command{}, false
	}
	switch {
	case c.Route.Refer != "":
		return opinion.Command{Move: opinion.MoveRefer, Statutory: c.Route.Refer}, w.Policy.Refer
	case w.Policy.Dispatch:
		return opinion.Command{Move: opinion.MoveDispatch, Unit: c.Lead, Co: c.Route.Co}, true
	}
	return opinion.Command{}, false
}
