package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// mostDepth is how deep elements are read.
const mostDepth = 400

// line is one line of a page as its reader sees it.
type line struct {
	text   string
	pieces []piece    // labels and what stands behind them, once split
	parts  []string   // of its inline elements, in order: labels often have one of their own
	shapes []string   // how each part is written: its element with what sets it apart
	linked int        // characters within links
	node   *html.Node // the block that it stands in
	row    *html.Node // the row of a table, nil outside of one
	hint   string     // names (class, id) of its block and of what is close around, between spaces
	head   bool       // it stands in a heading
	order  int        // of that heading: 0 for h1
	inner  *html.Node // the innermost element of its first words
	frame  bool       // it belongs to the frame of the page
	recurs bool       // the source repeats it on its pages
	hidden bool       // it is not shown before a script says so
	above  bool       // it stands in the head of the site, see markBanner
	at     int        // its number on the page
	cell   bool       // it is a cell, a definition or its term
}

func (l line) len() int { return utf8.RuneCountInString(l.text) }

// size is how much text an element holds.
type size struct {
	all, linked, elements int
	says                  bool // a sentence outside of links
}

// leastSentence is how long a text is that can be a sentence of a letter, in characters.
const leastSentence = 12

// flattener makes lines of a tree.
type flattener struct {
	sizes  map[*html.Node]size
	total  size
	spaces map[string]bool       // see nameSpaces
	marks  map[*html.Node]string // see pictured
	foot   *html.Node            // the last footer
	lines  []line
	keys   []string // of the lines, once one was asked for
	parts  []string
	inner  []*html.Node // the innermost element of each part
	words  strings.Builder
	links  int
	names  string // of inline elements of the line
}

// around is what holds for a node because of where it stands.
type around struct {
	block, row, inner     *html.Node
	head, frame, link     bool
	order                 int
	hidden, article, cell bool
	set                   bool // line breaks of the source are seen
	depth                 int
}

func flatten(root *html.Node) *flattener {
	f := &flattener{sizes: map[*html.Node]size{}, spaces: nameSpaces(root), marks: pictured(root),
		foot: lastFooter(root)}
	f.total = f.measure(root, false, 0)
	f.walk(root, around{block: root})
	f.end(around{block: root})
	f.lines = upright(f.lines)
	return f
}

// measure counts characters below each element.
func (f *flattener) measure(n *html.Node, link bool, depth int) size {
	var s size
	if depth > mostDepth || unseen(n) {
		return s
	}
	if n.Type == html.TextNode {
		s.all = utf8.RuneCountInString(strings.TrimSpace(n.Data))
		if link {
			s.linked = s.all
		}
		s.says = !link && s.all >= leastSentence && strings.ContainsAny(n.Data, "。！？")
		return s
	}
	link = link || leads(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		x := f.measure(c, link, depth+1)
		s.all, s.linked, s.elements = s.all+x.all, s.linked+x.linked, s.elements+x.elements
		s.says = s.says || x.says
	}
	if n.Type == html.ElementNode {
		s.elements++
		f.sizes[n] = s
	}
	return s
}

// unseen says whether nothing of n is text of the page.
func unseen(n *html.Node) bool {
	switch n.Type {
	case html.CommentNode, html.DoctypeNode:
		return true
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Noframes, atom.Iframe, atom.Head, atom.Select,
			atom.Button, atom.Object, atom.Marquee, atom.Svg, atom.Map, atom.Audio, atom.Video, atom.Canvas:
			return true
		}
		return n.Data == "xml"
	}
	return false
}

func (f *flattener) walk(n *html.Node, a around) {
	if a.depth++; a.depth > mostDepth {
		return
	}
	if s := written(n); s != "" {
		f.part()
		f.add(s, a)
		f.part()
	}
	if unseen(n) {
		return
	}
	if n.Type == html.TextNode {
		f.text(n.Data, a)
		return
	}
	if day := toldDay(n); day != "" {
		f.part()
		f.add(day, a)
		f.part()
		return
	}
	if n.Type == html.ElementNode && f.own(n, a) {
		return
	}
	block := isBlock(n)
	if block {
		f.end(a)
	}
	if n.Type == html.ElementNode {
		f.enter(n, &a)
		if said := f.marks[n]; said != "" && n.DataAtom != atom.Img {
			f.add(strings.TrimRight(said, "：: ")+"：", a)
			f.part()
		}
	}
	if a.inner = n; block {
		a.block = n
	} else {
		f.part()
		if n.Type == html.ElementNode && n.DataAtom != atom.B && n.DataAtom != atom.Strong {
			f.names += " " + names(n)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c, a)
	}
	if block {
		f.end(a)
	} else {
		f.part()
	}
}

// text adds words; in a box of set text each line is one.
func (f *flattener) text(s string, a around) {
	if !a.set {
		f.add(s, a)
		return
	}
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			f.end(a)
		}
		if strings.Trim(l, " \t\r-=_*—") != "" {
			f.add(l, a)
		}
	}
}

var (
	writes    = pattern.MustCompile(`^\s*document\.write(?:ln)?\(([^;]{1,300})\)\s*;?\s*$`)
	stringLit = pattern.MustCompile(`"([^"<\\]*)"|'([^'<\\]*)'`)
)

