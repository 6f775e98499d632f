// Package classify is the trained way to judge what a text is about: a linear classifier
// over the characters of title and text, learnt from labelled messages (huiying train). It
// stands beside the lexicon of package topic and answers with the same finding, so that one
// can replace the other.
//
// A text is read as single characters and pairs of neighbouring characters, those of the
// title weighted and once more for themselves. Characters need no dictionary, bear typing
// errors, and on real messages do as well alone as together with words. Words, where the
// caller has them, only make the evidence readable.
//
// A model holds no text: pairs seen in fewer than three independent messages are dropped,
// and so is everything that redaction takes away.
package classify

import (
	"math"
	"sync"
	"time"
	"unicode/utf8"

	"huiying/opinion"
)

// Facts say where a model comes from and how good it was on messages that it had not seen.
type Facts struct {
	Labels   []string  `json:"labels"`
	Examples int       `json:"examples"`
	Groups   int       `json:"groups"`       // independent messages among the examples
	Data     string    `json:"data_sha256"`  // of the redacted examples, whatever their order
	At       time.Time `json:"at,omitzero"`  // training time, when the trainer was told one
	Folds    int       `json:"folds"`        // of the cross-validation
	Accuracy float64   `json:"accuracy"`     // cross-validated
	MacroF1  float64   `json:"macro_f1"`     // cross-validated
	ECE      float64   `json:"ece"`          // expected error of the confidence, cross-validated
	Features int       `json:"features"`     // characters and pairs with a weight
	Dropped  int       `json:"dropped_rare"` // seen in too few independent messages to be kept
}

// Model judges. It is immutable and safe for concurrent use.
type Model struct {
	facts Facts
	keys  []uint64  // sorted; the position is the feature
	gain  []float32 // of each feature: how much it may count at all
	// weight holds for each feature its weights for all labels, as they lie in the file.
	weight []int16
	scale  []float32 // of each label: what one step of its weights is worth
	bias   []float64
	sharp  float64 // steepness from scores to confidence (temperature)

	names map[string]string
	// Made from the above by ready, for judging.
	find  *table
	rows  []float32
	shift []float64  // bias less its mean
	pool  *sync.Pool // *scratch
}

// Facts returns where the model comes from.
func (m *Model) Facts() Facts {
	f := m.facts
	f.Labels = append([]string(nil), f.Labels...)
	return f
}

// Named returns the model that gives each label the name a reader knows.
func (m *Model) Named(names map[string]string) *Model {
	c := *m
	c.names = names
	return &c
}

// alsoFrom is the confidence from which a second label counts as clearly named.
const alsoFrom = 0.3

// Judge says which label a redacted text has. words are those of title and text as the
// cutter gives them, for the evidence; without them the evidence is pairs of characters.
//
// An ID "" means that nothing in the text is known to the model, and a person must look.
func (m *Model) Judge(title, text string, words []string) opinion.TopicFinding {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	f := opinion.TopicFinding{By: "model", Evidence: []string{}}
	if m.read(s, title, text) == 0 {
		return f
	}
	best := 0
	for k, v := range s.score {
		if v > s.score[best] {
			best = k
		}
	}
	m.confidence(s.score)
	f.Confidence = s.score[best]
	f.Evidence = m.evidence(s, best, words)
	f.ID = m.facts.Labels[best]
	f.Name = f.ID
	if name, ok := m.names[f.ID]; ok {
		f.Name = name
	}
	for k, p := range s.score {
		if k != best && p >= alsoFrom {
			f.Also = append(f.Also, m.facts.Labels[k])
		}
	}
	return f
}

// Confidences returns the confidence of every label of Facts, in that order; they add up
// to 1. It returns nil when nothing in the text is known to the model.
func (m *Model) Confidences(title, text string) []float64 {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	if m.read(s, title, text) == 0 {
		return nil
	}
	m.confidence(s.score)
	return append([]float64(nil), s.score...)
}

// read fills s with the text's features and their scores, and returns the length of the
// text's vector, 0 when it knows nothing.
func (m *Model) read(s *scratch, title, text string) float64 {
	s.reset(4*utf8.RuneCountInString(title) + 2*utf8.RuneCountInString(text))
	grams(title, func(key uint64) {
		s.count(key, titleWeight)
		s.count(key|inTitle, 1)
	})
	grams(text, func(key uint64) { s.count(key, 1) })

	clear(s.sum)
	square := 0.0
	for _, h := range s.order {
		u := &s.uses[h]
		if u.at = m.find.get(u.key); u.at < 0 {
			continue
		}
		row := m.row(u.at)
		x := damp(u.times)
		square += float64(x*row[0]) * float64(x*row[0])
		sum := s.sum[:len(row)-1]
		for c, w := range row[1:] {
			sum[c] += x * w
		}
	}
	length := math.Sqrt(square)
	for c, sum := range s.sum {
		s.score[c] = m.shift[c]
		if length > 0 {
			s.score[c] += float64(sum) / length
		}
	}
	return length
}

// row is what a judgement needs of a feature in one place, since each place costs a trip to
// memory: its gain, and for each label weight times gain, less the mean of all labels. (A
// number taken from all labels alike does not change the answer.)
func (m *Model) row(feature int32) []float32 {
	n := len(m.scale) + 1
	return m.rows[int(feature)*n : int(feature)*n+n]
}

// confidence turns scores into shares of 1.
func (m *Model) confidence(score []float64) { softmax(score, m.sharp) }

func softmax(score []float64, sharp float64) {
	top := math.Inf(-1)
	for _, v := range score {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range score {
		score[i] = math.Exp(sharp * (v - top))
		sum += score[i]
	}
	for i := range score {
		score[i] /= sum
	}
}

// ready makes what is derived from the stored parts.
func (m *Model) ready() *Model {
	m.find = newTable(m.keys)
	k := len(m.scale)
	m.rows = make([]float32, 0, len(m.keys)*(k+1))
	for i, gain := range m.gain {
		mean := 0.0
		for c, w := range m.weight[i*k : i*k+k] {
			mean += float64(m.scale[c]) * float64(w) / float64(k)
		}
		m.rows = append(m.rows, gain)
		for c, w := range m.weight[i*k : i*k+k] {
			m.rows = append(m.rows, gain*float32(float64(m.scale[c])*float64(w)-mean))
		}
	}
	mean := 0.0
	for _, b := range m.bias {
		mean += b / float64(k)
	}
	m.shift = make([]float64, k)
	for c, b := range m.bias {
		m.shift[c] = b - mean
	}
	m.pool = &sync.Pool{New: func() any { return &scratch{sum: make([]float32, k), score: make([]float64, k)} }}
	return m
}
