package register

import (
	"time"

	"huiying/opinion"
)

// DeskQuery asks for what lies on a unit's desk (承办台).
type DeskQuery struct {
	Unit     string
	Sections []opinion.DeskSection // any of these; none: all
	Post     string                // assigned to this desk of the unit
	Officer  string                // assigned to this account
	Topic    string
	Division string
	Severity opinion.Severity
	Q        string // words of the heading, or the case's id
	// From and To bound what is due next: within [From, To). What nothing is due of is beyond every To.
	From, To time.Time
	// Order is "" for the desk's own, else ByDue, BySeverity, ByPlace or ByReports; among equals what is due
	// first stands first.
	Order    string
	Reversed bool
	Size     int
	Cursor   string
}

// DeskRow is a case on a desk.
type DeskRow struct {
	CaseRow
	Assists bool
	Post    string
	Officer string
	Paper   opinion.PaperState
	Back    opinion.Event // why it came back; zero when it did not
}

// DeskList is one page of a desk: what came back first, then by time left, or as was asked.
type DeskList struct {
	Items []DeskRow
	Next  string
}

// DeskCount counts one section of a desk.
type DeskCount struct {
	Section opinion.DeskSection
	N       int
	Late    int // of these, past their next due time
	Soon    int // due within a day from then
}

// DeskLoad is a unit's desk in numbers, and the posts (科室、岗位) that have work.
type DeskLoad struct {
	Counts []DeskCount
	Posts  []string
}

// Deadline is a moment by which a unit owes something.
type Deadline struct {
	Case     string
	Title    string
	Duty     opinion.Duty
	Due      time.Time
	Severity opinion.Severity
}

// UnitLoad is what a unit has open at a moment.
type UnitLoad struct {
	Unit string // "" is what no unit was given yet
	Open int
	Owed int // an answer is still owed
	Late int // and was due before then
	Soon int // or is due within a day
}
