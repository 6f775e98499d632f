package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Report is how good a model was, in cross-validation, on messages that it had not seen.
type Report struct {
	Facts
	Classes []Class `json:"classes"`
	// Confusion counts messages by their label (row) and the model's answer (column), both
	// in the order of Labels.
	Confusion  [][]int     `json:"confusion"`
	Thresholds []Threshold `json:"thresholds"`
}

// Class is how good a model was for one label, and what it looks for.
type Class struct {
	Label     string   `json:"label"`
	Messages  int      `json:"messages"`
	Precision float64  `json:"precision"`
	Recall    float64  `json:"recall"`
	F1        float64  `json:"f1"`
	Heaviest  []string `json:"heaviest"`
}

// Threshold says what happens when texts below a confidence go to a person.
type Threshold struct {
	Below    float64 `json:"below"`
	Answered float64 `json:"answered"` // share of messages that the model still answers
	Right    float64 `json:"right"`    // share of those that it answers rightly
}

// measure compares the scores of unseen messages with their labels. The confidence of each
// fold is calibrated on the others, so that its error is one of unseen messages too.
func (c *corpus) measure(unseen [][]float64, folds int) *Report {
	k := len(c.labels)
	r := &Report{Confusion: make([][]int, k)}
	for i := range r.Confusion {
		r.Confusion[i] = make([]int, k)
	}
	sharp := make([]float64, folds)
	for fold := range sharp {
		sharp[fold] = sharpen(unseen, c.docs, func(d doc) bool { return d.fold != fold })
	}
	confidence, right := make([]float64, len(c.docs)), make([]bool, len(c.docs))
	hits := 0
	for i, d := range c.docs {
		share := slices.Clone(unseen[i])
		softmax(share, sharp[d.fold])
		answer := slices.Index(share, slices.Max(share))
		confidence[i], right[i] = share[answer], answer == d.label
		r.Confusion[d.label][answer]++
		if right[i] {
			hits++
		}
	}
	r.Accuracy = float64(hits) / float64(len(c.docs))
	r.ECE = calibrationError(confidence, right)
	for _, below := range []float64{0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95} {
		r.Thresholds = append(r.Thresholds, threshold(below, confidence, right))
	}
	for label, name := range c.labels {
		said, of, hit := 0, 0, r.Confusion[label][label]
		for other := range k {
			said += r.Confusion[other][label]
			of += r.Confusion[label][other]
		}
		one := Class{Label: name, Messages: of, Precision: ratio(hit, said), Recall: ratio(hit, of), F1: ratio(2*hit, said+of)}
		r.Classes = append(r.Classes, one)
		r.MacroF1 += one.F1 / float64(k)
	}
	return r
}

func ratio(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

func threshold(below float64, confidence []float64, right []bool) Threshold {
	answered, hits := 0, 0
	for i, p := range confidence {
		if p >= below {
			answered++
			if right[i] {
				hits++
			}
		}
	}
	return Threshold{below, ratio(answered, len(confidence)), ratio(hits, answered)}
}

// calibrationError is how far confidence and share of right answers lie apart, on average
// over ten equal steps of confidence (expected calibration error).
func calibrationError(confidence []float64, right []bool) float64 {
	var n, sum, hits [10]float64
	for i, p := range confidence {
		bin := min(int(p*10), 9)
		n[bin]++
		sum[bin] += p
		if right[i] {
			hits[bin]++
		}
	}
	apart := 0.0
	for bin := range n {
		apart += math.Abs(sum[bin] - hits[bin])
	}
	return apart / float64(max(len(confidence), 1))
}

// sharpen finds the steepness by which scores of unseen messages become the most honest
// confidence: the one that finds the right labels most likely. The order of labels stays.
func sharpen(unseen [][]float64, docs []doc, in func(doc) bool) float64 {
	surprise := func(sharp float64) float64 {
		sum := 0.0
		for i, d := range docs {
			if in != nil && !in(d) {
				continue
			}
			top, all := slices.Max(unseen[i]), 0.0
			for _, s := range unseen[i] {
				all += math.Exp(sharp * (s - top))
			}
			sum += math.Log(all) - sharp*(unseen[i][d.label]-top)
		}
		return sum
	}
	// The surprise has a single valley: cut the range to two thirds until it is narrow.
	low, high := math.Log(0.05), math.Log(50)
	for high-low > 1e-3 {
		a, b := low+(high-low)/3, high-(high-low)/3
		if surprise(math.Exp(a)) < surprise(math.Exp(b)) {
			high = b
		} else {
			low = a
		}
	}
	return math.Exp((low + high) / 2)
}

// mostHeavy is how many words the report lists for a label.
const mostHeavy = 30

// heaviest lists for each label the words that bring it most over all its messages: weight
// times the number of messages. Words of fewer than three independent messages are not
// shown, as the model does not hold them.
func (c *corpus) heaviest(m *Model, r *Report, cut func(string) []string) {
	if cut == nil {
		cut = pairs
	}
	type use struct {
		last, groups int
		by           []int
	}
	uses := map[string]*use{}
	for _, i := range c.byGroup() {
		d := c.docs[i]
		seen := map[string]bool{}
		for _, w := range append(cut(d.title), cut(d.text)...) {
			if w = strings.TrimSpace(w); len([]rune(w)) < 2 || seen[w] {
				continue
			}
			seen[w] = true
			u := uses[w]
			if u == nil {
				u = &use{last: -1, by: make([]int, len(c.labels))}
				uses[w] = u
			}
			if u.last != d.group {
				u.last = d.group
				u.groups++
			}
			u.by[d.label]++
		}
	}
	for label := range r.Classes {
		var found []piece
		for w, u := range uses {
			if u.groups < minGroups {
				continue
			}
			if p := m.pull(w, label); p > 0 && u.by[label] > 0 {
				found = append(found, piece{w, p * float64(u.by[label])})
			}
		}
		slices.SortFunc(found, func(a, b piece) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word))
		})
		for _, p := range found[:min(mostHeavy, len(found))] {
			r.Classes[label].Heaviest = append(r.Classes[label].Heaviest, p.word)
		}
	}
}

// pairs cuts a text into pairs of characters, for want of a cutter.
func pairs(text string) (out []string) {
	grams(text, func(key uint64) { out = append(out, spell(key)) })
	return out
}
