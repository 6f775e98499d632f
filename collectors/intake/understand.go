package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/collectors/intake/sheets"
	"huiying/opinion"
	"huiying/redact"
)

// Sheet is what was understood of one table before its records are read.
type Sheet struct {
	File    string   `json:"file,omitempty"` // within an archive
	Name    string   `json:"name,omitempty"`
	Hidden  bool     `json:"hidden,omitempty"`
	Header  int      `json:"header,omitempty"` // the line of the header; 0: none was found, nothing is read
	Columns []Column `json:"columns,omitempty"`
}

// Column is what was understood of one column. Nothing in it identifies a person.
type Column struct {
	Label string `json:"label"`
	// Means is title, text, published_at …, a hint, "person" (dropped), "reply" (an office's
	// words, not read), Waived, or empty: nobody knows.
	Means   string   `json:"means,omitempty"`
	Samples []string `json:"samples,omitempty"` // redacted and short; none of persons
	Filled  int      `json:"filled"`            // of the rows looked at
	// Unclaimed: long texts without a meaning.
	Unclaimed bool `json:"unclaimed,omitempty"`
	// Behind is the label of the column of texts that is read before this one: of a record in which
	// both hold something, this one is not read.
	Behind string `json:"behind,omitempty"`
}

// Unclaimed are the labels of long texts that have no meaning.
func (s Sheet) Unclaimed() []string {
	var out []string
	for _, c := range s.Columns {
		if c.Unclaimed {
			out = append(out, c.Label)
		}
	}
	return out
}

// Unclaimed names the columns that stop an import. It is an ErrUnclaimed.
type Unclaimed struct{ Labels []string }

func (u *Unclaimed) Error() string {
	return fmt.Sprintf("%v: %s", ErrUnclaimed, strings.Join(u.Labels, ", "))
}

// Unwrap is ErrUnclaimed.
func (u *Unclaimed) Unwrap() error { return ErrUnclaimed }

func (m *mapper) tell(s Sheet) {
	if m.opts.OnSheet != nil {
		m.opts.OnSheet(s)
	}
}

// Samples shown of a column: how many, and how long in characters.
const (
	samples    = 3
	sampleSize = 40
)

// understand says what each column means, by its label and the rows below it.
func (m *mapper) understand(t *sheets.Table, h head, first []sheets.Row) Sheet {
	s := Sheet{File: shownName(m.file), Name: shownName(t.Name), Hidden: t.Hidden, Header: first[h.row].Line}
	below := &rows{m: m, columns: h.columns}
	texts := slices.ContainsFunc(h.columns, func(c column) bool { return c.known && c.mean.field == fieldText })
	for i, c := range h.columns {
		out := Column{Label: shown(c.key)}
		if c.known {
			out.Means = c.mean.name()
		}
		size := 0
		for _, r := range first[h.row+1:] {
			if r.Err != nil || i >= len(r.Cells) || below.repeated(r.Cells) || below.footer(r.Cells) {
				continue
			}
			value := strings.TrimSpace(r.Cells[i])
			if value == "" {
				continue
			}
			out.Filled++
			size += han(value)
			sample := shown(value)
			if !c.known {
				sample = nameless(sample)
			}
			if len(out.Samples) < samples && !c.mean.person && !slices.Contains(out.Samples, sample) {
				out.Samples = append(out.Samples, sample)
			}
		}
		out.Unclaimed = !c.known && out.Filled > 0 && size >= out.Filled*longFrom(texts)
		s.Columns = append(s.Columns, out)
	}
	s.order(h.columns)
	return s
}

// order says which column of texts is read before the others, as values.set has it.
func (s Sheet) order(columns []column) {
	first := -1
	text := func(i int) bool {
		return columns[i].known && columns[i].mean.field == fieldText && s.Columns[i].Filled > 0
	}
	for i, c := range columns {
		if text(i) && (first < 0 || cmp.Or(cmp.Compare(c.mean.rank, columns[first].mean.rank),
			cmp.Compare(c.key, columns[first].key)) < 0) {
			first = i
		}
	}
	for i := range columns {
		if i != first && text(i) {
			s.Columns[i].Behind = s.Columns[first].Label
		}
	}
}

// longFrom is from how many Chinese characters on, in the middle of its values, a column holds
// texts: where another column is the text already, remarks may be longer.
func longFrom(texts bool) int {
	if texts {
		return 20
	}
	return 8
}

func han(s string) int {
	n := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// shownName is the name of a file or a sheet, which whoever exported it chose.
func shownName(s string) string {
	s, _ = redact.Text(opinion.CleanText(s))
	return strings.Join(strings.Fields(s), " ")
}

// shown is a value as a person may see it: without what identifies anybody, on one line, short.
func shown(s string) string {
	s, _ = redact.Text(opinion.CleanText(readable(s)))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > sampleSize {
		s = string([]rune(s)[:sampleSize]) + "…"
	}
	return s
}

// nameless is a sample of a column that nobody knows: it may be one of names, and a name that
// stands alone is one to the redaction only where something introduces it.
func nameless(s string) string {
	const introduced, end = "姓名：", "。"
	if hidden, found := redact.Text(introduced + s + end); len(found) > 0 {
		return strings.TrimSuffix(strings.TrimPrefix(hidden, introduced), end)
	}
	return s
}

// fatal says whether nothing more comes of a file.
func fatal(err error) bool {
	return cmp.Or(errors.Is(err, ErrWorkbook), errors.Is(err, ErrTooLarge), errors.Is(err, ErrRead))
}
