package dispatch

import (
	"math"
	"slices"
)

// The parts of a unit's score, in the order of the heads, then what no head says.
const (
	partUnit = iota
	partWork
	partSeat
	partDistrict
	partCategory
	partNear  = partCategory + depths // likeness to the mean of the unit's orders
	partNearL = partNear + 1          // its logarithm
	partName  = partNear + 2          // words of the unit's name in the text
	partPrior = partNear + 3          // logarithm of how many orders the unit had
	parts     = partNear + 4
)

// contextWeight is the length of what other judges found, where the text itself has length 1.
const contextWeight = .7

// scratch is what one judgement needs and the next can use again.
type scratch struct {
	place map[int32]int32 // of each known feature of the text: its place in at, from 1
	at    []int32         // they, in the order of the text
	times []int32         // how often each of at stands there
	size  []float32       // of each feature of at, in the end
	score []float32       // of each output
	share []float64       // of each unit
	part  [][parts]float64
	fell  []float64
	order []int32
	named []uint64 // pairs of characters of the text that stand in names of units
}

func (m *Model) newScratch() *scratch {
	n := len(m.units)
	return &scratch{place: map[int32]int32{}, score: make([]float32, len(m.scale)), share: make([]float64, n),
		part: make([][parts]float64, n), fell: make([]float64, n)}
}

// read fills s with the known features of a text and their sizes. It returns whether there are any.
func (m *Model) read(s *scratch, r Reading) bool {
	clear(s.place)
	s.at, s.times, s.size = s.at[:0], s.times[:0], s.size[:0]
	marks := 0 // features of the text itself
	r.each(func(k kind, key uint64) {
		j := m.find.get(key)
		if j < 0 {
			return
		}
		if n := s.place[j]; n > 0 {
			s.times[n-1]++
			return
		}
		s.at, s.times = append(s.at, j), append(s.times, 1)
		s.place[j] = int32(len(s.at))
		if !k.context() {
			marks++
		}
	})
	s.size = sizes(s.size, m.gain, s.at, s.times, marks)
	return len(s.at) > 0
}

// sizes appends the size of each feature: those of the text itself, which are the first marks, make
// a vector of length 1, the rest one of contextWeight.
func sizes(to, gain []float32, at, times []int32, marks int) []float32 {
	for i, j := range at {
		to = append(to, damp(int(times[i]))*gain[j])
	}
	lengthen(to[:marks], 1)
	lengthen(to[marks:], contextWeight)
	return to
}

// lengthen gives a vector a length.
func lengthen(v []float32, length float64) {
	square := 0.0
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if square == 0 {
		return
	}
	by := float32(length / math.Sqrt(square))
	for i := range v {
		v[i] *= by
	}
}

// judge fills s.share from the features that read found.
func (m *Model) judge(s *scratch, r Reading) {
	s.named = appendNamed(s.named[:0], r, func(key uint64) bool { return len(m.names[key]) > 0 })
	m.judgeParts(s, s.named)
	for u := range s.part {
		s.share[u] = dot(&s.part[u], &m.stack)
	}
	softmax(s.share)
}

// judgeParts fills s.part from the features of s, and the pairs of characters of the text that stand
// in names of units.
func (m *Model) judgeParts(s *scratch, named []uint64) {
	clear(s.score)
	for i, j := range s.at {
		m.add(s.score, j, s.size[i])
	}
	for o, scale := range m.scale {
		s.score[o] = s.score[o]*scale + m.bias[o]
	}
	for h := range headNear {
		if l := m.heads[h]; l.Classes > 0 {
			soft(s.score[l.From : l.From+l.Classes])
		}
	}
	clear(s.part)
	m.named(s, named)
	m.fallen(s)
	near := m.heads[headNear].From
	for h := range headCategory {
		m.say(s, h)
	}
	for u := range m.units {
		p := &s.part[u]
		p[partNear] = float64(s.score[near+u])
		p[partNearL] = math.Log(max(p[partNear], 0) + .02)
		p[partPrior] = math.Log(float64(m.units[u].Orders) + .3)
	}
}

// say lets a head whose classes belong to units speak.
func (m *Model) say(s *scratch, h int) {
	l := m.heads[h]
	if l.Classes == 0 {
		return
	}
	logs := s.score[l.From : l.From+l.Classes]
	for c, p := range logs {
		logs[c] = float32(math.Log(float64(p) + 1e-6))
	}
	for u, c := range l.Of {
		if c < 0 {
			continue
		}
		v := float64(logs[c])
		if int(c) == l.Rest {
			v -= l.Shared
		}
		s.part[u][partUnit+h] = v
	}
}

// leastShare is the share from which a category is looked at.
const leastShare = 1e-3

// fallen adds, for each depth, to whom orders of the likely categories went.
func (m *Model) fallen(s *scratch) {
	at := 0
	for d := range depths {
		l := m.heads[headCategory+d]
		clear(s.fell)
		for c := range l.Classes {
			p := float64(s.score[l.From+c])
			f := m.falls[at+c]
			if p < leastShare || f.Orders == 0 {
				continue
			}
			for _, by := range f.By {
				s.fell[by.Unit] += p * float64(by.Orders) / float64(f.Orders+1)
			}
		}
		at += l.Classes
		if l.Classes == 0 {
			continue
		}
		for u, v := range s.fell {
			s.part[u][partCategory+d] = math.Log(v + 1e-3)
		}
	}
}

// named counts pairs of characters that a text shares with the names of units, rare ones for more.
func (m *Model) named(s *scratch, keys []uint64) {
	for _, key := range keys {
		units := m.names[key]
		each := 1 / math.Sqrt(float64(len(units)))
		for _, u := range units {
			s.part[u][partName] += m.width[u] * each
		}
	}
}

// appendNamed appends the pairs of characters of a text that stand in a name, each once.
func appendNamed(to []uint64, r Reading, inName func(key uint64) bool) []uint64 {
	for _, text := range [2]string{r.Title, r.Text} {
		pairs(text, func(key uint64) {
			if inName(key) && !slices.Contains(to, key) {
				to = append(to, key)
			}
		})
	}
	return to
}

// pairs calls f with each two neighbouring characters, packed.
func pairs(text string, f func(key uint64)) {
	var last uint64
	for _, r := range text {
		if last != 0 {
			f(last<<runeBits | uint64(r))
		}
		last = uint64(r)
	}
}

// best are the units with the largest shares, the largest first.
func (s *scratch) best(most int) []int {
	s.order = s.order[:0]
	for u, p := range s.share {
		at := len(s.order)
		for at > 0 && s.share[s.order[at-1]] < p {
			at--
		}
		if at < most {
			s.order = slices.Insert(s.order, at, int32(u))
			s.order = s.order[:min(len(s.order), most)]
		}
	}
	out := make([]int, len(s.order))
	for i, u := range s.order {
		out[i] = int(u)
	}
	return out
}
