package opinion

import (
	"strconv"
	"time"
)

// AlertKind says what sort of thing an Alert tells of.
type AlertKind string

// The kinds of Alert.
const (
	AlertSurge   AlertKind = "surge"   // 突增: more of a matter than its own past lets expect
	AlertWatch   AlertKind = "watch"   // 专题: what the office asked to be told of
	AlertReach   AlertKind = "reach"   // 传播: many sources repeat one matter
	AlertSilence AlertKind = "silence" // 静默: a source, a place or a topic fell quiet
)

type alertKindTraits struct {
	// weight: of two alerts of one matter the heavier mutes the lighter.
	weight int
}

// The heaviest first.
var alertKinds = kinds[AlertKind, alertKindTraits]{
	{AlertSurge, alertKindTraits{4}},
	{AlertWatch, alertKindTraits{3}},
	{AlertReach, alertKindTraits{2}},
	{AlertSilence, alertKindTraits{1}},
}

// AlertKinds are all of them, the heaviest first.
var AlertKinds = alertKinds.all()

// Known says whether k is one of AlertKinds.
func (k AlertKind) Known() bool { _, ok := alertKinds.of(k); return ok }

// Weight is higher for what mutes others of the same matter.
func (k AlertKind) Weight() int { is, _ := alertKinds.of(k); return is.weight }

// Alert (预警) is what a monitoring desk is told, once, with the facts that say why. It names a
// matter, a place, a source or a watch, never a person.
type Alert struct {
	ID       string    `json:"id"` // of its kind, what it is about and when it rang
	At       time.Time `json:"at"` // when it rang
	Kind     AlertKind `json:"kind"`
	Issue    string    `json:"issue,omitempty"`
	Topic    string    `json:"topic,omitempty"`
	Division string    `json:"division,omitempty"`
	Watch    string    `json:"watch,omitempty"`
	Source   string    `json:"source,omitempty"` // one that fell quiet
	// Expected is how many the past lets expect in Window; Seen is how many came, independent
	// reports alone.
	Expected float64 `json:"expected,omitempty"`
	Seen     int     `json:"seen"`
	// Mentions are what it rang for, the newest last, MostAlertMentions at most.
	Mentions []string `json:"mentions"`

	Since  time.Time     `json:"since,omitzero"` // the first of what was seen; silence: the last that came
	Window time.Duration `json:"window,omitempty"`
	Chance float64       `json:"chance,omitempty"` // of so many (silence: so few) in a usual Window
	Copies int           `json:"copies,omitempty"` // beside Seen
	// Sources, Levels and Kinds say who repeats the matter; Places and Issues what a trend is made of.
	// Each is counted over Window, the most frequent first.
	Sources []AlertCount `json:"sources,omitempty"`
	Kinds   []AlertCount `json:"kinds,omitempty"`
	Levels  []AlertCount `json:"levels,omitempty"`
	Places  []AlertCount `json:"places,omitempty"`
	Issues  []AlertCount `json:"issues,omitempty"`
	Newest  time.Time    `json:"newest,omitzero"`
	// Severity is the heaviest of what it rang for.
	Severity Severity `json:"severity,omitempty"`
	// Answered is when the office's own answer or correction of the matter came, and Answer that mention.
	Answered time.Time `json:"answered,omitzero"`
	Answer   string    `json:"answer,omitempty"`
	// Grown is how many came since it rang; Ended is when its cause ended, zero while it holds.
	Grown int       `json:"grown,omitempty"`
	Ended time.Time `json:"ended,omitzero"`
}

// AlertCount is how many of what an Alert rang for are of one source, kind, level, place or issue.
type AlertCount struct {
	ID string `json:"id"`
	N  int    `json:"n"`
}

// MostAlertMentions bounds the list of mentions that an Alert carries.
const MostAlertMentions = 64

// AlertID is the id of the Alert of a kind about something that rang at a moment. Replaying the same
// stream gives the same ids.
func AlertID(kind AlertKind, about string, at time.Time) string {
	return "a" + hashOf("alert", string(kind), about, strconv.FormatInt(at.Unix(), 10))[:24]
}
