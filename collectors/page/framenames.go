package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// frameNames are the class and id words of a page's frame: what stands around its text.
var frameNames = wordSet(`nav navs navbar navi navigation menu menus submenu header topbar toper brand
	footer foot bottom btm copyright banner logo crumb crumbs breadcrumb breadcrumbs position location dqwz weizhi wz
	currentposition curpos path mbx bread share shares bdshare bdsharebuttonbox social related relate
	relevant recommend recommends sidebar aside rank ranking search searchbox toolbar tools tool
	friendlink friendlinks yqlj flink qrcode ewm erweima pagination pager pages paging login
	comment comments prevnext prenext prev-next sxp sxy ad ads advert advertisement gotop
	totop backtop disclaimer mianze shengming tongji statistics print closebtn fontsize accessibility wza wzald cookie popup`)

// talkNames are those of them whose boxes may have sentences of their own.
var talkNames = wordSet(`footer foot bottom btm copyright related relate relevant recommend recommends sidebar aside
	rank ranking comment comments ad ads advert advertisement popup cookie social qrcode ewm erweima login wza
	accessibility pagination disclaimer mianze shengming tongji statistics`)

// mutes says whether a name is one of a box that has no sentences, but for letters that a site adds.
func mutes(w string) bool {
	w = stemOf(w, frameNames)
	return frameNames[w] && !talkNames[w]
}

// isFrame says whether an element is part of the frame, by what it is or is called. One that
// holds a heading of the first order, or most of what the page says outside of links, is none
// whatever its name: "top" is the name of whole pages as well.
func (f *flattener) isFrame(n *html.Node, article bool) bool {
	s := f.sizes[n]
	framed := false
	switch n.DataAtom {
	case atom.Body, atom.Html, atom.Form, atom.H1, atom.H2, atom.H3, atom.Td:
		return false
	case atom.Nav:
		framed = true
	case atom.Footer:
		framed = n == f.foot // those before it are of posts
	case atom.Header:
		framed = !article && !(s.linked == 0 && (holds(n, atom.H2) || holds(n, atom.H3)))
	case atom.Aside:
		framed = !article
	}
	switch attr(n, "role") {
	case "navigation", "banner", "contentinfo", "search", "complementary":
		framed = true
	}
	switch attr(n, "data-role") { // of mobile pages
	case "footer", "navbar", "panel", "popup":
		framed = true
	}
	if !framed {
		for _, w := range nameWords(names(n)) {
			if f.spaces[w] || len(w) <= 3 && !whole(n, w) {
				continue
			}
			if s.says && !talkNames[w] && mutes(w) {
				continue
			}
			if frameNames[stemOf(w, frameNames)] || strings.HasPrefix(w, "footer") || strings.HasPrefix(w, "breadcrumb") ||
				strings.HasPrefix(w, "copyright") || strings.HasPrefix(w, "bdshare") {
				framed = true
				break
			}
		}
	}
	if !framed || headerOnly(n) && s.linked == 0 {
		return false
	}
	plain, all := s.all-s.linked, f.total.all-f.total.linked
	if n.DataAtom == atom.Nav || n.DataAtom == atom.Footer {
		return plain*4 < all*3 || all < 40
	}
	return plain*2 <= all && plain <= mostFrame && !holds(n, atom.H1)
}

// mostFrame is how much a part of the frame may say outside of links, in characters.
const mostFrame = 400

// onlyLinks says whether an element says something, and that in links: a row of them with a logo.
func (f *flattener) onlyLinks(n *html.Node) bool {
	s := f.sizes[n]
	return s.all > 0 && s.linked == s.all && n.DataAtom != atom.Body && n.DataAtom != atom.Html
}

// nameSpaces are the words that begin four different names of classes on the page: wz-head, wz-main,
// wz-left … They say whose the names are, and nothing of what they name.
func nameSpaces(root *html.Node) map[string]bool {
	ends := map[string]map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, c := range strings.Fields(strings.ToLower(attr(n, "class"))) {
			if w := nameWords(c); len(w) > 1 {
				if ends[w[0]] == nil {
					ends[w[0]] = map[string]bool{}
				}
				ends[w[0]][c] = true
			}
		}
	}
	out := map[string]bool{}
	for w, names := range ends {
		if len(names) >= 4 {
			out[w] = true
		}
	}
	return out
}

// whole says whether a class or the id of n is the word, or the word and a number: two letters within
// a longer name say nothing.
func whole(n *html.Node, word string) bool {
	for _, name := range strings.Fields(names(n)) {
		if strings.Trim(name, "0123456789_-") == word {
			return true
		}
	}
	return false
}

// ofPost says whether a footer is one of a post.
func ofPost(n *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Blockquote, atom.Article, atom.Li, atom.Figure:
			return true
		}
		for _, w := range nameWords(names(n)) {
			if askWords[w] || answerWords[w] {
				return true
			}
		}
	}
	return false
}

func lastFooter(root *html.Node) (last *html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == atom.Footer && !ofPost(n) {
			last = n
		}
	}
	return last
}

// headerOnly says whether the name of a header is all that calls an element one: cards and panels have
// headers as well, without links.
func headerOnly(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Section {
		return false
	}
	other := false
	for _, w := range nameWords(names(n)) {
		other = other || w != "header" && frameNames[w]
	}
	return !other
}

// stemOf is a long name without the letters that a site adds to its names: headerX, brandbox.
func stemOf(w string, known map[string]bool) string {
	for n := len(w); n >= 4 && n >= len(w)-3; n-- {
		if known[w[:n]] && (n > 4 || n >= len(w)-1) {
			return w[:n]
		}
	}
	return w
}
