package territory

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	phrases "huiying/words"
)

// Kinds are the kinds of places that a gazetteer knows. A name of the kind Blocked stands for no place,
// whatever else says so: with such a line what was learned wrongly is taken back.
var Kinds = []string{"road", "compound", "village", "school", "hospital", "line", "station", "market", "scenic",
	"zone", "other", Blocked}

// Blocked is the kind of a name that is to be left alone.
const Blocked = "blocked"

// Site is a road, compound, school, hospital, line … of a region, and the division it lies in.
type Site struct {
	Name string
	Kind string // of Kinds
	Code string // of the division; "" of a blocked name
	Line int    // of the file it was read from
}

// ErrGazetteer is wrapped by every refusal of a gazetteer.
var ErrGazetteer = errors.New("gazetteer")

const (
	maxSites    = 200_000
	maxSiteName = 40 // characters
)

// ReadGazetteer reads CSV with the columns name, kind, code in any order, named by a header line;
// further columns are for those who read the file. A name that lies in several divisions has a line for
// each: then it settles nothing by itself, and all are listed.
//
// Errors wrap ErrGazetteer and tell the line.
func ReadGazetteer(r io.Reader) ([]Site, error) {
	rows := csv.NewReader(withoutBOM(r))
	rows.FieldsPerRecord = -1
	rows.TrimLeadingSpace = true
	head, err := rows.Read()
	if err != nil {
		return nil, refused("fault.gazetteer.header", err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, want := range []string{"name", "kind", "code"} {
		if _, ok := col[want]; !ok {
			return nil, refused("fault.gazetteer.column", want)
		}
	}
	var out []Site
	for {
		f, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, refused("fault.gazetteer.csv", err)
		}
		line, _ := rows.FieldPos(0)
		get := func(name string) string {
			if i := col[name]; i < len(f) {
				return strings.TrimSpace(f[i])
			}
			return ""
		}
		s := Site{get("name"), strings.ToLower(get("kind")), get("code"), line}
		if fault := s.fault(); fault.Key != "" {
			return nil, refused("fault.gazetteer.line", line, fault)
		}
		if len(out) == maxSites {
			return nil, refused("fault.gazetteer.line", line, phrases.Of("fault.gazetteer.many", maxSites))
		}
		out = append(out, s)
	}
}

func refused(phrase string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrGazetteer, phrases.Fault{Phrase: phrases.Of(phrase, args...)})
}

// fault says what is wrong with a line; a phrase without a key: nothing.
func (s Site) fault() phrases.Phrase {
	switch n := utf8.RuneCountInString(s.Name); {
	case !utf8.ValidString(s.Name) || !utf8.ValidString(s.Code):
		return phrases.Of("fault.gazetteer.utf8")
	case n < 2 || n > maxSiteName:
		return phrases.Of("fault.gazetteer.length", s.Name, n, maxSiteName)
	case strings.ContainsFunc(s.Name, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return phrases.Of("fault.gazetteer.space", strconv.Quote(s.Name))
	case !slices.Contains(Kinds, s.Kind):
		return phrases.Of("fault.gazetteer.kind", s.Kind, strings.Join(Kinds, ", "))
	case s.Kind != Blocked && s.Code == "":
		return phrases.Of("fault.gazetteer.code", s.Name)
	}
	return phrases.Phrase{}
}

func withoutBOM(r io.Reader) *bufio.Reader {
	b := bufio.NewReader(r)
	if bom, err := b.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = b.Discard(3) // they are there
	}
	return b
}
