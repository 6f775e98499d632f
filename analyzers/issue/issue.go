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
	// Default 1,000,000; docs/quality.md says what they take.
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
	otherMatter  = 0.35 // ... when both name a spot, and the items of the catalogue differ
	nearMatter   = 0.50 // ... when they are of one field
	sameMatter   = 1.30 // ... when both are the same
	otherTitle   = 0.55 // ... when the titles of two letters name spots, and none that both do
	farSpot      = 0.30 // ... when each names a spot, of different kinds
	larger       = 0.20 // of two issues that fit, the larger is preferred a little
	sameIssue    = 0.15 // two issues with so much in common are one

	leastRare  = 2.0 // rarity from which a word of the text is looked up
	candidates = 16  // issues compared with one report
	mostLooks  = 600 // entries of the words' index that are looked at
)

// Grouper assigns reports to issues. It is safe for concurrent use. Read looks at one text
// alone and runs on any core; Settle calls follow one another, and the answer depends on
// their order.
type Grouper struct {
	opts    Options
	about   about
	reports sync.Pool // *Report
	tables  sync.Pool // *table

	mu       sync.Mutex
	freq     *frequency
	recurs   recurring
	sources  map[uint64]*sourcePages
	mentions log
	copies   copies
	issues   []group
	free     []uint32
	byIssue  map[string]uint32
	byWord   *postings
	held     map[uint32][]uint32 // issue -> issues whose reports it takes
	apart    map[[2]uint32]bool  // issues that a person told apart, the smaller number first
	places   map[string]string   // each place once, however many reports name it
	table    table
	look     looking
	passed   map[uint32]bool // issues that nobody else knows yet: passed over while Reconsider looks
	learning learning
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
	return &Grouper{
		opts: o, about: newAbout(o.Common),
		reports: sync.Pool{New: func() any { return &Report{} }},
		tables:  sync.Pool{New: func() any { return &table{} }},
		freq:    newFrequency(), recurs: recurring{}, sources: map[uint64]*sourcePages{},
		mentions: newLog(), copies: newCopies(10),
		byIssue: map[string]uint32{}, byWord: newPostings(),
		held: map[uint32][]uint32{}, apart: map[[2]uint32]bool{}, places: map[string]string{},
	}
}

// Group is Read and Settle at once.
func (g *Grouper) Group(m opinion.Mention, topicID, place string, words []string) opinion.IssueRef {
	return g.Settle(g.Read(m, words), topicID, place)
}

// Settle says which issue a report belongs to, and opens one where none fits. topicID and
// place are what was found for it, "" for unknown. A mention that is known gets its recorded
// answer again.
func (g *Grouper) Settle(r *Report, topicID, place string) opinion.IssueRef {
	defer g.done(r)
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.mentions.find(r.key); known != nil {
		return g.recorded(known)
	}
	g.weigh(r, topicID, place)
	ref := opinion.IssueRef{}
	at, ok := g.succeed(r, &ref)
	if ok {
		g.join(at, r, ref)
		g.retire(r)
		ref.ID, ref.Size = g.issues[at].id, int(g.issues[at].reports)
		return ref
	}
	at, ok = g.copyOf(r)
	if ok {
		ref.Copy, ref.Same, ref.Why = true, g.same(r), []string{"copy"}
	} else if at, ref.Why, ok = g.concern(r); !ok {
		ref.New = true
		at = g.open(opinion.IssueID(r.id), r)
	}
	g.join(at, r, ref)
	ref.ID, ref.Size = g.issues[at].id, int(g.issues[at].reports)
	return ref
}

// weigh fills in what depends on all that was read before.
func (g *Grouper) weigh(r *Report, topicID, place string) {
	r.field, _, _ = strings.Cut(topicID, "/")
	r.topic = topicID
	r.place = place
	if r.when == unknownTime {
		r.when = g.mentions.newest
	}
	g.cut(r)
	r.index(&g.table)
	for _, p := range r.passing {
		if g.byWord.has(p.key) {
			r.keep(p, &g.about)
		}
	}
	g.freq.weigh(r, g.recurs)
}

// done gives a report's memory back.
func (g *Grouper) done(r *Report) {
	r.title, r.body, r.words, r.id, r.field, r.topic, r.place, r.table = "", "", nil, "", "", "", "", nil
	g.reports.Put(r)
}

func (g *Grouper) recorded(e *entry) opinion.IssueRef {
	is := &g.issues[e.issue]
	return opinion.IssueRef{ID: is.id, Size: int(e.size), New: e.isNew, Copy: e.isCopy}
}
