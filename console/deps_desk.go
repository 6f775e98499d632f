package console

import (
	"context"

	"huiying/opinion"
)

// WaitingQuery filters the cases in triage. Zero fields do not filter.
type WaitingQuery struct {
	Topic    string
	Division string // with everything below it
	Severity opinion.Severity
	Source   string
	Q        string // words of the titles, or an id
	Unsure   bool
	IDs      []string // only these
	Size     int
	Cursor   string
}

// WaitingRow is a case in triage with what a person needs in order to decide about it.
type WaitingRow struct {
	CaseRow
	Finding opinion.Finding // of the mention it is known by; zero when that was forgotten
	Today   int             // independent reports of the issue in the last 24 hours
	Before  int             // in the 7 days before them
	Growth  float64
	Days    []int // independent reports a day, the last 14, today last
}

// WaitingList is one page of them: heavy ones first, then those much heard of, then the rest; within each
// by the time that is left to decide.
type WaitingList struct {
	Total int
	Items []WaitingRow
	Next  string
}

// TriageBook reads the queue of the triage desk (研判台).
type TriageBook interface {
	Waiting(ctx context.Context, q WaitingQuery) (WaitingList, error)
	CountWaiting(ctx context.Context, qs []WaitingQuery) ([]int, error)
}

// Notes keep small facts by key, such as the searches that a desk has saved. bus.Bucket is one.
type Notes interface {
	Get(ctx context.Context, key string) ([]byte, bool, error)
	Put(ctx context.Context, key string, value []byte) error
}
