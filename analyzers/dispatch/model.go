// Package dispatch learns from an office's past orders which unit handles what (派单), and proposes
// three units for a new text, each with its confidence, the words and places that decided, and how
// often the unit handled the like.
//
// Linear classifiers over hashed characters, words, topics and places each say something of a text:
// the unit's kind of work (its name without its place), its place, the place of the matter,
// the category of the order. So what one district's office was sent teaches the offices of the
// others. How near the text is to the mean of a unit's orders, words of a unit's name in the text, and
// words of the topic's duty in a unit's name come to it. A conditional logit over these parts, fitted
// on orders that the classifiers had not seen, weighs them and makes the confidence.
//
// A model holds no text: a feature is a hash, none is kept that fewer than five independent orders
// share, and of a unit with fewer orders than that only a few features are kept.
package dispatch

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Reading is a text with what other judges found in it. All may be empty but Title or Text.
type Reading struct {
	Title, Text string   // redacted, in simplified characters
	Words       []string // of title and text, as the cutter gives them
	Places      []string // codes of the divisions that the text names for certain, the widest first
	Topic       string   // item of the catalogue
	Demand      string
	Source      string
}

// Order is a past order of an office.
type Order struct {
	Reading
	Unit     string   // that handled it, as the office writes it
	Category []string // of the office, the widest first
	District string   // code of the division that the office noted
	Returned bool     // the unit gave it back: it is not the unit's
	Date     string   // 2026-11-30; "" where the office did not say
	// Group is the same for copies of one text; exact copies need none.
	Group string
}

// Facts say where a model comes from and how good it was on orders that it had not seen.
type Facts struct {
	Orders   int       `json:"orders"`
	Groups   int       `json:"groups"` // independent texts among them
	Returned int       `json:"returned,omitempty"`
	Until    string    `json:"until,omitempty"` // day of the last order that it learned from
	Days     int       `json:"days,omitempty"`  // that taught it since
	Data     string    `json:"data_sha256"`     // of the redacted orders, whatever their order
	At       time.Time `json:"at,omitzero"`
	Units    int       `json:"units"`
	Features int       `json:"features"`
	Dropped  int       `json:"dropped_rare"` // features of fewer than five orders
	Measured int       `json:"measured"`     // orders that were judged by a model that had not seen them
	First    float64   `json:"first"`        // share of them whose unit came first
	Three    float64   `json:"three"`        // ... among the first three
	ECE      float64   `json:"ece"`          // expected error of the first one's confidence
	Places   []string  `json:"places"`       // codes of the districts that it learned
	Topics   int       `json:"topics"`       // categories that it learned
}

// Unit is a unit of the past orders.
type Unit struct {
	Name   string `json:"name"`
	Orders int    `json:"orders"`
	Place  string `json:"place,omitempty"` // code of the division in its name
}

// Model proposes units. It is immutable and safe for concurrent use.
type Model struct {
	facts  Facts
	units  []Unit
	keys   []uint64  // of the features, sorted; the position is the feature
	gain   []float32 // of each feature: how much it may count at all
	heads  weave
	means  weave // an output for each unit: the mean of its orders
	layout [heads]layout
	falls  []fall // of the categories of all depths, in the order of their classes
	stack  [parts]float64
	like   map[uint64]tally // of words, topics and topics at places
	duty   map[uint64]tally // of topics: names of units that are like them, in steps

	find   table
	names  nameParts
	width  []float32 // of each unit's name: what one of its pairs of characters counts
	prior  []float32 // of each unit
	poured [][]pour  // of each of falls
	pool   *sync.Pool
}

// pour is the share of a category's orders that went to a unit.
type pour struct {
	unit  int32
	share float32
}

// tally is how many orders had a feature, and who handled them.
type tally struct {
	Orders int32   `json:"orders"`
	By     []share `json:"by"` // in the order of the units
}

type share struct {
	Unit   int32 `json:"unit"`
	Orders int32 `json:"orders"`
}

// fall says to whom orders of a category went.
type fall struct {
	Name string `json:"name"`
	tally
}

// Facts returns where the model comes from.
func (m *Model) Facts() Facts {
	f := m.facts
	f.Places = slices.Clone(f.Places)
	return f
}

// Units returns the units that the model knows, those with the most orders first.
func (m *Model) Units() []Unit {
	out := slices.Clone(m.units)
	slices.SortStableFunc(out, func(a, b Unit) int { return cmp.Compare(b.Orders, a.Orders) })
	return out
}

// Proposal is a unit that may be the one to handle a text.
type Proposal struct {
	Unit       string
	Confidence float64
	Words      []string // that decided, the weightiest first
	Like       Like
}

// Like says how often a unit handled orders like a text.
type Like struct {
	Word   string // the word that they share; "" where they share topic (and place)
	Placed bool   // they share the place, too
	Orders int    // how many there were; 0: too few to say
	Unit   int    // how many of them the unit handled
}

// Most is how many units are proposed.
const Most = 3

// Propose returns the units that most likely handle a text, the likeliest first, Most of them at
// most. It returns none where the model knows nothing in the text.
func (m *Model) Propose(r Reading) []Proposal {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	if !m.read(s, r) {
		return nil
	}
	m.judge(s)
	best := s.best(Most)
	words := m.words(s, best, r)
	out := make([]Proposal, len(best))
	for i, u := range best {
		out[i] = Proposal{Unit: m.units[u].Name, Confidence: s.share[u], Words: words[i], Like: m.alike(r, u, words[i])}
	}
	return out
}

// Confidences returns the share of each unit by its name; they add up to 1. Nil where the model
// knows nothing in the text.
func (m *Model) Confidences(r Reading) map[string]float64 {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	if !m.read(s, r) {
		return nil
	}
	m.judge(s)
	out := make(map[string]float64, len(m.units))
	for u, p := range s.share {
		out[m.units[u].Name] = p
	}
	return out
}

// Category returns the office's category of a text, the deepest that is likelier than not, and its
// confidence; "" where none is.
func (m *Model) Category(r Reading) (path string, confidence float64) {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	if !m.read(s, r) {
		return "", 0
	}
	m.judge(s)
	at := 0
	for d := range depths {
		l := m.layout[headCategory+d]
		for c := range l.Classes {
			if p := float64(exp(s.score[l.From+c])); l.Rest != c && p > .5 {
				path, confidence = m.falls[at+c].Name, p
			}
		}
		at += l.Classes
	}
	return path, confidence
}
