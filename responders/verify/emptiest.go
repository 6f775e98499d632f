package verify

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Empty is an answer with what makes it empty.
type Empty struct {
	ID         string  `json:"id,omitempty"`
	Line       int     `json:"line,omitempty"` // of a record without an id
	FormLetter float64 `json:"form_letter"`
	Length     int     `json:"length"` // letters and digits of the answer
	Reason     string  `json:"reason"`
}

// Emptiness says how empty an answer is, by what was judged of it.
func Emptiness(p Pair, v Judgement) Empty {
	out := Empty{ID: p.ID, FormLetter: v.FormLetter}
	for _, r := range p.Reply {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out.Length++
		}
	}
	var reasons []string
	for _, c := range v.Checks {
		if c.Name == CheckFormLetter || c.Name == CheckRepeats {
			reasons = append(reasons, c.Reason)
		}
	}
	out.Reason = strings.Join(reasons, "；")
	return out
}

// Emptiest are the n emptiest answers, the emptiest first: the most form-like, then the shortest,
// then as they came. It sorts all in place.
func Emptiest(all []Empty, n int) []Empty {
	slices.SortStableFunc(all, func(a, b Empty) int {
		return cmp.Or(cmp.Compare(b.FormLetter, a.FormLetter), cmp.Compare(a.Length, b.Length))
	})
	return all[:min(n, len(all))]
}
