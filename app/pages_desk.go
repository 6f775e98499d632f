package app

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"huiying/console"
	"huiying/opinion"
	"huiying/register/sqlite"
)

// triageBook is the queue of the triage desk.
type triageBook struct{ h *House }

// Waiting lists the cases in triage, each with the finding it is known by.
func (b triageBook) Waiting(ctx context.Context, q console.WaitingQuery) (console.WaitingList, error) {
	page, err := b.h.Store.Waiting(ctx, b.filter(q))
	if err != nil {
		return console.WaitingList{}, found(err, "case")
	}
	out := console.WaitingList{Total: page.Total, Next: page.Next, Items: make([]console.WaitingRow, len(page.Rows))}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8) // a page is 25 looks into the log, which may be on another machine
	for i, r := range page.Rows {
		out.Items[i] = console.WaitingRow{CaseRow: console.CaseRow{Case: r.Case, Title: r.Title}, Today: r.Today, Before: r.Before, Growth: sqlite.Growth(r.Today, r.Before)}
		if len(r.Mentions) == 0 {
			continue
		}
		g.Go(func() error {
			f, err := b.h.Store.Finding(ctx, r.Mentions[0])
			if errors.Is(err, sqlite.ErrNotFound) { // forgotten by now; the case stays
				return nil
			}
			out.Items[i].Finding = f
			return err
		})
	}
	return out, g.Wait()
}

// CountWaiting counts several queues.
func (b triageBook) CountWaiting(ctx context.Context, qs []console.WaitingQuery) ([]int, error) {
	filters := make([]sqlite.WaitingFilter, len(qs))
	for i, q := range qs {
		filters[i] = b.filter(q)
	}
	return b.h.Store.CountWaiting(ctx, filters)
}

func (b triageBook) filter(q console.WaitingQuery) sqlite.WaitingFilter {
	return sqlite.WaitingFilter{Topic: q.Topic, Division: q.Division, Severity: q.Severity, Source: q.Source, Q: q.Q, Unsure: q.Unsure,
		IDs: q.IDs, At: b.h.Now(), Size: q.Size, Cursor: q.Cursor}
}

// newsFor is how long ago something may have happened and still be news: a register that is built
// again tells all of the past.
const newsFor = 5 * time.Minute

// tellDesks tells open desks what the register has just applied.
func tellDesks(hub *console.Hub, now func() time.Time) func([]sqlite.Applied) {
	return func(in []sqlite.Applied) {
		var out []console.News
		for _, a := range in {
			if now().Sub(a.Event.At) > newsFor {
				continue
			}
			is := a.Case.State == opinion.Triage
			switch was := a.Was == opinion.Triage; {
			case is && !was:
				out = append(out, console.News{Kind: console.NewsWaiting, Case: a.Case.ID})
			case was && !is:
				out = append(out, console.News{Kind: console.NewsLeft, Case: a.Case.ID, State: string(a.Case.State)})
			case is:
				out = append(out, console.News{Kind: console.NewsChanged, Case: a.Case.ID})
			}
		}
		hub.Tell(out...)
	}
}
