package issue

import (
	"cmp"
	"math"
	"slices"
)

// A feature is a trait as it is remembered: by its hash alone.
type feature struct {
	key    uint32
	weight float32 // in an issue: its share of what the reports have in common
}

// What the parts of a text weigh.
const (
	coreOfText   = 32   // traits of the title that a text is known by
	textWords    = 12   // ... and words of the text
	coreOfIssue  = 64   // features that an issue is known by
	gramShare    = 0.5  // three characters against a word
	textShare    = 0.35 // a word of the text against one of the title
	commonShare  = 0.5  // a word that many matters share (搅拌站) against a name
	spotShare    = 0.2  // a word of a spot's name, which counts together with the matter
	coveredShare = 0.3  // three characters inside such words: they say little more than the words
)

// The grouper starts as if it had seen texts of which a generic word stood in every tenth:
// without that, the first hundred texts would all look alike by 领导 and 希望.
const (
	assumedTexts   = 3000
	assumedGeneric = assumedTexts / 10
	assumedCommon  = assumedTexts / 50 // and a word of the catalogue in every fiftieth
	tellsNothing   = 1.6               // rarity of what stands in every fifth text
)

// frequency counts in how many texts a trait stood. It is a count-min sketch: fixed memory,
// never too small a count, at times one too great.
type frequency struct {
	texts  float64
	counts [][countsLine]uint16
	logs   [1 << 12]float32 // of whole numbers, counted from 1
}

const (
	frequencyBits = 17      // lines of counts
	countsLine    = 32      // of what the processor fetches at once: both counts of a trait stand in one
	halveAfter    = 1 << 17 // texts
)

func newFrequency() *frequency {
	f := &frequency{counts: make([][countsLine]uint16, 1<<frequencyBits)}
	for i := range f.logs {
		f.logs[i] = float32(math.Log(float64(i + 1)))
	}
	return f
}

func (f *frequency) of(key uint32) (a, b *uint16) {
	h := mix(uint64(key))
	line := &f.counts[h>>(64-frequencyBits)]
	return &line[h%(countsLine/2)], &line[countsLine/2+h>>8%(countsLine/2)]
}

// everything is the weight of a trait that stands in one text of all.
func (f *frequency) everything() float32 {
	return float32(math.Log(f.texts+assumedTexts)) - tellsNothing
}

// weight is the inverse document frequency less what tells nothing: 0 for what stands in
// many texts, about 6.5 for what was never seen.
func (f *frequency) weight(n uint16, m traitFlags, everything float32) float32 {
	count := int(n)
	switch {
	case m&generic != 0:
		count += assumedGeneric
	case m&common != 0:
		count += assumedCommon
	}
	var log float32
	if count < len(f.logs) {
		log = f.logs[count]
	} else {
		log = float32(math.Log(float64(count + 1)))
	}
	w := max(0, everything-log)
	if m&common != 0 {
		w *= commonShare
	}
	if m&isWord == 0 {
		w *= gramShare
		if m&covered != 0 {
			w *= coveredShare
		}
	}
	return w
}

// weigh gives the words and the title's characters their weights, finds what the report would
// be known by, and counts it: after that, for a text is not compared with itself.
func (f *frequency) weigh(r *Report, recurs recurring) {
	everything := f.everything()
	for i := range r.traits {
		t := &r.traits[i]
		a, b := f.of(t.key)
		t.weight = f.weight(min(*a, *b), t.marks, everything)
		switch {
		case r.titled() || t.marks&inTitle != 0:
		case t.marks&isWord != 0 && t.clause >= 0 && recurs.has(r.clauses[t.clause].key):
			t.weight = 0
		case t.marks&ofSpot != 0:
			t.weight *= spotShare
		}
		if *a < math.MaxUint16 {
			*a++
		}
		if *b < math.MaxUint16 {
			*b++
		}
		switch {
		case t.weight == 0:
		case t.marks&inTitle != 0:
			r.core = append(r.core, feature{t.key, t.weight})
			r.titleWeight += t.weight
		default:
			r.rest = append(r.rest, feature{t.key, t.weight * textShare})
		}
	}
	r.core = append(heaviest(r.core, coreOfText), heaviest(r.rest, textWords)...)
	r.whereAndWhat()
	share(r.core)
	slices.SortFunc(r.core, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
	f.counted()
}

// uncount takes back that a report was counted, before it is weighed a second time.
func (f *frequency) uncount(r *Report) {
	for i := range r.traits {
		a, b := f.of(r.traits[i].key)
		for _, n := range [2]*uint16{a, b} {
			if *n > 0 && *n < math.MaxUint16 {
				*n--
			}
		}
	}
	f.texts = max(0, f.texts-1)
}

// late is the weight of characters of the text that an issue turned out to be known by. They
// are counted by titles only.
func (f *frequency) late(t *trait) float32 {
	a, b := f.of(t.key)
	return f.weight(min(*a, *b), t.marks, f.everything())
}

// counted ends a text. Every so often everything is halved, so that the counts follow what
// people write about now and the sketch does not fill up.
func (f *frequency) counted() {
	if f.texts++; f.texts <= halveAfter {
		return
	}
	f.texts /= 2
	for i := range f.counts {
		for k := range f.counts[i] {
			f.counts[i][k] /= 2
		}
	}
}

// heaviest keeps the n heaviest features, in no order; of equal ones, those of smaller keys.
func heaviest(feats []feature, n int) []feature {
	if len(feats) <= n {
		return feats
	}
	lighter := func(a, b feature) bool { return a.weight < b.weight || a.weight == b.weight && a.key > b.key }
	// The first n stand as a heap with the lightest on top; a heavier one takes its place.
	down := func(i int) {
		for k := 2*i + 1; k < n; k = 2*i + 1 {
			if k+1 < n && lighter(feats[k+1], feats[k]) {
				k++
			}
			if !lighter(feats[k], feats[i]) {
				return
			}
			feats[i], feats[k] = feats[k], feats[i]
			i = k
		}
	}
	for i := n/2 - 1; i >= 0; i-- {
		down(i)
	}
	for _, f := range feats[n:] {
		if lighter(feats[0], f) {
			feats[0] = f
			down(0)
		}
	}
	return feats[:n]
}

// share makes the weights add up to 1.
func share(feats []feature) {
	var sum float32
	for _, f := range feats {
		sum += f.weight
	}
	if sum > 0 {
		for i := range feats {
			feats[i].weight /= sum
		}
	}
}
