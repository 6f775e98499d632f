package triage

import (
	"context"
	"time"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// Queue reads the queue of the triage desk (研判台). A register is one.
type Queue interface {
	Waiting(ctx context.Context, q register.WaitingQuery) (register.WaitingList, error)
	CountWaiting(ctx context.Context, qs []register.WaitingQuery) ([]int, error)
}

// LedgerBook reads the mentions that are in no case: what waits for a look, and what was dismissed.
// A register is one.
type LedgerBook interface {
	Ledger(ctx context.Context, q register.LedgerQuery) (register.LedgerList, error)
	CountLedger(ctx context.Context, qs []register.LedgerQuery) ([]int, error)
}

// Shifts tells the last hand-over of the reader's desk; its zero value where there is none.
type Shifts interface {
	Last(ctx context.Context, me access.Account) (opinion.Shift, error)
}

// Cases reads a case and makes moves on it.
type Cases interface {
	Case(ctx context.Context, id string) (facts.CaseFile, error)
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}

// Corrector reads a mention and puts its finding right.
type Corrector interface {
	Mention(ctx context.Context, id string) (facts.MentionFile, error)
	Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
	Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
}

// Nearness tells which other issues a mention comes near, the nearest first.
type Nearness interface {
	Near(ctx context.Context, mention string) ([]facts.Alike, error)
}

// Heats counts what was said about issues within [from, to) by "hour" or "day".
type Heats interface {
	Heat(ctx context.Context, issues []string, from, to time.Time, by string) (map[string][]register.Beat, error)
}
