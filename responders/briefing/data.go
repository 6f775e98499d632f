package briefing

import (
	"time"

	"huiying/opinion"
)

// Briefing is one day on one page. Lists are never nil.
type Briefing struct {
	Date      string    `json:"date"` // 2026-11-22, a day in Beijing
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Numbers   []Number  `json:"numbers"`
	Sentences []Line    `json:"sentences"`
	Heavy     []Issue   `json:"heavy"`    // new or heavy issues of the day
	Growing   []Issue   `json:"growing"`  // today against their own past seven days
	Answered  []Case    `json:"answered"` // today
	Overdue   []Unit    `json:"overdue"`  // units with overdue cases
	Sources   []Source  `json:"sources"`  // those that are late or failing
	Missing   []Missing `json:"missing"`  // parts that could not be had; the rest is issued
}

// Number is a fact of the day and the way to what is behind it.
type Number struct {
	ID   string   `json:"id"` // mentions, new_issues, new_cases, answered, verified, closed, overdue, became_overdue
	Name string   `json:"name"`
	En   string   `json:"name_en"`
	N    int      `json:"n"`
	None bool     `json:"no_data,omitempty"` // it could not be had: N means nothing
	IDs  []string `json:"ids"`
	Link string   `json:"link,omitempty"` // opens the list behind it
}

// Line is one sentence with the ids it speaks of.
type Line struct {
	ID  string   `json:"id"`
	Zh  string   `json:"zh"`
	En  string   `json:"en"`
	IDs []string `json:"ids"`
}

// Issue is an issue on the page.
type Issue struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Topic     string           `json:"topic"`
	TopicName string           `json:"topic_name"`
	Division  string           `json:"division"`
	Severity  opinion.Severity `json:"severity"`
	Size      int              `json:"size"` // independent reports so far
	First     time.Time        `json:"first"`
	Today     int              `json:"today"`  // independent reports of the day
	Before    int              `json:"before"` // in the seven days before it
	New       bool             `json:"new"`    // said first today
	Case      string           `json:"case,omitempty"`
	State     opinion.State    `json:"state,omitempty"`
}

// Case is a case on the page.
type Case struct {
	ID    string        `json:"id"`
	Unit  string        `json:"unit"`
	Name  string        `json:"unit_name"`
	State opinion.State `json:"state"`
	Topic string        `json:"topic"`
	Late  bool          `json:"late"` // answered after it was due
	URL   string        `json:"url,omitempty"`
	Hours int           `json:"hours"` // from dispatch to answer
}

// Unit is a unit with overdue cases.
type Unit struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	N     int      `json:"n"`
	Cases []string `json:"cases"` // longest overdue first
	Hours int      `json:"hours"` // by which the longest is overdue
}

// Source is a source that is not well.
type Source struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	State  string `json:"state"` // late, failing
	Reason string `json:"reason,omitempty"`
}

// Missing is a part that could not be had.
type Missing struct {
	Part   string `json:"part"`
	Reason string `json:"reason"`
}
