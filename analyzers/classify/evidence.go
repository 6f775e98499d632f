package classify

import (
	"slices"
	"strings"
)

// mostEvidence is how many words a finding shows; what weighs less than an eighth of the
// heaviest is no reason.
const mostEvidence = 5

// piece is a word and what it adds to a label's score.
type piece struct {
	word   string
	weight float64
}

// evidence is the heaviest words of the text for a label, the heaviest first.
func (m *Model) evidence(s *scratch, label int, words []string) []string {
	top := make([]piece, 0, mostEvidence+1)
	offer := func(word string, weight float64) {
		at := len(top)
		for at > 0 && top[at-1].weight < weight {
			at--
		}
		if at < mostEvidence && !slices.ContainsFunc(top, func(p piece) bool { return p.word == word }) {
			top = slices.Insert(top, at, piece{word, weight})
			top = top[:min(len(top), mostEvidence)]
		}
	}
	lightest := func() float64 {
		if len(top) < mostEvidence {
			return 0
		}
		return top[mostEvidence-1].weight
	}
	sum := float32(0)
	add := func(key uint64) {
		if u, _ := s.look(key); u.times > 0 && u.at >= 0 {
			sum += m.row(u.at)[1+label]
		}
	}
	for _, w := range words {
		if w = strings.TrimSpace(w); !longer(w) {
			continue
		}
		sum = 0
		grams(w, add)
		if float64(sum) > lightest() {
			offer(w, float64(sum))
		}
	}
	if len(words) == 0 {
		for _, h := range s.order {
			u := &s.uses[h]
			if u.at < 0 || u.key&inTitle != 0 || u.key>>runeBits == 0 {
				continue
			}
			if w := float64(m.row(u.at)[1+label]); w > lightest() {
				offer(spell(u.key), w)
			}
		}
	}
	out := make([]string, 0, len(top))
	for _, p := range top {
		if p.weight >= top[0].weight/8 {
			out = append(out, p.word)
		}
	}
	return out
}

// longer says whether a word has more than one character: single ones tell a reader little.
func longer(word string) bool {
	for i := range word {
		if i > 0 {
			return true
		}
	}
	return false
}

// pull is how strongly one mention of a word speaks for a label against the mean of all
// labels: the sum over its characters and pairs.
func (m *Model) pull(word string, label int) float64 {
	sum := 0.0
	grams(word, func(key uint64) {
		if at := m.find.get(key); at >= 0 {
			sum += float64(m.row(at)[1+label])
		}
	})
	return sum
}
