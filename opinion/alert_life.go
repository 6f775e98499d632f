package opinion

import (
	"cmp"
	"slices"
	"time"
)

// AlertMove is one step in the life of an Alert.
type AlertMove string

// The moves. The first four are made by what finds alerts, the others by the office.
const (
	AlertRing    AlertMove = "ring"    // 鸣响: it was found, and the desk has it
	AlertJoin    AlertMove = "join"    // 归并: it was found, and belongs to one that the desk has
	AlertGrow    AlertMove = "grow"    // 增长: more came, or an answer
	AlertEnd     AlertMove = "end"     // 结束: its cause ended, or a heavier one took its place
	AlertRise    AlertMove = "rise"    // 复现: what kept it quiet ended, and its cause has not
	AlertTake    AlertMove = "take"    // 认领
	AlertHand    AlertMove = "hand"    // 交班: back to the desk, or to somebody, with what is open
	AlertLead    AlertMove = "lead"    // 转办: it led to a case or a watch
	AlertDismiss AlertMove = "dismiss" // 排除, with a reason
)

type alertMoveTraits struct{ byPerson bool }

var alertMoves = kinds[AlertMove, alertMoveTraits]{
	{AlertRing, alertMoveTraits{}}, {AlertJoin, alertMoveTraits{}}, {AlertGrow, alertMoveTraits{}},
	{AlertEnd, alertMoveTraits{}}, {AlertRise, alertMoveTraits{}},
	{AlertTake, alertMoveTraits{true}}, {AlertHand, alertMoveTraits{true}},
	{AlertLead, alertMoveTraits{true}}, {AlertDismiss, alertMoveTraits{true}},
}

// AlertMoves are all of them, in the order of an alert's life.
var AlertMoves = alertMoves.all()

// AlertPersonMoves are those that somebody of the office makes.
var AlertPersonMoves = alertMoves.those(func(is alertMoveTraits) bool { return is.byPerson })

// AlertState is where an Alert is in its life.
type AlertState string

// The states.
const (
	AlertRinging   AlertState = "ringing"   // 待认领: nobody has taken it
	AlertTaken     AlertState = "taken"     // 已认领
	AlertQuiet     AlertState = "quiet"     // 静音: it belongs to a heavier one, or is silenced
	AlertLed       AlertState = "led"       // 已转办: it led to a case or a watch
	AlertDismissed AlertState = "dismissed" // 已排除
	AlertEnded     AlertState = "ended"     // 已结束: its cause ended
)

type alertStateTraits struct{ open bool }

var alertStates = kinds[AlertState, alertStateTraits]{
	{AlertRinging, alertStateTraits{true}}, {AlertTaken, alertStateTraits{true}},
	{AlertQuiet, alertStateTraits{true}}, {AlertLed, alertStateTraits{}},
	{AlertDismissed, alertStateTraits{}}, {AlertEnded, alertStateTraits{}},
}

// AlertStates are all of them, in the order of an alert's life.
var AlertStates = alertStates.all()

// Open says whether somebody still has to look.
func (s AlertState) Open() bool { is, _ := alertStates.of(s); return is.open }

// Known says whether s is one of AlertStates.
func (s AlertState) Known() bool { _, ok := alertStates.of(s); return ok }

// AlertEvent is one event of an alert, as the log keeps it for ever: facts and ids, and of words
// those of the office alone.
type AlertEvent struct {
	ID   string    `json:"id"` // of the alert
	Type AlertMove `json:"type"`
	At   time.Time `json:"at"`
	By   string    `json:"by"`            // "system", a role, or "unit:<id>"
	Who  string    `json:"who,omitempty"` // take, hand, lead, dismiss: the account that did it
	// Alert is what was found (ring, join), and how it is now (grow, end).
	Alert *Alert `json:"alert,omitempty"`
	// Group is the alert that this one belongs to (join; end: the heavier one that took its place).
	Group string `json:"group,omitempty"`
	// Silence keeps it quiet (join).
	Silence string `json:"silence,omitempty"`
	// Again is the one of the same matter that rang shortly before: nobody is told anew (ring).
	Again  string `json:"again,omitempty"`
	To     string `json:"to,omitempty"`     // hand: an account; "": the desk. ring: who has the lighter one
	Reason string `json:"reason,omitempty"` // hand, dismiss
	Case   string `json:"case,omitempty"`   // lead
	Watch  string `json:"watch,omitempty"`  // lead
}

// AlertFile is an alert with what became of it: the fold of its events.
type AlertFile struct {
	Alert
	State   AlertState   `json:"state"`
	Group   string       `json:"group,omitempty"`
	Silence string       `json:"silence,omitempty"`
	Again   string       `json:"again,omitempty"`
	Who     string       `json:"who,omitempty"` // the account that has it, or had it last
	Reason  string       `json:"reason,omitempty"`
	Case    string       `json:"case,omitempty"`
	Led     string       `json:"led_watch,omitempty"` // the watch that it led to
	Updated time.Time    `json:"updated"`
	Closed  time.Time    `json:"closed,omitzero"`
	History []AlertEvent `json:"history,omitempty"`
}

// AsOf is the file as it was at a moment: what happened at it or later is left out.
func (f AlertFile) AsOf(at time.Time) (was AlertFile) {
	for _, e := range f.History {
		if e.At.Before(at) {
			was = was.Apply(e)
		}
	}
	return was
}

