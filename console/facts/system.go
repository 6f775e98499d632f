package facts

import (
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

// DeadLetter is a message that could not be processed, with the reason. It is the bus's, as JSON: the
// console does not know the bus, nor the bus what is shown.
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
