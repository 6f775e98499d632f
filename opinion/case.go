package opinion

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
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

	// open, join, correct, split, purge
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
	Said       time.Time  `json:"said,omitzero"` // when the mention was published
	// Correction is what a person put right, the Nth of its mention's finding.
	Correction *Correction `json:"correction,omitempty"`
	Nth        int         `json:"nth,omitempty"`
	// Unsure: nobody is sure yet what it is about, and a person must look (open, correct).
	Unsure bool `json:"unsure,omitempty"`

	// dispatch, arbitrate, raise
	Unit string   `json:"unit,omitempty"`
	Co   []string `json:"co,omitempty"`

	// clocks, as facts
	Clock *Clock    `json:"clock,omitempty"` // the clock this event starts
	Due   time.Time `json:"due,omitzero"`    // derived at that time, with the clock's calendar version

	// answer, return, dismiss, refer, close …
	Reason   string   `json:"reason,omitempty"` // a code, or words
	Text     string   `json:"text,omitempty"`
	TextHash string   `json:"text_hash,omitempty"`
	Kind     string   `json:"kind,omitempty"` // kind of response (国办发〔2016〕80号)
	URL      string   `json:"url,omitempty"`  // where the answer is published
	OK       bool     `json:"ok,omitempty"`   // verify: the answer was found there
	Outcome  Outcome  `json:"outcome,omitempty"`
	Solved   string   `json:"solved,omitempty"`  // close: "yes", "partly", "no": solved for the public
	Into     string   `json:"into,omitempty"`    // merge: the case that stays
	Channel  string   `json:"channel,omitempty"` // refer: the statutory channel
	Why      []string `json:"why,omitempty"`

	// clocks beside the answer's, and what was said about one of them
	Duty   Duty          `json:"duty,omitempty"`
	Of     string        `json:"of,omitempty"`     // of which promise: its last day
	Clocks []Timed       `json:"clocks,omitempty"` // the clocks this event starts or changes
	Limit  time.Duration `json:"limit,omitempty"`  // ask: how much more

	Pledges []Pledge `json:"pledges,omitempty"` // doubt, verify: what the answer promises

	Matter  Matter `json:"matter,omitempty"`
	Ref     string `json:"ref,omitempty"`     // register: the number under which a request is kept elsewhere
	Arbiter string `json:"arbiter,omitempty"` // arbitrate: the common superior
	From    string `json:"from,omitempty"`    // absorb, release, open: the other case
	Reports int    `json:"reports,omitempty"` // absorb: independent ones of the other case
}

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
	Channel    string     `json:"channel,omitempty"`
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
	// Doubts are why the checks doubt the answer that waits; who says that it holds gives a reason.
	Doubts []string `json:"doubts,omitempty"`
	// Pledges are the days that the answer promises something for, as the checks saw them.
	Pledges []Pledge `json:"pledges,omitempty"`
	// Unsure: it waits in triage for a person, whatever is dispatched by itself.
	Unsure bool `json:"unsure,omitempty"`
	// Before is what a recall would bring back; nil where there is nothing to recall.
	Before *Before `json:"before,omitempty"`
}

// Ask is an extension that a unit asked for, before its time was over.
type Ask struct {
	Limit  time.Duration `json:"limit"`
	Reason string        `json:"reason"`
	At     time.Time     `json:"at"`
}

// Pledge (承诺) is what an answer says will be done by a day. Words of the answer beyond the term stay in the
// answer, where they can be forgotten.
type Pledge struct {
	Term string `json:"term"` // 于12月底前, 15个工作日内
	Due  string `json:"due"`  // its last day, 2026-12-31
}

