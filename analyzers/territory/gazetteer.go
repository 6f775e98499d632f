package territory

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
		return nil, fmt.Errorf("%w: read the header line (name,kind,code): %w", ErrGazetteer, err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, want := range []string{"name", "kind", "code"} {
		if _, ok := col[want]; !ok {
			return nil, fmt.Errorf("%w: the header line has no column %q", ErrGazetteer, want)
		}
	}
	var out []Site
	for {
		f, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrGazetteer, err)
		}
		line, _ := rows.FieldPos(0)
		get := func(name string) string {
			if i := col[name]; i < len(f) {
				return strings.TrimSpace(f[i])
			}
			return ""
		}
		s := Site{get("name"), strings.ToLower(get("kind")), get("code"), line}
		if fault := s.fault(); fault != "" {
			return nil, fmt.Errorf("%w: line %d: %s", ErrGazetteer, line, fault)
		}
		if len(out) == maxSites {
			return nil, fmt.Errorf("%w: line %d: more than %d names", ErrGazetteer, line, maxSites)
		}
		out = append(out, s)
	}
}

func (s Site) fault() string {
	switch n := utf8.RuneCountInString(s.Name); {
	case !utf8.ValidString(s.Name) || !utf8.ValidString(s.Code):
		return "save the table as UTF-8"
	case n < 2 || n > maxSiteName:
		return fmt.Sprintf("the name %q has %d characters, not 2 to %d", s.Name, n, maxSiteName)
	case strings.ContainsFunc(s.Name, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return fmt.Sprintf("the name %q has a space or sign in it that no text shows", s.Name)
	case !slices.Contains(Kinds, s.Kind):
		return fmt.Sprintf("kind %q is none of %s", s.Kind, strings.Join(Kinds, ", "))
	case s.Kind != Blocked && s.Code == "":
		return fmt.Sprintf("say the code of the division in which %q lies", s.Name)
	}
	return ""
}

func withoutBOM(r io.Reader) *bufio.Reader {
	b := bufio.NewReader(r)
	if bom, err := b.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = b.Discard(3) // they are there
	}
	return b
}
