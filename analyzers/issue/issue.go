// Package issue puts reports of one concern together: copies and forwards of a text, and
// reports of the same thing at the same place in different words. It works in one pass with
// bounded memory, holds hashes of words and never a text, and gives its reasons.
//
// A report is compared with what an issue's reports have in common (their average), not
// with any single report: a chain of likenesses, each a little further off, forms no issue.
package issue

import (
	"strings"
	"sync"
	"time"

	"huiying/opinion"
)

// Options of a Grouper; the zero value gives the defaults.
type Options struct {
	// Window is how long a report is remembered, counted from the newest report seen.
	// Default 365 days.
	Window time.Duration
	// Max bounds how many reports are remembered, whatever their age: the oldest go first.
	// Default 1,000,000, which takes about 800 MB.
	Max int
	// Related says whether one place lies in the other. Default: one code begins with the
	// other, as national codes do. An unknown place ("") is related to all.
	Related func(a, b string) bool
	// Common lists words that say what a text is about and not which one: the terms of the
	// catalogue. Two reports that share 涉嫌诈骗 have less in common than two that share a name.
	Common []string
}

// How alike is alike enough. Copies are judged by characters, the same concern by names and
// words. The numbers were chosen on one city's real messages; around them the result
// changes little (TestHotIssues of package analyzers measures it).
const (
	copyAlike      = 0.5 // share of common 3-grams from which a text is a copy
	shortCopyAlike = 0.8 // the same for a text of few characters, where a form of words is much of it
	shortText      = 60  // bytes
	copyConcern    = 0.3 // a copy with another name in its title is no copy

	sameConcern  = 0.20 // alike enough to join an issue of three reports or more
	youngConcern = 0.27 // ... of one or two, when nobody knows yet what they have in common
	leastOfIssue = 0.22 // of what an issue is known by, so much must stand in the report
	coreWeight   = 0.7  // how much of the issue is in the report, against how much of the report's title is in the issue
	onlyInText   = 0.85 // what a word counts that stands in the report's text, not in its title
	otherField   = 0.70 // what likeness is multiplied by when the fields of the catalogue differ
	otherPlace   = 0.55 // ... when neither place lies in the other
	larger       = 0.20 // of two issues that fit, the larger is preferred a little
	sameIssue    = 0.15 // two issues with so much in common are one

	leastRare  = 2.0 // rarity from which a word of the text is looked up
	candidates = 24  // issues compared with one report
	perWord    = 48  // issues remembered by one word, the latest
	postings   = 600 // entries of the words' index that are looked at
)

// Grouper assigns reports to issues. It is safe for concurrent use; calls follow one
// another, and the answer depends on their order.
type Grouper struct {
	opts Options

	mu       sync.Mutex
	freq     *frequency
	mentions log
	byText   map[[16]byte]uint32 // hash of title and text -> latest mention
	byBand   [bands]map[uint32]uint32
	issues   []group
	free     []uint32
	byIssue  map[string]uint32
	byWord   map[uint32][]uint32 // feature -> issues that have it
	votes    map[uint32]uint32   // reused by nearest
	probes   []vote              // the same
}

// group is what is known of one issue.
type group struct {
	id      string
	place   string
	field   string
	reports int // independent ones
	alive   int // mentions still remembered
	common  []feature
	into    uint32   // 1 + the issue that takes its reports now, 0 for none
	held    []uint32 // issues whose reports it takes
}

// now is where reports of the issue at go today.
func (is *group) now(at uint32) uint32 {
	if is.into > 0 {
		return is.into - 1
	}
	return at
}

// New makes an empty Grouper.
func New(o Options) *Grouper {
	if o.Window <= 0 {
		o.Window = 365 * 24 * time.Hour
	}
	if o.Max <= 0 {
		o.Max = 1_000_000
	}
	if o.Related == nil {
		o.Related = func(a, b string) bool { return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) }
	}
	g := &Grouper{opts: o, freq: newFrequency(o.Common), mentions: log{byID: map[[16]byte]uint32{}},
		byText: map[[16]byte]uint32{}, byIssue: map[string]uint32{}, byWord: map[uint32][]uint32{}, votes: map[uint32]uint32{}}
	for i := range g.byBand {
		g.byBand[i] = map[uint32]uint32{}
	}
	return g
}

// Group says which issue m belongs to, and opens one where none fits. topicID and place
// are what was found for m, "" for unknown; words are those of its title and text, in
// order. A mention that is known gets its recorded answer again.
func (g *Grouper) Group(m opinion.Mention, topicID, place string, words []string) opinion.IssueRef {
	sig, sketched := sketch(m.Title, m.Text)
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.mentions.find(m.ID); known != nil {
		return g.recorded(known)
	}
	r := g.report(m, sig, sketched, topicID, place, words)
	ref := opinion.IssueRef{}
	at, ok := g.copyOf(r)
	if ok {
		ref.Copy, ref.Why = true, []string{"copy"}
	} else if at, ref.Why, ok = g.concern(r); !ok {
		ref.New = true
		at = g.open(opinion.IssueID(m.ID), r)
	}
	g.join(at, r, ref)
	ref.ID, ref.Size = g.issues[at].id, g.issues[at].reports
	return ref
}

// report is a mention on its way into an issue.
type report struct {
	mention  opinion.Mention
	sig      signature
	sketched bool
	field    string
	place    string
	reading
}

func (g *Grouper) report(m opinion.Mention, sig signature, sketched bool, topicID, place string, words []string) report {
	field, _, _ := strings.Cut(topicID, "/")
	r := report{mention: m, sig: sig, sketched: sketched, field: field, place: place, reading: g.freq.read(m.Title, m.Text, words)}
	g.freq.add(r.all) // after reading: a text is not compared with itself
	return r
}

// Restore takes a finding that was published before into memory, as it was decided then
// (or since, by a person): nothing is judged again. After a start, findings are restored in
// the order in which they were published; restoring one again moves it to the issue that
// it now names.
func (g *Grouper) Restore(f opinion.Finding, words []string) {
	if f.Issue.ID == "" || f.ID == "" {
		return
	}
	sig, sketched := sketch(f.Title, f.Text)
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.mentions.find(f.ID); known != nil {
		if g.issues[known.issue].id == f.Issue.ID {
			return
		}
		g.move(known, f.Issue.ID)
		return
	}
	r := g.report(f.Mention, sig, sketched, f.Topic.ID, f.Place(), words)
	at, ok := g.byIssue[f.Issue.ID]
	if !ok {
		at = g.open(f.Issue.ID, r)
	}
	g.join(at, r, f.Issue)
}

func (g *Grouper) recorded(e *entry) opinion.IssueRef {
	is := &g.issues[e.issue]
	return opinion.IssueRef{ID: is.id, Size: int(e.size), New: e.isNew, Copy: e.isCopy}
}
