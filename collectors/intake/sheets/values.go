package sheets

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// What a cell of a workbook holds, as text.

// exactDigits is how many digits of a number a spreadsheet keeps.
const exactDigits = 15

// plainNumber writes a number as a person does: 2.0260305E+7 as 20260305. rounded says that it
// has more digits than a spreadsheet keeps, so that the last ones may be made up.
func plainNumber(s string) (text string, rounded bool) {
	s = strings.TrimSpace(s)
	if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) &&
		(strings.ContainsAny(s, "eE") || len(s) > 17 && strings.Contains(s, ".")) {
		s = strconv.FormatFloat(f, 'f', -1, 64)
	}
	whole, _, _ := strings.Cut(strings.TrimLeft(s, "-+0"), ".")
	return s, len(whole) > exactDigits
}

func numberText(f float64) (text string, rounded bool) {
	return plainNumber(strconv.FormatFloat(f, 'g', 17, 64))
}

// SerialTime reads a spreadsheet's number of days: day 0 is 1899-12-30, or 1904-01-01. Seconds
// are whole. Numbers that are no day between 1954 and 2119 are none.
func SerialTime(days float64, date1904 bool, in *time.Location) (time.Time, bool) {
	if math.IsNaN(days) || days < 20_000 || days >= 80_000 {
		return time.Time{}, false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, in)
	if date1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, in)
	}
	return first.Add(time.Duration(math.Round(days*86400)) * time.Second), true
}

// dateText writes a cell of a date format as 2026-03-05 10:20:00, a whole day without a clock.
// Numbers that are no day stay numbers.
func dateText(number string, date1904 bool) string {
	f, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil {
		return number
	}
	at, ok := SerialTime(f, date1904, time.UTC)
	switch {
	case !ok:
		s, _ := plainNumber(number)
		return s
	case f == math.Trunc(f):
		return at.Format(time.DateOnly)
	}
	return at.Format(time.DateTime)
}

// dateFormat says whether a number format is one of dates, by its built-in number or its code.
func dateFormat(id int, code string) bool {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return true
	case code == "":
		return false
	}
	code = strings.ToLower(inFormat.ReplaceAllString(code, ""))
	code, _, _ = strings.Cut(code, ";")
	return !strings.Contains(code, "general") && strings.ContainsAny(code, "ydhs年月日")
}

// inFormat is what a number format shows as it stands, with colours and languages.
var inFormat = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[(?i:[^\]hms][^\]]*)\]`)

// friendly is the text of a link, which a formula spells out.
var friendly = regexp.MustCompile(`(?i)^\s*=?HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)\s*$`)

// spelt is a formula's value where it needs no computing: the words of a link, or ="text".
func spelt(formula string) (string, bool) {
	if m := friendly.FindStringSubmatch(formula); m != nil {
		return strings.ReplaceAll(m[1], `""`, `"`), true
	}
	f := strings.TrimPrefix(strings.TrimSpace(formula), "=")
	if len(f) >= 2 && f[0] == '"' && f[len(f)-1] == '"' && !strings.Contains(f[1:len(f)-1], `"`) {
		return f[1 : len(f)-1], true
	}
	return "", false
}

// escaped is how XML parts write characters that XML may not hold: _x000D_.
var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:6], 16, 16)
		if err != nil || n >= 0xd800 && n < 0xe000 {
			return e
		}
		return string(rune(n))
	})
}

// area is a rectangle of merged cells, counted from 0.
type area struct{ row1, row2, col1, col2 int }

// merged hands the value of an area's first cell down to the rows below it: whoever merged three
// rows of a date means it for all three. Rows come in their order.
type merged struct {
	from   map[int][]area
	active []struct {
		area
		value string
	}
}

func newMerged(areas []area) *merged {
	m := &merged{from: map[int][]area{}}
	for _, a := range areas {
		if a.row2 > a.row1 && a.col1 >= 0 && a.col1 < MaxColumns {
			m.from[a.row1] = append(m.from[a.row1], a)
		}
	}
	return m
}

// fill completes a row. One without a value of its own stays empty.
func (m *merged) fill(row int, cells []string) []string {
	if len(m.from) == 0 && len(m.active) == 0 {
		return cells
	}
	own := !Blank(cells)
	kept := m.active[:0]
	for _, a := range m.active {
		if a.row2 < row {
			continue
		}
		kept = append(kept, a)
		if own && row > a.row1 {
			for len(cells) <= a.col1 {
				cells = append(cells, "")
			}
			if cells[a.col1] == "" {
				cells[a.col1] = a.value
			}
		}
	}
	m.active = kept
	for _, a := range m.from[row] {
		if a.col1 < len(cells) && cells[a.col1] != "" {
			m.active = append(m.active, struct {
				area
				value string
			}{a, cells[a.col1]})
		}
	}
	return cells
}

// Blank says whether a row has no text.
func Blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// put sets a cell, making the row as wide as it must be. Values beyond the widest row are said.
func (r *Row) put(col int, value string) {
	if col < 0 || value == "" {
		return
	}
	if col >= MaxColumns {
		r.Err = ErrWide
		return
	}
	for len(r.Cells) <= col {
		r.Cells = append(r.Cells, "")
	}
	r.Cells[col] = value
}

// number puts a number.
func (r *Row) number(col int, value string, rounded bool) {
	r.put(col, value)
	if rounded {
		r.Rounded = append(r.Rounded, col)
	}
}

// formula puts the value of a formula whose result the file does not hold.
func (r *Row) formula(col int, formula string) {
	if s, ok := spelt(formula); ok {
		r.put(col, s)
		return
	}
	r.Lost = append(r.Lost, col)
}
