package console

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"huiying/index"
	"huiying/opinion"
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
	Brief   Briefer                  // the daily briefing; may be nil
	Intake  Intake                   // POST /api/v1/mentions; may be nil
	Forget  Purger                   // POST /api/v1/purge; may be nil
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
	// Keep says how long texts are kept; the open board states it. 0 means 180 days.
	Keep time.Duration

	// Token is the bearer token that POST /api/v1/mentions asks for. Empty: anyone who
	// reaches the console may submit when Loopback is set, and nobody may otherwise.
	Token string
	// Loopback says that the console is bound to this machine only; a banner tells.
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

// TimeCount is how many findings fell into the hour or day that begins at Time.
type TimeCount struct {
	Time time.Time `json:"time"`
	N    int       `json:"n"`
}

// KeyCount is how many findings carry a key: a topic id, division code or unit id.
type KeyCount struct {
	Key string `json:"key"`
	N   int    `json:"n"`
}

// Numbers are the counters of the register.
type Numbers interface {
	Stats(ctx context.Context) (Stats, error)
	// Series counts findings from..to by "hour" or "day" (days of +08:00). Missing buckets
	// count as zero, the caller fills them.
	Series(ctx context.Context, from, to time.Time, by string) ([]TimeCount, error)
	// Tally counts findings from..to by "topic", "division" or "unit" (the proposed lead),
	// the greatest first.
	Tally(ctx context.Context, from, to time.Time, by string) ([]KeyCount, error)
}

// CaseQuery filters cases. Zero fields do not filter.
type CaseQuery struct {
	States    []opinion.State
	Unit      string
	DueAfter  time.Time // only cases whose answer is owed, and not before then
	DueBefore time.Time // only cases whose answer is still owed by then
	Overdue   bool      // only cases whose answer clock ran out unanswered
	Q         string    // words of the issue's titles, or an id
	Topic     string
	Division  string // with everything below it
	Issue     string
	Severity  opinion.Severity
	Order     string // "due" (soonest first, those without due last), "updated", "opened"; "" means due
	Size      int    // 1..200
	Cursor    string
}

// CaseRow is a case in a list, with the title it is known by (redacted, of its first mention).
type CaseRow struct {
	opinion.Case
	Title string `json:"title"`
}

// CaseList is one page of cases.
type CaseList struct {
	Total int       `json:"total"`
	Items []CaseRow `json:"items"`
	Next  string    `json:"next,omitempty"`
}

// CaseFile is one case with its whole history and its mentions.
type CaseFile struct {
	Case     opinion.Case    `json:"case"`
	Title    string          `json:"title"`
	History  []opinion.Event `json:"history"`
	Mentions []MentionRow    `json:"mentions"`
	// Moves are those that may be made now; nil means what the state allows.
	Moves []opinion.Move `json:"moves,omitempty"`
}

// MentionRow is one mention in the list of an issue or a case.
type MentionRow struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Text     string           `json:"text,omitempty"` // redacted; empty when forgotten
	URL      string           `json:"url,omitempty"`
	Source   string           `json:"source"`
	Said     time.Time        `json:"said,omitzero"`
	Topic    string           `json:"topic"`
	Division string           `json:"division"`
	Severity opinion.Severity `json:"severity"`
	Copy     bool             `json:"copy"` // a copy or forward of a known report
}

// Command is a move with its particulars. Which fields a move needs is for the desk to
// decide and refuse.
type Command struct {
	Expected uint64          `json:"expected_version"`
	By       string          `json:"by,omitempty"` // a role or "unit:<id>"; "" means "console"
	Unit     string          `json:"unit,omitempty"`
	Co       []string        `json:"co,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Text     string          `json:"text,omitempty"`
	Kind     string          `json:"kind,omitempty"`
	URL      string          `json:"url,omitempty"`
	OK       bool            `json:"ok,omitempty"`
	Outcome  opinion.Outcome `json:"outcome,omitempty"`
	Solved   string          `json:"solved,omitempty"`
	Into     string          `json:"into,omitempty"`
	Channel  string          `json:"channel,omitempty"`
	Limit    time.Duration   `json:"-"` // extend: the time added; "limit" as "48h" or "7d" in JSON
}

// CaseDesk reads the register and makes moves. Errors that a reader can act on are *Error.
type CaseDesk interface {
	Cases(ctx context.Context, q CaseQuery) (CaseList, error)
	Case(ctx context.Context, id string) (CaseFile, error)
	Do(ctx context.Context, id string, move opinion.Move, cmd Command) (opinion.Case, error)
}

// IssueQuery filters issues. Zero fields do not filter.
type IssueQuery struct {
	Q        string
	Topic    string
	Division string // with everything below it
	Severity opinion.Severity
	From, To time.Time // last heard of
	Order    string    // "heavy" (severity, then reports), "recent"; "" means recent
	Size     int
	Cursor   string
}

// IssueRow is one issue in a list.
type IssueRow struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Reports  int              `json:"reports"`  // independent ones
	Mentions int              `json:"mentions"` // with copies
	Topic    string           `json:"topic"`
	Division string           `json:"division"`
	Severity opinion.Severity `json:"severity"` // the heaviest of its mentions
	First    time.Time        `json:"first,omitzero"`
	Last     time.Time        `json:"last,omitzero"`
	Case     string           `json:"case,omitempty"` // id, when one was opened
	State    opinion.State    `json:"state,omitempty"`
}

// IssueList is one page of issues.
type IssueList struct {
	Total int        `json:"total"`
	Items []IssueRow `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// IssueFile is one issue with its mentions and why each was put there.
type IssueFile struct {
	Issue IssueRow            `json:"issue"`
	Rows  []MentionRow        `json:"mentions"`
	Why   map[string][]string `json:"why,omitempty"` // by mention id
}

// IssueBook reads issues.
type IssueBook interface {
	Issues(ctx context.Context, q IssueQuery) (IssueList, error)
	Issue(ctx context.Context, id string) (IssueFile, error)
}

// SourceRow is a source with its health.
type SourceRow struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	Kind        opinion.SourceKind `json:"kind"`
	URL         string             `json:"url,omitempty"`
	Division    string             `json:"division,omitempty"`
	Every       time.Duration      `json:"-"`     // 0: not visited, mentions are brought in
	State       string             `json:"state"` // ok, late, failing, new
	Reason      string             `json:"reason,omitempty"`
	LastTry     time.Time          `json:"last_try,omitzero"`
	LastSuccess time.Time          `json:"last_success,omitzero"`
	LastNew     time.Time          `json:"last_new,omitzero"`
	NextTry     time.Time          `json:"next_try,omitzero"`
	LastError   string             `json:"last_error,omitempty"`
	Collected   uint64             `json:"collected"`
	Refused     uint64             `json:"refused"`
}

