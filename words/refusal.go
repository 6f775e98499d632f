package words

import "errors"

// Refusal says why something was not done and what to do instead. It is an error for the caller
// to show, not a fault of the system. Its codes are part of the API and never change their
// meaning.
type Refusal struct {
	Code string // for programs
	Phrase
}

// Error is the code with the words in English, for logs and command lines.
func (r *Refusal) Error() string { return r.Code + ": " + r.In("en") }

// RefusalCode and RefusalWords let a caller that does not know who refused show a Refusal
// through an interface of its own.
func (r *Refusal) RefusalCode() string { return r.Code }

// RefusalWords is the phrase in a language.
func (r *Refusal) RefusalWords(lang string) string { return r.In(lang) }

// Fault is an error that says in the reader's language what is wrong with something that was given,
// such as a line of a file. Whoever hands it on may wrap it.
type Fault struct{ Phrase }

// Error is the phrase in English.
func (f Fault) Error() string { return f.In("en") }

// Why is the phrase of a Fault within an error, to be said as a part of another phrase; the error
// itself where it holds none.
func Why(err error) any {
	var f Fault
	if errors.As(err, &f) {
		return f.Phrase
	}
	return err
}
