package page

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
)

// inGrid reads letters that are the rows of a table: labels stand in its first row alone. A table
// whose cells lead to pages of the letters is a list and no letters.
func (r mailbox) inGrid() []*letter {
	for _, t := range r.doc.Find("table").Nodes {
		rows := rowsOf(t)
		if len(rows) < 2 || r.flat.isFrame(t, false) {
			continue
		}
		kinds, known := make([]kind, len(rows[0])), map[kind]bool{}
		n := 0
		for i, c := range rows[0] {
			label := collectors.OneLine(collectors.NodeText(c, nil))
			if kinds[i], _ = labelKind(label); kinds[i] == none && labelish(label) {
				kinds[i] = kindByEnd(bare(label))
			}
			if kinds[i] != none {
				n++
			}
			known[kinds[i]] = true
		}
		if n < 3 || n*3 < len(rows[0])*2 {
			continue
		}
		if !known[textLabel] && known[titleLabel] && known[timeLabel] {
			if found := r.foldedOut(rows[1:], kinds); len(found) > 0 {
				return found
			}
		}
		if !known[textLabel] || !known[titleLabel] && !known[replyLabel] && !known[timeLabel] {
			continue
		}
		if found := lettersOf(rows[1:], kinds); len(found) > 0 {
			return found
		}
	}
	return nil
}

func rowsOf(table *html.Node) [][]*html.Node {
	var out [][]*html.Node
	for n := range table.Descendants() {
		if n.Type != html.ElementNode || n.DataAtom != atom.Tr {
			continue
		}
		var cells []*html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				cells = append(cells, c)
			}
		}
		out = append(out, cells)
	}
	return out
}

// foldedOut are letters of two rows each: the short fields, and below them one wide cell that says the
// rest behind labels of its own; nil where a row is neither.
func (r mailbox) foldedOut(rows [][]*html.Node, kinds []kind) []*letter {
	var wide []*html.Node
	for i, cells := range rows {
		if i%2 == 0 && len(cells) != len(kinds) || i%2 == 1 && len(cells) != 1 {
			return nil
		} else if i%2 == 1 {
			wide = append(wide, cells[0])
		}
	}
	if len(wide)*2 != len(rows) {
		return nil
	}
	var out []*letter
	for i, lines := range sorted(r.lines, wide) {
		lr := letterReader{}
		lr.begin()
		for k, c := range rows[2*i] {
			if s := collectors.OneLine(textIn(c)); s != "" {
				lr.short(kinds[k], s)
			}
		}
		for _, l := range lines {
			if !l.frame {
				lr.line(l)
			}
		}
		if !lr.now.asks {
			return nil
		}
		lr.now.weight = 4
		out = append(out, lr.now)
	}
	return out
}

// lettersOf are the rows as letters; nil where one has other cells, or a link for its title.
func lettersOf(rows [][]*html.Node, kinds []kind) []*letter {
	var out []*letter
	for _, cells := range rows {
		if len(cells) != len(kinds) {
			return nil
		}
		lr := letterReader{}
		lr.begin()
		for i, c := range cells {
			s := collectors.NodeText(c, nil)
			switch {
			case s == "":
			case kinds[i] == titleLabel && holds(c, atom.A):
				return nil
			case kinds[i] == textLabel:
				lr.now.text, lr.now.asks = append(lr.now.text, s), true
			case kinds[i] == replyLabel:
				lr.answer("")
				lr.now.reply = append(lr.now.reply, s)
			default:
				lr.short(kinds[i], collectors.OneLine(s))
			}
		}
		lr.now.weight = 4
		if lr.now.says() {
			out = append(out, lr.now)
		}
	}
	return out
}

// twoColumns reads a question beside its answer: the two heads stand in one row, the words in the next.
func (r mailbox) twoColumns() []*letter {
	for _, t := range r.doc.Find("table").Nodes {
		rows := rowsOf(t)
		for i := 0; i+1 < len(rows); i++ {
			if len(rows[i]) != 2 || len(rows[i+1]) != 2 {
				continue
			}
			heads := [2][]piece{columnHead(rows[i][0]), columnHead(rows[i][1])}
			last := func(p []piece) kind {
				if len(p) == 0 {
					return none
				}
				return p[len(p)-1].kind
			}
			ask := slices.IndexFunc(heads[:], func(p []piece) bool { return last(p) == textLabel })
			reply := slices.IndexFunc(heads[:], func(p []piece) bool { return last(p) == replyLabel })
			if ask < 0 || reply < 0 {
				continue
			}
			lr := letterReader{}
			lr.begin()
			for _, at := range []int{ask, reply} {
				for _, p := range heads[at] {
					lr.take(p)
				}
				lr.words(textIn(rows[i+1][at]))
			}
			lr.now.weight = 4
			return []*letter{lr.now}
		}
	}
	return nil
}

func columnHead(cell *html.Node) []piece {
	s := collectors.OneLine(textIn(cell))
	if out := openingOf(s); out != nil {
		return out
	}
	if k, weak := labelKind(s); k != none {
		return []piece{{kind: k, weak: weak, label: bare(s)}}
	}
	return nil
}

func textIn(n *html.Node) string { return collectors.NodeText(n, nil) }
