package words

import "strings"

// Phrase is a phrase that is not said yet: whoever shows it knows the reader's language. An
// argument that is a Phrase itself is said in the same language.
type Phrase struct {
	Key  string
	Args []any
}

// Of is a phrase with its arguments.
func Of(key string, args ...any) Phrase { return Phrase{key, args} }

// In says the phrase in a language.
func (p Phrase) In(lang string) string { return Say(lang, p.Key, p.Args...) }

// String is the phrase in every language, for logs and for what is printed to a reader whose
// language nobody asked for.
func (p Phrase) String() string {
	var all []string
	for _, lang := range Languages() {
		all = append(all, p.In(lang))
	}
	return strings.Join(all, " / ")
}

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