// Apply is the file after an event.
func (f AlertFile) Apply(e AlertEvent) AlertFile {
	if e.Alert != nil {
		since := f.Alert.Since
		f.Alert = *e.Alert
		f.Alert.ID = e.ID
		if !since.IsZero() && (f.Alert.Since.IsZero() || since.Before(f.Alert.Since)) {
			f.Alert.Since = since
		}
	}
	f.Updated = e.At
	f.History = append(slices.Clip(f.History), e)
	switch e.Type {
	case AlertRing:
		f.State, f.Again, f.Who = AlertRinging, e.Again, e.To
		if e.To != "" {
			f.State = AlertTaken
		}
	case AlertJoin:
		f.State, f.Group, f.Silence = AlertQuiet, e.Group, e.Silence
	case AlertRise:
		f.State, f.Group, f.Silence = AlertRinging, "", ""
	case AlertTake:
		f.State, f.Who, f.Group, f.Silence = AlertTaken, e.Who, "", ""
	case AlertHand:
		f.State, f.Who, f.Reason = AlertRinging, e.To, e.Reason
		if e.To != "" {
			f.State = AlertTaken
		}
	case AlertLead:
		f.State, f.Who, f.Case, f.Led = AlertLed, e.Who, e.Case, e.Watch
	case AlertDismiss:
		f.State, f.Who, f.Reason = AlertDismissed, e.Who, e.Reason
	case AlertEnd:
		if f.Ended.IsZero() {
			f.Ended = e.At
		}
		if f.State.Open() {
			f.State, f.Group = AlertEnded, cmp.Or(e.Group, f.Group)
		}
	case AlertGrow:
	}
	if f.Closed.IsZero() && !f.State.Open() {
		f.Closed = e.At
	} else if f.State.Open() {
		f.Closed = time.Time{}
	}
	return f
}

// About is what an alert tells of, whenever it rang: two that are about the same are one thing.
func (a Alert) About() string {
	return hashOf("about", string(a.Kind), a.Issue, a.Topic, a.Division, a.Watch, a.Source)
}

// SameMatter says whether two alerts belong together: of one issue; else of one watch or one source;
// else of one topic at one place, where not both tell of an issue of their own.
func (a Alert) SameMatter(b Alert) bool {
	switch {
	case a.Issue != "" && b.Issue != "":
		return a.Issue == b.Issue
	case a.Kind == AlertSilence || b.Kind == AlertSilence:
		return a.Kind == b.Kind && a.Source == b.Source && a.Topic == b.Topic && a.Division == b.Division
	case a.Watch != "" && a.Watch == b.Watch:
		return true
	}
	return a.Topic != "" && a.Topic == b.Topic && a.Division == b.Division && a.Division != ""
}

// Heavier says whether an alert mutes another of the same matter.
func (a Alert) Heavier(b Alert) bool {
	if a.Severity.Grave() != b.Severity.Grave() {
		return a.Severity.Grave()
	}
	if w := cmp.Compare(a.Kind.Weight(), b.Kind.Weight()); w != 0 {
		return w > 0
	}
	return a.Severity.Heavier(b.Severity)
}

// Hush (屏蔽) keeps alerts quiet for a time: who wants it, why, which, and until when. It never keeps
// quiet what is grave or what a clock runs for.
type Hush struct {
	ID     string    `json:"id"`
	Owner  string    `json:"owner"` // the account
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	Until  time.Time `json:"until"`
	// What it fits; an empty field fits all. Kind alone is too wide.
	Kind     AlertKind `json:"kind,omitempty"`
	Issue    string    `json:"issue,omitempty"`
	Topic    string    `json:"topic,omitempty"`
	Division string    `json:"division,omitempty"`
	Watch    string    `json:"watch,omitempty"`
	Source   string    `json:"source,omitempty"`
	// Ended is when it ended before Until, and Why: somebody's word, or "idle", for nothing fits it.
	Ended time.Time `json:"ended,omitzero"`
	Why   string    `json:"why,omitempty"`
}

// HushID is the id of what somebody silences at a moment.
func HushID(h Hush) string {
	return "h" + hashOf("hush", h.Owner, string(h.Kind), h.Issue, h.Topic, h.Division, h.Watch, h.Source,
		h.At.UTC().Format(time.RFC3339Nano))[:24]
}

// Wide says that it would fit everything of a kind.
func (h Hush) Wide() bool { return h.Issue+h.Topic+h.Division+h.Watch+h.Source == "" }

// Active says whether it holds at a moment.
func (h Hush) Active(now time.Time) bool { return h.Ended.IsZero() && now.Before(h.Until) }

// Fits says whether an alert is of its scope. A topic fits its items too; below lists the code of a
// place and all that it lies in.
func (h Hush) Fits(a Alert, below []string) bool {
	topic := h.Topic == "" || h.Topic == a.Topic ||
		len(a.Topic) > len(h.Topic) && a.Topic[:len(h.Topic)] == h.Topic && a.Topic[len(h.Topic)] == '/'
	return topic && (h.Kind == "" || h.Kind == a.Kind) && (h.Issue == "" || h.Issue == a.Issue) &&
		(h.Watch == "" || h.Watch == a.Watch) && (h.Source == "" || h.Source == a.Source) &&
		(h.Division == "" || h.Division == a.Division || slices.Contains(below, h.Division))
}

// AlertSubject is where the events of an alert are kept.
func AlertSubject(id string) string { return "alert." + token(id) }

// HushSubject is where what is silenced is kept, with how it ended.
func HushSubject(id string) string { return "hush." + token(id) }

// WatchSubject is where a watch is kept, with each of its changes.
func WatchSubject(id string) string { return "watch." + token(id) }

// WatchID is the id of a watch that somebody makes at a moment.
func WatchID(owner string, at time.Time) string {
	return "w" + hashOf("watch", owner, at.UTC().Format(time.RFC3339Nano))[:16]
}

// WatchNote is a watch as the log keeps it, and whether it was taken away.
type WatchNote struct {
	Watch
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Gone bool      `json:"gone,omitempty"`
}
