package dispatch

import (
	"math"
	"slices"
)

// mostWords is how many words a proposal shows; what pulls less than an eighth of the strongest is
// no reason.
const mostWords = 5

// words are those of the text that pull most towards a unit, the strongest first.
func (m *Model) words(s *scratch, unit int, r Reading) []string {
	type piece struct {
		word string
		pull float64
	}
	top := make([]piece, 0, mostWords+1)
	for _, w := range r.Words {
		if !longer(w) || slices.ContainsFunc(top, func(p piece) bool { return p.word == w }) {
			continue
		}
		pull := m.feels(s, unit, textKey(ofWord, w))
		grams(w, func(key uint64) { pull += m.feels(s, unit, key) })
		at := len(top)
		for at > 0 && top[at-1].pull < pull {
			at--
		}
		if pull > 0 && at < mostWords {
			top = slices.Insert(top, at, piece{w, pull})
			top = top[:min(len(top), mostWords)]
		}
	}
	out := []string{}
	for _, p := range top {
		if p.pull >= top[0].pull/8 {
			out = append(out, p.word)
		}
	}
	return out
}

// feels is how far a feature of the text moves the score of a unit.
func (m *Model) feels(s *scratch, unit int, key uint64) (sum float64) {
	j := m.find.get(key)
	if j < 0 || s.place[j] == 0 {
		return 0
	}
	for h := range headCategory {
		if l := m.heads[h]; l.Classes > 0 && l.Of[unit] >= 0 {
			sum += m.stack[partUnit+h] * m.pull(j, l.From+int(l.Of[unit]))
		}
	}
	return sum * float64(s.size[s.place[j]-1])
}

// alike finds what is most telling of how often a unit handled the like: the topic, with its place or
// without, or a word that decided.
func (m *Model) alike(r Reading, unit int, words []string) Like {
	best, found := 0.0, Like{}
	try := func(key uint64, l Like) {
		t, ok := m.like[key]
		if !ok {
			return
		}
		for _, by := range t.By {
			if int(by.Unit) == unit {
				l.Orders, l.Unit = int(t.Orders), int(by.Orders)
			}
		}
		if sure := atLeast(l.Unit, l.Orders); sure > best {
			best, found = sure, l
		}
	}
	if n := len(r.Places); n > 0 && r.Topic != "" {
		try(textKey(ofTopicAtPlace, r.Topic, r.Places[n-1]), Like{Placed: true})
	}
	if r.Topic != "" {
		try(textKey(ofTopic, r.Topic), Like{})
	}
	for _, w := range words {
		try(textKey(ofWord, w), Like{Word: w})
	}
	return found
}

// atLeast is the lower end of the share of n that k are, at 95 % one-sided (Wilson's interval).
func atLeast(k, n int) float64 {
	if n == 0 {
		return 0
	}
	const z = 1.645
	p, f := float64(k)/float64(n), float64(n)
	return (p + z*z/(2*f) - z*math.Sqrt(p*(1-p)/f+z*z/(4*f*f))) / (1 + z*z/f)
}
