package verify

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Measured says how well about tells true pairs from others.
type Measured struct {
	Pairs       int     `json:"pairs"`    // real ones
	Kept        int     `json:"kept"`     // of those, about their question
	Shuffled    int     `json:"shuffled"` // answers to other questions
	Refused     int     `json:"refused"`  // of those, not about this one
	AUC         float64 `json:"auc"`      // real against shuffled
	Hard        int     `json:"similar"`  // answers to a similar question of the same place
	HardRefused int     `json:"similar_refused"`
	HardAUC     float64 `json:"similar_auc"`  // real against those
	FormLetters int     `json:"form_letters"` // real answers that look like one
	ROC         []Point `json:"roc"`
	// Repeats are questions handed back as answers.
	Repeats  []Repeated `json:"repeats"`
	Emptiest []Empty    `json:"emptiest"` // the most form-like answers, worst first
}

// Point of the curve: at this border so many shuffled pairs pass, and so many real ones.
type Point struct {
	Border float64 `json:"border"`
	False  float64 `json:"false_kept"`
	True   float64 `json:"true_kept"`
}

// Measure judges real pairs against the same answers given to other questions. The shuffle is
// the same for the same seed.
func (j *Judge) Measure(pairs []Pair, seed uint64, emptiest int) Measured {
	read := make([]readPair, len(pairs))
	for i, p := range pairs {
		read[i] = j.read(p)
	}
	var own, shuffled, hard []float64
	for _, r := range read {
		own = append(own, r.with(r).features.score())
	}
	for q, a := range shuffle(read, seed) {
		shuffled = append(shuffled, q.with(a).features.score())
	}
	for q, a := range similar(read) {
		hard = append(hard, q.with(a).features.score())
	}
	m := Measured{Pairs: len(own), Kept: keptAt(border, own), Shuffled: len(shuffled),
		Refused: len(shuffled) - keptAt(border, shuffled), AUC: auc(own, shuffled),
		Hard: len(hard), HardRefused: len(hard) - keptAt(border, hard), HardAUC: auc(own, hard),
		ROC: curve(own, shuffled)}
	for i, v := range j.Batch(NewAlike(), pairs, nil) {
		if v.FormLetter >= border {
			m.FormLetters++
		}
		m.Emptiest = append(m.Emptiest, Emptiness(pairs[i], v))
	}
	m.Emptiest, m.Repeats = Emptiest(m.Emptiest, emptiest), repeated(read)
	return m
}

// shuffle pairs each question with the answer to another one.
func shuffle(read []readPair, seed uint64) func(func(q, a readPair) bool) {
	order := rand.New(rand.NewPCG(seed, 5)).Perm(len(read))
	return func(yield func(q, a readPair) bool) {
		for i, k := range order {
			if read[i].reply == read[k].reply {
				continue // the same answer to both is no wrong pair
			}
			if !yield(read[i], read[k]) {
				return
			}
		}
	}
}

const (
	tooCommon  = 150  // texts with a pair, above which it leads to no similar text
	sameMatter = 0.25 // share of common pairs from which two questions are one matter
	candidates = 60
)

// similar pairs each question with the answer to the most similar other question that names
// the same place. Questions about the very same matter are left out: their answers would be
// right.
func similar(read []readPair) func(func(q, a readPair) bool) {
	holds := map[pair][]int{}
	for i, r := range read {
		for _, p := range r.question.each {
			holds[p] = append(holds[p], i)
		}
	}
	return func(yield func(q, a readPair) bool) {
		score := make([]float64, len(read))
		for i, r := range read {
			if k := mostSimilar(read, holds, score, i); k >= 0 && !yield(r, read[k]) {
				return
			}
		}
	}
}

// mostSimilar finds the question by its rare pairs. score has a place for every text, all zero.
func mostSimilar(read []readPair, holds map[pair][]int, score []float64, i int) int {
	var order []int
	for _, p := range read[i].question.each {
		if list := holds[p]; len(list) < tooCommon {
			w := weight(table.of(p))
			for _, k := range list {
				if score[k] == 0 {
					order = append(order, k)
				}
				score[k] += w + 1e-9
			}
		}
	}
	best := highest(order, score)
	for _, k := range order {
		score[k] = 0
	}
	for _, k := range best {
		if k == i || read[k].reply == read[i].reply || jaccard(read[i].question, read[k].question) > sameMatter {
			continue
		}
		if slices.ContainsFunc(read[i].question.places,
			func(c string) bool { return slices.Contains(read[k].question.places, c) }) {
			return k
		}
	}
	return -1
}

// highest are the candidates with the highest scores, in order.
func highest(of []int, score []float64) []int {
	before := func(a, b int) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) }
	best := make([]int, 0, candidates+1)
	for _, k := range of {
		if len(best) == candidates && before(best[candidates-1], k) < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, k, before)
		best = slices.Insert(best, at, k)[:min(len(best)+1, candidates)]
	}
	return best
}

func jaccard(a, b *text) float64 {
	both := 0
	for _, p := range a.each {
		if b.pairs[p] {
			both++
		}
	}
	return float64(both) / float64(max(len(a.each)+len(b.each)-both, 1))
}

// auc is the likelihood that a real pair scores above a wrong one; a tie counts half.
func auc(right, wrong []float64) float64 {
	if len(right) == 0 || len(wrong) == 0 {
		return 0
	}
	w := slices.Sorted(slices.Values(wrong))
	sum := 0.0
	for _, x := range right {
		below, _ := slices.BinarySearch(w, x)
		upTo := below
		for upTo < len(w) && w[upTo] == x {
			upTo++
		}
		sum += float64(below) + float64(upTo-below)/2
	}
	return sum / float64(len(right)) / float64(len(w))
}

func keptAt(border float64, scores []float64) (n int) {
	for _, s := range scores {
		if s >= border {
			n++
		}
	}
	return n
}

func curve(right, wrong []float64) []Point {
	var out []Point
	for _, b := range []float64{0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05} {
		out = append(out, Point{b, float64(keptAt(b, wrong)) / float64(max(len(wrong), 1)),
			float64(keptAt(b, right)) / float64(max(len(right), 1))})
	}
	return out
}

// Draw writes the curve as text: a line for each border.
func (m Measured) Draw() string {
	var b strings.Builder
	b.WriteString("border  wrong kept  real kept\n")
	for _, p := range m.ROC {
		fmt.Fprintf(&b, "%6.2f  %10.3f  %9.3f  %s\n", p.Border, p.False, p.True, strings.Repeat("#", int(p.True*40)))
	}
	return b.String()
}
