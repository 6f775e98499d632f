package listing

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/collectors"
	"huiying/collectors/page"
	"huiying/internal/pattern"
)

// selected are the entries that the source's selectors find.
func selected(doc *goquery.Document, base *url.URL, o Options) []Entry {
	var out []Entry
	calls := functions(doc)
	add := func(_ int, a *goquery.Selection) bool {
		if to := target(base, a, calls); to != "" {
			at, _ := timeBeside(a.Nodes[0], o.Now)
			out = append(out, Entry{URL: to, Title: titleOf(a), Time: at, File: isFile(to)})
		}
		return len(out) < mostLink
	}
	items := doc.Selection
	if o.Item != nil {
		items = doc.FindMatcher(o.Item)
	}
	items.EachWithBreak(func(_ int, item *goquery.Selection) bool {
		if len(out) >= mostLink {
			return false
		}
		if o.Link != nil {
			item.FindMatcher(o.Link).EachWithBreak(add)
			return true
		}
		found := item.Find("a")
		if goquery.NodeName(item) == "a" || item.AttrOr("onclick", "") != "" {
			found = found.AddSelection(item)
		}
		found.EachWithBreak(add)
		return true
	})
	return out
}

// target is where a link leads: an absolute http or https address, or "". A selector may name
// what is inside of the link or around it; a link may name its address in a call of a script.
func target(base *url.URL, a *goquery.Selection, calls calls) string {
	if a.Length() == 0 {
		return ""
	}
	for _, s := range []*goquery.Selection{a, a.Closest("a[href]"), a.Find("a[href]").First()} {
		if s.Length() == 0 {
			continue
		}
		if u, ok := addressOf(base, s.Nodes[0], calls); ok {
			return u.String()
		}
	}
	return ""
}

