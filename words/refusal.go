package words

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
