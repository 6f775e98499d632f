package console

import (
	"context"
	"time"

	"huiying/opinion"
)

// CaseQuery filters cases. Zero fields do not filter.
type CaseQuery struct {
	States    []opinion.State
	Matter    opinion.Matter // what the public said, or requests for disclosure
	Unit      string
	DueAfter  time.Time // only cases whose answer is owed, and not before then
	DueBefore time.Time // only cases whose answer is still owed by then
	Overdue   bool      // only cases whose answer clock ran out unanswered
	Q         string    // words of the issue's titles, or an id
	Topic     string
	Division  string // with everything below it
	Issue     string
	Severity  opinion.Severity
	Within    *Sight // what the asker may see; nil: everything
	Order     string // "due" (soonest first, those without due last), "updated", "opened"; "" means due
	Size      int    // 1..200
	Cursor    string
}

// CaseRow is a case in a list, with the title it is known by (redacted, of its first mention).
type CaseRow struct {
	opinion.Case
	Title string `json:"title"`
}

// CaseList is one page of cases.
type CaseList struct {
	Total int       `json:"total"`
	Items []CaseRow `json:"items"`
	Next  string    `json:"next,omitempty"`
}

// CaseFile is one case with its whole history and its mentions.
type CaseFile struct {
	Case     opinion.Case    `json:"case"`
	Title    string          `json:"title"`
	History  []opinion.Event `json:"history"`
	Mentions []MentionRow    `json:"mentions"`
	// Moves are those that may be made now; nil means what the state allows.
	Moves []opinion.Move `json:"moves,omitempty"`
	// Checks are what was seen of an answer that waits for its verdict.
	Checks []AnswerCheck `json:"checks,omitempty"`
	Clocks []CaseClock   `json:"clocks"`
	Past   []Decision    `json:"past,omitempty" doc:"what was arbitrated about the same topic before"`
}

// AnswerCheck (答复核查) is one thing that was looked at in an answer, and the reason for the
// verdict on it. A person may overrule it in words.
type AnswerCheck struct {
	Name     string `json:"name"` // about, form_letter, promises
	OK       bool   `json:"ok"`
	Reason   string `json:"reason"` // Chinese
	ReasonEn string `json:"reason_en"`
}

// MentionRow is one mention in the list of an issue or a case.
type MentionRow struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Text     string           `json:"text,omitempty"` // redacted; empty when forgotten
	URL      string           `json:"url,omitempty"`
	Source   string           `json:"source"`
	Said     time.Time        `json:"said,omitzero"`
	Topic    string           `json:"topic"`
	Division string           `json:"division"`
	Severity opinion.Severity `json:"severity"`
	Copy     bool             `json:"copy"` // a copy or forward of a known report
}

