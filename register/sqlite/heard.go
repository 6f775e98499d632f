package sqlite

import (
	"encoding/json"
	"errors"

	"huiying/bus"
	"huiying/opinion"
)

// heard is a message of CASES, read before the register is touched: reading and checking it takes
// as long as writing it, and needs nobody else to wait.
type heard struct {
	seq     uint64
	subject string
	e       opinion.Event
	raw     string
	bad     error // the message is damaged
}

// hear reads a batch of messages.
func hear(in []bus.Msg) []heard {
	out := make([]heard, len(in))
	for i, m := range in {
		h := heard{seq: m.Seq, subject: m.Subject, raw: string(m.Data)}
		if err := json.Unmarshal(m.Data, &h.e); err != nil || h.e.Case == "" ||
			opinion.CaseSubject(h.e.Case) != m.Subject {
			h.e, h.bad = opinion.Event{}, errNoEvent
		} else {
			h.bad = h.e.WholeIn(m.Data)
		}
		out[i] = h
	}
	return out
}

// expected is the last event that a write expects of a case.
type expected struct {
	id  string
	seq uint64
	at  int // the message that says so
}

var errNoEvent = errors.New("no event of a case: unreadable JSON or no id")
