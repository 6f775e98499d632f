package console

import (
	"context"
	"net/http"
	"time"

	"huiying/index"
	"huiying/opinion"
	"huiying/words"
)

// Deps is everything the console needs, handed in once. Fields marked "may be nil" leave
// their page saying that this part does not run here; a nil field without that mark makes
// New fail and name it.
type Deps struct {
	Search  Searcher                 // mentions with their findings; may be nil
	Cases   CaseDesk                 // the register and the desk that makes moves
	Issues  IssueBook                // issues and their mentions
	Numbers Numbers                  // counts for plots and totals
	Sources SourceBook               // sources with their health; may be nil
	Dead    DeadLetters              // what could not be processed; may be nil
	Units   UnitBook                 // responsible units and their rates
	Rules   RuleBook                 // adopted rules of dispatch; may be nil
	Brief   Briefer                  // briefings; may be nil
	Intake  Intake                   // POST /api/v1/mentions; may be nil
	Forget  Purger                   // POST /api/v1/purge; may be nil
	Correct Corrector                // corrections of findings; may be nil
	Work    *UnitDesk                // the desks of units; may be nil
	Regroup Regrouper                // splits and joins of issues; may be nil
	Open    OpenBook                 // what was released, for the open board; may be nil
	Triage  TriageBook               // the triage desk's queue; may be nil
	Marks   *Marks                   // who has which case open; nil: this console alone knows of its own
	Hub     *Hub                     // tells open desks what happens; may be nil
	Notes   Notes                    // saved searches; may be nil
	Notices NoticeBook               // who of the office was told what; may be nil
	Names   Names                    // codes to words
	Cut     index.Cutter             // for marking the words of a query; may be nil
	Promise func(lang string) string // docs/promise.md, in Markdown, for "zh" and "en"; may be nil

	// Topics are the choices of the topic filter, fields before their items. May be empty.
	Topics []opinion.Topic
	// Choices are the closed lists that the forms of a case offer. Empty lists are filled by
	// DefaultChoices.
	Choices Choices
	// Profiles names the clock profiles, for words such as 「网络舆情 48 小时」; may be empty.
	Profiles []opinion.ClockProfile
	// BriefFont is the file of the font that briefings are written with as PDF; "": the usual places.
	// BriefLink is the console's address in their files; "": as the reader reached it.
	BriefFont, BriefLink string
	// Keep says how long texts are kept; the open board states it. 0 means 180 days.
	Keep time.Duration

	// Accounts says who may do what. nil: nobody signs in, which New allows on loopback alone.
	Accounts *Accounts

	// Token is a bearer token that may bring mentions in (POST /api/v1/mentions) and nothing else,
	// beside those of accounts. Empty: there is none.
	Token string
	// Loopback says that the console is reached from this machine only.
	Loopback bool
	// Demo marks every page as a tour over invented samples.
	Demo bool
	// Product and Version stand in the footer and the OpenAPI document.
	Product, Version string

	Ready   func(ctx context.Context) error // /readyz; nil error means ready; may be nil
	Metrics http.Handler                    // /metrics; may be nil
	Now     func() time.Time                // nil means time.Now
	// Failed hears of errors that became "internal" for the reader; may be nil. The error
	// is whole here and must hold no raw text (RULES of errors), the path is the route's.
	Failed func(route string, err error)
}

// Names turns codes into words. An unknown code comes back as it is.
type Names interface {
	Topic(id, lang string) string      // catalogue id
	Division(code, lang string) string // full name, such as 江苏省无锡市
	Source(id, lang string) string
}

// Stats are the totals of GET /api/v1/stats.
type Stats struct {
	Mentions uint64      `json:"mentions"`
	Findings uint64      `json:"findings"`
	Cases    uint64      `json:"cases"`
	Dead     uint64      `json:"dead"`
	Sources  SourceTally `json:"sources"`
}

// SourceTally counts sources by state.
type SourceTally struct {
	OK      int `json:"ok"`
	Late    int `json:"late"`
	Failing int `json:"failing"`
}

// Numbers are the counters of the register.
type Numbers interface {
	Stats(ctx context.Context) (Stats, error)
	// Series counts findings from..to by "hour" or "day" (days of +08:00). Missing buckets
	// count as zero, the caller fills them.
	Series(ctx context.Context, from, to time.Time, by string) ([]TimeCount, error)
	// Tallies counts findings from..to by each of "topic", "division" or "unit" (the proposed lead) that is
	// asked for, the greatest first.
	Tallies(ctx context.Context, from, to time.Time, by ...string) (map[string][]KeyCount, error)
}

// Choice is one entry of a closed list.
type Choice struct{ Value, Zh, En string }

// Choices are the closed lists of the forms.
type Choices struct {
	ReturnReasons []Choice // 退单理由
	Kinds         []Choice // kinds of response (国办发〔2016〕80号)
	Channels      []Choice // statutory channels
	Solved        []Choice // solved for the public
}

// Kind of an error a reader can act on; one table turns it into a status.
type Kind string

// The kinds.
const (
	NotFound    Kind = "not_found"   // 404
	Invalid     Kind = "invalid"     // 400
	Refused     Kind = "refused"     // 422: a rule of the domain said no
	Stale       Kind = "stale"       // 409: someone else moved first
	Unavailable Kind = "unavailable" // 503: that part is away, others work
)

// Error is what Deps return for faults that the reader can act on. Any other error is
// shown as "internal" and handed whole to Deps.Failed.
type Error struct {
	Kind  Kind
	Code  string         // for machines, such as "needs_evidence"; "" means Kind
	Words string         // what to do, in the reader's language where the part knows it
	Moves []opinion.Move // Refused: the moves that would be possible
	Err   error

	Phrase words.Phrase // what to do, from a part that does not know the reader
}

// Error is the kind, the code and the words.
func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	if e.Words != "" {
		s += ": " + e.Words
	} else if e.Phrase.Key != "" {
		s += ": " + e.Phrase.String()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
