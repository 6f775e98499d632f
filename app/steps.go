package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"huiying/app/notices"
	"huiying/bus"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/notify"
)

// row is a line of the table: a step, and whether this process takes it.
type row struct {
	here bool
	bus.Step
}

// table is all work on the log. Each step runs apart from the others: search away, and cases
// still open; casework away, and texts are still found.
func (a *App) table() []row {
	collect, analyze, respond := a.opt.has(RoleCollect), a.opt.has(RoleAnalyze), a.opt.has(RoleRespond)
	tell, hands := respond && len(a.notices.IDs()) > 0, a.opt.Cfg.Workers
	rows := []row{
		// judge; an issue is opened only where nobody else did: publishes FINDINGS
		{analyze, bus.Step{Name: "analyze", Stream: "MENTIONS", Workers: 2, Batch: 250,
			Linger: 50 * time.Millisecond, Converse: a.judging.Analyze}},
		// make findable
		{analyze, bus.Step{Name: "index", Stream: "FINDINGS", Workers: 1, Batch: 1000,
			Linger: 100 * time.Millisecond, Handle: a.index.Take}},
		// open cases, join them, dispatch: writes CASES
		{respond, bus.Step{Name: "respond", Stream: "FINDINGS", Workers: 1, Batch: 250,
			Linger: 200 * time.Millisecond, Handle: a.respond}},
		// look whether an answer is where it should be: writes CASES
		{respond, bus.Step{Name: "verify", Stream: "TIMERS", Filter: "due.verify.*",
			Workers: hands.Respond, Batch: 1, Handle: bus.Each(a.answers.Due)}},
		// offer a reply that a page shows to the case of what it answers: writes CASES
		{respond, bus.Step{Name: "offer", Stream: "REPLIES", Workers: 1, Batch: 16,
			Handle: bus.Each(a.offers.Due)}},
		// note that an answer is overdue: writes CASES
		{respond, bus.Step{Name: "deadline", Stream: "TIMERS", Filter: "due.case.*",
			Workers: hands.Respond, Batch: 16, Handle: bus.Each(a.clocks.due)}},
		// send the briefing of what is over
		{respond, bus.Step{Name: "briefing", Stream: "TIMERS", Filter: "due.briefing.*", Workers: 1,
			Batch: 1, Handle: bus.Each(a.briefings.Due)}},
		// decide who of the office is told: publishes NOTICES
		{tell, bus.Step{Name: "notify", Stream: "CASES", Workers: 1, Batch: 100, Handle: bus.Each(a.notices.Event)}},
		// decide who is told of an alert: publishes NOTICES
		{tell, bus.Step{Name: "alarm", Stream: "ALERTS", Filter: "alert.*", Workers: 1, Batch: 16,
			Handle: bus.Each(a.notices.Alert)}},
		// tell in one what waited: publishes NOTICES
		{tell, bus.Step{Name: "digest", Stream: "TIMERS", Filter: "due.notices.slot.>", Workers: 1,
			Handle: bus.Each(a.notices.DigestDue)}},
		// look for silent sources and dead letters: publishes NOTICES
		{tell, bus.Step{Name: "watch", Stream: "TIMERS", Filter: "due." + notices.WatchKey,
			Workers: 1, Handle: bus.Each(a.notices.WatchDue)}},
		// visit a source: publishes MENTIONS
		{collect, bus.Step{Name: "crawl", Stream: "TIMERS", Filter: "due.crawl.*",
			Workers: hands.Collect, Batch: 1, Handle: bus.Each(a.sources.Crawl)}},
	}
	for _, id := range a.notices.IDs() { // tell one channel
		rows = append(rows, row{tell, bus.Step{Name: notify.TellStep(id), Stream: "NOTICES",
			Filter: notify.NoticeSubject(id, ">"), Workers: 1,
			MaxAttempts: notify.MostAttempts, Backoff: notify.Backoff, Handle: bus.Each(a.notices.Tell)}})
	}
	for i := range rows {
		rows[i].Grace = grace
	}
	return rows
}

// steps are those that this process takes.
func (a *App) steps() (out []bus.Step) {
	for _, r := range a.table() {
		if r.here {
			out = append(out, r.Step)
		}
	}
	return out
}

// Step is one of the table by its name, whoever takes it.
func (a *App) Step(name string) bus.Step {
	rows := a.table()
	return rows[slices.IndexFunc(rows, func(r row) bool { return r.Name == name })].Step
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
	offered, failed := a.offers.Considered(ctx, idsOf(found))
	for i, at := range where {
		if len(results) > 0 {
			errs[at] = forGood(results[i])
		}
		if errs[at] == nil {
			errs[at] = cmp.Or(failed, offered[found[i].ID])
		}
	}
	return nil, errs
}

func idsOf(found []opinion.Finding) []string {
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = f.ID
	}
	return out
}

// forGood marks a refusal as final: a finding that cannot become a case will not do so later.
func forGood(err error) error {
	var no *casework.MoveRefusal
	if errors.As(err, &no) {
		return bus.Final(err)
	}
	return err
}
