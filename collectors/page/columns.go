package page

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A small table may have its labels in one row and their values in the next. Rows of letters are
// read by inGrid; here stand the short fields of one letter.

// columnsOfFields puts the labels of such a row before the values below them.
func (r *reader) columnsOfFields() {
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
