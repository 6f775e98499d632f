package opinion

import "strings"

// Refusal says why something was not done and what to do instead. It is an error for the caller
// to show, not a fault of the system. Its codes are part of the API and never change their
// meaning.
type Refusal struct {
	Code  string `json:"code"`
	Words string `json:"words"`    // Chinese
	En    string `json:"words_en"` // the same in English
}

// Error is the English words with the code, for logs and command lines.
func (r *Refusal) Error() string { return r.Code + ": " + r.En }

// RefusalCode, RefusalWords and LegalMoves let a caller that does not know who refused show a
// Refusal through an interface of its own.
func (r *Refusal) RefusalCode() string { return r.Code }

// RefusalWords is the sentence in "zh" or, for anything else, in English.
func (r *Refusal) RefusalWords(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return r.Words
	}
	return r.En
}

// LegalMoves is empty where what was refused is no move of a case.
func (r *Refusal) LegalMoves() []Move { return nil }