// Command is a move with its particulars. Which fields a move needs is for the desk to
// decide and refuse.
type Command struct {
	Expected uint64          `json:"expected_version"`
	By       string          `json:"by,omitempty"` // a role or "unit:<id>"; "" means "console"
	Unit     string          `json:"unit,omitempty"`
	Co       []string        `json:"co,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Text     string          `json:"text,omitempty"`
	Kind     string          `json:"kind,omitempty"`
	URL      string          `json:"url,omitempty"`
	OK       bool            `json:"ok,omitempty"`
	Outcome  opinion.Outcome `json:"outcome,omitempty"`
	Solved   string          `json:"solved,omitempty"`
	Into     string          `json:"into,omitempty"`
	Channel  string          `json:"channel,omitempty"`
	Of       string          `json:"of,omitempty"` // keep: which promise, by its last day; the next due when empty
	Limit    time.Duration   `json:"-"`            // extend, ask: the time added; "limit" as "48h" or "7d" in JSON

	// register: a request for disclosure (依申请公开). Never who applied.
	Ref      string    `json:"ref,omitempty"`
	Topic    string    `json:"topic,omitempty"`
	Division string    `json:"division,omitempty"`
	Received time.Time `json:"received,omitzero"`
}

// CaseCount is how many cases of a matter are in a state.
type CaseCount struct {
	State  opinion.State
	Matter opinion.Matter
	N      int
}

// CaseDesk reads the register and makes moves. Errors that a reader can act on are *Error.
type CaseDesk interface {
	Cases(ctx context.Context, q CaseQuery) (CaseList, error)
	// Count counts what fits a query by state and matter, whatever the query says of those two.
	Count(ctx context.Context, q CaseQuery) ([]CaseCount, error)
	Case(ctx context.Context, id string) (CaseFile, error)
	// Do makes a move. The move register opens a case, whose id is in the answer; it takes none.
	Do(ctx context.Context, id string, move opinion.Move, cmd Command) (opinion.Case, error)
}

// IssueQuery filters issues. Zero fields do not filter.
type IssueQuery struct {
	Q         string
	Topic     string
	Division  string // with everything below it
	Severity  opinion.Severity
	From, To  time.Time // last heard of
	Within    *Sight    // what the asker may see; nil: everything
	Order     string    // "attention", "heavy" (severity, then reports), "recent"; "" means attention
	Size      int
	Cursor    string
	Uncounted bool // the list's total is not wanted
}

// IssueRow is one issue in a list.
type IssueRow struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Reports  int              `json:"reports"`  // independent ones
	Mentions int              `json:"mentions"` // with copies
	Topic    string           `json:"topic"`
	Division string           `json:"division"`
	Severity opinion.Severity `json:"severity"` // the heaviest of its mentions
	First    time.Time        `json:"first,omitzero"`
	Last     time.Time        `json:"last,omitzero"`
	Unit     string           `json:"unit,omitempty" doc:"proposed or in charge"`
	Case     string           `json:"case,omitempty"` // id, when one was opened
	State    opinion.State    `json:"state,omitempty"`

	Today     int     `json:"today" doc:"independent reports of the last 24 hours"`
	Before    int     `json:"before" doc:"independent reports of the 7 days before those"`
	Growth    float64 `json:"growth,omitempty" doc:"today / max(1, before / 7); absent when today is less than 3: too few to tell"`
	Attention float64 `json:"attention" doc:"today, times growth where that is more than 1"`
	Days      []int   `json:"days,omitempty" doc:"independent reports a day of +08:00, 14 days, today last"`
}

// IssueList is one page of issues.
type IssueList struct {
	Total int        `json:"total"`
	Items []IssueRow `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// IssueFile is one issue with its mentions and why each was put there.
type IssueFile struct {
	Issue    IssueRow            `json:"issue"`
	Heat     Heat                `json:"heat"`
	Together Together            `json:"together"`
	Rows     []MentionRow        `json:"mentions"`
	Why      map[string][]string `json:"why,omitempty"`   // by mention id
	Moved    bool                `json:"moved,omitempty"` // a person put mentions here, which can be taken back
}

// Beat is what was said about an issue in the hour or day that begins at Time.
type Beat struct {
	Time    time.Time `json:"time"`
	Reports int       `json:"reports"` // independent ones
	Copies  int       `json:"copies,omitempty"`
}

// Heat is an issue over time. Hours or days of which nothing was said are left out.
type Heat struct {
	By    string    `json:"by" enum:"hour,day" doc:"hour for an issue of the last two days, else day of +08:00"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Beats []Beat    `json:"beats"`
}

// Together says what the mentions of an issue have in common, the most frequent first.
type Together struct {
	Words   []Share `json:"words" doc:"by which reports were put here, with the number of those reports"`
	Sources []Share `json:"sources" doc:"mentions, copies too"`
	Places  []Share `json:"places" doc:"independent reports"`
}

// Share is a word, source or place and how many have it.
type Share struct {
	Key string `json:"key"`
	N   int    `json:"n"`
}

// IssueBook reads issues.
type IssueBook interface {
	Issues(ctx context.Context, q IssueQuery) (IssueList, error)
	// Issue is one issue without its heat.
	Issue(ctx context.Context, id string) (IssueFile, error)
	// Heat counts what was said about issues within [from, to) by "hour" or "day" (of
	// +08:00), in order of time; empty hours and days, and issues without any, are missing.
	Heat(ctx context.Context, issues []string, from, to time.Time, by string) (map[string][]Beat, error)
}
