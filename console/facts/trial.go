package facts

import "time"

// Trial is what a place would bring, and how it would be configured. Its words are redacted.
type Trial struct {
	Kind     string         `json:"kind"` // page, article, json, sitemap, feed
	Charset  string         `json:"charset"`
	Items    []TrialItem    `json:"items"`
	Replies  []TrialReply   `json:"replies,omitempty"`
	Proposal TrialProposal  `json:"proposal"`
	YAML     string         `json:"yaml"`     // the proposal as sources.yaml would have it
	Warnings []string       `json:"warnings"` // short codes
	Refused  []TrialRefusal `json:"refused,omitempty"`
	Page     string         `json:"-"` // what a reader sees of the address itself
}

// TrialItem is one mention that would be made.
type TrialItem struct {
	Title     string        `json:"title"`
	Published time.Time     `json:"published_at,omitzero"`
	Text      string        `json:"text"`
	URL       string        `json:"url"`
	Division  string        `json:"division"`
	Reply     *TrialReplyAt `json:"reply,omitempty"`
}

// TrialReplyAt says that an office answered an item, and where its words are: at Index of the
// trial's replies. They are no part of the item, as they are none of the mention.
type TrialReplyAt struct {
	Unit  string    `json:"unit,omitempty"`
	At    time.Time `json:"published_at,omitzero"`
	Index int       `json:"index"`
}

// TrialReply is what an office answered to one item.
type TrialReply struct {
	Item int    `json:"item"`
	Text string `json:"text"`
}

// TrialProposal is a source as sources.yaml would say it.
type TrialProposal struct {
	By      string   `json:"by"`
	URL     string   `json:"url"`
	Follow  bool     `json:"follow,omitempty"`
	Domains []string `json:"domains,omitempty"`
	// JSON says where things stand in the data (by: json): items, title, text, time, reply, url, page.
	JSON map[string]string `json:"json,omitempty"`
}

// TrialRefusal is a page or an item that gave no mention.
type TrialRefusal struct {
	Address string `json:"address"`
	Code    string `json:"code"`
	Reason  string `json:"reason"`
}

// HeldTrial is a trial that somebody asked for through a page.
type HeldTrial struct {
	Trial
	ID      string
	Address string
	Running bool
	Asked   int    // requests that were made so far
	Code    string // why the address could not be read; "" where it could
	Reason  string // the same in the program's own words
}
