package facts

import (
	"time"

	"huiying/opinion"
	"huiying/register"
)

// CaseFile is one case with its whole history and its mentions.
type CaseFile struct {
	Case     opinion.Case          `json:"case"`
	Title    string                `json:"title"`
	History  []opinion.Event       `json:"history"`
	Mentions []register.MentionRow `json:"mentions"`
	// Moves are those that may be made now; nil means what the state allows.
	Moves []opinion.Move `json:"moves,omitempty"`
	// Checks are what was seen of an answer that waits for its verdict.
	Checks []AnswerCheck          `json:"checks,omitempty"`
	Clocks []CaseClock            `json:"clocks"`
	Past   []register.Arbitration `json:"past,omitempty" doc:"what was arbitrated about the same topic before"`
	// Found are replies that stood on the pages of its reports, the latest first.
	Found []FoundReply `json:"found_replies,omitempty" doc:"replies of offices found on the pages of its reports"`
	// Matters are those of its reports that raise several (一信多事), this case's among them.
	Matters []register.Matter `json:"matters,omitempty" doc:"the matters of its reports that raise several"`
	// Amended are texts of its reports that their source corrected, the latest first.
	Amended []Amendment `json:"amended,omitempty"`
	// Items are duties to publish that hold what is asked, the best first.
	Items []ItemMatch `json:"items,omitempty" doc:"duties to publish that hold what is asked, the best first"`
}

// Amendment (来源更正) is what a source changed between two texts of one report.
type Amendment struct {
	Mention  string          `json:"mention"`
	Replaces string          `json:"replaces"`
	At       time.Time       `json:"at"`
	Changes  []opinion.Piece `json:"changes,omitempty" doc:"none where words of one of them were dropped"`
}

// FoundReply (网上发现的答复) is an office's reply that stood on the page of a report, offered to the unit
// of the case, which may take it for its answer. Its words and address are missing where they were
// forgotten.
type FoundReply struct {
	opinion.Offered
	URL    string        `json:"url,omitempty"`
	Unit   string        `json:"unit,omitempty" doc:"the office, as the page names it"`
	Text   string        `json:"text,omitempty"`
	SeenAt time.Time     `json:"collected_at,omitzero"`
	Taken  bool          `json:"taken,omitempty" doc:"the unit's answer says the same"`
	Checks []AnswerCheck `json:"checks,omitempty"`
}

// AnswerCheck (答复核查) is one thing that was looked at in an answer, and the reason for the
// verdict on it. A person may overrule it in words.
type AnswerCheck struct {
	Name     string `json:"name"` // about, form_letter or repeats, promises
	OK       bool   `json:"ok"`
	Reason   string `json:"reason"` // Chinese
	ReasonEn string `json:"reason_en"`
}

// IssueFile is one issue with its mentions and why each was put there.
type IssueFile struct {
	Issue    register.IssueRow     `json:"issue"`
	Heat     Heat                  `json:"heat"`
	Together register.Together     `json:"together"`
	Rows     []register.MentionRow `json:"mentions"`
	Why      map[string][]string   `json:"why,omitempty"`   // by mention id
	Moved    bool                  `json:"moved,omitempty"` // a person put mentions here, which can be taken back
}

// Heat is an issue over time. Hours or days of which nothing was said are left out.
type Heat struct {
	By    string          `json:"by" enum:"hour,day" doc:"hour for an issue of the last two days, else day of +08:00"`
	From  time.Time       `json:"from"`
	To    time.Time       `json:"to"`
	Beats []register.Beat `json:"beats"`
}
