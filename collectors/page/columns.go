package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

// A small table may have its labels in one row and their values in the next. Rows of letters are
// read by inGrid; here stand the short fields of one letter.

// columned reads tables whose labels do not stand before their values.
type columned struct{ *reader }

// columnsOfFields puts the labels of such a row before the values below them.
func (r columned) columnsOfFields() {
	labels := map[*html.Node]piece{}
	heads := map[*html.Node]bool{}
	for _, t := range r.doc.Find("table").Nodes {
		rows := rowsOf(t)
		for i := 0; i+1 < len(rows); i++ {
			found := fieldHeads(rows[i])
			if found == nil || len(rows[i+1]) != len(found) || fieldHeads(rows[i+1]) != nil ||
				i+2 < len(rows) && len(rows[i+2]) == len(found) {
				continue
			}
			for k, c := range rows[i+1] {
				labels[c], heads[rows[i][k]] = found[k], true
			}
			i++
		}
	}
	r.labelsRight(labels, heads)
	for i := range r.lines {
		l := &r.lines[i]
		c := l.node
		for c != nil && c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			c = c.Parent
		}
		if heads[c] {
			l.frame = true
		} else if p, ok := labels[c]; ok {
			p.text = l.text
			l.pieces = []piece{p}
			delete(labels, c)
		}
	}
}

// stepsInCells reads rows of a step of the work and its day: 提交 | 2026-03-02, 办结 | 2026-03-06.
func stepsInCells(lines []line) {
	for i := 0; i+1 < len(lines); i++ {
		l, day := &lines[i], lines[i+1]
		if l.row == nil || l.row != day.row || l.frame || l.linked > 0 || l.labelled() ||
			!dateOnly.MatchString(day.text) ||
			!headDay.MatchString(day.text) {
			continue
		}
		if _, k, weak := labelOfDay(l.text, 0, len(l.text)); k != none {
			l.pieces = []piece{{kind: k, weak: weak, label: bare(l.text)}}
		}
	}
}

// apartBy are labels before their values where a site sets neither a colon nor an element: 时间 / 2026-03-02.
var apartBy = pattern.MustCompile(`^([\p{Han}]{1,8}|[QAqa])\s*([/／→➜➔▶»—–-]|->|=>)\s*(\S.*)$`)

// fieldsApart reads such labels where one mark stands behind three known ones, or a question and its answer.
func fieldsApart(lines []line) {
	at, kinds := map[string][]int{}, map[string]map[kind]bool{}
	for i, l := range lines {
		if l.frame || l.linked > 0 || l.labelled() {
			continue
		}
		m := apartBy.FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		if k := kindOf(m[1]); k != none {
			if kinds[m[2]] == nil {
				kinds[m[2]] = map[kind]bool{}
			}
			kinds[m[2]][k] = true
			at[m[2]] = append(at[m[2]], i)
		}
	}
	for mark, found := range at {
		if len(kinds[mark]) < 3 && !(kinds[mark][textLabel] && kinds[mark][replyLabel]) {
			continue
		}
		for _, i := range found {
			m := apartBy.FindStringSubmatch(lines[i].text)
			k, weak := labelKind(m[1])
			lines[i].pieces = []piece{{kind: k, weak: weak, label: uncounted(m[1]), text: m[3]}}
		}
	}
}

// labelsRight reads tables that have each label in the cell behind its value: three rows say so.
func (r columned) labelsRight(labels map[*html.Node]piece, heads map[*html.Node]bool) {
	for _, t := range r.doc.Find("table").Nodes {
		found := map[*html.Node]piece{}
		for _, cells := range rowsOf(t) {
			if len(cells) != 2 {
				continue
			}
			s := textIn(cells[1])
			if k, weak := labelKind(s); k != none && !weak && kindOf(textIn(cells[0])) == none {
				found[cells[1]] = piece{kind: k, label: uncounted(s)}
			}
		}
		if len(found) < 3 {
			continue
		}
		for c, p := range found {
			heads[c] = true
			for v := c.PrevSibling; v != nil; v = v.PrevSibling {
				if v.DataAtom == atom.Td || v.DataAtom == atom.Th {
					labels[v] = p
					break
				}
			}
		}
	}
}

// headsInLine reads two labels in a line whose values stand in the next: 来信时间 / 办结时间.
func headsInLine(lines []line) {
	for i := 0; i+1 < len(lines); i++ {
		heads, values := byStrokes(lines[i].text), byStrokes(lines[i+1].text)
		if len(heads) < 2 || len(heads) != len(values) || lines[i].linked > 0 {
			continue
		}
		var out []piece
		for k, h := range heads {
			kind, weak := labelKind(h)
			if kind == none || weak || kindOf(values[k]) != none {
				break
			}
			out = append(out, piece{kind: kind, label: uncounted(h), text: values[k]})
		}
		if len(out) == len(heads) {
			lines[i].frame, lines[i+1].pieces = true, out
		}
	}
}

func byStrokes(s string) []string {
	if utf8.RuneCountInString(s) > 80 {
		return nil
	}
	out := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune("/|｜", c) })
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// fieldHeads are the cells of a row as labels of short fields; nil where one is none.
func fieldHeads(cells []*html.Node) []piece {
	if len(cells) < 2 {
		return nil
	}
	out, timed := make([]piece, len(cells)), false
	for i, c := range cells {
		s := textIn(c)
		k, weak := labelKind(s)
		if k == none && labelish(s) {
			k, weak = kindByEnd(bare(s)), true
		}
		if k == none || k == textLabel || k == replyLabel {
			return nil
		}
		timed = timed || k == timeLabel || k == replyTimeLabel
		out[i] = piece{kind: k, weak: weak, label: uncounted(s)}
	}
	if !timed {
		return nil
	}
	return out
}
