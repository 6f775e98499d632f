package opinion

import (
	"slices"
	"time"
)

// Blank marks in a template what only the unit knows (〔待填：…〕). A text that still holds it is not
// ready.
const Blank = "〔待填"

// PaperAct is what somebody of a unit does to its working papers of a case.
type PaperAct string

// The acts.
const (
	PaperAssign   PaperAct = "assign"    // 分派: to a desk or an officer of the unit
	PaperSave     PaperAct = "save"      // 起草: a version of the text
	PaperSubmit   PaperAct = "submit"    // 送审
	PaperApprove  PaperAct = "approve"   // 审核通过
	PaperSendBack PaperAct = "send_back" // 退回修改
	PaperDrop     PaperAct = "drop"      // the words are gone: published, or of no use any more
)

// PaperState is how far a text in the making is; "" where there is none.
type PaperState string

// The states.
const (
	PaperDrafted   PaperState = "drafted"
	PaperSubmitted PaperState = "submitted"
	PaperApproved  PaperState = "approved"
	PaperSentBack  PaperState = "sent_back"
)

// PaperEvent is one act upon a unit's working papers (办理底稿) of a case. It is no event of the
// case: who in an office is given the work, and what a text was before it was published, is the
// unit's own business and never part of a history that the public can read.
type PaperEvent struct {
	Case string    `json:"case"`
	Unit string    `json:"unit"`
	Act  PaperAct  `json:"act"`
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"` // account of the office; "" where nobody signs in

	Post string `json:"post,omitempty"` // assign, drop: a desk of the unit, in its own words
	To   string `json:"to,omitempty"`   // assign, drop: account of an officer

	Text     string `json:"text,omitempty"` // save
	TextHash string `json:"text_hash,omitempty"`
	Kind     string `json:"kind,omitempty"` // save: kind of response
	Reason   string `json:"reason,omitempty"`
}

// Paper is what a unit has of a case beside its history: a fold of its PaperEvents.
type Paper struct {
	Case     string     `json:"case"`
	Unit     string     `json:"unit"`
	Version  uint64     `json:"version"` // sequence of its last event in the log
	State    PaperState `json:"state,omitempty"`
	Post     string     `json:"post,omitempty"`
	To       string     `json:"to,omitempty"`
	Drafts   []Drafted  `json:"drafts,omitempty"` // the latest last
	Sent     string     `json:"sent,omitempty"`   // who handed it to the reviewer
	Reviewer string     `json:"reviewer,omitempty"`
	Approved string     `json:"approved,omitempty"` // hash of the text that was approved
	Reason   string     `json:"reason,omitempty"`   // why it was sent back
	Changed  time.Time  `json:"changed,omitzero"`
}

// Drafted is one version of a text in the making.
type Drafted struct {
	N        int       `json:"n"`
	At       time.Time `json:"at"`
	By       string    `json:"by,omitempty"`
	Text     string    `json:"text"`
	TextHash string    `json:"text_hash"`
	Kind     string    `json:"kind,omitempty"`
}

// mostDrafts bounds what is kept of a text: the latest versions.
const mostDrafts = 20

// TextHash is the hash of words as histories chain it.
func TextHash(text string) string { return hashOf("text", text) }

// Draft is the present version of the text, and whether there is one.
func (p Paper) Draft() (Drafted, bool) {
	if len(p.Drafts) == 0 {
		return Drafted{}, false
	}
	return p.Drafts[len(p.Drafts)-1], true
}

// Apply folds one event into the papers. It trusts the event, and does not mind when earlier ones
// are gone: dropped words leave no trace.
func (p Paper) Apply(e PaperEvent, version uint64) Paper {
	p.Case, p.Unit, p.Version, p.Changed = e.Case, e.Unit, version, e.At
	switch e.Act {
	case PaperAssign:
		p.Post, p.To = e.Post, e.To
	case PaperSave:
		last, _ := p.Draft()
		p.Drafts = append(slices.Clone(p.Drafts), Drafted{N: last.N + 1, At: e.At, By: e.By, Text: e.Text, TextHash: e.TextHash, Kind: e.Kind})
		p.Drafts = p.Drafts[max(0, len(p.Drafts)-mostDrafts):]
		p.State, p.Sent, p.Reviewer, p.Approved = PaperDrafted, "", "", ""
	case PaperSubmit:
		p.State, p.Sent, p.Reason = PaperSubmitted, e.By, ""
	case PaperApprove:
		p.State, p.Reviewer, p.Approved = PaperApproved, e.By, e.TextHash
	case PaperSendBack:
		p.State, p.Reviewer, p.Reason = PaperSentBack, e.By, e.Reason
	case PaperDrop:
		p = Paper{Case: e.Case, Unit: e.Unit, Version: version, Post: e.Post, To: e.To, Changed: e.At}
	}
	return p
}
