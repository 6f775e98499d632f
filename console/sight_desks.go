package console

import (
	"context"
	"slices"
	"time"

	"huiying/opinion"
)

// seenTriage is the triage desk's queue within sight.
type seenTriage struct {
	TriageBook
	a *app
}

// bound narrows a question, which is of now; false: nothing of it is within sight.
func (s seenTriage) bound(ctx context.Context, q *WaitingQuery) bool {
	q.At = s.a.Now()
	sight := SightOf(ctx)
	switch {
	case sight == nil:
		return true
	case len(sight.Units) > 0 || sight.Division == "" || (q.Division != "" && q.Division != sight.Division):
		return false // what waits for triage is in no unit's hands yet
	}
	q.Division = sight.Division
	return true
}

func (s seenTriage) Waiting(ctx context.Context, q WaitingQuery) (WaitingList, error) {
	if !s.bound(ctx, &q) {
		return WaitingList{}, nil
	}
	return s.TriageBook.Waiting(ctx, q)
}

func (s seenTriage) CountWaiting(ctx context.Context, qs []WaitingQuery) ([]int, error) {
	qs = slices.Clone(qs)
	for i := range qs {
		if !s.bound(ctx, &qs[i]) {
			return make([]int, len(qs)), nil
		}
	}
	return s.TriageBook.CountWaiting(ctx, qs)
}

// ownUnit says whether a unit's desk is within sight.
func ownUnit(ctx context.Context, unit string) error {
	if s := SightOf(ctx); s != nil && !slices.Contains(s.Units, unit) {
		return unseen("no_unit")
	}
	return nil
}

// seenWork is the desks of the units within sight.
type seenWork struct{ WorkBook }

func (s seenWork) Work(ctx context.Context, q WorkQuery) ([]WorkRow, string, error) {
	if err := ownUnit(ctx, q.Unit); err != nil {
		return nil, "", err
	}
	return s.WorkBook.Work(ctx, q)
}

func (s seenWork) Load(ctx context.Context, unit string) (WorkLoad, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return WorkLoad{}, err
	}
	return s.WorkBook.Load(ctx, unit)
}

func (s seenWork) Deadlines(ctx context.Context, unit string, from, to time.Time, most int) ([]Deadline, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return nil, err
	}
	return s.WorkBook.Deadlines(ctx, unit, from, to, most)
}

// busyWithin lists the units whose desks are within sight.
func busyWithin(busy func(context.Context) ([]BusyUnit, error)) func(context.Context) ([]BusyUnit, error) {
	if busy == nil {
		return nil
	}
	return func(ctx context.Context) ([]BusyUnit, error) {
		all, err := busy(ctx)
		return slices.DeleteFunc(all, func(b BusyUnit) bool { return ownUnit(ctx, b.Unit) != nil }), err
	}
}

// seenPapers are the working papers of the units within sight.
type seenPapers struct{ WorkPapers }

func (s seenPapers) Paper(ctx context.Context, id, unit string) (opinion.Paper, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return opinion.Paper{}, err
	}
	return s.WorkPapers.Paper(ctx, id, unit)
}

func (s seenPapers) Act(ctx context.Context, id, unit string, cmd PaperCommand) (opinion.Paper, error) {
	if err := ownUnit(ctx, unit); err != nil {
		return opinion.Paper{}, err
	}
	return s.WorkPapers.Act(ctx, id, unit, cmd)
}
