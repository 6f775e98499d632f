package dispatch

import (
	"math"
	"slices"
)

// mostWords is how many words a proposal shows; what pulls less than an eighth of the strongest is
// no reason.
const mostWords = 5

// reasons is what asking for the words that decided needs.
type reasons struct {
	wish [][Most]float32 // of each output of the heads: what it is worth to each of the best units
	pull [][Most]float32 // of each feature of the text: how far it moves each of them
}

// piece is a word and how far it pulls.
type piece struct {
	word string
	pull float32
}

// words are those of the text that pull most towards each of the best units, the strongest first.
func (m *Model) words(s *scratch, best []int, r Reading) (out [Most][]string) {
	m.pulls(s, best)
	var top [Most][]piece
	for i, w := range r.Words {
		if !longer(w) || slices.Contains(r.Words[:i], w) {
			continue
		}
		var sum [Most]float32
		feel := func(key uint64) {
			j := m.find.get(key)
			if j < 0 || s.place[j] == 0 {
				return
			}
			for k, v := range s.pull[s.place[j]-1] {
				sum[k] += v
			}
		}
		feel(textKey(ofWord, w))
		grams(w, feel)
		for k := range best {
			top[k] = amongTop(top[k], piece{w, sum[k]})
		}
	}
	for k := range best {
		out[k] = make([]string, 0, len(top[k]))
		for _, p := range top[k] {
			if p.pull >= top[k][0].pull/8 {
				out[k] = append(out[k], p.word)
			}
		}
	}
	return out
}

// amongTop keeps the strongest pieces, the strongest first.
func amongTop(top []piece, p piece) []piece {
	at := len(top)
	for at > 0 && top[at-1].pull < p.pull {
		at--
	}
	if p.pull <= 0 || at >= mostWords {
		return top
	}
	if top == nil {
		top = make([]piece, 0, mostWords+1)
	}
	top = slices.Insert(top, at, p)
	return top[:min(len(top), mostWords)]
}

// pulls fills s.pull.
func (m *Model) pulls(s *scratch, best []int) {
	wish := func(do func(worth *float32, by float32)) {
		for k, u := range best {
			for h := range headCategory {
				if l := m.layout[h]; l.Classes > 0 && l.Of[u] >= 0 {
					o := l.From + int(l.Of[u])
					do(&s.wish[o][k], float32(m.stack[h])*m.heads.scale[o])
				}
			}
		}
	}
	wish(func(worth *float32, by float32) { *worth += by })
	units := m.layout[headCategory].From // what follows tells apart no units
	s.pull = slices.Grow(s.pull[:0], len(s.at))[:len(s.at)]
	clear(s.pull)
	for i, j := range s.at {
		p, x := &s.pull[i], s.size[i]
		out, move := m.heads.moves(j)
		for n, o := range out {
			if int(o) >= units {
				break
			}
			w, by := &s.wish[o], x*float32(move[n])
			p[0] += w[0] * by
			p[1] += w[1] * by
			p[2] += w[2] * by
		}
	}
	wish(func(worth *float32, _ float32) { *worth = 0 })
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
		try(topicKey(r.Topic), Like{})
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
