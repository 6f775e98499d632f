package opinion

import (
	"time"
)

// Case (办件) is the duty to respond to an Issue. It is a fold over its events: nothing
// else may change it.
type Case struct {
	ID         string     `json:"id"`
	Version    uint64     `json:"version"` // of the last event
	LastHash   string     `json:"last_hash"`
	State      State      `json:"state"`
	Issue      string     `json:"issue"`
	Mentions   []string   `json:"mentions"` // ids, in order of joining
	Reports    int        `json:"reports"`  // independent ones: copies do not count
	Repeats    int        `json:"repeats"`  // reports that came after closing
	Topic      string     `json:"topic"`
	Division   string     `json:"division"`
	Severity   Severity   `json:"severity"`
	Demand     Demand     `json:"demand"`
	Source     string     `json:"source"`
	SourceKind SourceKind `json:"source_kind,omitempty"`
	Route      Route      `json:"route"` // what was proposed, with its reasons
	Lead       string     `json:"lead"`  // the responsible unit
	Co         []string   `json:"co,omitempty"`
	Clock      *Clock     `json:"clock,omitempty"` // the answer clock; nil when none runs
	Due        time.Time  `json:"due,omitzero"`
	Opened     time.Time  `json:"opened"`
	Updated    time.Time  `json:"updated"`
	Dispatch   time.Time  `json:"dispatched,omitzero"`
	SignedAt   time.Time  `json:"signed,omitzero"`
	AnswerAt   time.Time  `json:"answered,omitzero"`
	ClosedAt   time.Time  `json:"closed,omitzero"`
	Overdue    bool       `json:"overdue"` // the answer clock ran out before an answer
	Returns    int        `json:"returns"`
	InARow     int        `json:"returns_in_a_row"`
	Redone     int        `json:"redone"`
	Reopened   int        `json:"reopened"`
	Raised     int        `json:"raised"`
	Answer     string     `json:"answer,omitempty"`
	AnswerURL  string     `json:"answer_url,omitempty"`
	Kind       string     `json:"kind,omitempty"`
	Outcome    Outcome    `json:"outcome,omitempty"`
	Solved     string     `json:"solved,omitempty"`
	Into       string     `json:"into,omitempty"`
	Statutory  string     `json:"channel,omitempty"`
	Clocks     []Timed    `json:"clocks,omitempty"` // of an open case, with those that were met
	Asked      *Ask       `json:"asked,omitempty"`  // an extension that nobody decided yet
	Returners  []string   `json:"returners,omitempty"`
	Informed   time.Time  `json:"informed,omitzero"`
	Absorbed   []Part     `json:"absorbed,omitempty"`   // cases merged into this one
	Earlier    string     `json:"earlier,omitempty"`    // the ended case that this one repeats
	Later      string     `json:"later,omitempty"`      // the case that took up a repeat of this one
	Arbitrated string     `json:"arbitrated,omitempty"` // the unit that the last arbitration found responsible
	Adopted    bool       `json:"adopted,omitempty"`    // and that it became a rule of dispatch
	Matter     Matter     `json:"matter,omitempty"`
	Ref        string     `json:"ref,omitempty"`
	// Corrections says how many corrections of each mention's finding the case knows of.
	Corrections map[string]int `json:"corrections,omitempty"`
	// Replaced are mentions of which their source sent another text since: they do not come back.
	Replaced []string `json:"replaced,omitempty"`
	// Doubts are why the checks doubt the answer that waits; who says that it holds gives a reason.
	Doubts []string `json:"doubts,omitempty"`
	// Pledges are the days that the answer promises something for, as the checks saw them.
	Pledges []Pledge `json:"pledges,omitempty"`
	// Part (拆分立件): it is of a further matter of its first mention; another case is of the first one.
	Part bool `json:"part,omitempty"`
	// Unsure: it waits in triage for a person, whatever is dispatched by itself.
	Unsure bool `json:"unsure,omitempty"`
	// Danger are the numbers to call, while a report says that life is at stake now. It waits in
	// triage for a person too, who calls and then refers it.
	Danger []string `json:"danger,omitempty"`
	// Urgent is the column in which a source of a report calls it urgent, as evidence: it is looked at
	// sooner, and weighs no more.
	Urgent string `json:"urgent,omitempty"`
	// Done, Found and Verdicts are three facts about the present answer: the unit says that it is done,
	// the checks found the answer where it is published, and others say whether it solved the matter.
	Done     *Word  `json:"done,omitempty"`
	Found    *Word  `json:"found,omitempty"`
	Verdicts []Word `json:"verdicts,omitempty"`
	// AskedAgain: a verdict by query code has opened it again by itself, which happens once.
	AskedAgain bool `json:"asked_again,omitempty"`
	// Contested: others call the closed case unsolved, and nobody has decided yet whether it is opened
	// again.
	Contested bool `json:"contested,omitempty"`
	// Offers are replies that stood on the pages of reports, the latest to each. A unit may take one for
	// its answer.
	Offers []Offered `json:"offers,omitempty"`
	// Before is what a recall would bring back; nil where there is nothing to recall.
	Before *Before `json:"before,omitempty"`
}

// Ask is an extension that a unit asked for, before its time was over.
type Ask struct {
	Limit  time.Duration `json:"limit"`
	Reason string        `json:"reason"`
	At     time.Time     `json:"at"`
}

// Pledge (承诺) is what an answer says will be done by a day. Words of the answer beyond the term
// stay in the answer, where they can be forgotten.
type Pledge struct {
	Term string `json:"term"` // 于12月底前, 15个工作日内
	Due  string `json:"due"`  // its last day, 2026-12-31
}

// Part is a case that was merged into another, with what it brought along.
type Part struct {
	Case    string `json:"case"`
	Reports int    `json:"reports"`
}
