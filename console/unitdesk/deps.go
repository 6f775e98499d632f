package unitdesk

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// Parts is what the desk of a unit (承办台) is made of.
type Parts struct {
	Book   Desks
	Papers Papers
	Aids   DraftAids
	// Review: an answer goes out only as a second person approved it.
	Review bool
	// Day says what sort of day it is (counts, make-up, weekend, holiday), the holiday's name, and
	// whether this is provisional: the year's holidays are not published yet.
	Day func(time.Time) (kind, name string, provisional bool)
	// Busy lists the units that have open cases, the most overdue first; may be nil.
	Busy func(context.Context) ([]register.UnitLoad, error)
}

// Duties counts what units owe the public: their items of the openness register.
type Duties interface {
	CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error)
}

// Desks tells what lies on the desks of units. A register is one.
type Desks interface {
	Desk(ctx context.Context, q register.DeskQuery) (register.DeskList, error)
	CountDesk(ctx context.Context, qs []register.DeskQuery) ([]int, error)
	DeskLoad(ctx context.Context, unit string, at time.Time) (register.DeskLoad, error)
	// PublicTitle is what the open board would call a case; "" where it says the matter and the place alone.
	PublicTitle(ctx context.Context, id string) (string, error)
	// Deadlines lists what a unit owes within [from, to), at most so many.
	Deadlines(ctx context.Context, unit string, from, to time.Time, most int) ([]register.Deadline, error)
}

// Papers keeps what a unit has of a case beside its history.
type Papers interface {
	Paper(ctx context.Context, id, unit string) (opinion.Paper, error)
	Act(ctx context.Context, id, unit string, cmd opinion.PaperCommand) (opinion.Paper, error)
}

// DraftText is a template with the case's words filled in.
type DraftText struct{ ID, Name, NameEn, Kind, Text string }

// PolicyBasis is a source of policy (政策依据) that a draft may cite.
type PolicyBasis struct {
	Number, Title, URL string
	From               string // topic, route or clock
}

// DraftAids help to write a draft.
type DraftAids interface {
	Templates(c opinion.Case, unit string) []DraftText
	Policies(c opinion.Case) []PolicyBasis
}

// Cases reads a case and makes moves on it.
type Cases interface {
	Case(ctx context.Context, id string) (facts.CaseFile, error)
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}
