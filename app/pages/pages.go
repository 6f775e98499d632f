// Package pages answers what pages and the API ask of the running process, where the register alone
// cannot: a case with its clocks, an issue with the words of its mentions, counts within a scope,
// rates of units, the desk of a unit.
package pages

import (
	"context"
	"time"

	"huiying/analyzers/territory"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

// Pages are the answers of a process.
type Pages struct {
	Parts
	turns turnLedger // what tables of rates count
}

// Searcher asks the index.
type Searcher interface {
	Search(ctx context.Context, q index.Query) (index.Page, error)
}

// Parts are what pages take of a process.
type Parts struct {
	Cfg      *configs.Config
	Bus      *bus.Bus
	Register *sqlite.Store
	Index    Searcher
	Inbox    Inbox
	Desk     *casework.Executor
	Answers  Answers
	Moved    func(ctx context.Context, issue string) (bool, error) // by a person, and it can be taken back
	// Amended are the corrections of reports by their sources, in a history.
	Amended func(ctx context.Context, history []opinion.Event) ([]facts.Amendment, error)
	// Owed names the duties to publish that hold what a case asks for; may be nil.
	Owed    func(ctx context.Context, c opinion.Case, title string) ([]facts.ItemMatch, error)
	Sources func(context.Context) ([]facts.SourceRow, error) // how each source does
	Vote    func(id string, satisfied bool)                  // puts a vote of the open board into its box
	Places  *territory.Table
	Unit    func(id string) (opinion.Unit, bool)
	Names   Names
	Now     func() time.Time
}

// Inbox takes mentions in, and counts what is none.
type Inbox interface {
	Publish(ctx context.Context, in []opinion.Mention) (added int, err error)
	Refuse(ctx context.Context, source string, why map[string]int) error
}

// Answers reads the answers of units.
type Answers interface {
	Checks(ctx context.Context, c opinion.Case) ([]facts.AnswerCheck, error)
	Found(ctx context.Context, c opinion.Case) ([]facts.FoundReply, error)
}

// Names are what people call things.
type Names interface {
	Topic(id, lang string) string
	Division(code, lang string) string
}

// New makes the answers of a process.
func New(p Parts) *Pages { return &Pages{Parts: p} }

// Cases are the cases of the register, and moves by people.
func (p *Pages) Cases() Cases { return Cases{p.Register, p} }

// Issues are the issues of the register, with the words of their mentions.
func (p *Pages) Issues() Issues { return Issues{p.Register, p} }

// Numbers are the counts of the register.
func (p *Pages) Numbers() Numbers { return Numbers{p.Register, p} }

// Units are the configured units and their rates.
func (p *Pages) Units() Units { return Units{p} }

// Board is the open board.
func (p *Pages) Board() Board { return Board{p.Register, p} }

// Intake is the way in for mentions that others bring.
func (p *Pages) Intake() Intake { return Intake{p} }
