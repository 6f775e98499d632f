package console

import (
	"context"
	"slices"
	"time"

	"huiying/console/access"
	"huiying/console/alerts"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/triage"
	"huiying/console/unitdesk"
	"huiying/opinion"
	"huiying/register"
)

// scopedQueue is the triage desk's queue within its scope.
type scopedQueue struct {
	triage.Queue
	d *Deps
}

// bound narrows a question, which is of now; false: nothing of it is within its scope.
func (s scopedQueue) bound(ctx context.Context, q *register.WaitingQuery) bool {
	q.At = s.d.Now()
	scope := access.ScopeOf(ctx)
	switch {
	case scope == nil:
		return true
	case len(scope.Units) > 0 || scope.Division == "" || (q.Division != "" && q.Division != scope.Division):
		return false // what waits for triage is in no unit's hands yet
	}
	q.Division = scope.Division
	return true
}

func (s scopedQueue) Waiting(ctx context.Context, q register.WaitingQuery) (register.WaitingList, error) {
	if !s.bound(ctx, &q) {
		return register.WaitingList{}, nil
	}
	return s.Queue.Waiting(ctx, q)
}

func (s scopedQueue) CountWaiting(ctx context.Context, qs []register.WaitingQuery) ([]int, error) {
	qs = slices.Clone(qs)
	for i := range qs {
		if !s.bound(ctx, &qs[i]) {
			return make([]int, len(qs)), nil
		}
	}
	return s.Queue.CountWaiting(ctx, qs)
}

// scopedLedger is the mentions in no case within its scope.
type scopedLedger struct{ triage.LedgerBook }

func (s scopedLedger) Ledger(ctx context.Context, q register.LedgerQuery) (register.LedgerList, error) {
	q.Within = access.ScopeOf(ctx)
	return s.LedgerBook.Ledger(ctx, q)
}

func (s scopedLedger) CountLedger(ctx context.Context, qs []register.LedgerQuery) ([]int, error) {
	qs = slices.Clone(qs)
	for i := range qs {
		qs[i].Within = access.ScopeOf(ctx)
	}
	return s.LedgerBook.CountLedger(ctx, qs)
}

// scopedBalance is the balance of the mentions within its scope.
type scopedBalance struct{ ask.BalanceBook }

func (s scopedBalance) Balance(ctx context.Context, q register.BalanceQuery) ([]register.Entry, error) {
	q.Within = access.ScopeOf(ctx)
	return s.BalanceBook.Balance(ctx, q)
}

// scopedOpener opens cases for what is within its scope.
type scopedOpener struct {
	ask.Opener
	d *Deps
}

func (s scopedOpener) Open(ctx context.Context, what facts.Opening) (facts.Opened, error) {
	if access.ScopeOf(ctx) == nil {
		return s.Opener.Open(ctx, what)
	}
	if what.Issue != "" {
		if _, err := s.d.Issues.Issue(ctx, what.Issue); err != nil {
			return facts.Opened{}, err
		}
	}
	for _, id := range what.Mentions {
		if _, err := s.d.Correct.Mention(ctx, id); err != nil {
			return facts.Opened{}, err
		}
	}
	return s.Opener.Open(ctx, what)
}

// scopedCounter takes down what anybody of the office is told; what is there already it shows within
// its scope.
type scopedCounter struct {
	ask.Registrar
	d *Deps
}

func (s scopedCounter) Sketch(ctx context.Context, e facts.Entry) (facts.Sketch, error) {
	out, err := s.Registrar.Sketch(ctx, e)
	out.Alike = s.within(ctx, out.Alike)
	return out, err
}

func (s scopedCounter) Near(ctx context.Context, mention string) ([]facts.Alike, error) {
	out, err := s.Registrar.Near(ctx, mention)
	return s.within(ctx, out), err
}

// within are the issues that are within its scope.
func (s scopedCounter) within(ctx context.Context, near []facts.Alike) []facts.Alike {
	if access.ScopeOf(ctx) == nil {
		return near
	}
	return slices.DeleteFunc(near, func(a facts.Alike) bool {
		_, err := s.d.Issues.Issue(ctx, a.ID)
		return err != nil
	})
}

// ownUnit says whether a unit's desk is within its scope.
func ownUnit(ctx context.Context, unit string) error {
	if s := access.ScopeOf(ctx); s != nil && !slices.Contains(s.Units, unit) {
		return hidden("no_unit")
	}
	return nil
}

