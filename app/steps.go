package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/opinion"
	"huiying/responders/casework"
)

// steps is the table of all work on the log. Each step runs apart from the others: search
// away, and cases still open; casework away, and texts are still found.
//
//	name       reads               writes     does
//	analyze    MENTIONS            FINDINGS   judge; open an issue only where nobody else did (analyzing.go)
//	index      FINDINGS            -          make it findable
//	respond    FINDINGS            CASES      open, join, dispatch
//	deadline   TIMERS due.case.*   CASES      note that an answer is overdue
//	verify     TIMERS due.verify.*  CASES     look whether an answer is where it should be
//	briefing   TIMERS due.briefing.*  -       send the briefing of what is over
//	notify     CASES               NOTICES    decide who of the office is told
//	digest     TIMERS due.notices.slot.>  NOTICES  tell in one what waited
//	watch      TIMERS due.notices.watch  NOTICES  look for silent sources and dead letters
//	tell-*     NOTICES notice.*.>  NOTICES    tell one channel
//	crawl      TIMERS due.crawl.*  MENTIONS   visit a source
func (a *App) steps() []bus.Step {
	var out []bus.Step
	if a.has(RoleAnalyze) {
		out = append(out,
			bus.Step{Name: "analyze", Stream: "MENTIONS", Workers: 2, Batch: 250, Linger: 50 * time.Millisecond, Converse: a.judging.Analyze},
			a.IndexStep())
	}
	if a.has(RoleRespond) {
		out = append(out,
			bus.Step{Name: "respond", Stream: "FINDINGS", Workers: 1, Batch: 250, Linger: 200 * time.Millisecond, Handle: a.respond},
			bus.Step{Name: "verify", Stream: "TIMERS", Filter: "due.verify.*", Workers: a.Cfg.Workers.Respond, Batch: 1, Handle: bus.Each(a.answers.Due)},
			bus.Step{Name: "deadline", Stream: "TIMERS", Filter: "due.case.*", Workers: a.Cfg.Workers.Respond, Batch: 16, Handle: bus.Each(a.deadline)},
			bus.Step{Name: "briefing", Stream: "TIMERS", Filter: "due.briefing.*", Workers: 1, Batch: 1, Handle: bus.Each(a.briefingDue)})
		out = append(out, a.notifySteps()...)
	}
	if a.has(RoleCollect) {
		out = append(out,
			bus.Step{Name: "crawl", Stream: "TIMERS", Filter: "due.crawl.*", Workers: a.Cfg.Workers.Collect, Batch: 1, Handle: bus.Each(a.crawl)})
	}
	for i := range out {
		out[i].Grace = grace
	}
	return out
}

// IndexStep is the step that makes findings findable.
func (a *App) IndexStep() bus.Step {
	return bus.Step{Name: "index", Stream: "FINDINGS", Workers: 1, Batch: 1000, Linger: 100 * time.Millisecond, Handle: a.indexBatch}
}

// grace is what a step may still take for what it has in hand when the process stops: with the
// closing of everything else it is over within five seconds. What takes longer (a slow page) is
// broken off and done again at the next start.
const grace = 2 * time.Second

// respond opens, joins and dispatches cases for a batch of findings.
func (a *App) respond(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
	found, errs := make([]opinion.Finding, 0, len(in)), make([]error, len(in))
	where, from := make([]int, 0, len(in)), make(map[string]bus.Msg, len(in))
	for i, msg := range in {
		var f opinion.Finding
		if errs[i] = msg.Decode(&f); errs[i] == nil {
			found, where, from[f.ID] = append(found, f), append(where, i), msg
		}
	}
	results := a.worker.ConsiderEach(bus.WithOrigins(ctx, from), found)
	for i, at := range where {
		if len(results) > 0 {
			errs[at] = forGood(results[i])
		}
	}
	return nil, errs
}

// deadline is told when the answer clock of a case may have run out.
func (a *App) deadline(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	if err := a.Store.Abreast(ctx); err != nil {
		return nil, err
	}
	return nil, a.desk.Due(ctx, strings.TrimPrefix(msg.Subject, "due.case."))
}

// crawl visits a source and asks to be woken for the next visit. A visit that fails is the
// runner's to remember; only a log that is away is tried again by the bus.
func (a *App) crawl(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	id := strings.TrimPrefix(msg.Subject, "due.crawl.")
	next, err := a.runner.Run(ctx, id)
	if err != nil { // the runner has said so
		a.Log.Debug("source failed", zap.String("source", id), zap.Error(err))
	}
	if next.IsZero() { // not a source of ours any more
		return nil, nil
	}
	return nil, a.Bus.Schedule(ctx, "crawl."+id, next, nil)
}

// forGood marks a refusal as final: a finding that cannot become a case will not do so later.
func forGood(err error) error {
	var no *casework.Refusal
	if errors.As(err, &no) {
		return bus.Final(err)
	}
	return err
}
