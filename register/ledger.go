package register

import (
	"time"

	"huiying/opinion"
)

// LedgerQuery asks for mentions that are in no case: those that wait for a person, or those that
// were dismissed although they were said to the office.
type LedgerQuery struct {
	Dismissed bool // not those that wait
	Rule      opinion.DispositionRule
	Topic     string
	Division  string
	Severity  opinion.Severity
	Source    string
	From, To  time.Time // received within [From, To)
	Q         string    // words of the heading, or the mention's id
	// At hides what is only on its way into a case: what came within Settling of it. Zero: nothing.
	At     time.Time
	Within *opinion.Scope
	Size   int
	Cursor string
}

// Settling is how long a mention that opens a case may take to be in it, before it is shown as one
// that waits.
const Settling = time.Minute

// Stand says where a mention is: in which cases, or by which rule it waits or was dismissed.
type Stand struct {
	Is       opinion.Disposition     `json:"is"`
	Rule     opinion.DispositionRule `json:"rule,omitempty"`
	By       string                  `json:"by,omitempty" doc:"the role that decided; none for a rule"`
	Cases    []string                `json:"cases,omitempty"`
	Received time.Time               `json:"received,omitzero"`
}

// LedgerRow is one of them.
type LedgerRow struct {
	Line    opinion.LedgerLine
	Mention MentionRow
	Finding opinion.Finding // zero when its words were forgotten
}

// LedgerList is one page: of what waits the heaviest first, then the oldest; of what was dismissed
// the latest first.
type LedgerList struct {
	Total int
	Items []LedgerRow
	Next  string
}

// BalanceQuery asks for the balance (对账) of days of arrival within [From, To), days of +08:00.
type BalanceQuery struct {
	From, To time.Time
	Source   string
	// Within narrows it to the mentions that fall there, as long as they are not purged. What was known
	// before or refused at the door is of no place and no unit, so that it is counted without it alone.
	Within *opinion.Scope
}

// Balance is what became of what was received.
type Balance struct {
	Received  int `json:"received" doc:"the sum of the others"`
	InCases   int `json:"in_cases"`
	Waiting   int `json:"waiting"`
	Dismissed int `json:"dismissed"`
	Known     int `json:"known"`
	Refused   int `json:"refused"`
}

// Add counts n more.
func (b *Balance) Add(d opinion.Disposition, n int) {
	switch d {
	case opinion.DispositionCase:
		b.InCases += n
	case opinion.DispositionWaiting:
		b.Waiting += n
	case opinion.DispositionDismissed:
		b.Dismissed += n
	case opinion.DispositionKnown:
		b.Known += n
	case opinion.DispositionRefused:
		b.Refused += n
	default:
		return
	}
	b.Received += n
}

// Sum is the balance of entries.
func Sum(entries []Entry) (b Balance) {
	for _, e := range entries {
		b.Add(e.Is, e.N)
	}
	return b
}

// Entry is one line of a balance: how many texts of a source and day stand where, and why. Why is
// a rule, or the code of a refusal; By is the role that decided.
type Entry struct {
	Source string              `json:"source"`
	Day    time.Time           `json:"day"` // its beginning
	Is     opinion.Disposition `json:"is"`
	Why    string              `json:"why,omitempty"`
	By     string              `json:"by,omitempty"`
	N      int                 `json:"n"`
}

// Outcome is what became of some mentions, each counted once.
type Outcome struct {
	NewCases  int                             `json:"new_cases" doc:"mentions that a case was opened for"`
	Joined    int                             `json:"joined" doc:"that are in a case beside others"`
	Waiting   int                             `json:"waiting" doc:"for a person"`
	Dismissed int                             `json:"dismissed"`
	Replaced  int                             `json:"replaced" doc:"that their source corrected since: the newer text counts"`
	OnTheWay  int                             `json:"on_the_way" doc:"not judged yet, or their case is being opened; a dead letter stays one of them"`
	Why       map[opinion.DispositionRule]int `json:"why,omitempty" doc:"of those that wait or were dismissed"`
}

// Add counts those of another outcome too.
func (o *Outcome) Add(x Outcome) {
	o.NewCases += x.NewCases
	o.Joined += x.Joined
	o.Waiting += x.Waiting
	o.Dismissed += x.Dismissed
	o.Replaced += x.Replaced
	o.OnTheWay += x.OnTheWay
	for why, n := range x.Why {
		if o.Why == nil {
			o.Why = map[opinion.DispositionRule]int{}
		}
		o.Why[why] += n
	}
}