// scopedDesks is the desks of the units within its scope.
type scopedDesks struct{ unitdesk.Desks }

func (s scopedDesks) Desk(ctx context.Context, q register.DeskQuery) (register.DeskList, error) {
	if err := ownUnit(ctx, q.Unit); err != nil {
		return register.DeskList{}, err
	}
	return s.Desks.Desk(ctx, q)
}

func (s scopedDesks) CountDesk(ctx context.Context, qs []register.DeskQuery) ([]int, error) {
	for _, q := range qs {
		if err := ownUnit(ctx, q.Unit); err != nil {
			return nil, err
		}
	}
	return s.Desks.CountDesk(ctx, qs)
}

func (s scopedDesks) DeskLoad(ctx context.Context, unit string, at time.Time) (register.DeskLoad, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return register.DeskLoad{}, err
	}
	return s.Desks.DeskLoad(ctx, unit, at)
}

func (s scopedDesks) Deadlines(ctx context.Context, unit string, from, to time.Time,
	most int) ([]register.Deadline, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return nil, err
	}
	return s.Desks.Deadlines(ctx, unit, from, to, most)
}

// busyWithin lists the units whose desks are within its scope.
func busyWithin(busy func(context.Context) ([]register.UnitLoad,
	error)) func(context.Context) ([]register.UnitLoad, error) {
	if busy == nil {
		return nil
	}
	return func(ctx context.Context) ([]register.UnitLoad, error) {
		all, err := busy(ctx)
		return slices.DeleteFunc(all, func(b register.UnitLoad) bool { return ownUnit(ctx, b.Unit) != nil }), err
	}
}

// scopedPapers are the working papers of the units within its scope.
type scopedPapers struct{ unitdesk.Papers }

func (s scopedPapers) Paper(ctx context.Context, id, unit string) (opinion.Paper, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return opinion.Paper{}, err
	}
	return s.Papers.Paper(ctx, id, unit)
}

func (s scopedPapers) Act(ctx context.Context, id, unit string, cmd opinion.PaperCommand) (opinion.Paper, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return opinion.Paper{}, err
	}
	return s.Papers.Act(ctx, id, unit, cmd)
}

// scopedAlerts is the alerts' desk within its scope: what lies in the account's division.
type scopedAlerts struct {
	alerts.Desk
	d *Deps
}

func (s scopedAlerts) within(ctx context.Context) func(opinion.Alert) bool {
	scope := access.ScopeOf(ctx)
	if scope == nil {
		return nil
	}
	return func(a opinion.Alert) bool { return s.d.inScope(scope, a.Division) }
}

func (s scopedAlerts) Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error) {
	q.Within = s.within(ctx)
	return s.Desk.Alerts(ctx, q)
}

func (s scopedAlerts) Alert(ctx context.Context, id string) (opinion.AlertFile, error) {
	f, err := s.Desk.Alert(ctx, id)
	if sees := s.within(ctx); err == nil && sees != nil && !sees(f.Alert) {
		return opinion.AlertFile{}, hidden("no_alert")
	}
	return f, err
}

func (s scopedAlerts) ActOnAlert(ctx context.Context, id string, act facts.AlertAct) error {
	if _, err := s.Alert(ctx, id); err != nil {
		return err
	}
	return s.Desk.ActOnAlert(ctx, id, act)
}

func (s scopedAlerts) Hushes(ctx context.Context) ([]opinion.Hush, error) {
	list, err := s.Desk.Hushes(ctx)
	if scope := access.ScopeOf(ctx); scope != nil {
		list = slices.DeleteFunc(list, func(h opinion.Hush) bool { return !s.d.inScope(scope, h.Division) })
	}
	return list, err
}

// Hush silences nothing beyond the account's division.
func (s scopedAlerts) Hush(ctx context.Context, h opinion.Hush) error {
	if scope := access.ScopeOf(ctx); scope != nil && !s.d.inScope(scope, h.Division) {
		return hidden("no_alert")
	}
	return s.Desk.Hush(ctx, h)
}

func (s scopedAlerts) Unhush(ctx context.Context, id, by string) error {
	list, err := s.Hushes(ctx)
	if err == nil && !slices.ContainsFunc(list, func(h opinion.Hush) bool { return h.ID == id }) {
		err = hidden("no_alert")
	}
	if err != nil {
		return err
	}
	return s.Desk.Unhush(ctx, id, by)
}
