package opinion

import "time"

// Command is a move that somebody asks for on a case, with what the move needs. A form on a page, a
// request to the API and a clock all end in one, and casework turns it into events or refuses it.
// Which fields a move needs is for casework to say. As JSON it is the body of
// POST /api/v1/cases/{id}/{move}.
type Command struct {
	Move      Move     `json:"-"`
	Expected  uint64   `json:"expected_version"`  // 0: whatever the version is
	By        string   `json:"by,omitempty"`      // "system", a role, or "unit:<id>"
	Unit      string   `json:"unit,omitempty"`    // dispatch, arbitrate, raise
	Co        []string `json:"co,omitempty"`      // dispatch, arbitrate
	Reason    string   `json:"reason,omitempty"`  // return: a code of casework.ReturnReasons; uphold: one of UpheldReasons; others: words
	Text      string   `json:"text,omitempty"`    // answer: the answer; return: the evidence
	Kind      string   `json:"kind,omitempty"`    // answer: one of casework.ResponseKinds
	URL       string   `json:"url,omitempty"`     // answer: where it is published
	OK        bool     `json:"ok,omitempty"`      // verify: the answer was found there; find: its words raise no doubt
	Outcome   Outcome  `json:"outcome,omitempty"` // close; answer: answered_at_source where there is no address
	Solved    string   `json:"solved,omitempty"`  // close: yes, partly, no; confirm: yes, no
	Means     Means    `json:"means,omitempty"`   // confirm: callback or look
	Into      string   `json:"into,omitempty"`    // merge: the case that stays
	Statutory string   `json:"channel,omitempty"` // refer: the channel's id, or words
	Of        string   `json:"of,omitempty"`      // keep: which promise, by its last day; the next due when empty

	// Limit is the time added by extend or asked for by ask. JSON says it as "48h" or "7d", which
	// who reads the body understands.
	Limit time.Duration `json:"-"`

	// register: a request for disclosure (依申请公开). Never who applied.
	Ref      string    `json:"ref,omitempty"` // its number where it was received
	Topic    string    `json:"topic,omitempty"`
	Division string    `json:"division,omitempty"`
	Received time.Time `json:"received,omitzero"` // when it came in

	// For the system's own moves; no request body can carry them.
	Finding  *Finding   `json:"-"` // open, join, correct, split
	Mention  string     `json:"-"` // purge
	Severity Severity   `json:"-"` // correct: the heaviest of all reports, this one corrected
	Duty     Duty       `json:"-"` // remind, lapse, urge, escalate: of which clock; Unit says whose
	Doubts   []string   `json:"-"` // doubt, verify: why the checks doubt the answer
	Pledges  []Pledge   `json:"-"` // doubt, verify: what the checks found promised
	Reply    FoundReply `json:"-"` // find
	Other    Case       `json:"-"` // absorb, release, link: the other case; open: the one that it repeats
}

// PaperCommand is an act upon a unit's working papers (办理底稿) of a case. Which fields an act needs
// is for casework to say.
type PaperCommand struct {
	Act    PaperAct
	By     string // account of the office; "" where nobody signs in
	Head   bool   // it may review what others of the unit wrote
	Seen   uint64 // the version that was looked at
	Post   string // assign: a desk of the unit
	To     string // assign: an officer's account
	Text   string // save
	Kind   string // save
	Reason string // send_back
}
