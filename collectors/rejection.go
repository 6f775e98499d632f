package collectors

import (
	"context"

	"huiying/fetch"
	"huiying/opinion"
)

// Rejection is one page or item that gave no mention. The rest of its visit goes on.
type Rejection struct {
	Address string `json:"address"` // canonical and redacted
	Code    string `json:"code"`
	Reason  string `json:"reason"`

	// Records tell what was refused from all else of its source: a key for each text that did not
	// come in. None where only a part of one was refused, whose rest was taken.
	Records []string `json:"-"`
}

// Reject makes a Rejection of an error. record tells it from others of its source, as a key of Seen
// does.
func Reject(address, record string, err error) Rejection {
	r := RejectPart(address, err)
	r.Records = []string{record}
	return r
}

// RejectPart is Reject for what belongs to a text that was taken all the same.
func RejectPart(address string, err error) Rejection {
	return Rejection{Address: opinion.CanonicalURL(address), Code: Code(err), Reason: fetch.Bare(err).Error()}
}

// Refuse counts, for the balance of a source, texts that it showed and that could not be taken in,
// by the code of the reason. After a nil error the count is safe.
type Refuse func(ctx context.Context, source string, why map[string]int) error

// freshly counts the texts that were refused and that no visit refused before: a page that fails at
// each visit is one. told remembers them; what it has forgotten counts again.
func freshly(refused []Rejection, told *Seen) map[string]int {
	why := map[string]int{}
	for _, r := range refused {
		for _, key := range r.Records {
			if !told.Has(key) {
				told.Add(key)
				why[r.Code]++
			}
		}
	}
	return why
}
