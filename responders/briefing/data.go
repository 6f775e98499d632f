package briefing

import (
	"time"

	"huiying/opinion"
)

// Briefing is a day, a week or a month on one page. Lists are never nil.
type Briefing struct {
	Period    Period         `json:"period"`
	Date      string         `json:"date"`               // its first day in Beijing: 2026-11-22
	Division  string         `json:"division,omitempty"` // it tells of what lies there and below; "": of everything
	From      time.Time      `json:"from"`
	To        time.Time      `json:"to"`
	Until     time.Time      `json:"until"`        // nothing later is in it: To, or when it was made
	No        int            `json:"no,omitempty"` // of its paper within the year; 0: it has none
	Numbers   []Number       `json:"numbers"`
	Received  *Received      `json:"received,omitempty"` // what became of what came in
	Sentences []Line         `json:"sentences"`
	Heavy     []Issue        `json:"heavy"`            // new or heavy issues
	Growing   []Issue        `json:"growing"`          // against their own past
	Alerts    []Alert        `json:"alerts,omitempty"` // what rang, and what came of it
	Asked     []AskedItem    `json:"asked,omitempty"`  // duties to publish that many asked about
	Days      []DayCount     `json:"days"`             // what came in day by day, the last days before it too
	Places    []Place        `json:"places"`           // in the order of their codes
	Answered  []Case         `json:"answered"`         // in the period
	Overdue   []Unit         `json:"overdue"`          // units with overdue cases
	Decide    []Decision     `json:"decide"`           // what waits for somebody to decide
	Sources   []SourceHealth `json:"sources"`
	Missing   []Missing      `json:"missing"` // parts that could not be had; the rest is issued

	// Weekdays is what came in on the same weekday of the weeks before a day, the last week first; as
	// far back as anything came in at all.
	Weekdays []int `json:"weekdays,omitempty"`

	came []Arrived // while it is written: of the period and of what it is compared with
}

// Received is what became of what came in (对账), counted by the day on which it came: the sum of the
// others.
type Received struct {
	N         int `json:"n"`
	InCases   int `json:"in_cases"`
	Waiting   int `json:"waiting"`
	Dismissed int `json:"dismissed"`
	Known     int `json:"known"`   // of no division
	Refused   int `json:"refused"` // of no division

	Why map[string]int `json:"why,omitempty"` // of the refused, by the code of the reason
}

// Add counts what another sum has, too.
func (r *Received) Add(x Received) {
	r.N, r.InCases, r.Waiting = r.N+x.N, r.InCases+x.InCases, r.Waiting+x.Waiting
	r.Dismissed, r.Known, r.Refused = r.Dismissed+x.Dismissed, r.Known+x.Known, r.Refused+x.Refused
	for code, n := range x.Why {
		if r.Why == nil {
			r.Why = map[string]int{}
		}
		r.Why[code] += n
	}
}

// Number is a fact of the period and the way to what is behind it.
type Number struct {
	ID       string   `json:"id"` // mentions, new_issues, new_cases, answered, verified, doubted, closed, became_overdue, overdue
	Name     string   `json:"name"`
	En       string   `json:"name_en"`
	N        int      `json:"n"`
	Previous *int     `json:"previous,omitempty"` // in the period before
	None     bool     `json:"no_data,omitempty"`  // it could not be had: N means nothing
	IDs      []string `json:"ids"`                // the first two hundred
	Link     string   `json:"link,omitempty"`     // opens the list behind it
}

// Line is one sentence with the ids it speaks of.
type Line struct {
	ID   string   `json:"id"`
	Zh   string   `json:"zh"`
	En   string   `json:"en"`
	IDs  []string `json:"ids"`
	Link string   `json:"link,omitempty"`
}

// DayCount is how much came in on a day.
type DayCount struct {
	Date string `json:"date"`
	N    int    `json:"n"`
}

// Issue is an issue on the page.
type Issue struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`             // heading of Mention; "" when that was forgotten
	Mention   string           `json:"mention,omitempty"` // whose heading names it
	Topic     string           `json:"topic"`
	TopicName string           `json:"topic_name"`
	Division  string           `json:"division"`
	Place     string           `json:"place"` // its name
	Severity  opinion.Severity `json:"severity"`
	Size      int              `json:"size"` // independent reports up to the end of the period
	First     time.Time        `json:"first"`
	Today     int              `json:"today"`          // independent reports of the period
	Before    int              `json:"before"`         // in the periods before it that it is compared with
	Days      []int            `json:"days,omitempty"` // of growing ones: day by day, as Briefing.Days
	New       bool             `json:"new"`            // said first in the period
	Case      string           `json:"case,omitempty"`
	State     opinion.State    `json:"state,omitempty"` // of the case, at the end of the period
}

// Place is a division of the map with what was said and is owed there and below it.
type Place struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	N       int      `json:"n"`      // mentions
	Before  int      `json:"before"` // in the periods before that it is compared with
	Open    int      `json:"open"`   // cases at the end of the period
	Overdue int      `json:"overdue"`
	Late    []string `json:"late_cases"` // those overdue
}

// Case is a case on the page.
type Case struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Mention string        `json:"mention,omitempty"`
	Unit    string        `json:"unit"`
	Name    string        `json:"unit_name"`
	State   opinion.State `json:"state"`
	Topic   string        `json:"topic"`
	Late    bool          `json:"late"` // answered after it was due
	URL     string        `json:"url,omitempty"`
	Hours   int           `json:"hours"` // from dispatch to answer
}

// Unit is a unit with overdue cases.
type Unit struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	N     int      `json:"n"`
	Cases []string `json:"cases"` // longest overdue first
	Hours int      `json:"hours"` // by which the longest is overdue
}

// What there is to decide.
const (
	Arbitrate = "arbitrate" // 待裁定: a case was returned, and the common superior decides
	Extend    = "extend"    // 待批延期: a unit asked for more time
	Doubt     = "doubt"     // 答复存疑: the answer did not hold, and it is owed again
	Unsure    = "unsure"    // 待人工研判: heavy, or perhaps so, and nobody was given it yet
)

// Decision is a case that waits for a decision.
type Decision struct {
	Kind     string           `json:"kind"`
	Case     string           `json:"case"`
	Title    string           `json:"title"`
	Mention  string           `json:"mention,omitempty"`
	Unit     string           `json:"unit"`
	Name     string           `json:"unit_name"`
	Severity opinion.Severity `json:"severity"`
	Hours    int              `json:"hours"` // since the last that happened to it
	Asked    int              `json:"asked_hours,omitempty"`
}

// SourceHealth is how a source does.
type SourceHealth struct {
	ID     string              `json:"id"`
	Name   string              `json:"name"`
	N      int                 `json:"n"`               // what came in
	Before int                 `json:"before"`          // in the periods before that it is compared with
	State  opinion.SourceState `json:"state,omitempty"` // "" is not known
	Reason string              `json:"reason,omitempty"`
}

// Missing is a part that could not be had.
type Missing struct {
	Part   string `json:"part"`
	Reason string `json:"reason"`
}
