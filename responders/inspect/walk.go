package inspect

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/collectors/page"
	"huiying/opinion"
)

// walker reads lines, links and tables of a document.
type walker struct {
	p      *Page
	base   *url.URL
	framed func(*html.Node) bool
	now    time.Time

	line   strings.Builder
	linked int // runes of the line that lead elsewhere
	inLink int
	frame  bool
	cells  int
	depth  int
}

func hidden(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "noscript", "template", "svg", "head", "iframe", "object":
		return true
	}
	return false
}

func (w *walker) walk(n *html.Node, frame bool) {
	if w.depth++; w.depth > 400 {
		w.depth--
		return
	}
	defer func() { w.depth-- }()
	if n.Type == html.TextNode {
		w.text(n.Data, frame)
		return
	}
	if n.Type == html.ElementNode {
		frame = frame || w.framed(n)
		if n.Data == "title" {
			w.p.Title = cmp.Or(w.p.Title, collectors.OneLine(collectors.NodeText(n, nil)))
		}
		if n.Data == "head" {
			w.children(n, frame)
			return
		}
		if hidden(n) {
			return
		}
		if w.element(n, frame) {
			return
		}
	}
	w.children(n, frame)
}

func (w *walker) children(n *html.Node, frame bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if n.Data == "head" && c.Data != "title" {
			continue
		}
		w.walk(c, frame)
	}
}

// element reads an element that is more than a box of others; done says that its content was read.
func (w *walker) element(n *html.Node, frame bool) (done bool) {
	switch n.Data {
	case "br", "hr":
		w.end()
		return true
	case "a":
		w.link(n, frame)
		w.inLink++
		w.children(n, frame)
		w.inLink--
		return true
	case "h1", "h2", "h3":
		w.p.Heads = append(w.p.Heads, collectors.OneLine(collectors.NodeText(n, hidden)))
	case "table":
		w.table(n)
	case "textarea":
		w.p.Field = true
	case "input":
		if kind := attr(n, "type"); kind == "submit" || kind == "button" {
			w.text(attr(n, "value")+" ", frame)
		}
	}
	if !collectors.IsBlock(n) && n.Data != "td" && n.Data != "th" && n.Data != "li" && n.Data != "dt" && n.Data != "dd" {
		return false
	}
	w.end()
	w.children(n, frame)
	w.end()
	return true
}

func (w *walker) text(s string, frame bool) {
	if w.line.Len() < mostLine {
		w.line.WriteString(s)
	}
	if w.inLink > 0 {
		w.linked += utf8.RuneCountInString(strings.TrimSpace(s))
	}
	w.frame = w.frame || frame
}

func (w *walker) end() {
	text := collectors.OneLine(strings.ReplaceAll(w.line.String(), "\u00a0", " "))
	l := Line{Text: text, Link: w.linked > 0 && w.linked*10 >= utf8.RuneCountInString(text)*9}
	if text != "" {
		switch {
		case w.frame && len(w.p.Frame) < mostLines:
			w.p.Frame = append(w.p.Frame, l)
		case !w.frame && len(w.p.Lines) < mostLines:
			w.p.Lines = append(w.p.Lines, l)
		}
	}
	w.line.Reset()
	w.linked, w.frame = 0, false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (w *walker) link(n *html.Node, frame bool) {
	u, ok := page.Resolve(w.base, attr(n, "href"))
	if !ok || len(w.p.Links) >= mostLinks || attr(n, "href") == "" || strings.HasPrefix(attr(n, "href"), "#") {
		return
	}
	l := Link{URL: u.String(), Text: collectors.OneLine(cmp.Or(collectors.NodeText(n, hidden), attr(n, "title"))), Frame: frame}
	if !frame && utf8.RuneCountInString(l.Text) >= 4 {
		l.Day = w.day(n, l.URL)
		w.p.Newest = later(w.p.Newest, l.Day)
	}
	w.p.Links = append(w.p.Links, l)
}

var (
	addressDay = regexp.MustCompile(`[/_t](20\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])[_./]`)
	wholeDay   = regexp.MustCompile(`(20\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})`)
	shortDay   = regexp.MustCompile(`^[\[（(]?\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})\s*日?\s*[\])）]?$`)
)

// day is the day beside a link: in the nearest box around it that holds no other link of a title.
func (w *walker) day(a *html.Node, address string) (out time.Time) {
	box := a
	for range 3 {
		up := box.Parent
		if up == nil || up.Data == "body" || titles(up) > 1 {
			break
		}
		box = up
	}
	var look func(n *html.Node)
	look = func(n *html.Node) {
		if n.Type == html.TextNode {
			out = later(out, w.dayIn(n.Data, n.Parent != a))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c)
		}
	}
	look(box)
	if m := addressDay.FindStringSubmatch(address); m != nil && out.IsZero() {
		out = past(dayOf(m[1], m[2], m[3]), w.now)
	}
	return out
}

func titles(n *html.Node) (many int) {
	var count func(n *html.Node)
	count = func(n *html.Node) {
		if n.Data == "a" && n.Type == html.ElementNode && utf8.RuneCountInString(collectors.OneLine(collectors.NodeText(n, nil))) >= 4 {
			many++
			return
		}
		for c := n.FirstChild; c != nil && many < 2; c = c.NextSibling {
			count(c)
		}
	}
	count(n)
	return many
}

func (w *walker) dayIn(text string, short bool) time.Time {
	if utf8.RuneCountInString(text) > 80 {
		return time.Time{}
	}
	if m := wholeDay.FindStringSubmatch(text); m != nil && (short || strings.TrimSpace(text) == m[0]) {
		return past(dayOf(m[1], m[2], m[3]), w.now)
	}
	if m := shortDay.FindStringSubmatch(strings.TrimSpace(text)); m != nil && short {
		y := w.now.In(opinion.Beijing).Year()
		t := dayOf(itoa(y), m[1], m[2])
		if t.After(w.now.Add(26 * time.Hour)) {
			t = dayOf(itoa(y-1), m[1], m[2])
		}
		return past(t, w.now)
	}
	return time.Time{}
}

// table keeps the cells of a table.
func (w *walker) table(n *html.Node) {
	var rows [][]string
	var look func(n *html.Node)
	look = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == "tr" {
			var row []string
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.Data == "td" || c.Data == "th" {
					w.cells++
					row = append(row, collectors.OneLine(collectors.NodeText(c, hidden)))
				}
			}
			if len(row) > 0 {
				rows = append(rows, row)
			}
			return
		}
		for c := n.FirstChild; c != nil && w.cells < mostCells; c = c.NextSibling {
			if c.Data != "table" {
				look(c)
			}
		}
	}
	look(n)
	w.p.Tables = append(w.p.Tables, rows)
}
