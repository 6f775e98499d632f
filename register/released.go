package register

import (
	"time"

	"huiying/opinion"
)

// ReleasedQuery asks for released answers.
type ReleasedQuery struct {
	Q        string // words, all of which stand in the heading or the answer
	Topic    string
	Division string
	Unit     string
	Size     int
	Cursor   string
}

// Released (公开办件) is one answered case as a unit released it.
type Released struct {
	ID         string           `json:"id"`
	Title      string           `json:"title,omitempty"` // heading of its first mention where that was said in public, "" elsewhere
	Topic      string           `json:"topic"`
	Division   string           `json:"division"`
	Severity   opinion.Severity `json:"severity"`
	Reports    int              `json:"reports"`
	Unit       string           `json:"unit"`
	State      opinion.State    `json:"state"`
	Kind       string           `json:"kind,omitempty"`
	Opened     time.Time        `json:"opened"`
	Dispatched time.Time        `json:"dispatched,omitzero"`
	Answered   time.Time        `json:"answered,omitzero"`
	Released   time.Time        `json:"released"` // when the answer was found where it is published
	Closed     time.Time        `json:"closed,omitzero"`
	Overdue    bool             `json:"overdue"`
	Answer     string           `json:"answer"`
	AnswerURL  string           `json:"answer_url,omitempty"`
	Outcome    opinion.Outcome  `json:"outcome,omitempty"`
	Solved     string           `json:"solved,omitempty"` // as the unit says
	Solution   opinion.Solution `json:"solution,omitempty"`
	Facts      []opinion.Fact   `json:"facts,omitempty"`
	Steps      []ReleasedStep   `json:"steps"`
}

// ReleasedStep is one public move of a released case: what, when and by which unit; no reasons
// and no words.
type ReleasedStep struct {
	Move opinion.Move `json:"move"`
	At   time.Time    `json:"at"`
	Unit string       `json:"unit,omitempty"`
}

// ReleasedList is one page of released answers, the latest first.
type ReleasedList struct {
	Total int
	Items []Released
	Next  string
}
