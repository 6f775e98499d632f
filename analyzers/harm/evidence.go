package harm

import (
	"cmp"
	"slices"
)

const mostWords = 8 // of evidence

// Evidence are the words that told of harm and of now, in the order of the text. Of two that overlap
// the one that begins first stands, or the longer one.
func (r *Reading) Evidence(s Stake) []string {
	told := make([]Hit, 0, len(s.Hits))
	for _, h := range s.Hits {
		if !h.Off && telling(h.Role) {
			told = append(told, h)
		}
	}
	slices.SortStableFunc(told, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.From, b.From),
			cmp.Compare(b.To, a.To))
	})
	out := make([]string, 0, mostWords)
	end := 0
	for _, h := range told {
		if h.From >= end && len(out) < mostWords {
			out, end = append(out, r.Word(h)), h.To
		}
	}
	return out
}

// telling says whether the words of a role are shown as evidence.
func telling(role Role) bool {
	switch role {
	case Happening, Body, Held, Intent, Source, Motion, Spot, Sign, Calls, Now, Inside:
		return true
	}
	return false
}
