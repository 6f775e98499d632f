package intake

import "strings"

// table makes records of rows: it finds the header among the first rows (exports like to begin
// with a title of their own), then reads each row by it.
type table struct {
	m        *mapper
	columns  []column
	seen     int
	date1904 bool
}

type column struct {
	key   string
	mean  meaning
	known bool
}

func (t *table) ready() bool { return t.columns != nil }

// row takes one row. ok: there is a record to hand on. stop: no header was found where one must
// be; the rest of this table means nothing.
func (t *table) row(line int, cells []string, err error) (rec Record, ok, stop bool) {
	if t.columns == nil {
		if t.seen++; err == nil && t.header(cells) {
			return Record{}, false, false
		}
		if t.seen >= headerRows {
			return Record{Line: line, Err: ErrHeader}, true, true
		}
		return Record{}, false, false
	}
	rec = Record{Line: line, Err: err}
	if err != nil {
		return rec, true, false
	}
	if blank(cells) {
		return Record{}, false, false
	}
	cells = fit(cells, len(t.columns))
	if cells == nil {
		rec.Err = ErrRagged
		return rec, true, false
	}
	v := newValues()
	for i, c := range t.columns {
		switch {
		case !c.known:
		case c.mean.person:
			if strings.TrimSpace(cells[i]) != "" {
				v.drop(c.key)
			}
		default:
			v.set(c.mean, c.key, cells[i])
		}
	}
	rec.Draft, rec.Err = t.m.draft(v, t.date1904)
	rec.Dropped = v.dropped
	return rec, true, false
}

// header takes cells as the header if one of them means the title or the text.
func (t *table) header(cells []string) bool {
	columns := make([]column, len(cells))
	found := false
	for i, c := range cells {
		mean, known := t.m.meaning(c)
		columns[i] = column{key: c, mean: mean, known: known}
		found = found || (known && !mean.person && (mean.field == fieldTitle || mean.field == fieldText))
	}
	for n := len(columns); n > 0 && plainKey(columns[n-1].key) == ""; n-- {
		columns = columns[:n-1]
	}
	if found {
		t.columns = columns
	}
	return found
}

// fit makes a row as wide as the header if only empty cells are too many; else nil.
func fit(cells []string, n int) []string {
	for len(cells) > n && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != n {
		return nil
	}
	return cells
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
