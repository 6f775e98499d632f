package index

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
)

// What every engine makes of a Finding, so that all of them answer alike.

// FacetSize is how many values a facet lists at most.
const FacetSize = 200

// Moment is the time by which a finding is sorted and filtered: milliseconds since 1970, as
// engines keep no finer ones alike. A finding without any time is older than all others.
func Moment(f opinion.Finding) int64 { return Milli(f.When()) }

// Milli is t as a Moment.
func Milli(t time.Time) int64 { return t.UnixMilli() }

// Items are the topics of all matters of a finding, each once, for the facet.
func Items(f opinion.Finding) []string {
	out := once(nil, f.Topic.ID)
	for _, o := range f.Also {
		out = once(out, o.Topic.ID)
	}
	return out
}

// Topics are the values that a topic filter may name: the items and every field above them.
func Topics(f opinion.Finding) []string {
	var out []string
	for _, id := range Items(f) {
		out = once(out, id)
		for i := len(id) - 1; i > 0; i-- {
			if id[i] == '/' {
				out = once(out, id[:i])
			}
		}
	}
	return out
}

// Units are those that are proposed to lead, for all matters of a finding.
func Units(f opinion.Finding) []string {
	out := once(nil, f.Route.Lead)
	for _, o := range f.Also {
		out = once(out, o.Route.Lead)
	}
	return out
}

// once adds a value that is not there yet.
func once(out []string, v string) []string {
	if v == "" || slices.Contains(out, v) {
		return out
	}
	return append(out, v)
}

// Within are the codes that a division filter may name: the finding's own division (or its
// source's home) and everything above it. Where the finding does not carry its path, the
// lengths of national codes (2, 4, 6, 9 digits) give it. The places of further matters are among them.
func Within(f opinion.Finding) []string {
	out := slices.Clip(within(f))
	for _, o := range f.Also {
		f.Territory = o.Territory
		for _, code := range within(f) {
			out = once(out, code)
		}
	}
	return out
}

func within(f opinion.Finding) []string {
	code := f.Place()
	if code == "" {
		return nil
	}
	if f.Territory != nil && f.Territory.Code == code && len(f.Territory.Path) > 0 {
		path := f.Territory.Path
		if path[len(path)-1] != code {
			path = append(path[:len(path):len(path)], code)
		}
		return path
	}
	var out []string
	if strings.Trim(code, "0123456789") == "" {
		for _, n := range []int{2, 4, 6, 9} {
			if n < len(code) {
				out = append(out, code[:n])
			}
		}
	}
	return append(out, code)
}

// The marks that a finding may carry, each of which a filter may ask for.
const (
	MarkUnsure    = "unsure"    // the analyzers leave its topic to a person
	MarkCorrected = "corrected" // a person put something right, and it stands
)

// Marks are those of a finding.
func Marks(f opinion.Finding) []string {
	var out []string
	if f.Unsure() {
		out = append(out, MarkUnsure)
	}
	if len(opinion.Standing(f.Corrected)) > 0 {
		out = append(out, MarkCorrected)
	}
	return out
}

// Marks are those that the query asks for.
func (q Query) Marks() []string {
	var out []string
	if q.Unsure {
		out = append(out, MarkUnsure)
	}
	if q.Corrected {
		out = append(out, MarkCorrected)
	}
	return out
}

// Cursor is the place after one hit in the order of all hits.
type Cursor struct {
	Moment int64
	ID     string
}

// String is the form in which a page gives the cursor out.
func (c Cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.Moment, 36) + "." + c.ID))
}

// ParseCursor reads such a form; ok is false for "". Error: ErrCursor.
func ParseCursor(s string) (c Cursor, ok bool, err error) {
	if s == "" {
		return Cursor{}, false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) > 512 {
		return Cursor{}, false, ErrCursor
	}
	moment, id, found := strings.Cut(string(raw), ".")
	n, err := strconv.ParseInt(moment, 36, 64)
	if !found || err != nil || id == "" {
		return Cursor{}, false, fmt.Errorf("%w (no moment and id in it)", ErrCursor)
	}
	return Cursor{Moment: n, ID: id}, true, nil
}