// written are the plain words that a script writes where it stands, and nothing else.
func written(n *html.Node) string {
	if n.DataAtom != atom.Script || n.FirstChild == nil || len(n.FirstChild.Data) > 400 {
		return ""
	}
	m := writes.FindStringSubmatch(n.FirstChild.Data)
	if m == nil || strings.Trim(stringLit.ReplaceAllString(m[1], ""), "+ \t\r\n") != "" {
		return ""
	}
	var b strings.Builder
	for _, x := range stringLit.FindAllStringSubmatch(m[1], -1) {
		b.WriteString(x[1] + x[2])
	}
	return b.String()
}

// leads says whether an element is a link that leads to another page: no head of what folds out,
// nor what dates an article.
func leads(n *html.Node) bool {
	return n.DataAtom == atom.A && !hasAttr(n, "data-toggle") && !holds(n, atom.Time) && attr(n, "role") != "button" &&
		attr(n, "role") != "tab"
}

// own deals with elements that are no text and hold none: line breaks and fields of forms.
func (f *flattener) own(n *html.Node, a around) bool {
	switch n.DataAtom {
	case atom.Br:
		f.end(a)
	case atom.Img:
		if s := f.marks[n]; s != "" {
			if s == "问" || s == "答" {
				f.end(a)
			}
			f.part()
			f.add(" "+s+"：", a)
			f.part()
		}
		return false
	case atom.Input:
		switch strings.ToLower(attr(n, "type")) {
		case "", "text":
			f.part()
			f.add(attr(n, "value"), a)
			f.part()
		}
	case atom.Textarea:
		f.end(a)
		var b strings.Builder
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			b.WriteString(c.Data)
		}
		a.block = n
		for l := range strings.Lines(collectors.PlainText(b.String())) {
			f.add(l, a)
			f.end(a)
		}
	default:
		return false
	}
	return true
}

// enter notes what an element means for what stands in it.
func (f *flattener) enter(n *html.Node, a *around) {
	switch n.DataAtom {
	case atom.A:
		a.link = a.link || leads(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		a.head, a.order = true, int(n.Data[1]-'1')
	case atom.Tr:
		a.row = n
	case atom.Table:
		a.row = nil
	case atom.Pre:
		a.set = true
	case atom.Article, atom.Main:
		a.article = true
	}
	a.cell = a.cell && !isBlock(n) || n.DataAtom == atom.Td || n.DataAtom == atom.Th ||
		n.DataAtom == atom.Dt || n.DataAtom == atom.Dd
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	if strings.Contains(style, "display:none") || hasAttr(n, "hidden") {
		a.hidden = true
	}
	a.frame = a.frame || f.isFrame(n, a.article)
}

func (f *flattener) add(s string, a around) {
	if s = strings.Map(flat, s); strings.TrimSpace(s) == "" {
		if f.words.Len() > 0 {
			f.words.WriteByte(' ')
		}
		return
	}
	f.words.WriteString(s)
	if a.link {
		f.links += utf8.RuneCountInString(strings.TrimSpace(s))
	}
	if len(f.parts) == 0 {
		f.parts, f.inner = []string{""}, []*html.Node{nil}
	}
	last := len(f.parts) - 1
	if f.parts[last] += s; f.inner[last] == nil {
		f.inner[last] = a.inner
	}
}

// flat makes a line break of the source the space that a reader sees.
func flat(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return ' '
	}
	return r
}

// part ends an inline element.
func (f *flattener) part() {
	if n := len(f.parts); n > 0 && f.parts[n-1] != "" {
		f.parts, f.inner = append(f.parts, ""), append(f.inner, nil)
	}
}

// end ends the line.
func (f *flattener) end(a around) {
	text := collectors.OneLine(f.words.String())
	if text != "" && text != ":" && text != "：" {
		parts, shapes := f.parts[:0], make([]string, 0, len(f.parts))
		var first *html.Node
		for i, p := range f.parts {
			if p = collectors.OneLine(p); p != "" {
				if first == nil {
					first = f.inner[i]
				}
				parts, shapes = append(parts, p), append(shapes, shapeOf(f.inner[i], a.block, len(parts)))
			}
		}
		f.lines = append(f.lines, line{at: len(f.lines), text: text, parts: parts, shapes: shapes, linked: f.links,
			node: a.block, row: a.row, head: a.head, order: a.order, inner: first,
			frame: a.frame, hidden: a.hidden, cell: a.cell, hint: hintOf(a.block) + f.names + " "})
	}
	f.parts, f.inner, f.links, f.names = nil, nil, 0, ""
	f.words.Reset()
}

// hintOf are the names of a block and of three elements around it.
func hintOf(n *html.Node) string {
	var b strings.Builder
	b.WriteByte(' ')
	for up := 0; n != nil && up < 4 && n.DataAtom != atom.Body; up++ {
		b.WriteString(names(n))
		b.WriteByte(' ')
		n = n.Parent
	}
	return b.String()
}

// spaced is a line with a space between its inline elements, so that a label and a time that
// touch are two.
func spaced(l line) string { return strings.Join(l.parts, " ") }
