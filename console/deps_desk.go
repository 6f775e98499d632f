package console

import "context"

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
