package issue

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A feature is a word, or three neighbouring characters of a title, which hold names that
// no dictionary knows and that are cut now one way and now another (丽发新城). Features are
// kept as hashes, so that the grouper holds no text.
type feature struct {
	key    uint32
	weight float32 // in an issue: its share of what the reports have in common
}

// reading is what one text offers for comparison.
type reading struct {
	// core is what the text itself would be known by: its title, and its rarest words.
	core []feature // sorted by key, weights add up to 1
	// all holds every feature of title and text, to be compared with the core of issues.
	all         map[uint32]seen
	titleWeight float32 // sum of the weights of the title's features
}

// seen is a feature in a text.
type seen struct {
	weight  float32
	inTitle bool
	name    string // a piece of the text while it is judged; never kept
}

// unweighed is the weight of three characters of a text: most of them are in no issue, so
// that it is found out only for those that are.
const unweighed = -1

// How much of a text is looked at, and what its parts weigh.
const (
	coreOfText    = 32   // features of the title that a text is known by
	textWords     = 12   // ... and words of the text
	coreOfIssue   = 64   // features that an issue is known by
	gramShare     = 0.5  // three characters against a word
	textShare     = 0.35 // a word of the text against one of the title
	commonShare   = 0.5  // a word that many matters share (搅拌站) against a name
	coveredShare  = 0.3  // three characters inside such words: they say little more than the words
	longestCommon = 6    // characters of a common word that is looked for in titles
	readBytes     = 1500 // of a text; who writes pages has named the matter there
)

// frequency counts in how many texts a feature stood. It is a count-min sketch: fixed
// memory, never too small a count, at times one too great.
type frequency struct {
	texts  float64
	counts [2][]uint32
	all    map[uint32]seen // reused by read
	common map[uint32]bool // words, and their grams, that say what a text is about, not which one
}

const frequencyBits = 21

func newFrequency(common []string) *frequency {
	f := &frequency{counts: [2][]uint32{make([]uint32, 1<<frequencyBits), make([]uint32, 1<<frequencyBits)}, common: map[uint32]bool{}, all: map[uint32]seen{}}
	for _, w := range common {
		w = strings.ToLower(w)
		f.common[hashWord(w)] = true
		grams(w, func(_ int, g string) { f.common[hashWord(g)] = true })
	}
	for w := range generic {
		f.common[hashWord(w)] = true
		grams(w, func(_ int, g string) { f.common[hashWord(g)] = true })
	}
	return f
}

func slots(key uint32) (int, int) {
	h := mix(uint64(key))
	return int(h & (1<<frequencyBits - 1)), int(h >> 40 & (1<<frequencyBits - 1))
}

// add counts a text. Every so often everything is halved, so that the counts follow what
// people write about now and the sketch does not fill up.
func (f *frequency) add(all map[uint32]seen) {
	for k, s := range all {
		if s.weight == unweighed {
			continue // grams are counted by titles
		}
		i, j := slots(k)
		f.counts[0][i]++
		f.counts[1][j]++
	}
	if f.texts++; f.texts > 1<<17 {
		f.texts /= 2
		for _, c := range f.counts {
			for i := range c {
				c[i] /= 2
			}
		}
	}
}

// The grouper starts as if it had seen texts of which a generic word stood in every tenth:
// without that, the first hundred texts would all look alike by 领导 and 希望.
const (
	assumedTexts  = 3000
	assumedShare  = 0.10
	assumedCommon = 0.02 // and a word of the catalogue in every fiftieth
	tellsNothing  = 1.6  // rarity of what stands in every fifth text
)

// rarity is the inverse document frequency less what tells nothing: 0 for what stands in
// many texts, about 6.5 for what was never seen.
func (f *frequency) rarity(key uint32, generic bool) float32 {
	i, j := slots(key)
	n := float64(min(f.counts[0][i], f.counts[1][j]))
	if generic {
		n += assumedShare * assumedTexts
	} else if f.common[key] {
		n += assumedCommon * assumedTexts
	}
	w := float32(max(0, math.Log((f.texts+assumedTexts)/(n+1))-tellsNothing))
	if f.common[key] {
		w *= commonShare
	}
	return w
}

// read takes a text apart. What it returns is good until it reads the next.
func (f *frequency) read(title, text string, words []string) reading {
	title, text = strings.ToLower(title), strings.ToLower(opening(text))
	clear(f.all)
	r := reading{all: f.all}
	var core, rest []feature
	for _, word := range words {
		if utf8.RuneCountInString(word) < 2 || !telling(word) || isNumber(word) {
			continue
		}
		key := hashWord(word)
		if _, twice := r.all[key]; twice {
			continue
		}
		w := f.rarity(key, generic[word])
		in := strings.Contains(title, word)
		r.all[key] = seen{w, in, word}
		if w == 0 {
			continue
		}
		if in {
			core = append(core, feature{key, w})
			r.titleWeight += w
		} else {
			rest = append(rest, feature{key, w * textShare})
		}
	}
	known := f.covered(title)
	grams(title, func(at int, g string) {
		key := hashWord(g)
		if _, twice := r.all[key]; twice {
			return
		}
		w := f.rarity(key, false) * gramShare
		if !f.common[key] && within(known, at, len(g)) {
			w *= coveredShare // 公司涉, of 有限公司 and 涉嫌
		}
		r.all[key] = seen{w, true, g}
		if w > 0 {
			core = append(core, feature{key, w})
			r.titleWeight += w
		}
	})
	grams(text, func(_ int, g string) {
		key := hashWord(g)
		if _, twice := r.all[key]; !twice {
			r.all[key] = seen{unweighed, false, g}
		}
	})
	heaviest(core)
	heaviest(rest)
	core = append(core[:min(len(core), coreOfText)], rest[:min(len(rest), textWords)]...)
	share(core)
	slices.SortFunc(core, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
	r.core = core
	return r
}

// opening is the beginning of a text.
func opening(text string) string {
	if len(text) <= readBytes {
		return text
	}
	n := readBytes
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// covered marks the bytes of a title that belong to common words.
func (f *frequency) covered(title string) []bool {
	known := make([]bool, len(title))
	for from := range title {
		n := 0
		for i, r := range title[from:] {
			if n++; n > longestCommon {
				break
			}
			to := from + i + utf8.RuneLen(r)
			if n > 1 && f.common[hashWord(title[from:to])] {
				for b := from; b < to; b++ {
					known[b] = true
				}
			}
		}
	}
	return known
}

func within(known []bool, at, n int) bool { return !slices.Contains(known[at:at+n], false) }

// grams calls do for each three neighbouring letters, digits or Chinese characters and
// where they begin.
func grams(s string, do func(at int, gram string)) {
	var start [3]int // where the last characters begin
	n := 0
	for i, r := range s {
		if skip(r) {
			n = 0
			continue
		}
		start[0], start[1], start[2] = start[1], start[2], i
		if n++; n >= 3 {
			do(start[0], s[start[0]:i+utf8.RuneLen(r)])
		}
	}
}

func heaviest(feats []feature) {
	slices.SortFunc(feats, func(a, b feature) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.key, b.key))
	})
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

// telling says whether a token is a word at all, and not a blank, a sign or one of the
// small words of the language.
func telling(word string) bool {
	if word == "" || small[word] {
		return false
	}
	r, _ := utf8.DecodeRuneInString(word)
	return r >= 0x3400 && r < 0xa000 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 0xffff
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789.") == ""
}

// hashWord is FNV-1a: it must be the same in every process, since several share issues.
func hashWord(s string) uint32 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return uint32(h ^ h>>32)
}
