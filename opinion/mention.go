package opinion

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/redact"
)

// MaxTextBytes is the longest text of one Mention. What is longer is no mention of a
// concern but a document; NewMention refuses it with ErrTooLong.
const MaxTextBytes = 1 << 20

// Reasons why a Draft is no Mention. Callers test them with errors.Is.
var (
	ErrNoSource = errors.New("a mention needs its source's id")
	ErrNoText   = errors.New("a mention needs a title or a text")
	ErrTooLong  = fmt.Errorf("title and text together exceed %d bytes", MaxTextBytes)
)

// Draft is what a collector or importer found, before redaction. It lives in memory
// only: nothing writes, logs or publishes a Draft.
type Draft struct {
	Source      string    // id of the Source
	Ref         string    // the record's own number at the source, where it has no address
	URL         string    // public address, where it has one
	Title, Text string    // raw
	PublishedAt time.Time // zero when the source does not say
	CollectedAt time.Time
	Division    string     // home division of the source: a hint for territory, may be empty
	Kind        SourceKind // what sort of place it was said in
	// Unique: Ref, or URL where there is none, is this report's alone at its source, as a ticket
	// number or the page of a letter is. Else it may be a serial number that begins anew.
	Unique bool
	Hints  []Hint // what its source's own columns say, raw
}

// Mention (舆情信息) is one redacted public text from a Source. NewMention is its only
// constructor: a test walks the whole module and refuses any other composite literal.
type Mention struct {
	ID          string         `json:"id"` // 32 hex digits, a hash of source, address and redacted text
	Source      string         `json:"source"`
	Kind        SourceKind     `json:"kind,omitempty"`
	URL         string         `json:"url,omitempty"` // canonical and redacted
	Ref         string         `json:"ref,omitempty"`
	Title       string         `json:"title"`
	Text        string         `json:"text"`
	PublishedAt time.Time      `json:"published_at,omitzero"`
	CollectedAt time.Time      `json:"collected_at,omitzero"`
	Division    string         `json:"division,omitempty"`
	Redactions  map[string]int `json:"redactions,omitempty"` // kind of identifier -> how many were taken out
	Hints       []Hint         `json:"hints,omitempty"`
	TextHash    string         `json:"text_hash"` // stays when the text is forgotten
	// Replaces is the mention whose text this one corrects: the same report, of which its source
	// sends another text now. The way in sets it.
	Replaces string `json:"replaces,omitempty"`
	Unique   bool   `json:"-"` // see Draft; known on the way in alone
}

// NewMention redacts a Draft and gives it its id. The same Draft always yields the same
// id, and an id is computed from redacted values only, so that nobody can try phone
// numbers against it. It repairs invalid UTF-8 and drops NUL bytes and other control
// characters, which later parts would stumble over.
//
// Errors: ErrNoSource, ErrNoText, ErrTooLong. They never carry text of the Draft.
func NewMention(d Draft) (Mention, error) {
	if d.Source == "" {
		return Mention{}, ErrNoSource
	}
	if len(d.Title)+len(d.Text) > MaxTextBytes {
		return Mention{}, ErrTooLong
	}
	counts := map[string]int{}
	count := func(found map[string]int) {
		for k, c := range found {
			counts[k] += c
		}
	}
	clean := func(s string) string {
		out, found := redact.Text(CleanText(s))
		count(found)
		return strings.TrimSpace(out)
	}
	parts, found := redact.Texts(CleanText(d.Title), CleanText(d.Text))
	count(found)
	m := Mention{
		Source: d.Source, Kind: d.Kind, Division: divisionCode(d.Division),
		Title: strings.TrimSpace(parts[0]), Text: strings.TrimSpace(parts[1]),
		PublishedAt: writable(d.PublishedAt), CollectedAt: writable(d.CollectedAt),
		URL: CanonicalURL(d.URL), Ref: clean(d.Ref), Unique: d.Unique,
	}
	if m.Title == "" && m.Text == "" {
		return Mention{}, ErrNoText
	}
	m.Hints = cleanHints(d.Hints, clean)
	if len(counts) > 0 {
		m.Redactions = counts
	}
	m.TextHash = hashOf("text", m.Title, m.Text)
	address := m.URL
	if address == "" {
		address = "ref:" + m.Ref
	}
	m.ID = hashOf("mention", m.Source, address, m.TextHash)[:32]
	return m, nil
}

// divisionCode keeps what can be a division's code (at most twelve letters and digits, as in
// GB/T 2260 with villages) and drops whatever else an export put into that column.
func divisionCode(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 12 || strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		return ""
	}
	if clean, _ := redact.Text(s); clean != s {
		return ""
	}
	return s
}

// writable drops a time that JSON cannot hold (year 12019, say): no event may fail on it.
func writable(t time.Time) time.Time {
	if _, err := t.MarshalJSON(); err != nil {
		return time.Time{}
	}
	return t
}

// When is the moment a Mention belongs to: when it was published, else when it was collected.
func (m Mention) When() time.Time {
	if !m.PublishedAt.IsZero() {
		return m.PublishedAt
	}
	return m.CollectedAt
}

// Received is the moment that a Mention came in: when it was collected, else when it was published.
func (m Mention) Received() time.Time {
	if m.CollectedAt.IsZero() {
		return m.PublishedAt
	}
	return m.CollectedAt
}

// Forgotten returns the Mention without its words: what remains after retention or purge.
func (m Mention) Forgotten() Mention {
	m.Title, m.Text, m.URL, m.Ref, m.Hints = "", "", "", "", nil
	return m
}

// Purged is the fact that a mention was purged. It outlives the words, so that no rebuild and
// no second visit to the page brings them back.
type Purged struct {
	Mention string    `json:"mention"`
	At      time.Time `json:"at"`
	// Replaces are mentions that it was the newer text of: they do not come back for its purge.
	Replaces []string `json:"replaces,omitempty"`
	// Line is what stays of it in the balance; nil where nothing was known of it.
	Line *LedgerLine `json:"line,omitempty"`
}

// CleanText makes a text safe for every later part: valid UTF-8, no NUL and no other
// control characters but tab and line breaks, no byte order mark.
func CleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r == '\r':
			return '\n'
		case r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || r == 0xfeff:
			return -1
		}
		return r
	}, s)
}

// Clip shortens a text to at most n runes for a page or a list, with … where it was cut.
func Clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n]) + "…"
}
