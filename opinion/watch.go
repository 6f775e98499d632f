package opinion

import (
	"slices"
	"time"
)

// WatchTell says when a Watch tells of what it matched.
type WatchTell string

// The ways in which a watch tells.
const (
	TellAtOnce  WatchTell = "once"   // each new issue at once
	TellAtCount WatchTell = "count"  // when Count came within Hours
	TellDigest  WatchTell = "digest" // together, once a day
)

var watchTells = kinds[WatchTell, struct{}]{
	{TellAtOnce, struct{}{}}, {TellAtCount, struct{}{}}, {TellDigest, struct{}{}},
}

// WatchTells are all of them, in order.
var WatchTells = watchTells.all()

// Known says whether t is one of WatchTells.
func (t WatchTell) Known() bool { _, ok := watchTells.of(t); return ok }

// Watch (专题) is a subject that the office asked to be told of: a matter, a place or a unit, never a
// person. An empty condition fits everything; a watch without any condition is refused.
type Watch struct {
	ID   string `json:"id" yaml:"id"`
	Name string `json:"name" yaml:"name"`
	// Must have to stand in the text, all of them; of Any at least one; of Not none. Each is a word or
	// a phrase, as it is spelled; traditional characters are read as simplified ones.
	Must []string `json:"must,omitempty" yaml:"must"`
	Any  []string `json:"any,omitempty" yaml:"any"`
	Not  []string `json:"not,omitempty" yaml:"not"`

	Topics    []string  `json:"topics,omitempty" yaml:"topics"`       // fields or items
	Divisions []string  `json:"divisions,omitempty" yaml:"divisions"` // with all that is below
	Units     []string  `json:"units,omitempty" yaml:"units"`         // that would lead
	Sources   []string  `json:"sources,omitempty" yaml:"sources"`
	Severity  Severity  `json:"severity,omitempty" yaml:"severity"` // at least so heavy
	Demands   []Demand  `json:"demands,omitempty" yaml:"demands"`
	From      string    `json:"from,omitempty" yaml:"from"`   // first day, 2026-07-01
	Until     string    `json:"until,omitempty" yaml:"until"` // last day
	Tell      WatchTell `json:"tell" yaml:"tell"`
	Count     int       `json:"count,omitempty" yaml:"count"`
	Hours     int       `json:"hours,omitempty" yaml:"hours"` // in which Count have to come; 0: 24
	// Owner and Unit are who made it and whose it is: the account's id and the office's unit.
	Owner string `json:"owner,omitempty" yaml:"-"`
	Unit  string `json:"unit,omitempty" yaml:"unit"`
	// Office: the whole office sees it, not its owner alone. One of the configuration is the office's.
	Office bool `json:"office,omitempty" yaml:"-"`
}

// Span is the time in which Count reports ring.
func (w Watch) Span() time.Duration {
	if w.Hours <= 0 {
		return 24 * time.Hour
	}
	return time.Duration(w.Hours) * time.Hour
}

// Words are all words and phrases of a watch.
func (w Watch) Words() []string { return slices.Concat(w.Must, w.Any, w.Not) }

// Wide says that a watch has no condition: it would match everything.
func (w Watch) Wide() bool {
	return len(w.Must)+len(w.Any)+len(w.Topics)+len(w.Divisions)+len(w.Units)+len(w.Sources)+
		len(w.Demands) == 0 && w.Severity == ""
}
