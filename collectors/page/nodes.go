package page

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
)

// names are the class and the id of an element, in lower case.
//
// An element of the site's own is its name as well: letter-title.
func names(n *html.Node) string {
	s := attr(n, "class") + " " + attr(n, "id")
	if isOwn(n) {
		s += " " + n.Data
	}
	return strings.ToLower(strings.TrimSpace(s))
}

// isOwn says whether an element is none of HTML's.
func isOwn(n *html.Node) bool {
	return n.Type == html.ElementNode && n.DataAtom == 0 && strings.Contains(n.Data, "-")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type == html.DocumentNode
	}
	switch n.DataAtom {
	case atom.Td, atom.Th, atom.Body, atom.Html, atom.Caption, atom.Legend, atom.Summary, atom.Details:
		return true
	}
	return collectors.IsBlock(n) || isOwn(n) && n.Parent != nil && n.Parent.DataAtom != atom.P &&
		(isBlock(n.Parent) || isOwn(n.Parent))
}

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// nameWords are the words of class and id names: "Page-Footer main_nav" has page, footer, main
// and nav.
func nameWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// holds says whether an element of the kind stands within n.
func holds(n *html.Node, kind atom.Atom) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.DataAtom == kind {
			return true
		}
	}
	return false
}

// Within says whether n lies in or is the element around.
func Within(n, around *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == around {
			return true
		}
	}
	return false
}

// named says whether one of the names is one of the words.
func named(hint string, words map[string]bool) bool {
	for _, w := range nameWords(hint) {
		if words[w] {
			return true
		}
	}
	return false
}

// shapeOf tells how a part of a line is written: by the innermost element around it that says so,
// within the block. nth is the part's number in its line. Bare words have no shape.
func shapeOf(inner, block *html.Node, nth int) string {
	for n := inner; n != nil; n = n.Parent {
		class := strings.ToLower(strings.Join(strings.Fields(attr(n, "class")), "."))
		switch {
		case class != "":
			return n.Data + "." + class
		case marks[n.DataAtom]:
			return n.Data + attr(n, "color")
		case n.DataAtom == atom.Td:
			return n.Data + attr(n, "bgcolor") + strconv.Itoa(cellNumber(n)%2)
		case n.DataAtom == atom.Span:
			return n.Data + strconv.Itoa(nth%2)
		}
		if n == block {
			break
		}
	}
	return ""
}

// cellNumber is the place of a cell in its row, from 0.
func cellNumber(n *html.Node) int {
	at := 0
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode {
			at++
		}
	}
	return at
}

// marks are the elements that set words apart by themselves.
var marks = map[atom.Atom]bool{atom.B: true, atom.Strong: true, atom.Label: true, atom.Th: true,
	atom.Dt: true, atom.Em: true, atom.I: true, atom.Font: true, atom.U: true}
