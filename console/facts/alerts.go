package facts

import (
	"slices"
	"time"

	"huiying/opinion"
)

// AlertQuery narrows the list of alerts. Empty fields narrow nothing.
type AlertQuery struct {
	States   []opinion.AlertState
	Kind     opinion.AlertKind
	Who      string // the account that has it
	Watch    string
	Issue    string
	Group    string
	From, To time.Time // when it rang: within [From, To)
	Size     int
	Within   func(opinion.Alert) bool // what the reader may see; nil: everything
}

// Fits says whether an alert is asked for.
func (q AlertQuery) Fits(f opinion.AlertFile) bool {
	return (len(q.States) == 0 || slices.Contains(q.States, f.State)) && (q.Kind == "" || q.Kind == f.Kind) &&
		(q.Who == "" || q.Who == f.Who) && (q.Watch == "" || q.Watch == f.Watch) &&
		(q.Issue == "" || q.Issue == f.Issue) && (q.Group == "" || q.Group == f.Group) &&
		(q.From.IsZero() || !f.At.Before(q.From)) && (q.To.IsZero() || f.At.Before(q.To)) &&
		(q.Within == nil || q.Within(f.Alert))
}

// AlertCounts says how many alerts are open, by state and kind.
type AlertCounts map[AlertIs]int

// AlertIs is what open alerts are counted by.
type AlertIs struct {
	State opinion.AlertState
	Kind  opinion.AlertKind
}

// AlertAct is what somebody wants done to an alert.
type AlertAct struct {
	Move   opinion.AlertMove
	Who    string // the account
	By     string // its role
	To     string
	Reason string
	Case   string
	Watch  string
}
