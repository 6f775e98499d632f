package index

import (
	"context"
	"errors"
	"time"

	"huiying/opinion"
)

// Sizes of a page.
const (
	DefaultSize = 20
	MaxSize     = 500
)

// Reasons why an index cannot serve. Callers test them with errors.Is.
var (
	// ErrCursor: the cursor did not come from an earlier page of this index.
	ErrCursor = errors.New("the cursor is not one that a page gave out: ask again without it")
	// ErrLocked: another process has the index open.
	ErrLocked = errors.New("the index is held open by another process: stop that one first, or name another data directory")
	// ErrDamaged: the directory holds something that cannot be read as an index.
	ErrDamaged = errors.New("the index is damaged; it is built again from the log, by itself or by `huiying reindex`")
	// ErrAway: the index is a server, and it cannot be reached or cannot serve now. What was
	// asked may be asked again later.
	ErrAway = errors.New("the index is unreachable")
)

// Doc is a Finding on its way into an index.
type Doc struct {
	Finding opinion.Finding
	Words   []string // the cutter's search tokens of title and text, in order
	Seq     uint64   // place in the log; an older Seq never replaces a newer one. 0 always replaces
}

// Query asks for findings. Its zero value asks for all of them. Every field narrows.
type Query struct {
	Text     string // the search box: words, "phrases", -not (Parse)
	Topic    string // an item "field/item", or a whole "field"
	Division string // a code; everything below it is included
	Severity string // I, II, III, IV
	Demand   string
	Issue    string
	Source   string
	Unit     string // lead unit
	// Unsure asks for what waits for a person's judgement, Corrected for what has one.
	Unsure, Corrected bool
	From, To          time.Time // published at or after From, before To; zero: no bound

	// Within is what the asker may see, by the proposed lead unit or the place; nil: everything.
	Within *opinion.Scope

	Size   int    // hits of one page: 0 is DefaultSize, more than MaxSize is MaxSize
	Cursor string // Next of the page before; "" is the first page
	Facets bool   // count hits by topic, division, severity, demand and source. Costs by the hit: ask it over narrow filters
}

// Limit is Size within its bounds.
func (q Query) Limit() int {
	switch {
	case q.Size <= 0:
		return DefaultSize
	case q.Size > MaxSize:
		return MaxSize
	}
	return q.Size
}

// Bucket is one value of a facet and its hits.
type Bucket struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

// Names of the facets.
const (
	FacetTopic    = "topic"
	FacetDivision = "division" // the finding's own division, not those above it
	FacetSeverity = "severity"
	FacetDemand   = "demand"
	FacetSource   = "source"
)

// Page is one page of hits, newest first; of the same moment, by id. Walking Next from the
// first page visits every finding that was there at the start once, also while others
// arrive. Next is "" on the last page.
type Page struct {
	Total int `json:"total"`
	// AtLeast says that counting was ended before all hits were seen: Total is a lower bound.
	AtLeast bool                `json:"at_least,omitempty" doc:"total is a lower bound: there may be more hits"`
	Hits    []opinion.Finding   `json:"hits"`
	Facets  map[string][]Bucket `json:"facets,omitempty"` // largest first
	Next    string              `json:"next,omitempty"`
	Behind  int                 `json:"behind,omitempty" doc:"findings that are on their way to the index and not in this answer; left out when few"` // filled by app/indexing
}

// Index stores findings and answers queries. All methods may be called from many
// goroutines, and return only after the change is on disk and visible.
type Index interface {
	// Put stores docs. The same id replaces; of several docs with one id the one with the
	// highest Seq stays, whatever the order. Docs without an id are refused, all of them.
	// Error: *Refused when the engine will never take some of them; the others are stored.
	Put(ctx context.Context, docs []Doc) error
	// Search never fails because of what somebody typed; only a foreign cursor is refused
	// (ErrCursor).
	Search(ctx context.Context, q Query) (Page, error)
	// Delete drops the ids; unknown ones are no error.
	Delete(ctx context.Context, ids ...string) error
}
