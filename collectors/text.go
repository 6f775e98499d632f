package collectors

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/opinion"
	"huiying/redact"
)

// PlainText is what a reader sees of a piece of HTML: text with a line for each block,
// without scripts, styles and tags. A text that holds no mark-up comes back with its lines
// trimmed.
func PlainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return TidyLines(s)
	}
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode,
		Data: "body", DataAtom: atom.Body})
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, n := range nodes {
		writeText(&b, n, nil)
	}
	return TidyLines(b.String())
}

// NodeText is PlainText of parsed HTML. skip, where not nil, names nodes to leave out.
func NodeText(n *html.Node, skip func(*html.Node) bool) string {
	var b strings.Builder
	writeText(&b, n, skip)
	return TidyLines(b.String())
}

func writeText(b *strings.Builder, n *html.Node, skip func(*html.Node) bool) {
	if skip != nil && skip(n) {
		return
	}
	switch n.Type {
	case html.TextNode:
		b.WriteString(strings.Map(func(r rune) rune { // a line break in the source is a space to the reader
			if r == '\n' || r == '\r' || r == '\t' {
				return ' '
			}
			return r
		}, n.Data))
		return
	case html.CommentNode, html.DoctypeNode:
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Head,
			atom.Select, atom.Button, atom.Textarea, atom.Object, atom.Svg:
			return
		case atom.Br:
			b.WriteByte('\n')
			return
		case atom.Td, atom.Th:
			b.WriteByte(' ')
		}
	}
	block := IsBlock(n)
	if block {
		b.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c, skip)
	}
	if block {
		b.WriteByte('\n')
	}
}

// IsBlock says whether an element begins a line of its own.
func IsBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer,
		atom.Aside, atom.Nav, atom.Li, atom.Ul, atom.Ol,
		atom.Dl, atom.Dt, atom.Dd, atom.Tr, atom.Table, atom.Tbody, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Pre, atom.Form, atom.Fieldset, atom.Hr, atom.Figure, atom.Figcaption, atom.Center:
		return true
	}
	return false
}

// TidyLines trims each line, folds runs of spaces (the wide ones too) and drops empty lines.
func TidyLines(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for line := range strings.Lines(strings.ReplaceAll(s, "\r", "\n")) {
		if line = strings.TrimFunc(line, isGap); line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		fold(&b, line, isSpace)
	}
	return b.String()
}

// OneLine is s on one line: for titles.
func OneLine(s string) string {
	s = strings.TrimFunc(s, isGap)
	if !strings.ContainsFunc(s, isWide) && !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	fold(&b, s, isGap)
	return b.String()
}

// fold writes s with one space for each run of gaps.
func fold(b *strings.Builder, s string, gap func(rune) bool) {
	for {
		i := strings.IndexFunc(s, gap)
		if i < 0 {
			b.WriteString(s)
			return
		}
		b.WriteString(s[:i])
		b.WriteByte(' ')
		s = strings.TrimLeftFunc(s[i:], gap)
	}
}

// isSpace says whether r is a space to the reader, on its line.
func isSpace(r rune) bool {
	switch {
	case r == ' ', r == '\t', r == '\u00a0':
		return true
	case r < '\u2002':
		return false
	}
	return r <= '\u200b' || r == '\u3000' || r == '\ufeff'
}

// isGap says whether r parts words, on a line or between lines.
func isGap(r rune) bool { return isSpace(r) || unicode.IsSpace(r) }

// isWide says whether r is a gap that is not the plain space.
func isWide(r rune) bool { return r != ' ' && isGap(r) }

// Redacted is a text that is shown and not kept, without what identifies persons.
func Redacted(s string) string {
	s, _ = redacted(s)
	return s
}

// redacted is a text without what identifies persons, with how many of each kind were in it.
func redacted(s string) (string, map[string]int) { return redact.Text(opinion.CleanText(s)) }
