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
	"crypto/sha256"
	"encoding/hex"
	"math"
	"sync"
	"time"

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

	below float64
	names map[string]string
	find  *table
	pool  *sync.Pool // *scratch
}

// Facts returns where the model comes from.
func (m *Model) Facts() Facts {
	f := m.facts
	f.Labels = append([]string(nil), f.Labels...)
	return f
}

// Unsure returns the model that leaves a text to a person where its confidence is below the
// limit: the finding then has no ID. With 0, as trained, it always answers.
func (m *Model) Unsure(below float64) *Model {
	c := *m
	c.below = below
	return &c
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
// An ID "" means: a person must look. Either nothing in the text is known to the model
// (then there is no evidence), or its confidence lies below the limit of Unsure.
func (m *Model) Judge(title, text string, words []string) opinion.TopicFinding {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	f := opinion.TopicFinding{By: "model", Evidence: []string{}}
	length := m.read(s, title, text)
	if length == 0 {
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
	f.Evidence = m.evidence(s, best, length, title, text, words)
	if f.Confidence < m.below {
		return f
	}
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

// scratch is what one judgement needs and the next one can use again.
type scratch struct {
	times   []float32 // of each feature, zero between judgements
	touched []int32
	score   []float64
	seen    map[string]bool
}

// read fills s.score and returns the length of the text's vector, 0 when it knows nothing.
func (m *Model) read(s *scratch, title, text string) float64 {
	count := func(key uint64, n float32) {
		if i := m.find.get(key); i >= 0 {
			if s.times[i] == 0 {
				s.touched = append(s.touched, i)
			}
			s.times[i] += n
		}
	}
	grams(title, func(key uint64) {
		count(key, titleWeight)
		count(key|inTitle, 1)
	})
	grams(text, func(key uint64) { count(key, 1) })

	k := len(m.scale)
	for i := range s.score {
		s.score[i] = 0
	}
	square := 0.0
	for _, i := range s.touched {
		x := damp(s.times[i]) * m.gain[i]
		s.times[i] = 0
		square += float64(x) * float64(x)
		for c, w := range m.weight[int(i)*k : int(i)*k+k] {
			s.score[c] += float64(x * float32(w))
		}
	}
	s.touched = s.touched[:0]
	length := math.Sqrt(square)
	for c := range s.score {
		if length > 0 {
			s.score[c] *= float64(m.scale[c]) / length
		}
		s.score[c] += m.bias[c]
	}
	return length
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
	n, k := len(m.keys), len(m.scale)
	m.pool = &sync.Pool{New: func() any {
		return &scratch{times: make([]float32, n), score: make([]float64, k), seen: map[string]bool{}}
	}}
	return m
}

// hexSum is a SHA-256 as people compare it.
func hexSum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
