package facts

import (
	"huiying/opinion"
	"huiying/register"
)

// Entry is what somebody told the office, as it is typed in (登记). It has no room for who told it.
type Entry struct {
	Told     opinion.Told `json:"told" enum:"hotline,window,person,visit" doc:"how it was told"`
	Title    string       `json:"title,omitempty" doc:"absent: the text's first clause"`
	Text     string       `json:"text" doc:"what was said; redacted before it is written anywhere"`
	Division string       `json:"division,omitempty" doc:"home of who took it down, where the text names no place"`
	Ref      string       `json:"ref,omitempty" doc:"number of the entry at yours: the same entry twice is one"`
	Topic    string       `json:"topic,omitempty" doc:"rather than what is judged"`
	Place    string       `json:"place,omitempty" doc:"code or name, rather than what is judged"`
	Unit     string       `json:"unit,omitempty" doc:"rather than what is judged"`
	Dispatch bool         `json:"dispatch,omitempty" doc:"give the case to its unit at once"`
	Code     bool         `json:"code,omitempty" doc:"hand out a query code, shown once in the answer"`
	By       string       `json:"by,omitempty" doc:"a role or \"unit:<id>\""`
}

// Draft is what an entry says, unredacted.
func (e Entry) Draft() opinion.Draft {
	return opinion.Draft{Source: e.Told.Source(), Kind: opinion.KindHotline, Ref: e.Ref,
		Title: e.Title, Text: e.Text, Division: e.Division}
}

// Sketch is how a text in the making would be judged now. It is written nowhere.
type Sketch struct {
	Finding opinion.Finding
	Rule    opinion.DispositionRule
	Alike   []Alike
}

// Alike is an issue that a text in the making comes near, with its case where it has one.
type Alike struct {
	register.IssueRow
	Copy bool
	Why  []string
}

// Entered says what became of an entry.
type Entered struct {
	Mention string           `json:"mention"`
	Known   bool             `json:"known,omitempty" doc:"the same entry was here before"`
	Cases   []string         `json:"cases" doc:"that it is in; none where it waits, or is not judged yet"`
	Stands  register.Stand   `json:"stands"`
	Case    *opinion.Case    `json:"-"` // the latest of them, as it is now
	Not     []error          `json:"-"` // what of the entry's own wishes was refused
	Words   []string         `json:"errors,omitempty" doc:"what of the entry's own wishes was refused"`
	Code    string           `json:"-"` // handed out, and shown once
	Danger  []string         `json:"danger,omitempty" doc:"numbers to call now"`
	Judged  *opinion.Finding `json:"-"`
}
