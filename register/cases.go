package register

import (
	"time"

	"huiying/opinion"
)

// The orders of a list of cases, beside BySeverity (heaviest first) and ByUnit (by ids). In these two, by
// place and by reports, whoever was opened first stands first among equals. A list may be Reversed.
const (
	ByOpened  = "opened"  // newest first
	ByUpdated = "updated" // latest change first
	ByDue     = "due"     // what is due next first, what is not due last; last also when reversed
	ByPlace   = "place"   // by codes of divisions
	ByReports = "reports" // most independent reports first, and newest among equals
)

// CaseQuery asks for cases (办件).
type CaseQuery struct {
	States    []opinion.State  // any of these
	Open      bool             // only those for which the public still waits
	Matters   []opinion.Matter // any of these: what the public said, requests for disclosure
	Unit      string           // in charge
	Issue     string
	Topic     string
	Division  string
	Severity  opinion.Severity
	DueAfter  time.Time // an answer is owed, not before then
	DueBefore time.Time // an answer is owed by then
	Overdue   bool      // an answer is owed, and was due before At
	From, To  time.Time // opened within [From, To)
	Source    string    // of its first report
	At        time.Time
	Q         string         // words of the heading, or the case's id
	Within    *opinion.Scope // what the asker may see; nil: everything
	Order     string         // ByOpened by default
	Reversed  bool           // the other way round
	Size      int
	Cursor    string
}

// CaseRow is a case in a list.
type CaseRow struct {
	opinion.Case
	Title string `json:"title"` // heading of its first mention, redacted; "" when forgotten
}

// CaseFile is one case and every event of it in order, both as the register had them at one moment.
type CaseFile struct {
	CaseRow
	History []opinion.Event
}

// CaseList is one page of cases.
type CaseList struct {
	Total int       `json:"total"`
	Items []CaseRow `json:"items"`
	Next  string    `json:"next,omitempty"`
}

// CaseCount is how many cases of a matter are in a state.
type CaseCount struct {
	State  opinion.State
	Matter opinion.Matter
	N      int
}

// Applied is one event of a case, with the state before it and the case after.
type Applied struct {
	Was   opinion.State
	Event opinion.Event
	Case  opinion.Case
}
