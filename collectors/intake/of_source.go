package intake

import (
	"errors"

	"huiying/opinion"
)

// ErrNoSource refuses a mention of a source that is not configured. It does not repeat the id,
// which is the sender's words.
var ErrNoSource = errors.New("sources.yaml has no source of that id; name a configured one")

// OfSource is a draft as its configured source has it: of the source's kind, whatever the sender
// says, and at its division where the draft names none. known says whether there is such a source.
func OfSource(d opinion.Draft, s opinion.Source, known bool) (opinion.Draft, error) {
	if !known {
		return d, ErrNoSource
	}
	d.Kind = s.Kind
	if d.Division == "" {
		d.Division = s.Division
	}
	return d, nil
}
