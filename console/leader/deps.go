package leader

import (
	"context"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
)

// Cases lists and counts cases.
type Cases interface {
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
	CountCases(ctx context.Context, q register.CaseQuery) ([]register.CaseCount, error)
}

// Channels lists the ways of telling the office, with their health.
type Channels interface {
	Channels(ctx context.Context) ([]facts.NoticeChannel, error)
}

// Alerts lists alerts.
type Alerts interface {
	Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error)
}

// Issues lists issues.
type Issues interface {
	Issues(ctx context.Context, q register.IssueQuery) (register.IssueList, error)
}

// Units lists units and counts their work.
type Units interface {
	Units(ctx context.Context) ([]opinion.Unit, error)
	Rates(ctx context.Context, q facts.RateQuery) (facts.RateTable, error)
	Turns(ctx context.Context, q facts.TurnQuery) (facts.TurnList, error)
	Days(ctx context.Context, q facts.DayQuery) ([]facts.DayWork, error)
}

// Special (专报) is a special report of one issue, laid out as briefings are.
type Special struct {
	pagedata.Briefing
	Issue    string   // of which it tells
	Division string   // where that is
	Units    []string // that have it in hand
}

// Specials writes special reports, numbered within each year, and keeps what it wrote.
type Specials interface {
	IssueSpecial(ctx context.Context, issue string) (year, no int, err error)
	Special(ctx context.Context, year, no int) (Special, error)
	Specials(ctx context.Context, year int) ([]Special, error) // the latest first
}
