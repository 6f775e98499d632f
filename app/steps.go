package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
func (h *App) steps() []bus.Step {
	var out []bus.Step
	if h.has(RoleAnalyze) {
		out = append(out,
			bus.Step{Name: "analyze", Stream: "MENTIONS", Workers: 2, Batch: 250, Linger: 50 * time.Millisecond, Converse: h.analyze},
			h.IndexStep())
	}
	if h.has(RoleRespond) {
		out = append(out,
			bus.Step{Name: "respond", Stream: "FINDINGS", Workers: 1, Batch: 250, Linger: 200 * time.Millisecond, Handle: h.respond},
			bus.Step{Name: "verify", Stream: "TIMERS", Filter: "due.verify.*", Workers: h.Cfg.Workers.Respond, Batch: 1, Handle: bus.Each(h.verifyAnswer)},
			bus.Step{Name: "deadline", Stream: "TIMERS", Filter: "due.case.*", Workers: h.Cfg.Workers.Respond, Batch: 16, Handle: bus.Each(h.deadline)},
			bus.Step{Name: "briefing", Stream: "TIMERS", Filter: "due.briefing.*", Workers: 1, Batch: 1, Handle: bus.Each(h.briefingDue)})
		out = append(out, h.notifySteps()...)
	}
	if h.has(RoleCollect) {
		out = append(out,
			bus.Step{Name: "crawl", Stream: "TIMERS", Filter: "due.crawl.*", Workers: h.Cfg.Workers.Collect, Batch: 1, Handle: bus.Each(h.crawl)})
	}
	for i := range out {
		out[i].Grace = grace
	}
	return out
}

// IndexStep is the step that makes findings findable.
func (h *App) IndexStep() bus.Step {
	return bus.Step{Name: "index", Stream: "FINDINGS", Workers: 1, Batch: 1000, Linger: 100 * time.Millisecond, Handle: h.indexBatch}
}

// grace is what a step may still take for what it has in hand when the process stops: with the
// closing of everything else it is over within five seconds. What takes longer (a slow page) is
// broken off and done again at the next start.
const grace = 2 * time.Second

// respond opens, joins and dispatches cases for a batch of findings.
func (h *App) respond(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
	found, errs := make([]opinion.Finding, 0, len(in)), make([]error, len(in))
	where, from := make([]int, 0, len(in)), make(map[string]bus.Msg, len(in))
	for i, msg := range in {
		var f opinion.Finding
		if errs[i] = decode(msg, &f); errs[i] == nil {
			found, where, from[f.ID] = append(found, f), append(where, i), msg
		}
	}
	results := h.worker.ConsiderEach(bus.WithOrigins(ctx, from), found)
	for i, at := range where {
		if len(results) > 0 {
			errs[at] = forGood(results[i])
		}
	}
	return nil, errs
}

// deadline is told when the answer clock of a case may have run out.
func (h *App) deadline(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	if err := h.Store.Abreast(ctx); err != nil {
		return nil, err
	}
	return nil, h.desk.Due(ctx, strings.TrimPrefix(msg.Subject, "due.case."))
}

// crawl visits a source and asks to be woken for the next visit. A visit that fails is the
// runner's to remember; only a log that is away is tried again by the bus.
func (h *App) crawl(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	id := strings.TrimPrefix(msg.Subject, "due.crawl.")
	next, err := h.runner.Run(ctx, id)
	if err != nil { // the runner has said so
		h.Log.Debug("source failed", zap.String("source", id), zap.Error(err))
	}
	if next.IsZero() { // not a source of ours any more
		return nil, nil
	}
	return nil, h.Bus.Schedule(ctx, "crawl."+id, next, nil)
}

// forGood marks a refusal as final: a finding that cannot become a case will not do so later.
func forGood(err error) error {
	var no *casework.MoveRefusal
	if errors.As(err, &no) {
		return bus.Final(err)
	}
	return err
}

func decode(msg bus.Msg, into any) error {
	if err := json.Unmarshal(msg.Data, into); err != nil {
		return bus.Final(fmt.Errorf("unreadable message %d on %s: %w", msg.Seq, msg.Subject, err))
	}
	return nil
}

// all gives every message of a batch that has no error of its own the batch's error.
func all(errs []error, err error) []error {
	for i := range errs {
		if errs[i] == nil {
			errs[i] = err
		}
	}
	return errs
}
