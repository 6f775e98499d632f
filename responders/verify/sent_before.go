package verify

import "math"

// A sketch is the MinHash of a text's pairs: the share of equal values in two sketches
// estimates how much the texts have in common.
const (
	bands      = 8
	bandRows   = 4
	values     = bands * bandRows
	nearlySame = 0.8 // answers with so much in common are one text
	otherTopic = 0.5 // questions with less in common are different questions
)

type sketch [values]uint32

// factors spread one hash into many; odd numbers drawn from SplitMix64.
var factors = func() (f [values]uint64) {
	for i := range f {
		f[i] = mix(uint64(i)) | 1
	}
	return f
}()

// mix is the finaliser of SplitMix64: every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func sketchOf(t *text) sketch {
	var s sketch
	for i := range s {
		s[i] = math.MaxUint32
	}
	for _, p := range t.each {
		h := mix(uint64(uint32(p.a))<<32 | uint64(uint32(p.b)))
		for i, f := range factors {
			s[i] = min(s[i], uint32(h*f>>32))
		}
	}
	return s
}

func (s *sketch) resemblance(t *sketch) float64 {
	n := 0
	for i, v := range s {
		if v == t[i] {
			n++
		}
	}
	return float64(n) / values
}

type band struct {
	number int
	rows   [bandRows]uint32
}

// Alike knows answers and counts to how many different questions the same one went. It keeps
// numbers, no words. Adding is not safe for several goroutines.
type Alike struct {
	sent  []sent
	bands map[band][]int
}

// sent is one answer with the question it went to.
type sent struct{ question, answer sketch }

// NewAlike knows no answer yet.
func NewAlike() *Alike { return &Alike{bands: map[band][]int{}} }

// Len is how many answers are known.
func (a *Alike) Len() int { return len(a.sent) }

// Add remembers an answer.
func (a *Alike) Add(p Pair) {
	r := new(Judge).read(p)
	a.add(r, sentOf(r))
}

// Others counts the different questions, beside p's own, to which nearly the same answer went.
func (a *Alike) Others(p Pair) int {
	r := new(Judge).read(p)
	return a.others(r, sentOf(r))
}

func sentOf(r readPair) sent { return sent{sketchOf(r.question), sketchOf(r.answer)} }

func (a *Alike) add(r readPair, s sent) {
	if r.answer.size == 0 {
		return
	}
	for b := range bands {
		k := s.answer.band(b)
		a.bands[k] = append(a.bands[k], len(a.sent))
	}
	a.sent = append(a.sent, s)
}

func (s *sketch) band(b int) band { return band{b, [bandRows]uint32(s[b*bandRows : (b+1)*bandRows])} }

// countTo is how many questions are counted; more say nothing new.
const countTo = 20

// others reads only, so that it may be asked at once by many.
func (a *Alike) others(r readPair, own sent) int {
	if r.answer.size == 0 {
		return 0
	}
	questions, seen := []*sketch{&own.question}, map[int]bool{}
	for b := range bands {
		for _, i := range a.bands[own.answer.band(b)] {
			if len(questions) > countTo {
				return countTo
			}
			if seen[i] {
				continue
			}
			seen[i] = true
			s := &a.sent[i]
			if own.answer.resemblance(&s.answer) >= nearlySame && !known(questions, &s.question) {
				questions = append(questions, &s.question)
			}
		}
	}
	return len(questions) - 1
}

func known(questions []*sketch, q *sketch) bool {
	for _, k := range questions {
		if q.resemblance(k) >= otherTopic {
			return true
		}
	}
	return false
}
