package cases

import (
	"context"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// Cases reads the register and makes moves. Errors that a reader can act on are *kit.Error or
// refusals. The list, its counts, one case and the moves on it are the pages of this room, so it
// asks four things.
type Cases interface {
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
	// CountCases counts what fits a query by state and matter, whatever the query says of those
	// two.
	CountCases(ctx context.Context, q register.CaseQuery) ([]register.CaseCount, error)
	Case(ctx context.Context, id string) (facts.CaseFile, error)
	// Do makes a move. The move register opens a case, whose id is in the answer; it takes none.
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}

// Corrector lets persons put findings right. Errors that a reader can act on are *kit.Error or
// refusals; each call returns the finding as it is afterwards.
type Corrector interface {
	Mention(ctx context.Context, id string) (facts.MentionFile, error)
	Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
	// Undo takes the latest correction back, of Field where it is given; Is is not looked at.
	Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
}
