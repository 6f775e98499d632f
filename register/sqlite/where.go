package sqlite

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// The sizes of a page.
const (
	defaultSize = 20
	maxSize     = 200
)

// where gathers the conditions of a question.
type where struct {
	parts []string
	args  []any
	named *int // how many rows words name; nil without words
	few   bool // they are so few that they are looked up, and not met on a walk
}

func (w *where) and(cond string, args ...any) {
	w.parts = append(w.parts, cond)
	w.args = append(w.args, args...)
}

// with is w and one condition more; w stays as it is.
func (w *where) with(cond string, args ...any) *where {
	more := &where{slices.Clone(w.parts), slices.Clone(w.args), w.named, w.few}
	more.and(cond, args...)
	return more
}

// equal adds column = v when v is not empty.
func (w *where) equal(column, v string) {
	if v != "" {
		w.and(column+" = ?", v)
	}
}

// oneOf adds column = any of vs when there are any.
func (w *where) oneOf(column string, vs []opinion.State) {
	if len(vs) == 0 {
		return
	}
	args := make([]any, len(vs))
	for i, v := range vs {
		args[i] = string(v)
	}
	w.and(column+" IN (?"+strings.Repeat(", ?", len(vs)-1)+")", args...)
}

// ofMatters adds "the matter is one of these", by what says so of a row.
func (w *where) ofMatters(matters []opinion.Matter, isPublic, isDisclosure string) {
	public, disclosure := slices.Contains(matters, opinion.PublicMatter), slices.Contains(matters, opinion.Disclosure)
	switch {
	case len(matters) == 0 || public && disclosure:
	case disclosure:
		w.and(isDisclosure)
	case public:
		w.and(isPublic)
	default:
		w.and("0")
	}
}

// below adds "column is v or lies under v", for paths of places and ids of topics.
func (w *where) below(column, v string) {
	if v != "" {
		w.and("("+column+" = ? OR ("+column+" >= ? AND "+column+" < ?))", v, v+"/", v+"0") // '0' follows '/'
	}
}

// during adds "column is within [from, to)", for what is given.
func (w *where) during(column string, from, to time.Time) {
	if !from.IsZero() {
		w.and(column+" >= ?", ns(from))
	}
	if !to.IsZero() {
		w.and(column+" < ?", ns(to))
	}
}

func like(expr string) string { return "(" + expr + `) LIKE ? ESCAPE '\'` }

func pattern(q string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(q) + "%"
}

func (w *where) sql() string {
	if len(w.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.parts, " AND ")
}

// cursor is where the next page begins. Key and ID are those of the last row, so that rows
// that come in between neither repeat nor hide others.
type cursor struct {
	Key   float64 `json:"k,omitempty"` // of an attention, of a number of reports
	N     int64   `json:"n,omitempty"` // of a time or a size
	S     string  `json:"s,omitempty"` // of a word, such as a severity
	ID    string  `json:"i"`
	At    int64   `json:"t,omitempty"` // the moment of the first page, for all that follow
	Quiet bool    `json:"q,omitempty"` // among the issues of which nothing is heard
}

// cursorOf is where a list goes on that is ordered by a word or a number, a time, and an id.
func cursorOf(first any, n int64, id string) cursor {
	c := cursor{N: n, ID: id}
	switch first := first.(type) {
	case string:
		c.S = first
	case int64:
		c.Key = float64(first)
	}
	return c
}

// first is what a cursor says of a word or a number.
func (c cursor) first(number bool) any {
	if number {
		return int64(c.Key)
	}
	return c.S
}

func (c cursor) String() string {
	b, _ := json.Marshal(c) // numbers and a string always marshal
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string) (c cursor, err error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil || c.ID == "" {
		return c, register.ErrCursor
	}
	return c, nil
}

func pageSize(n int) int {
	if n <= 0 {
		return defaultSize
	}
	return min(n, maxSize)
}