// SourceBook lists the sources.
type SourceBook interface {
	Sources(ctx context.Context) ([]SourceRow, error)
}

// DeadLetter is a message that could not be processed, with the reason.
type DeadLetter struct {
	Seq      uint64    `json:"seq"`
	Step     string    `json:"step"`
	Subject  string    `json:"subject"`
	Reason   string    `json:"reason"`
	Attempts int       `json:"attempts"`
	First    time.Time `json:"first,omitzero"`
	Last     time.Time `json:"last,omitzero"`
	Size     int       `json:"size"`
	Data     []byte    `json:"-"` // redacted like everything on disk; shown clipped
}

// DeadLetters shows, replays and drops them.
type DeadLetters interface {
	Dead(ctx context.Context, limit int) ([]DeadLetter, error)
	Replay(ctx context.Context, seq uint64) error
	Drop(ctx context.Context, seq uint64) error
}

// Rates are plain counts of a unit's work; a page divides them and keeps quiet below five.
type Rates struct {
	Unit        string  `json:"unit"`
	Dispatched  int     `json:"dispatched"`
	Signed      int     `json:"signed"`
	Answered    int     `json:"answered"`
	OnTime      int     `json:"answered_on_time"`
	Overdue     int     `json:"overdue"` // answered late, or not yet and too late already
	Verified    int     `json:"verified"`
	Closed      int     `json:"closed"`
	Solved      int     `json:"solved"`
	Returned    int     `json:"returned"`
	Redone      int     `json:"redone"`
	MedianHours float64 `json:"median_hours_to_answer,omitempty"`
}

// UnitBook lists units and counts their work from..to (by dispatch). Rates with unit ""
// counts all units, one row each, in the order of Units.
type UnitBook interface {
	Units(ctx context.Context) ([]opinion.Unit, error)
	Rates(ctx context.Context, unit string, from, to time.Time) ([]Rates, error)
}

// Intake takes mentions from outside.
type Intake interface {
	// Parse reads one JSON object; unknown keys are ignored, keys about persons dropped and
	// counted. Its error carries no text of the object.
	Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error)
	// Publish returns when the mentions are on disk, with the number of those that were new.
	Publish(ctx context.Context, in []opinion.Mention) (added int, err error)
}

// Purge names what is to be forgotten: one address or one mention.
type Purge struct {
	URL string `json:"url,omitempty"`
	ID  string `json:"id,omitempty"`
}

// Purged is the fact that stays: how much was forgotten, and where.
type Purged struct {
	IDs     []string `json:"ids"`   // of the mentions
	Log     int      `json:"log"`   // messages taken out of the streams
	Cases   []string `json:"cases"` // that knew one of them
	Dead    int      `json:"dead"`  // dead letters dropped
	Indexed int      `json:"indexed"`
}

// Purger forgets everywhere and returns when it is done.
type Purger interface {
	Purge(ctx context.Context, what Purge) (Purged, error)
}

// Briefing (每日简报) is a day on one page. Every line carries the ids it speaks of.
type Briefing struct {
	Date     string            `json:"date"` // YYYY-MM-DD, of +08:00
	Made     time.Time         `json:"made"`
	Numbers  []BriefingNumber  `json:"numbers"`
	Sections []BriefingSection `json:"sections"`
	Missing  []string          `json:"missing,omitempty"` // parts that could not be had, by name
}

// BriefingNumber is a figure with the ids behind it and the day before beside it.
type BriefingNumber struct {
	Label    string   `json:"label"`
	LabelEn  string   `json:"label_en,omitempty"`
	N        int      `json:"n"`
	Previous *int     `json:"previous,omitempty"`
	Cases    []string `json:"cases,omitempty"`
	Issues   []string `json:"issues,omitempty"`
	Mentions []string `json:"mentions,omitempty"`
}

// BriefingSection is a heading with its lines.
type BriefingSection struct {
	Title   string         `json:"title"`
	TitleEn string         `json:"title_en,omitempty"`
	Lines   []BriefingLine `json:"lines"`
}

// BriefingLine is a sentence with the ids behind it.
type BriefingLine struct {
	Text     string           `json:"text"`
	TextEn   string           `json:"text_en,omitempty"`
	Severity opinion.Severity `json:"severity,omitempty"`
	Cases    []string         `json:"cases,omitempty"`
	Issues   []string         `json:"issues,omitempty"`
	Mentions []string         `json:"mentions,omitempty"`
}

// Briefer writes the briefing of a day (its 00:00 in +08:00).
type Briefer interface {
	Briefing(ctx context.Context, day time.Time) (Briefing, error)
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
}

// Error is the kind, the code and the words.
func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	if e.Words != "" {
		s += ": " + e.Words
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
