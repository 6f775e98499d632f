// Package collectors runs the sources (来源): it remembers where each was left, asks it for
// what is new, hands the mentions on, and backs off where a source fails. One source's
// failure never touches another. Below it web reads sites, feed reads feeds and intake
// reads files; none of them stores or judges anything.
package collectors

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiying/fetch"
	"huiying/opinion"
)

// Spec is one configured source.
type Spec struct {
	opinion.Source
	Every  time.Duration // between two visits; 0 is an hour
	Follow bool          // a feed's items are read from their pages
	Max    int           // most new pages or items taken in one visit; 0 is 50
}

// Defaults of a Spec.
const (
	DefaultEvery = time.Hour
	DefaultMax   = 50
)

// Filled is s with its defaults.
func (s Spec) Filled() Spec {
	if s.Every <= 0 {
		s.Every = DefaultEvery
	}
	if s.Max <= 0 {
		s.Max = DefaultMax
	}
	return s
}

// Draft is the beginning of every mention of the source.
func (s Spec) Draft(at time.Time) opinion.Draft {
	return opinion.Draft{Source: s.ID, Kind: s.Kind, Division: s.Division, CollectedAt: at}
}

// Memory is what is kept between two visits of one source. It holds no text: addresses are
// kept as hashes, errors as the program's own words.
//
// A store may keep Standing apart: who asks how sources do needs nothing else.
type Memory struct {
	ETag         string   `json:"etag,omitempty"`
	LastModified string   `json:"last_modified,omitempty"`
	Seen         []string `json:"seen,omitempty"`   // hashes of addresses, oldest first; see Seen
	Frame        *Frame   `json:"frame,omitempty"`  // what its pages repeat
	Listed       int      `json:"listed,omitempty"` // entries that its list showed last

	Pages []PageState `json:"pages,omitempty"` // that may change, oldest first; see Pages

	Standing // how it did

	Told []string `json:"told,omitempty"` // hashes of what the balance counts as refused, oldest first; see Seen
}

// Haul is what one visit brought. Memory is the one to keep once the mentions are safe: it
// already counts their addresses as seen.
type Haul struct {
	Mentions []opinion.Mention
	Replies  []opinion.FoundReply // what offices answered to mentions of these pages
	Refused  []Rejection
	Memory   Memory
	Report   Report
}

// NewReply makes the reply that the page of m shows to it, read at seen; false where there is none.
// Names of who wrote it are cut like those of a letter.
func NewReply(m opinion.Mention, unit, text string, at, seen time.Time) (opinion.FoundReply, bool) {
	return opinion.NewFoundReply(m, unit, WithoutPersons(text), at, seen)
}

// Report tells a person what kind of place was read, and what to look at. It holds no text.
type Report struct {
	Kind     string            // page, article, json, sitemap, feed
	Charset  string            // of the address itself
	Domains  []string          // hosts of entries other than the list's own
	Paths    map[string]string // where in data things stand, by the keys of a source's json
	Asks     []string          // addresses of data that the page's scripts ask for
	Teasers  bool              // the items are beginnings of texts that stand on their pages
	Warnings []string          // short codes
}

// Warn adds a warning once.
func (r *Report) Warn(code string) {
	if !slices.Contains(r.Warnings, code) {
		r.Warnings = append(r.Warnings, code)
	}
}

// Collector is one place that is collected. Collect asks it for what m does not know yet. It
// blocks, at most until ctx ends; with an error the Haul is of no use and m still holds.
// An error is for the source as a whole; a single page that fails is a Rejection.
type Collector interface {
	Collect(ctx context.Context, m Memory) (Haul, error)
}

// CollectorFunc is a function as a Collector.
type CollectorFunc func(ctx context.Context, m Memory) (Haul, error)

// Collect calls f.
func (f CollectorFunc) Collect(ctx context.Context, m Memory) (Haul, error) { return f(ctx, m) }

// Reasons why a visit, a page or an item gave nothing, beside those of fetch.
var (
	ErrPanic       = errors.New("the source's reader broke down")
	ErrNotFeed     = errors.New("the address answers with something that is no feed")
	ErrPageNot     = errors.New("the address answers with a web page, not with a feed: set its feed's address")
	ErrNotPage     = errors.New("the address answers with something that is no web page")
	ErrNoEntries   = errors.New("the list page has no entry that the selectors fit: has the site changed?")
	ErrNoText      = errors.New("no title and no text found: do the selectors still fit?")
	ErrPublish     = errors.New("mentions were collected but could not be handed on; they are collected again")
	ErrMemory      = errors.New("what is known of the source could not be read or kept")
	ErrAllFailed   = errors.New("every new page of the visit failed")
	ErrBusy        = errors.New("the source is being visited already")
	ErrUnknown     = errors.New("no such source is configured")
	ErrBlocked     = errors.New("a firewall or a challenge answers in the page's place")
	ErrGone        = errors.New("the site says that the page is gone, with a status that says it is not")
	ErrMoved       = errors.New("the page says that it has moved, and not to where a reader can follow")
	ErrMaintenance = errors.New("the site is under maintenance")
	ErrSignIn      = errors.New("the page asks to sign in; only pages open to everybody are read")
	ErrSamePage    = errors.New("several addresses answer with one and the same page")
	ErrLayout      = errors.New("the list had entries and has none: has the site changed its layout?")
	ErrScript      = errors.New("the page is made by a script")
	ErrAttachment  = errors.New("the entry is an attachment, not a page")
	ErrRepeated    = errors.New("nothing but what the source repeats on its pages was found")
	ErrBroken      = errors.New("the feed is broken")
	ErrForeign     = errors.New("the page lies on a host that does not belong to the source: add it to its domains")
)

var codes = []struct {
	err  error
	code string
}{
	{ErrPanic, "panic"}, {ErrPageNot, "page_not_feed"}, {ErrNotFeed, "not_feed"}, {ErrNotPage, "not_page"},
	{ErrNoEntries, "no_entries"}, {ErrNoText, "no_text"}, {ErrPublish, "publish"}, {ErrMemory, "memory"},
	{ErrAllFailed, "all_failed"}, {ErrBusy, "busy"}, {ErrUnknown, "unknown"}, {ErrForeign, "foreign"},
	{ErrBlocked, "blocked"}, {ErrGone, "gone"}, {ErrMoved, "moved"},
	{ErrMaintenance, "maintenance"}, {ErrSignIn, "sign_in"},
	{ErrSamePage, "same_page"}, {ErrLayout, "changed_layout"}, {ErrScript, "made_by_script"},
	{ErrAttachment, "attachment"}, {ErrRepeated, "repeated"}, {ErrBroken, "broken"},
	{opinion.ErrNoText, "no_text"}, {opinion.ErrTooLong, "too_long"}, {opinion.ErrNoSource, "no_source"},
}

// Code is a short machine word for an error of collecting: one of this package's (panic,
// not_feed, no_text …) or of fetch.Code; "" for nil.
func Code(err error) string {
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return fetch.Code(err)
}

// Codes are all that Code, fetch.Code and Health say, but for the statuses of sites (status_404).
func Codes() []string {
	out := append(fetch.Codes(), CodeSilent, CodeOverdue)
	for _, c := range codes {
		out = append(out, c.code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Lasting says that trying the same address again on the next visit is of no use.
func Lasting(code string) bool {
	switch code {
	case "status_404", "status_410", "status_451", "too_large", "too_long", "bomb", "not_page",
		"no_text", "gone", "attachment", "repeated", "made_by_script", "scheme", "address",
		"private_address", "foreign":
		return true
	}
	return false
}
