package kit

import (
	"huiying/opinion"
	"huiying/words"
)

// Kind of an error a reader can act on; one table turns it into a status.
type Kind string

// The kinds.
const (
	NotFound    Kind = "not_found"   // 404
	Invalid     Kind = "invalid"     // 400
	Refused     Kind = "refused"     // 422: a rule of the domain said no
	Stale       Kind = "stale"       // 409: someone else moved first
	Unavailable Kind = "unavailable" // 503: that part is away, others work
)

// Error is what Deps return for faults that the reader can act on. Any other error is
// shown as "internal" and handed whole to Deps.Failed.
type Error struct {
	Kind  Kind
	Code  string         // for machines, such as "needs_evidence"; "" means Kind
	Words string         // what to do, in the reader's language where the part knows it
	Moves []opinion.Move // Refused: the moves that would be possible
	Err   error

	Phrase words.Phrase // what to do, from a part that does not know the reader
}

// Error is the kind, the code and the words.
func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	if e.Words != "" {
		s += ": " + e.Words
	} else if e.Phrase.Key != "" {
		s += ": " + e.Phrase.String()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func BadInput(code, words string) error { return &Error{Kind: Invalid, Code: code, Words: words} }
