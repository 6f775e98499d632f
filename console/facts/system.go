package facts

import (
	"time"
)

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
