package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

// The head of a site stands above its last bar of links: its name, its column, what people look
// for. A text's title stands below that bar.

// banner tells the head of the site.
type banner struct{ *reader }

// markBanner marks the lines above the last bar of links before the text as frame. Headings stay,
// and count less as titles; so does what the page's own head repeats.
func (r banner) markBanner() {
	last, run, text := -1, 0, r.textBegins()
	for i, l := range r.lines[:text] {
		switch {
		case r.isWhere(l):
			last, run = i, 0
		case l.frame && (l.linked > 0 || barOf(l.node)) && !shareWords.MatchString(l.text):
			if run++; run >= leastBar || barOf(l.node) || linksIn(l.node) >= leastBar {
				last = i
			}
		case !l.hidden && !l.frame:
			run = 0
		}
	}
	for i := range r.lines[:last+1] {
		l := &r.lines[i]
		if l.frame || stamped.MatchString(l.text) || titles(r).repeats(*l) > 0 {
			continue
		}
		if l.above = true; !l.head {
			l.frame = true
		}
	}
}

// leastBar is how many links make a bar.
const leastBar = 3

// shareWords are links that stand below a title as well.
var shareWords = pattern.MustCompile(`分享|打印|关闭|收藏|字号|字体|微信|微博|朗读|QQ|大\s*中\s*小`)

// isWhere says whether a line tells where the reader is.
func (r banner) isWhere(l line) bool {
	if !l.frame {
		return false
	}
	if l.len() < 80 && hereWords.MatchString(l.text) {
		return true
	}
	for n, up := l.node, 0; n != nil && up < 4; n, up = n.Parent, up+1 {
		for _, w := range nameWords(names(n)) {
			if crumbNames[stemOf(w, crumbNames)] {
				return true
			}
		}
	}
	return false
}

var crumbNames = wordSet("crumb crumbs breadcrumb breadcrumbs dqwz weizhi curpos currentposition mbx")

// linksIn counts the links within a block.
func linksIn(n *html.Node) (links int) {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			links++
		}
	}
	return links
}

// barOf says whether a node stands in an element for navigation.
func barOf(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Nav || attr(n, "role") == "navigation" || attr(n, "role") == "menubar" {
			return true
		}
	}
	return false
}

// textBegins is the first line with a sentence or with the label of a letter and its value.
func (r banner) textBegins() int {
	for i, l := range r.lines {
		if l.frame || l.hidden {
			continue
		}
		if utf8.RuneCountInString(l.text) >= 8 && strings.ContainsAny(l.text, "。！？；") && l.linked*2 < l.len() {
			return i
		}
		for _, p := range l.pieces {
			if p.kind != none && !p.weak && p.text != "" {
				return i
			}
		}
	}
	return len(r.lines)
}

// inBanner says whether a node stands in the head of the site.
func inBanner(n *html.Node) bool {
	for ; n != nil && n.DataAtom != atom.Article && n.DataAtom != atom.Main; n = n.Parent {
		if n.DataAtom == atom.Header && holds(n, atom.Nav) || attr(n, "role") == "banner" {
			return true
		}
	}
	return false
}
