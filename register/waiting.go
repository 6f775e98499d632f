package register

import (
	"time"

	"huiying/opinion"
)

// WaitingQuery asks for cases that wait for the coordinating office: in triage (待研判), or contested.
type WaitingQuery struct {
	// Contested: not those in triage, but closed ones that others call unsolved, until it is decided
	// whether they are opened again.
	Contested bool
	Topic     string
	Division  string
	Severity  opinion.Severity
	Source    string
	Unit      string    // proposed
	Q         string    // words of the heading, or the case's id
	Unsure    bool      // only those of which nobody is sure what they are about
	IDs       []string  // only these
	From, To  time.Time // opened within [From, To)
	// Order is "" for the queue's own, else BySeverity, ByPlace, ByUnit, ByReports or ByDue (by when it must
	// be decided). Among equals what must be decided first stands first.
	Order    string
	Reversed bool
	At       time.Time
	Size     int
	Cursor   string
}

// The classes of waiting cases. Within one, whoever must be decided about first stands first, so
// that a light matter waits behind heavy ones, but never behind younger ones of its own class.
const (
	ClassDanger = iota - 1 // life is at stake now
	ClassHeavy             // severity I or II
	ClassHeard             // LeastGrowth independent reports and more within 24 hours, or its source calls it urgent
	ClassRest
)

// WaitingRow is a waiting case with what a person needs in order to decide about it.
type WaitingRow struct {
	CaseRow
	// Finding is of the mention it is known by, as the case sees it (opinion.Finding.Of); zero when that
	// was forgotten.
	Finding opinion.Finding
	Class   int // ClassDanger, ClassHeavy, ClassHeard or ClassRest
	Today   int // independent reports of its issue in the last 24 hours
	Before  int // in the 7 days before them
}

// WaitingList is one page of them, by class and then by the time that is left to decide.
type WaitingList struct {
	Total int
	Items []WaitingRow
	Next  string
}
