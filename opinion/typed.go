package opinion

import (
	"strings"

	"huiying/redact"
)

// Typed is what somebody of the office typed, a reason, a note, a name of a thing, as it may be written
// down: cleaned, and without identifiers of persons.
//
// What an office keeps by its nature does not pass here (docs/security.md says why):
//   - names of its own officers in accounts (OfficerName),
//   - names and public numbers of its units, and numbers in its service guides, which stand in its
//     configuration,
//   - ids that were checked against what exists (units, cases, sources).
func Typed(s string) string {
	out, _ := redact.Text(CleanText(s))
	return strings.TrimSpace(out)
}

// TellsPerson says whether a text holds an identifier of a person.
func TellsPerson(s string) bool {
	_, found := redact.Text(CleanText(s))
	return len(found) > 0
}

// OfficerName is the name of one of the office, whom the office has to name; numbers and addresses that
// stand beside it go.
func OfficerName(s string) string {
	s = strings.TrimSpace(CleanText(s))
	out, found := redact.Text(s)
	if len(found) == 0 || len(found) == 1 && found[redact.Name] > 0 {
		return s
	}
	return out
}