// Part is a case that was merged into another, with what it brought along.
type Part struct {
	Case    string `json:"case"`
	Reports int    `json:"reports"`
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

// WholeIn is Whole for an event that was read from raw. Whoever sealed it hashed the bytes that he wrote, but for the
// hash and the words; where they lie there still, nothing needs to be written again.
func (e Event) WholeIn(raw []byte) error {
	before, after, found := bytes.Cut(raw, []byte(`,"hash":"`+e.Hash+`"`))
	if e.Text == "" && found && e.Hash == hashOf("event", string(before)+`,"hash":""`+string(after)) {
		return nil
	}
	return e.Whole()
}

// Apply folds one event into the case. It trusts the event: whether a move may be made is
// decided before the event is written (casework.Decide), never when it is read.
func (c Case) Apply(e Event) Case {
	c.Version, c.LastHash, c.Updated = e.Seq, e.Hash, e.At
	was, asked := c.State, c
	if e.Type == MoveRegister {
		c.Matter = e.Matter
	}
	next, _ := c.Matter.After(c.State, e.Type)
	c.State = next
	switch e.Type {
	case MoveOpen:
		c.ID, c.Issue, c.Topic, c.Division, c.Severity = e.Case, e.Issue, e.Topic, e.Division, e.Severity
		c.Demand, c.Source, c.Opened, c.Lead = e.Demand, e.Source, e.At, e.Unit
		c.SourceKind, c.Earlier, c.Unsure = e.SourceKind, e.From, e.Unsure
		if e.Route != nil {
			c.Route, c.Co = *e.Route, e.Route.Co
		}
		c.Mentions, c.Reports = []string{e.Mention}, 1
	case MoveJoin:
		if slices.Contains(c.Mentions, e.Mention) {
			break
		}
		c.Mentions = append(slices.Clip(c.Mentions), e.Mention)
		if !e.Copy {
			c.Reports++
			if !was.Open() {
				c.Repeats++
			}
		}
		if e.Severity.Heavier(c.Severity) {
			c.Severity = e.Severity
		}
	case MoveDispatch, MoveArbitrate:
		c.Lead, c.Co, c.Dispatch, c.SignedAt = e.Unit, e.Co, e.At, time.Time{}
		if e.Type == MoveArbitrate {
			c.InARow, c.Returners, c.Arbitrated = 0, nil, e.Unit
		}
	case MoveSign: // signing and returning again is still a return in a row
		c.SignedAt = e.At
	case MoveHandle:
		c.InARow, c.Returners = 0, nil
	case MoveReturn:
		c.Returns++
		c.InARow++
		c.Returners = append(slices.Clip(c.Returners), e.Unit)
	case MoveRaise:
		c.Raised++
		if e.Unit != "" {
			c.Lead = e.Unit
		}
	case MoveAnswer:
		if was == Answered {
			c.Redone++
		}
		c.Answer, c.AnswerURL, c.Kind, c.AnswerAt, c.InARow = e.Text, e.URL, e.Kind, e.At, 0
		c.Returners, c.Asked, c.Doubts, c.Pledges = nil, nil, nil, nil
	case MoveVerify:
		c.Doubts, c.Pledges = nil, nil
		if !e.OK {
			c.State, c.AnswerAt = Handling, time.Time{} // the answer is owed again
			c.Redone++
		}
	case MoveOverdue:
		c.Overdue = true
	case MoveClose:
		c.Outcome, c.Solved, c.ClosedAt = e.Outcome, e.Solved, e.At
	case MoveDismiss, MoveMerge, MoveRefer:
		c.Outcome, c.Into, c.Channel, c.ClosedAt = e.Outcome, e.Into, e.Channel, e.At
	case MoveReopen, MoveUnmerge:
		c.Reopened++
		c.Outcome, c.Solved, c.Into, c.Channel, c.ClosedAt, c.AnswerAt = "", "", "", "", time.Time{}, time.Time{}
		c.Doubts, c.Pledges = nil, nil
		c.Overdue, c.SignedAt, c.InARow, c.Returners, c.Asked = false, time.Time{}, 0, nil, nil
		if e.Type == MoveUnmerge && e.Clock != nil { // it was with a unit when it was merged
			c.State = Dispatched
		}
		if c.State == Dispatched {
			c.Dispatch = e.At
		}
	case MoveRecall:
		c = c.recalled()
	case MoveCorrect:
		c = c.corrected(e)
	case MoveSplit:
		c.Mentions = c.without(e.Mention)
		if !e.Copy {
			c.Reports = max(0, c.Reports-1)
		}
	case MovePurge:
		c.Mentions = c.without(e.Mention)
	default:
		c.further(e)
	}
	c.tick(e)
	c.Before = before(asked, e)
	return c
}

// further folds what came to the first moves later: extensions that are asked for, first
// information, cases that absorb others, and requests for disclosure.
func (c *Case) further(e Event) {
	switch e.Type {
	case MoveAsk:
		c.Asked = &Ask{Limit: e.Limit, Reason: e.Reason, At: e.At}
	case MoveExtend, MoveDeny:
		c.Asked = nil
	case MoveInform:
		c.Informed = e.At
	case MoveAbsorb:
		c.Absorbed = append(slices.Clip(c.Absorbed), Part{e.From, e.Reports})
		c.Reports += e.Reports
	case MoveRelease:
		i := slices.IndexFunc(c.Absorbed, func(p Part) bool { return p.Case == e.From })
		if i >= 0 {
			c.Reports -= c.Absorbed[i].Reports
			c.Absorbed = slices.Delete(slices.Clone(c.Absorbed), i, i+1)
		}
	case MoveDoubt:
		c.Doubts, c.Pledges = e.Why, e.Pledges
	case MoveKeep:
		if c.State == Closed && e.Solved != "" {
			c.Solved = e.Solved
		}
	case MoveAdopt, MoveWithdraw:
		c.Adopted = e.Type == MoveAdopt
	case MoveLink:
		c.Later = e.Into
		c.Repeats++
	case MoveRegister:
		c.ID, c.Ref, c.Lead, c.Topic, c.Division, c.Opened = e.Case, e.Ref, e.Unit, e.Topic, e.Division, e.At
	case MoveReview:
		c.Lead, c.Co, c.Dispatch = e.Unit, e.Co, e.At
	case MoveArchive:
		c.ClosedAt, c.Outcome = e.At, e.Outcome
	}
}

// corrected follows what a person put right in the finding of one of the case's mentions. The
// mention it is known by decides what it is about and, while nobody has it yet, which unit is
// to have it; a unit that has it keeps it, and returns it where it must.
func (c Case) corrected(e Event) Case {
	c.Corrections = maps.Clone(c.Corrections)
	if c.Corrections == nil {
		c.Corrections = map[string]int{}
	}
	c.Corrections[e.Mention] = e.Nth
	if e.Severity != "" {
		c.Severity = e.Severity
	}
	if len(c.Mentions) == 0 || c.Mentions[0] != e.Mention {
		return c
	}
	c.Topic, c.Division, c.Demand, c.Unsure = e.Topic, e.Division, e.Demand, e.Unsure
	if c.State == Triage && e.Route != nil {
		c.Route, c.Lead, c.Co = *e.Route, e.Unit, e.Route.Co
	}
	return c
}

func (c Case) without(mention string) []string {
	return slices.DeleteFunc(slices.Clone(c.Mentions), func(id string) bool { return id == mention })
}

// Late says whether the answer is still owed and its time has passed.
func (c Case) Late(now time.Time) bool {
	return c.State.Open() && c.AnswerAt.IsZero() && !c.Due.IsZero() && now.After(c.Due) && (c.Clock == nil || !c.Clock.Paused())
}
