package facts

import (
	"huiying/opinion"
	"huiying/register"
)

// MentionFile is one mention with its finding as it holds now, whole.
type MentionFile struct {
	Finding opinion.Finding   `json:"finding"`
	Case    string            `json:"case,omitempty"` // id, when its issue has one
	State   opinion.State     `json:"state,omitempty"`
	Stands  register.Stand    `json:"stands"`
	Later   string            `json:"later,omitempty" doc:"the mention with the newer text of the same report"`
	Matters []register.Matter `json:"matters,omitempty" doc:"its matters, where it raises several; the first is the finding's own"`
	Amended *Amendment        `json:"amended,omitempty" doc:"what its source changed, where it replaces another"`
}

// Correct is what a person puts right in a finding, or confirms: a topic may be named that it
// has already.
type Correct struct {
	Field  opinion.Field `json:"field" enum:"topic,place,demand,severity,unit,asks,other"`
	Is     string        `json:"is" doc:"id of a topic or unit, code or full name of a place (empty: none named), a demand, I to IV; asks: case (one is opened) or nothing (with a reason); other: topic of a further matter that a case is opened for"`
	By     string        `json:"by,omitempty" doc:"a role or \"unit:<id>\""`
	Reason string        `json:"reason,omitempty"`
	Seen   *int          `json:"seen,omitempty" doc:"how many corrections the finding had when you looked; 409 when it has others by now"`
}

// Label is one line of training data: what persons said of a mention and did not take back. huiying
// train reads those with a label.
type Label struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Text     string        `json:"text" doc:"redacted, as it is stored"`
	Label    string        `json:"label,omitempty" doc:"id of the topic that a person named or confirmed"`
	Asks     opinion.Asked `json:"asks,omitempty" enum:"case,nothing" doc:"whether it asks for anything"`
	Issue    string        `json:"issue,omitempty" doc:"where a person put it, with not_issue"`
	NotIssue string        `json:"not_issue,omitempty" doc:"the issue that it is no report of"`
}

// Regroup is what a person says about which reports are one matter.
type Regroup struct {
	Mentions []string `json:"mentions,omitempty" doc:"split: those that are another matter"`
	Into     string   `json:"into,omitempty" doc:"split: the issue they belong to, empty for a new one; join: the other issue"`
	By       string   `json:"by,omitempty" doc:"a role or \"unit:<id>\""`
	Reason   string   `json:"reason,omitempty"`
}

// Regrouped says where mentions are now.
type Regrouped struct {
	Issue    string   `json:"issue"`
	Mentions []string `json:"mentions"`
}

// Opening is what a person opens cases for (立件): mentions, or an issue, for which its earliest report
// stands.
type Opening struct {
	Mentions []string `json:"mentions,omitempty" doc:"those of one issue come into one case"`
	Issue    string   `json:"issue,omitempty" doc:"instead of mentions: its earliest report that is in no case"`
	By       string   `json:"by,omitempty" doc:"a role or \"unit:<id>\""`
	Reason   string   `json:"reason,omitempty"`
}

// Opened says which cases the mentions are in now, and which mentions could not be opened for.
type Opened struct {
	Cases []string    `json:"cases"`
	Not   []NotOpened `json:"not,omitempty"`
}

// NotOpened is a mention that no case was opened for. Why is for who looks; in JSON it is words.
type NotOpened struct {
	Mention string `json:"mention"`
	Why     error  `json:"-"`
	Words   string `json:"error"`
}
