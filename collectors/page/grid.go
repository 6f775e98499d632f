package page

import (
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
		if n < 3 || n*3 < len(rows[0])*2 || !known[textLabel] || !known[titleLabel] &&
			!known[replyLabel] && !known[timeLabel] {
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
