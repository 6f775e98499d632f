// Package registertest is the suite that every register passes: what is written is in what is
// asked, page by page, in the words of package register and no others. Backends may differ in speed
// and in nothing else. What a suite cannot ask in those words (files, rebuilding after a kill, who
// goes first) is tested beside the backend.
package registertest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// Writer appends events of cases to the log and working papers beside them. A write that was decided
// on an old version is a *register.Conflict; a write to several cases is taken whole or not at all.
type Writer interface {
	Load(ctx context.Context, id string) (opinion.Case, error)
	Append(ctx context.Context, before opinion.Case, events ...opinion.Event) error
	AppendAll(ctx context.Context, before []opinion.Case, events [][]opinion.Event) error
	Paper(ctx context.Context, id, unit string) (opinion.Paper, error)
	WritePaper(ctx context.Context, before opinion.Paper, e opinion.PaperEvent) (opinion.Paper, error)
	SparePapers(ctx context.Context, most int) ([]opinion.Paper, error)
	DropPaper(ctx context.Context, p opinion.Paper, at time.Time) error
	ForgetPapers(ctx context.Context, before time.Time) (int, error)
}

// Cases answers for cases, their decisions and the desks of units.
type Cases interface {
	Case(ctx context.Context, id string) (register.CaseRow, error)
	History(ctx context.Context, id string) ([]opinion.Event, error)
	Verify(ctx context.Context, id string) (int, error)
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
	CountCases(ctx context.Context, q register.CaseQuery) ([]register.CaseCount, error)
	CasesWith(ctx context.Context, move opinion.Move, from, to time.Time) ([]opinion.Case, error)
	EachOpen(ctx context.Context, do func(opinion.Case) error) error
	EachTurn(ctx context.Context, cases []string, do func(opinion.Turn)) error
	UnitLoad(ctx context.Context, now time.Time) ([]register.UnitLoad, error)
	Arbitrations(ctx context.Context, topic, division string, most int) ([]register.Arbitration, error)
	RuleFor(ctx context.Context, topic, division string) (register.DispatchRule, bool, error)
	Desk(ctx context.Context, q register.DeskQuery) (register.DeskList, error)
	CountDesk(ctx context.Context, qs []register.DeskQuery) ([]int, error)
	DeskCounts(ctx context.Context, unit string, at time.Time) ([]register.DeskCount, error)
	Deadlines(ctx context.Context, unit string, from, to time.Time, most int) ([]register.Deadline, error)
}

// Issues answers for issues, mentions and what waits for triage.
type Issues interface {
	Issues(ctx context.Context, q register.IssueQuery) (register.IssueList, error)
	Issue(ctx context.Context, id string, at time.Time) (register.IssueRow, error)
	IssueMentions(ctx context.Context, issue string, size int, after string) ([]register.MentionRow, string, error)
	Reports(ctx context.Context, issue string) ([]opinion.Finding, error)
	Mention(ctx context.Context, id string) (register.MentionRow, error)
	Waiting(ctx context.Context, q register.WaitingQuery) (register.WaitingList, error)
	CountWaiting(ctx context.Context, qs []register.WaitingQuery) ([]int, error)
}

// Counts answers with numbers, and for what the public may read.
type Counts interface {
	Stats(ctx context.Context) (register.Stats, error)
	Counts(ctx context.Context, from, to time.Time, by string) ([]register.KeyCount, error)
	Series(ctx context.Context, from, to time.Time, step string) ([]register.TimeCount, error)
	Released(ctx context.Context, q register.ReleasedQuery) (register.ReleasedList, error)
	ReleasedCase(ctx context.Context, id string) (register.Released, error)
	ReleasedCounts(ctx context.Context, by string) ([]register.KeyCount, error)
	Vote(ctx context.Context, in []opinion.Votes) error
	Votes(ctx context.Context, id string, since time.Time) (satisfied, unsatisfied int, err error)
}

// Forgetting finds what is known of a mention, and takes it out.
type Forgetting interface {
	Known(ctx context.Context, ids []string) (map[string]bool, error)
	FindByURL(ctx context.Context, url string) ([]string, error)
	Sequences(ctx context.Context, mention string) ([]uint64, error)
	CasesOf(ctx context.Context, mention string) ([]string, error)
	Purge(ctx context.Context, mention string, at time.Time) error
	Blank(ctx context.Context, mentions []string) error
}

// Register is a backend that follows a log.
type Register interface {
	Writer
	Cases
	Issues
	Counts
	Forgetting
	// Rebuild begins again from the log; WaitFor waits until a number of a stream is followed.
	Rebuild(ctx context.Context) error
	WaitFor(ctx context.Context, stream string, seq uint64) error
}

// Run holds a backend to the words of register. open gives an empty register that follows the log,
// until the end of the test.
func Run(t *testing.T, open func(t *testing.T, b *bus.Bus) Register) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *bus.Bus, Register)
	}{
		{"a case from open to close", caseFromOpenToClose},
		{"fifty writers lose nothing", fiftyWritersLoseNothing},
		{"one write to many cases", appendAllManyCases},
		{"a mention is forgotten", forget},
		{"lists of cases", CaseLists},
		{"lists and counts within a scope", scoped},
		{"lists of issues", issueLists},
		{"counts", counts},
		{"requests and decisions", requestsAndDecisions},
		{"a rule holds for who adopted it", ruleHolds},
		{"an answer is released when it is verified", released},
		{"released headings", releasedHeadings},
		{"the first mention of a released case is purged", firstMentionPurged},
		{"votes", votes},
		{"the queue in order", queueInOrder},
		{"the queue narrowed", queueNarrowed},
		{"the queue sorted", queueSorted},
		{"contested cases", contestedQueue},
		{"the desk of a unit", deskOfAUnit},
		{"papers of two writers", papersOfTwoWritersConflict},
		{"a desk in pages", deskIsPaged},
		{"a desk narrowed and ordered", deskIsAsked},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bustest.Start(t)
			c.test(t, b, open(t, b))
		})
	}
}

// followed are the streams that a register is made of.
var followed = []string{"FINDINGS", "CASES", "PURGED", "VOTES", "PAPERS", "LEDGER", "REPLIES"}

// Seen waits until a register has followed everything that is in the log.
func Seen(t testing.TB, b *bus.Bus, s interface {
	WaitFor(ctx context.Context, stream string, seq uint64) error
}) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waittest.Limit)
	defer cancel()
	for _, stream := range followed {
		last, err := b.LastSeq(ctx, stream)
		check(t, err)
		check(t, s.WaitFor(ctx, stream, last))
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Publish brings findings into the log.
func Publish(t testing.TB, b *bus.Bus, fs ...opinion.Finding) bus.Ack {
	t.Helper()
	var msgs []bus.Message
	for _, f := range fs {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		msgs = append(msgs, bus.Message{Subject: opinion.FindingSubject(f), Data: data})
	}
	ack, err := b.Publish(t.Context(), msgs...)
	if err != nil {
		t.Fatal(err)
	}
	return ack
}

// Retry does fn until nobody else is faster.
func Retry(fn func() error) error {
	for {
		err := fn()
		var c *register.Conflict
		if !errors.As(err, &c) {
			return err
		}
	}
}
