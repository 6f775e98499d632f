package intake

import (
	"iter"
	"regexp"
	"strings"

	"huiying/collectors/intake/sheets"
)

// tables reads the sheets of a file of one form.
func tables(form sheets.Form) func(sheets.Input, *mapper, func(Record) bool) bool {
	return func(in sheets.Input, m *mapper, yield func(Record) bool) bool {
		found := false
		in.Header = m.labels
		for t, err := range sheets.Read(in, form) {
			if err != nil {
				return yield(Record{Line: 1, Err: err})
			}
			said := func(rec Record) bool {
				rec.Sheet = t.Name
				return yield(rec)
			}
			has, more := m.table(t, said)
			if !more {
				return false
			}
			found = found || has
		}
		if !found {
			return yield(Record{Line: 1, Err: ErrHeader})
		}
		return true
	}
}

// sampleRows is how many rows below the header are looked at before the first record is handed on:
// long texts under a label that nobody knows must be seen before anything is stored.
const sampleRows = 500

// table yields the records of one sheet. A sheet without a header (a cover, a legend) is passed
// over, and so is a hidden one unless it is asked for; both are told to OnSheet. more is false when
// the caller wants no more.
func (m *mapper) table(t *sheets.Table, yield func(Record) bool) (found, more bool) {
	if t.Hidden && !m.opts.Hidden {
		m.tell(Sheet{File: shownName(m.file), Name: shownName(t.Name), Hidden: true})
		return true, true
	}
	next, stop := iter.Pull(t.Rows)
	defer stop()
	first := ahead(next)
	texts := make([][]string, len(first))
	for i, r := range first {
		if r.Err == nil {
			texts[i] = r.Cells
		}
	}
	h, found := m.findHeader(texts)
	if !found {
		m.tell(Sheet{File: shownName(m.file), Name: shownName(t.Name), Hidden: t.Hidden})
		for _, r := range first { // a file that cannot be read says so, whatever else it is
			if r.Err != nil && fatal(r.Err) {
				return true, yield(Record{Line: r.Line, Err: r.Err})
			}
		}
		return false, true
	}
	m.settle(h, first)
	sheet := m.understand(t, h, first)
	m.tell(sheet)
	if names := sheet.Unclaimed(); len(names) > 0 && !m.opts.Anyway {
		return true, yield(Record{Line: sheet.Header, Err: &Unclaimed{names}})
	}
	rows := &rows{m: m, columns: h.columns, date1904: t.Date1904}
	for _, r := range first[h.row+1:] {
		if rec, ok := rows.record(r); ok && !yield(rec) {
			return true, false
		}
	}
	for r, ok := next(); ok; r, ok = next() {
		if rec, ok := rows.record(r); ok && !yield(rec) {
			return true, false
		}
	}
	return true, true
}

// ahead takes the rows in which the header and the samples are.
func ahead(next func() (sheets.Row, bool)) []sheets.Row {
	var out []sheets.Row
	size := 0
	for len(out) < headerRows+sampleRows && size < MaxLine {
		r, ok := next()
		if !ok {
			break
		}
		out = append(out, r)
		for _, c := range r.Cells {
			size += len(c)
		}
	}
	return out
}

// rows makes records of the rows below a header.
type rows struct {
	m        *mapper
	columns  []column
	date1904 bool
}

// record takes one row. ok is false for those that hold no record: empty ones, the header said
// again at a new page, what stands below the last record.
func (t *rows) record(r sheets.Row) (rec Record, ok bool) {
	rec = Record{Line: r.Line, Err: r.Err}
	if r.Err != nil {
		return rec, true
	}
	if sheets.Blank(r.Cells) || t.repeated(r.Cells) || t.footer(r.Cells) {
		return rec, false
	}
	cells := fit(r.Cells, len(t.columns))
	switch {
	case r.Wide && len(r.Cells) != len(t.columns): // a mark of a text may have cut it
		rec.Err = ErrWideCommas
		return rec, true
	case cells == nil:
		rec.Err = ErrRagged
		return rec, true
	}
	v := newValues()
	for _, i := range r.Rounded {
		if i < len(t.columns) {
			v.rounded[t.columns[i].key] = true
		}
	}
	for _, i := range r.Lost {
		if i < len(t.columns) && t.columns[i].known {
			v.lost[t.columns[i].mean.field] = true
		}
	}
	for i, c := range t.columns {
		switch {
		case !c.known, c.mean.reply, c.mean.waived:
		case c.mean.person:
			if strings.TrimSpace(cells[i]) != "" {
				v.drop(c.key)
			}
		default:
			v.set(c.mean, c.key, cells[i])
		}
	}
	rec.Draft, rec.Untimed, rec.Err = t.m.draft(v, t.date1904)
	if rec.Draft.Text == "" && !t.m.opts.Anyway { // its text may stand where none stood among the first rows
		for i, c := range t.columns {
			if !c.known && han(cells[i]) >= longFrom(true) {
				rec.Err = &Unclaimed{[]string{shown(c.key)}}
			}
		}
	}
	if rec.Draft.Text == "" && rec.Err == nil { // a heading is all that was said
		rec.Draft.Text = rec.Draft.Title
	}
	rec.Dropped, rec.OwnPlace = v.dropped, v.val[fieldDivision] != ""
	return rec, true
}

// repeated: each cell says its own label.
func (t *rows) repeated(cells []string) bool {
	same := 0
	for i, c := range cells {
		if c = plainKey(c); c == "" {
			continue
		}
		if i >= len(t.columns) || plainKey(t.columns[i].key) != c {
			return false
		}
		same++
	}
	return same >= 2 || same == 1 && len(t.columns) == 1
}

// total begins a row that sums up, or says who made the table and when.
var total = regexp.MustCompile(`^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|累\s*计|共\s*\d+\s*[条件封]|以上共|制\s*表|填\s*表|填\s*报|审\s*核|复\s*核|` +
	`导\s*出|打\s*印|统\s*计|单位负责人|负责人|制\s*单|备\s*注|说\s*明|注\s*[:：]|数据来源|第\s*\d+\s*页)`)

// count is how many there are, as a total says it.
var count = regexp.MustCompile(`^[\d.,]+\s*[件条封个次宗]?$`)

// footer: a row that sums up or signs, and holds no text where texts stand.
func (t *rows) footer(cells []string) bool {
	signed := false
	for i, c := range cells {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		if total.MatchString(c) {
			signed = true
			continue
		}
		if !signed || i < len(t.columns) && t.columns[i].mean.field == fieldText && !count.MatchString(c) {
			return false
		}
	}
	return signed && len(t.columns) > 1
}

// fit makes a row as wide as the header: trailing empty cells may be missing, and more than it has
// must be empty; else nil.
func fit(cells []string, n int) []string {
	for len(cells) > n && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > n {
		return nil
	}
	for len(cells) < n {
		cells = append(cells, "")
	}
	return cells
}
