// Package shifts is the shift's log (交接班) of the triage desk: what came, what is open and what the next
// must know, signed over by the account that goes and the account that comes.
package shifts

import (
	"context"
	"embed"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

//go:embed templates/*.html
var pages embed.FS

// Book keeps shifts.
type Book interface {
	// Recent are the last shifts, the latest first, and the number that Put needs.
	Recent(ctx context.Context, most int) ([]opinion.Shift, uint64, error)
	// Put writes a shift; false where somebody wrote one since that number.
	Put(ctx context.Context, s opinion.Shift, last uint64) (bool, error)
}

// Queue reads what waits for triage. A register is one.
type Queue interface {
	Waiting(ctx context.Context, q register.WaitingQuery) (register.WaitingList, error)
	CountWaiting(ctx context.Context, qs []register.WaitingQuery) ([]int, error)
}

// Letters counts what is in no case. A register is one.
type Letters interface {
	CountLedger(ctx context.Context, qs []register.LedgerQuery) ([]int, error)
}

// Cases counts and finds cases.
type Cases interface {
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
	CountCases(ctx context.Context, q register.CaseQuery) ([]register.CaseCount, error)
}

// Room is the room at work. Without a Book its pages say that this part does not run here.
type Room struct {
	kit.Head[*View]
	Book    Book // may be nil
	Queue   Queue
	Letters Letters // may be nil
	Cases   Cases
	Numbers facts.Numbers
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{v} })
	return err
}
