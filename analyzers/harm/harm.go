// Package harm weighs the signs of harm in a text: whether somebody may die if nobody is called
// now, whom to call, how many it strikes, and whether what is told is there at all or only past,
// feared, wished, drilled, quoted or a figure of speech. The judges of danger and of severity read
// the same.
//
// A sign is a Chinese character, a pair of them, or how many persons or households are counted. Each
// has a fixed weight for each question, and an answer is the sum of the weights of the signs that
// a text has. So what no list foresees is heard by its parts: 喊不应, 叫不醒 and 推他没反应 share
// signs, and so do all who tell of now (还在, 正, 着) or complain (请问, 要求, 去年). The weights
// were learned from texts of our own by scripts/signs; signs.tsv holds them, each with the numbers
// of those texts that have the sign.
package harm

import "sync"

// Question is what signs are weighed for. The answer is yes where they weigh more than 0.
type Question uint8

// The questions. Whom to call is asked of texts with life at stake only, how many of those that weigh
// III or more.
const (
	Now       Question = iota // somebody may die if nobody is called now
	Police                    // 110 is to be called
	Fire                      // 119
	Ambulance                 // 120
	Traffic                   // 122
	Many                      // ten lives or more, or a school, a hospital, a crowd, several at once: II
	Mass                      // thirty lives or more, a town, a plant: I
	Real                      // what is told is there, or was lately, and weighs III or more
	Questions
)

// weights are those of one sign, by question.
type weights [Questions]float32

// hit is a sign where it stands. Only the first of each counts.
type hit struct {
	sign     int32
	from, to int32 // bytes of the text
}

// Reading is a text whose signs are read. It is good until Free.
type Reading struct {
	text    string
	sums    weights
	hits    []hit
	breaks  []int32 // ends of sentences, in bytes of the text
	runes   int
	seen    []uint32 // by sign: the round in which it was met last
	round   uint32
	told    float32 // what the signs that speak for Now weigh
	episode float32 // what a stretch of a long text weighs for Now beyond what it must
}

var readings = sync.Pool{New: func() any { return &Reading{seen: make([]uint32, len(known.weight))} }}

// Read reads a text; its title is read before it. Free it after use.
func Read(title, text string) *Reading {
	r := readings.Get().(*Reading)
	r.text = text
	if title != "" {
		r.text = title + "\n" + text
	}
	r.hits, r.breaks = r.hits[:0], r.breaks[:0]
	r.again()
	r.told = 0
	r.sums = known.bias
	r.runes = walk(r.text, r.meet, func(end int) { r.breaks = append(r.breaks, int32(end)) })
	r.episode = r.heaviest()
	return r
}

// Free gives the memory back.
func (r *Reading) Free() {
	r.text = ""
	readings.Put(r)
}

// again begins a count in which no sign was met.
func (r *Reading) again() {
	if r.round++; r.round == 0 {
		clear(r.seen)
		r.round = 1
	}
}

// meet counts a sign that is known, the first time.
func (r *Reading) meet(key uint32, from, to int) {
	i := known.find(key)
	if i < 0 || r.seen[i] == r.round {
		return
	}
	r.seen[i] = r.round
	r.hits = append(r.hits, hit{i, int32(from), int32(to)})
	w := &known.weight[i]
	for q := range w {
		r.sums[q] += w[q]
	}
	if from < to {
		r.told += max(0, w[Now])
	}
}

// Sum is what the signs of the text weigh for a question.
func (r *Reading) Sum(q Question) float32 { return r.sums[q] }

// spoken is what the signs that speak for Now must weigh together: a few words that tell of nothing
// are ordinary.
const spoken = 2

// Now says whether life is at stake now.
func (r *Reading) Now() bool { return r.told >= spoken && (r.sums[Now] > 0 || r.episode > 0) }
