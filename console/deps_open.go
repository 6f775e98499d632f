package console

import (
	"context"
	"time"

	"huiying/opinion"
)

// OpenQuery asks for released answers. Zero fields do not filter.
type OpenQuery struct {
	Q        string // words, all of which stand in the heading or the answer
	Topic    string // an item, or a field with its items
	Division string // with everything below it
	Unit     string
	Size     int
	Cursor   string
}

// OpenAnswer is one answered case as a unit released it: its answer was found where it is
// published. It has no room for what was not released.
type OpenAnswer struct {
	ID         string
	Title      string // "" unless it was said in public and is still kept
	Topic      string
	Division   string
	Severity   opinion.Severity
	Reports    int
	Unit       string
	State      opinion.State
	Kind       string
	Opened     time.Time
	Dispatched time.Time
	Answered   time.Time
	Released   time.Time
	Closed     time.Time
	Overdue    bool
	Answer     string
	AnswerURL  string
	Outcome    opinion.Outcome
	Solved     string
	Steps      []OpenStep
}

// OpenStep is one public move of a case.
type OpenStep struct {
	Move opinion.Move `json:"move"`
	At   time.Time    `json:"at"`
	Unit string       `json:"unit,omitempty"`
}

// OpenList is one page of released answers, the latest first.
type OpenList struct {
	Total int
	Items []OpenAnswer
	Next  string
}

// OpenCount is how many answers lie at or below a topic or place.
type OpenCount struct {
	Key   string
	Depth int // 0 at the top
	N     int
}

// OpenBook reads what was released and nothing else, and takes votes on it.
type OpenBook interface {
	Answers(ctx context.Context, q OpenQuery) (OpenList, error)
	Answer(ctx context.Context, id string) (OpenAnswer, error)
	// Tree counts answers by "topic" or "division", each before what lies below it.
	Tree(ctx context.Context, by string) ([]OpenCount, error)
	// Votes sums what readers said since a moment; 0 and 0 where too few did.
	Votes(ctx context.Context, id string, since time.Time) (satisfied, unsatisfied int, err error)
	Vote(ctx context.Context, id string, satisfied bool) error
}
