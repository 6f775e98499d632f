package classify

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// mostEvidence is how many words a finding shows.
const mostEvidence = 5

// piece is a word and what it adds to a label's score.
type piece struct {
	word   string
	weight float64
}

// evidence is the heaviest words of the text for a label, the heaviest first.
func (m *Model) evidence(s *scratch, label int, length float64, title, text string, words []string) []string {
	clear(s.seen)
	var found []piece
	weigh := func(word string) {
		if s.seen[word] || utf8.RuneCountInString(word) < 2 {
			return
		}
		s.seen[word] = true
		if w := m.pull(word, label) / length; w > 0 {
			found = append(found, piece{word, w})
		}
	}
	if len(words) > 0 {
		for _, w := range words {
			weigh(strings.TrimSpace(w))
		}
	} else {
		for _, part := range []string{title, text} {
			grams(part, func(key uint64) { weigh(spell(key)) })
		}
	}
	slices.SortFunc(found, func(a, b piece) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word))
	})
	out := make([]string, 0, mostEvidence)
	for _, p := range found {
		if len(out) == mostEvidence || p.weight < found[0].weight/8 {
			break
		}
		out = append(out, p.word)
	}
	return out
}

// pull is how strongly one mention of a word speaks for a label against the mean of all
// labels: the sum over its characters and pairs.
func (m *Model) pull(word string, label int) float64 {
	sum, k := 0.0, len(m.scale)
	grams(word, func(key uint64) {
		i := m.find.get(key)
		if i < 0 {
			return
		}
		row := m.weight[int(i)*k : int(i)*k+k]
		mean := 0.0
		for c, w := range row {
			mean += float64(m.scale[c]) * float64(w)
		}
		mine := float64(m.scale[label]) * float64(row[label])
		sum += float64(m.gain[i]) * (mine - mean/float64(k))
	})
	return sum
}
