package opinion

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Event is one thing that happened to a Case. All events of a case lie on one subject, and
// each carries the hash of the one before it, so that a gap or a change shows. Words
// (Text) stand beside their hash, and only the hash is chained: words can be forgotten and
// the chain still verifies. No event carries words of a Mention; it carries ids.
type Event struct {
	Case string    `json:"case"`
	Seq  uint64    `json:"seq"` // 1 for the first; the case's version after this event
	Type Move      `json:"type"`
	At   time.Time `json:"at"`
	By   string    `json:"by"` // "system", a role, or "unit:<id>"; never who wrote a mention
	Prev string    `json:"prev,omitempty"`
	Hash string    `json:"hash"`

	// open, join, amend, correct, split, purge, find
	Issue    string   `json:"issue,omitempty"`
	Mention  string   `json:"mention,omitempty"`
	Copy     bool     `json:"copy,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Division string   `json:"division,omitempty"`
	Severity Severity `json:"severity,omitempty"`
	Demand   Demand   `json:"demand,omitempty"`
	Source   string   `json:"source,omitempty"`
	// SourceKind decides which clock a later dispatch starts.
	SourceKind SourceKind `json:"source_kind,omitempty"`
	Route      *Route     `json:"route,omitempty"`
	Said       time.Time  `json:"said,omitzero"` // when the mention was published; find: the reply
	// Part: the case is of a further matter of its mention (open).
	Part bool `json:"part,omitempty"`
	// Correction is what a person put right, the Nth of its mention's finding.
	Correction *Correction `json:"correction,omitempty"`
	Nth        int         `json:"nth,omitempty"`
	// Replaces is the mention that this one is the newer text of (amend).
	Replaces string `json:"replaces,omitempty"`
	// Unsure: nobody is sure yet what it is about, and a person must look (open, amend, correct).
	Unsure bool `json:"unsure,omitempty"`
	// Danger: life is at stake now, and these numbers are to be called (open, join, amend).
	Danger []string `json:"danger,omitempty"`
	// Urgent is the column in which a source calls it urgent, as evidence (open, join, amend).
	Urgent string `json:"urgent,omitempty"`

	// dispatch, arbitrate, raise
	Unit string   `json:"unit,omitempty"`
	Co   []string `json:"co,omitempty"`

	// clocks, as facts
	Clock *Clock    `json:"clock,omitempty"` // the clock this event starts
	Due   time.Time `json:"due,omitzero"`    // derived at that time, with the clock's calendar version

	// answer, return, dismiss, refer, close …
	Reason    string   `json:"reason,omitempty"` // a code, or words
	Text      string   `json:"text,omitempty"`
	TextHash  string   `json:"text_hash,omitempty"` // find: of words that lie elsewhere
	Kind      string   `json:"kind,omitempty"`      // kind of response (国办发〔2016〕80号)
	URL       string   `json:"url,omitempty"`       // where the answer is published
	OK        bool     `json:"ok,omitempty"`        // verify: the answer was found there; find: its words raise no doubt
	Outcome   Outcome  `json:"outcome,omitempty"`
	Solved    string   `json:"solved,omitempty"`  // close: "yes", "partly", "no": solved for the public; confirm: "yes", "no"
	Means     Means    `json:"means,omitempty"`   // confirm: how who says so knows; reopen: by whose word
	Into      string   `json:"into,omitempty"`    // merge: the case that stays
	Statutory string   `json:"channel,omitempty"` // refer: the channel's id, or words
	Why       []string `json:"why,omitempty"`

	// clocks beside the answer's, and what was said about one of them
	Duty   Duty          `json:"duty,omitempty"`
	Of     string        `json:"of,omitempty"`     // of which promise: its last day
	Clocks []Timed       `json:"clocks,omitempty"` // the clocks this event starts or changes
	Limit  time.Duration `json:"limit,omitempty"`  // ask: how much more
	Moved  []Duty        `json:"moved,omitempty"`  // recount: whose due time is another one now

	Pledges []Pledge `json:"pledges,omitempty"` // doubt, verify: what the answer promises

	Matter  Matter `json:"matter,omitempty"`
	Ref     string `json:"ref,omitempty"`     // register: the number under which a request is kept elsewhere
	Arbiter string `json:"arbiter,omitempty"` // arbitrate: the common superior
	From    string `json:"from,omitempty"`    // absorb, release, open: the other case
	Reports int    `json:"reports,omitempty"` // absorb: independent ones of the other case
}

// Seal gives an event its place in the chain: number, text hash, hash of its predecessor
// and own hash. The caller has filled everything else.
func (e Event) Seal(after Case) Event {
	e.Case, e.Seq, e.Prev = after.ID, after.Version+1, after.LastHash
	e.Text = strings.ToValidUTF8(e.Text, "\uFFFD") // as JSON will hold it, or the hash would not fit
	if e.Text != "" {
		e.TextHash = hashOf("text", e.Text)
	}
	e.At = e.At.UTC()
	e.Hash = e.sum()
	return e
}

func (e Event) sum() string {
	e.Hash, e.Text = "", ""
	b, err := json.Marshal(e)
	if err != nil { // no field of an Event can fail to marshal
		panic(err)
	}
	return hashOf("event", string(b))
}

// Forgotten returns the event without its words; the chain still verifies.
func (e Event) Forgotten() Event { e.Text = ""; return e }

// Errors of a broken history.
var (
	ErrGap    = errors.New("history has a gap: an event is missing or out of order")
	ErrForged = errors.New("history was changed: an event's hash does not fit")
)

// Check says whether e is whole and follows c.
func (e Event) Check(c Case) error {
	if err := e.Follows(c); err != nil {
		return err
	}
	return e.Whole()
}

// Fold is the case that a whole history leads to. It stops before the first event that does not
// fit, and says why.
func Fold(history []Event) (c Case, err error) {
	for _, e := range history {
		if err := e.Check(c); err != nil {
			return c, err
		}
		c = c.Apply(e)
	}
	return c, nil
}

// Follows says whether e comes right after what c has seen.
func (e Event) Follows(c Case) error {
	if e.Seq != c.Version+1 || e.Prev != c.LastHash {
		return fmt.Errorf("%w: case %s has version %d, event says %d", ErrGap, e.Case, c.Version, e.Seq)
	}
	return nil
}

// Whole says whether e is as it was sealed.
func (e Event) Whole() error {
	if e.Hash != e.sum() || (e.Text != "" && e.TextHash != hashOf("text", e.Text)) {
		return fmt.Errorf("%w: case %s, event %d", ErrForged, e.Case, e.Seq)
	}
	return nil
}

// WholeIn is Whole for an event that was read from raw. Whoever sealed it hashed the bytes that he
// wrote, but for the hash and the words; where they lie there still, nothing needs to be written
// again.
func (e Event) WholeIn(raw []byte) error {
	before, after, found := bytes.Cut(raw, []byte(`,"hash":"`+e.Hash+`"`))
	if e.Text == "" && found && e.Hash == hashOf("event", string(before)+`,"hash":""`+string(after)) {
		return nil
	}
	return e.Whole()
}
