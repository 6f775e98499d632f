package dispatch

import (
	"math"
	"slices"
)

// The parts of a unit's score, in the order of the heads, then what no head says.
const (
	partWork = iota
	partSeat
	partDistrict
	partCategory
	partNear  = partCategory + depths // likeness to the mean of the unit's orders
	partNearL = partNear + 1          // its logarithm
	partName  = partNear + 2          // words of the unit's name in the text
	partDuty  = partNear + 3          // words of the topic's duty in the unit's name
	partPrior = partNear + 4          // logarithm of how many orders the unit had
	parts     = partNear + 5
)

// contextWeight is the length of what other judges found, where the text itself has length 1.
const contextWeight = .7

// scratch is what one judgement needs and the next can use again.
type scratch struct {
	place []int32 // of each feature of the model: its place in at, from 1; 0 where the text has it not
	at    []int32 // features of the text
	times []int32 // how often each of at stands there
	size  []float32
	score []float32 // of each output of the heads
	near  []float32 // of each unit
	share []float64 // of each unit
	part  [][parts]float32
	fell  []float32
	named []int32 // pairs of characters of unit names that stand in the text
	topic uint64  // key of the topic; 0: none
	reasons
}

func (m *Model) newScratch() *scratch {
	n := len(m.units)
	return &scratch{place: make([]int32, len(m.keys)), score: make([]float32, len(m.heads.scale)),
		near: make([]float32, n), share: make([]float64, n), part: make([][parts]float32, n),
		fell: make([]float32, n), reasons: reasons{wish: make([][Most]float32, len(m.heads.scale))}}
}

// read fills s with the known features of a text and their sizes. It returns whether there are any.
func (m *Model) read(s *scratch, r Reading) bool {
	for _, j := range s.at {
		s.place[j] = 0
	}
	s.at, s.times = s.at[:0], s.times[:0]
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
	s.size = sizes(s.size[:0], m.gain, s.at, s.times, marks)
	s.named = m.names.in(s.named[:0], r)
	s.topic = topicKey(r.Topic)
	return len(s.at) > 0
}

// sizes appends the size of each feature: those of the text itself, which are the first marks, make
// a vector of length 1, the rest one of contextWeight.
func sizes(to, gain []float32, at, times []int32, marks int) []float32 {
	for i, j := range at {
		to = append(to, damp(times[i])*gain[j])
	}
	lengthen(to[:marks], 1)
	lengthen(to[marks:], contextWeight)
	return to
}

// lengthen gives a vector a length.
func lengthen(v []float32, length float64) {
	square := float32(0)
	for _, x := range v {
		square += x * x
	}
	if square == 0 {
		return
	}
	by := float32(length / math.Sqrt(float64(square)))
	for i := range v {
		v[i] *= by
	}
}

// judge fills s.share from what read found.
func (m *Model) judge(s *scratch) {
	m.judgeParts(s)
	top := math.Inf(-1)
	for u := range s.part {
		s.share[u] = dot(&s.part[u], &m.stack)
		top = max(top, s.share[u])
	}
	sum := 0.0
	for u, v := range s.share {
		s.share[u] = float64(exp(float32(v - top)))
		sum += s.share[u]
	}
	for u := range s.share {
		s.share[u] /= sum
	}
}

// judgeParts fills s.part from what read found.
func (m *Model) judgeParts(s *scratch) {
	clear(s.part)
	m.say(s)
	m.fallen(s)
	m.nearness(s)
	for _, name := range s.named {
		units := m.names.of(name)
		each := m.names.worth[name]
		for _, u := range units {
			s.part[u][partName] += m.width[u] * each
		}
	}
	if t, ok := m.duty[s.topic]; ok && s.topic != 0 {
		for _, by := range t.By {
			s.part[by.Unit][partDuty] = float32(by.Orders) / dutySteps
		}
	}
	for u := range m.units {
		s.part[u][partPrior] = m.prior[u]
	}
}

// leastLog is the least logarithm of a share that counts.
const leastLog = -13.8

// say lets the heads speak.
func (m *Model) say(s *scratch) {
	clear(s.score)
	for i, j := range s.at {
		m.heads.add(s.score, j, s.size[i])
	}
	m.heads.level(s.score)
	for h := range heads {
		l := m.layout[h]
		score := s.score[l.From : l.From+l.Classes]
		logShares(score, leastLog)
		if l.Classes == 0 || h >= headCategory {
			continue
		}
		for u, c := range l.Of {
			if c < 0 {
				continue
			}
			v := score[c]
			if int(c) == l.Rest {
				v -= float32(l.Shared)
			}
			s.part[u][h] = v
		}
	}
}

const (
	leastShare    = -7   // logarithm of the share from which a category is looked at
	leastFallen   = 1e-3 // added to the share that went to a unit
	leastFallenLn = -6.9078
)

// fallen adds, for each depth, to whom orders of the likely categories went.
func (m *Model) fallen(s *scratch) {
	at := 0
	for d := range depths {
		l := m.layout[headCategory+d]
		for c, p := range s.score[l.From : l.From+l.Classes] {
			if p < leastShare {
				continue
			}
			p = exp(p)
			for _, by := range m.poured[at+c] {
				s.fell[by.unit] += p * by.share
			}
		}
		at += l.Classes
		if l.Classes == 0 {
			continue
		}
		for u, v := range s.fell {
			if v == 0 {
				s.part[u][partCategory+d] = leastFallenLn
				continue
			}
			s.part[u][partCategory+d] = log(v + leastFallen)
			s.fell[u] = 0
		}
	}
}

// nearness adds how near the text is to the mean of each unit's orders.
func (m *Model) nearness(s *scratch) {
	clear(s.near)
	for i, j := range s.at {
		m.means.add(s.near, j, s.size[i])
	}
	m.means.level(s.near)
	for u, v := range s.near {
		p := &s.part[u]
		p[partNear], p[partNearL] = v, log(max(v, 0)+.02)
	}
}

// best are the units with the largest shares, the largest first.
func (s *scratch) best(most int) []int {
	out := make([]int, 0, most+1)
	for u, p := range s.share {
		if len(out) == most && p <= s.share[out[most-1]] {
			continue
		}
		at := len(out)
		for at > 0 && s.share[out[at-1]] < p {
			at--
		}
		out = slices.Insert(out, at, u)
		out = out[:min(len(out), most)]
	}
	return out
}