// addressOf is where one element leads by its href, its data or its calls.
func addressOf(base *url.URL, n *html.Node, calls calls) (*url.URL, bool) {
	href := strings.TrimSpace(attr(n, "href"))
	lower := strings.ToLower(href)
	script := strings.HasPrefix(lower, "javascript:")
	if href != "" && href != "#" && !script {
		if u, ok := page.Resolve(base, href); ok {
			return u, ok
		}
	}
	for _, key := range []string{"data-url", "data-href", "data-link"} {
		if v := attr(n, key); v != "" {
			if u, ok := page.Resolve(base, v); ok {
				return u, ok
			}
		}
	}
	code := attr(n, "onclick")
	if script {
		code += ";" + href[len("javascript:"):]
	}
	if code == "" {
		return nil, false
	}
	return calls.address(base, code)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// titleOf are the words of a link: its own, or its title where they are cut short.
func titleOf(a *goquery.Selection) string {
	n := a.Nodes[0]
	if h := a.Find("h1, h2, h3, h4, h5, h6").First(); h.Length() > 0 {
		n = h.Nodes[0] // a card leads to the page as a whole
	}
	own := collectors.OneLine(collectors.NodeText(n, nil))
	if n.DataAtom != atom.A && n == a.Nodes[0] {
		if words := longestWords(n); words != "" {
			own = words
		}
	}
	named := collectors.OneLine(a.AttrOr("title", ""))
	if named != "" && (own == "" || strings.HasSuffix(own, "…") || strings.HasSuffix(own, "...") ||
		utf8.RuneCountInString(named) > utf8.RuneCountInString(own) &&
			strings.HasPrefix(named, strings.TrimRight(own, ".…"))) {
		return named
	}
	return withoutDate(own)
}

// longestWords are the longest words of one element within n: of a row, what is no number, day or state.
func longestWords(n *html.Node) (best string) {
	for c := range n.Descendants() {
		if c.Type != html.TextNode {
			continue
		}
		if s := collectors.OneLine(c.Data); utf8.RuneCountInString(s) > utf8.RuneCountInString(best) && withoutDate(s) == s &&
			strings.ContainsFunc(s, unicode.IsLetter) {
			best = s
		}
	}
	return best
}

var dateAround = pattern.MustCompile(`^[\[【(（]?20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\]】)）]?\s*|\s*[\[【(（]?20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\]】)）]?$`)

// withoutDate takes the day that a list shows within its links off their words.
func withoutDate(s string) string {
	if cut := strings.TrimSpace(dateAround.ReplaceAllString(s, "")); cut != "" {
		return strings.TrimLeft(cut, "·•▪■●◆ ")
	}
	return s
}

// itemOf is the element that one entry fills: the largest around n that leads to no other
// address, at most four steps up.
func itemOf(n *html.Node) *html.Node {
	item := n
	own := attr(n, "href")
	for up := 0; up < 5 && item.Parent != nil; up++ {
		p := item.Parent
		if p.Type != html.ElementNode || p.DataAtom == atom.Body || p.DataAtom == atom.Ul ||
			p.DataAtom == atom.Ol || p.DataAtom == atom.Tbody || p.DataAtom == atom.Table ||
			otherLinks(p, n, own) {
			break
		}
		item = p
		if p.DataAtom == atom.Li || p.DataAtom == atom.Tr {
			break
		}
	}
	return item
}

// otherLinks says whether n holds a link of its own words to another address than own.
func otherLinks(n, self *html.Node, own string) bool {
	for c := range n.Descendants() {
		if c == self || c.Type != html.ElementNode || c.DataAtom != atom.A && attr(c, "onclick") == "" {
			continue
		}
		if c.DataAtom == atom.A && attr(c, "href") == own && own != "" && own != "#" &&
			!strings.HasPrefix(own, "javascript:void") {
			continue
		}
		if page.Within(self, c) {
			continue
		}
		if t := strings.TrimSpace(collectors.NodeText(c, nil)); utf8.RuneCountInString(t) >= 4 &&
			!strings.HasPrefix(t, "[") && !strings.HasPrefix(t, "【") {
			return true
		}
	}
	return false
}

// timeBeside is the time that a list shows with a link: in its item, or in the box before or
// behind it.
func timeBeside(n *html.Node, now time.Time) (time.Time, bool) {
	item := itemOf(n)
	if t, ok := timeIn(item, n, now); ok {
		return t, true
	}
	for _, s := range []*html.Node{sibling(item, true), sibling(item, false)} {
		if s != nil && s.DataAtom != atom.Li && s.DataAtom != atom.Tr && s.DataAtom != atom.A &&
			utf8.RuneCountInString(collectors.NodeText(s, nil)) <= 30 && !holdsLink(s) {
			if t, ok := timeIn(s, nil, now); ok {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

func holdsLink(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.DataAtom == atom.A {
			return true
		}
	}
	return false
}

func sibling(n *html.Node, next bool) *html.Node {
	for s := n; ; {
		if next {
			s = s.NextSibling
		} else {
			s = s.PrevSibling
		}
		if s == nil || s.Type == html.ElementNode {
			return s
		}
	}
}

// timeIn reads the time that an item shows outside of the link's words, else within them.
func timeIn(item, link *html.Node, now time.Time) (time.Time, bool) {
	var outside, inside []string
	for c := range item.Descendants() {
		if c.Type != html.TextNode || strings.TrimSpace(c.Data) == "" {
			continue
		}
		if link != nil && page.Within(c, link) {
			inside = append(inside, strings.TrimSpace(c.Data))
		} else {
			outside = append(outside, strings.TrimSpace(c.Data))
		}
	}
	for _, texts := range [][]string{outside, inside} {
		for i := range texts {
			for n := 2; n <= 3 && i+n <= len(texts); n++ {
				if s, ok := collectors.JoinedDate(append([]string(nil), texts[i:i+n]...)); ok {
					if t, ok := collectors.ParseTime(s, now); ok {
						return t, true
					}
				}
			}
		}
		for _, s := range texts {
			if utf8.RuneCountInString(s) > 60 && len(texts) > 1 {
				continue
			}
			for _, m := range moments(s, now) {
				return m.At, true
			}
		}
	}
	return time.Time{}, false
}

func moments(s string, now time.Time) []collectors.Moment {
	_, found := collectors.Moments(s, now)
	kept := found[:0]
	for _, m := range found {
		if collectors.Believable(m.At, now) {
			kept = append(kept, m)
		}
	}
	return kept
}
