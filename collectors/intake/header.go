package intake

import (
	"strings"
	"unicode/utf8"
)

// headerRows is within how many rows of a table its header is looked for: exports begin with a
// title, a period, the rules for filling in the form.
const headerRows = 60

// longestHead is the longest cell, in characters, of a row that may be a header.
const longestHead = 40

// head is what a table's header says.
type head struct {
	row     int // place of its (last) row among those looked at
	columns []column
}

type column struct {
	key   string // the label
	mean  meaning
	known bool
}

// findHeader chooses the row, or the two rows, in which most labels are known. There must be the
// title or the text among them, or three known ones: then the text has a name that nobody knows yet.
func (m *mapper) findHeader(rows [][]string) (head, bool) {
	best, most, worded := head{}, 0, false
	for i, cells := range rows {
		if i >= headerRows {
			break
		}
		if !mayBeHead(cells) {
			continue
		}
		single, ones, words := m.columns(cells, m.groups(rows, i))
		if ones > most {
			best, most, worded = head{i, single}, ones, words
		}
		if i == 0 || !mayBeHead(rows[i-1]) {
			continue
		}
		_, above, _ := m.columns(rows[i-1], nil)
		joined, both, words := m.columns(join(rows[i-1], cells), m.groups(rows, i))
		if both > max(ones, above) && both > most {
			best, most, worded = head{i, joined}, both, words
		}
	}
	return best, worded || most >= 3
}

// mayBeHead: no cell is a sentence.
func mayBeHead(cells []string) bool {
	any := false
	for _, c := range cells {
		if utf8.RuneCountInString(c) > longestHead {
			return false
		}
		any = any || plainKey(c) != ""
	}
	return any
}

// labels says whether cells are those of a header, which may be one that holds texts.
func (m *mapper) labels(cells []string) bool {
	if !mayBeHead(cells) {
		return false
	}
	_, known, words := m.columns(cells, nil)
	return known >= 3 || words && known >= min(2, len(cells))
}

// columns reads cells as labels: what each means, how many are known, and whether the title or the
// text is among them. Labels that stand twice count once.
func (m *mapper) columns(cells, groups []string) (columns []column, known int, words bool) {
	columns = make([]column, len(cells))
	seen := map[string]bool{}
	for i, c := range cells {
		mean, is := m.meaning(c)
		if is && i < len(groups) {
			mean = mean.within(groups[i])
		}
		columns[i] = column{key: strings.TrimSpace(c), mean: mean, known: is}
		if is && !seen[plainKey(c)] {
			known++
		}
		seen[plainKey(c)] = true
		words = words || is && (mean.field == fieldTitle || mean.field == fieldText)
	}
	for n := len(columns); n > 0 && plainKey(columns[n-1].key) == ""; n-- {
		columns = columns[:n-1]
	}
	return columns, known, words
}

// groups are the labels above a row, each over the columns up to the next one. A row with one cell
// alone is a title and groups nothing.
func (m *mapper) groups(rows [][]string, i int) []string {
	if i == 0 || !mayBeHead(rows[i-1]) {
		return nil
	}
	above, filled := rows[i-1], 0
	groups, last := make([]string, len(rows[i])), ""
	for k := range groups {
		if k < len(above) && plainKey(above[k]) != "" {
			last = above[k]
			filled++
		}
		if k < len(rows[i]) && plainKey(rows[i][k]) != "" && plainKey(last) != plainKey(rows[i][k]) {
			groups[k] = last
		}
	}
	if filled < 2 {
		return nil
	}
	return groups
}

// join is a header of two rows: the lower label, where there is none the upper.
func join(above, below []string) []string {
	out := make([]string, max(len(above), len(below)))
	copy(out, above)
	for i, c := range below {
		if plainKey(c) != "" {
			out[i] = c
		}
	}
	return out
}
