package register

import (
	"time"

	"huiying/opinion"
)

// The orders of a list of issues.
const (
	ByRecent    = "recent"    // last heard of first
	BySize      = "size"      // most independent reports first
	ByHeaviness = "heavy"     // by severity, then by size
	ByAttention = "attention" // see Attention; needs At
)

// IssueQuery asks for issues (议题).
type IssueQuery struct {
	Topic     string
	Division  string
	Severity  opinion.Severity
	Demand    opinion.Demand
	From, To  time.Time // last heard of within [From, To)
	NewFrom   time.Time // first heard of at or after
	MinSize   int       // independent reports
	Q         string    // words of the heading
	At        time.Time // of growth and attention; zero: neither is told
	Within    *opinion.Scope
	Unit      string // proposed or in charge
	Order     string // ByRecent by default
	Reversed  bool   // the other way round; not of ByAttention
	Uncounted bool   // the list's total is not wanted
	Size      int
	Cursor    string
}

// IssueRow is one issue in a list.
type IssueRow struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`    // heading of its first mention
	Reports   int              `json:"reports"`  // independent ones
	Mentions  int              `json:"mentions"` // with copies
	Topic     string           `json:"topic"`
	TopicName string           `json:"-"`
	Division  string           `json:"division"`
	Severity  opinion.Severity `json:"severity"` // the heaviest of its mentions
	Demand    opinion.Demand   `json:"-"`
	First     time.Time        `json:"first,omitzero"`
	Last      time.Time        `json:"last,omitzero"`
	Unit      string           `json:"unit,omitempty" doc:"proposed or in charge"`
	Case      string           `json:"case,omitempty"` // id, when one was opened
	State     opinion.State    `json:"state,omitempty"`

	Today     int     `json:"today" doc:"independent reports of the last 24 hours"`
	Before    int     `json:"before" doc:"independent reports of the 7 days before those"`
	Growth    float64 `json:"growth,omitempty" doc:"today / max(1, before / 7); absent when today is less than 3: too few to tell"`
	Attention float64 `json:"attention" doc:"today, times growth where that is more than 1"`
	// Days is left empty by lists; Heat has what belongs there.
	Days []int `json:"days,omitempty" doc:"independent reports a day of +08:00, 14 days, today last"`
}

// IssueList is one page of issues.
type IssueList struct {
	Total int        `json:"total"` // 0 when it was not wanted
	Items []IssueRow `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// IssueAt is what was said about an issue up to the end of a stretch of time; IssueRow is an issue as
// it is now. A briefing's Issue is made of it and kept as JSON, so it has a shape of its own.
type IssueAt struct {
	ID, Topic, TopicName, Division string
	Severity                       opinion.Severity
	First                          time.Time
	Size                           int    // independent reports up to the end
	Today                          int    // within the stretch
	Before                         int    // before it, from past on
	Case                           string // opened before the end
}

// Beat is what was said about an issue in the hour or day that begins at Time.
type Beat struct {
	Time    time.Time `json:"time"`
	Reports int       `json:"reports"` // independent ones
	Copies  int       `json:"copies,omitempty"`
}

// Together says what the mentions of an issue have in common, the most frequent first.
type Together struct {
	Words   []KeyCount `json:"words" doc:"by which reports were put here, with the number of those reports"`
	Sources []KeyCount `json:"sources" doc:"mentions, copies too"`
	Places  []KeyCount `json:"places" doc:"independent reports"`
}

// MentionRow is one mention in the list of an issue or a case.
type MentionRow struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Text     string           `json:"text,omitempty"` // redacted; a register keeps none and leaves it empty
	URL      string           `json:"url,omitempty"`
	Source   string           `json:"source"`
	Said     time.Time        `json:"said,omitzero"`
	Topic    string           `json:"topic"`
	Division string           `json:"division"`
	Severity opinion.Severity `json:"severity"`
	Copy     bool             `json:"copy"` // a copy or forward of a known report

	Issue     string         `json:"-"`
	Demand    opinion.Demand `json:"-"`
	Unit      string         `json:"-"`
	Collected time.Time      `json:"-"`
	Corrected int            `json:"-"` // corrections, those taken back too
}
