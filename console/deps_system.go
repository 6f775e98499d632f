package console

import (
	"context"
	"encoding/json"
	"time"

	"huiying/opinion"
)

// SourceRow is a source with its health.
type SourceRow struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	Kind        opinion.SourceKind `json:"kind"`
	URL         string             `json:"url,omitempty"`
	Division    string             `json:"division,omitempty"`
	Every       time.Duration      `json:"-"`     // 0: not visited, mentions are brought in
	State       string             `json:"state"` // ok, late, failing, new
	Reason      string             `json:"reason,omitempty"`
	LastTry     time.Time          `json:"last_try,omitzero"`
	LastSuccess time.Time          `json:"last_success,omitzero"`
	LastNew     time.Time          `json:"last_new,omitzero"`
	NextTry     time.Time          `json:"next_try,omitzero"`
	LastError   string             `json:"last_error,omitempty"`
	Code        string             `json:"last_error_code,omitempty"`
	Collected   uint64             `json:"collected"`
	Refused     uint64             `json:"refused"`
}

// SourceBook lists the sources.
type SourceBook interface {
	Sources(ctx context.Context) ([]SourceRow, error)
}

// DeadLetter is a message that could not be processed, with the reason.
type DeadLetter struct {
	Seq      uint64    `json:"seq"`
	Step     string    `json:"step"`
	Subject  string    `json:"subject"`
	Reason   string    `json:"reason"`
	Attempts int       `json:"attempts"`
	First    time.Time `json:"first,omitzero"`
	Last     time.Time `json:"last,omitzero"`
	Size     int       `json:"size"`
	Data     []byte    `json:"-"` // redacted like everything on disk; shown clipped
}

// DeadLetters shows, replays and drops them.
type DeadLetters interface {
	Dead(ctx context.Context, limit int) ([]DeadLetter, error)
	Replay(ctx context.Context, seq uint64) error
	Drop(ctx context.Context, seq uint64) error
}

// Intake takes mentions from outside.
type Intake interface {
	// Parse reads one JSON object; unknown keys are ignored, keys about persons dropped and
	// counted. Its error carries no text of the object.
	Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error)
	// Publish returns when the mentions are on disk, with the number of those that were new.
	Publish(ctx context.Context, in []opinion.Mention) (added int, err error)
}

// Purge names what is to be forgotten: one address or one mention.
type Purge struct {
	URL string `json:"url,omitempty"`
	ID  string `json:"id,omitempty"`
}

// Purged is the fact that stays: how much was forgotten, and where.
type Purged struct {
	IDs      []string `json:"ids"`   // of the mentions
	Log      int      `json:"log"`   // messages taken out of the streams
	Cases    []string `json:"cases"` // that knew one of them
	Dead     int      `json:"dead"`  // dead letters dropped
	Indexed  int      `json:"indexed"`
	Archived int      `json:"archived"` // records of the archive that lost their words
}

// Purger forgets everywhere and returns when it is done.
type Purger interface {
	Purge(ctx context.Context, what Purge) (Purged, error)
}
