package ask

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/index"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
)

// Searcher asks the index.
type Searcher interface {
	Search(ctx context.Context, q index.Query) (index.Page, error)
}

// Issues reads issues.
type Issues interface {
	Issues(ctx context.Context, q register.IssueQuery) (register.IssueList, error)
	// Issue is one issue without its heat.
	Issue(ctx context.Context, id string) (facts.IssueFile, error)
	// Heat counts what was said about issues within [from, to) by "hour" or "day" (of
	// +08:00), in order of time; empty hours and days, and issues without any, are missing.
	Heat(ctx context.Context, issues []string, from, to time.Time, by string) (map[string][]register.Beat, error)
}

// Briefer writes the briefing of the period ("day", "week", "month") in which a day (its 00:00 in
// +08:00) lies, of a division and what is below it; "" is the whole region.
type Briefer interface {
	Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error)
}

// Regrouper splits and joins issues. Undo takes back the latest of both that brought mentions
// into an issue; of what, only By and Reason are looked at.
type Regrouper interface {
	Split(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error)
	Join(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error)
	Undo(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error)
}

// Sources lists the sources with their health.
type Sources interface {
	Sources(ctx context.Context) ([]facts.SourceRow, error)
	// Source is one of them. An unknown one is an error of kind not found.
	Source(ctx context.Context, id string) (facts.SourceReport, error)
}

// Released reads what was released and nothing else. The board is made of one released case, a page
// of them, their counts and the votes on them: four questions.
type Released interface {
	Released(ctx context.Context, q register.ReleasedQuery) (register.ReleasedList, error)
	ReleasedCase(ctx context.Context, id string) (register.Released, error)
	// Tree counts answers by "topic" or "division", each before what lies below it.
	Tree(ctx context.Context, by string) ([]facts.OpenCount, error)
	// Votes sums what readers said since a moment; 0 and 0 where too few did.
	Votes(ctx context.Context, id string, since time.Time) (satisfied, unsatisfied int, err error)
}

// Rates counts how units answer.
type Rates interface {
	Rates(ctx context.Context, q facts.RateQuery) (facts.RateTable, error)
}

// BalanceBook tells what became of everything that was received (对账). A register is one.
type BalanceBook interface {
	Balance(ctx context.Context, q register.BalanceQuery) ([]register.Entry, error)
}

// Opener opens cases by hand. It returns when they are there. An error means that none was tried.
type Opener interface {
	Open(ctx context.Context, what facts.Opening) (facts.Opened, error)
}

// Codes hands query codes out, and answers whoever holds one.
type Codes interface {
	// Hand makes the code of a mention. It is shown once and kept nowhere.
	Hand(ctx context.Context, mention string) (string, error)
	Follow(ctx context.Context, typed string) (facts.Followed, error)
	Judge(ctx context.Context, ticket, solved, why string) (facts.Followed, error)
}

// Registrar takes down what the office is told. It has the same door as every other text.
type Registrar interface {
	Sketch(ctx context.Context, e facts.Entry) (facts.Sketch, error)
	// Enter returns when the text is on disk and stands somewhere, or with a zero Stands where
	// that takes too long.
	Enter(ctx context.Context, e facts.Entry) (facts.Entered, error)
	// Near tells which other issues a mention that is here comes near, the nearest first.
	Near(ctx context.Context, mention string) ([]facts.Alike, error)
}
