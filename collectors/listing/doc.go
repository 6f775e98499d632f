// Package listing reads what leads to texts: list pages of Chinese sites, whose entries stand
// in lists, tables, data within scripts, calls of scripts; lists in JSON; sitemaps. It tells
// entries from navigation by how groups of links look, and asks for nothing: where a list lies
// elsewhere, it says so.
package listing

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiying/collectors/page"
	"huiying/collectors/selector"
	"huiying/internal/pattern"
)

// Options of reading a list. The selectors may be nil: then links are judged by their looks.
type Options struct {
	Item, Link, Next goquery.Matcher
	JSON             *selector.Paths // set: the list is data and nothing else
	Now              time.Time
}

// Kinds of lists.
const (
	KindPage    = "page"
	KindJSON    = "json"
	KindSitemap = "sitemap"
)

// Entry is one text that a list leads to, or brings itself.
type Entry struct {
	URL   string // absolute; empty where the list names none
	Title string
	Time  time.Time // as the list shows it, zero without one
	File  bool      // the address is an attachment's, not a page's
	Ref   string    // the entry's own number, where it has one
	Own   *page.Entry
}

// List is what a list says.
type List struct {
	Kind    string
	Entries []Entry
	Next    string   // the next page of the list
	Within  []string // where the list itself lies: frames, further sitemaps, data that scripts ask for
	Forward string   // where the page sends its readers at once
	Dates   bool     // the entries show times
	Cut     bool     // the page has more links than are looked at
	Foreign []string // hosts of entries other than the list's own

	// Paths say where in data things stand, by the keys of selector.Paths.
	Paths map[string]string
}

// Read reads a list found at base. It never fails: what cannot be read has no entries.
func Read(base *url.URL, body string, o Options) List {
	text := strings.TrimSpace(strings.TrimPrefix(body, "\ufeff"))
	var l List
	switch {
	case o.JSON != nil && looksLikeJSON(text):
		l = fromPaths(base, text, *o.JSON, o.Now)
	case looksLikeJSON(text):
		l = fromJSON(base, text, o.Now)
	case sitemapHead.MatchString(text[:min(len(text), 2048)]):
		l = fromSitemap(base, text, o.Now)
	default:
		l = fromPage(base, text, o)
	}
	here := base.String()
	seen := map[string]bool{here: true}
	kept := l.Entries[:0]
	for _, e := range l.Entries {
		key := e.URL
		if key == "" {
			key = "ref:" + e.Ref + "\n" + e.Title
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		l.Dates = l.Dates || !e.Time.IsZero()
		if u, err := url.Parse(e.URL); err == nil && u.Hostname() != "" &&
			!strings.EqualFold(u.Hostname(), base.Hostname()) && !seen["host:"+u.Hostname()] {
			seen["host:"+u.Hostname()] = true
			l.Foreign = append(l.Foreign, u.Hostname())
		}
		kept = append(kept, e)
	}
	l.Entries = kept
	return l
}

var sitemapHead = pattern.MustCompile(`(?i)<(?:\w+:)?(?:urlset|sitemapindex)\b`)

func fromPage(base *url.URL, body string, o Options) List {
	l := List{Kind: KindPage}
	parsed, err := page.Parse(body)
	if err != nil {
		return l
	}
	doc := parsed.Document
	here := base
	base = page.Base(doc, base)
	if o.Item != nil || o.Link != nil {
		l.Entries = selected(doc, base, o)
	} else {
		l.Entries = guessed(doc, body, base, o.Now)
	}
	l.Cut = len(l.Entries) >= mostLink
	l.Next = next(doc, base, o)
	if len(l.Entries) == 0 {
		l.Forward = page.Forward(here, parsed)
		l.Within = append(frames(doc, base), page.Asks(doc, base.String())...)
	}
	return l
}

// writtenFrame is a frame that a script writes into its page.
var writtenFrame = pattern.MustCompile(`(?i)<i?frame\b[^>]{0,200}?\bsrc=\\?["']?([^"'\\\s>]{2,300})`)

// frames are the addresses of a page's frames on the same host.
func frames(doc *goquery.Document, base *url.URL) []string {
	var out []string
	add := func(address string) {
		u, ok := page.Resolve(base, address)
		if ok && strings.EqualFold(u.Hostname(), base.Hostname()) && len(out) < 4 && !slices.Contains(out, u.String()) {
			out = append(out, u.String())
		}
	}
	doc.Find("iframe, frame, object[type*=html]").Each(func(_ int, f *goquery.Selection) {
		for _, key := range []string{"src", "data-src", "data"} {
			add(f.AttrOr(key, ""))
		}
	})
	for _, s := range page.Scripts(doc, "") {
		for _, m := range writtenFrame.FindAllStringSubmatch(s, 4) {
			add(m[1])
		}
	}
	return out
}

var (
	nextWords = pattern.MustCompile(`^[\[【<\s]*(?:下一页|下页|后一页|next)[\]】>\s›»]*$`)
	trsPages  = pattern.MustCompile(`createPageHTML\(\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*["']([\w./-]{1,80})["']\s*,\s*["'](\w{1,8})["']`)
)

// next is the list's next page: the selector's, the link called 下一页, or the one that the
// paging of a common content system counts to.
func next(doc *goquery.Document, base *url.URL, o Options) string {
	if o.Next != nil {
		return target(base, doc.FindMatcher(o.Next).First(), nil)
	}
	to := ""
	doc.Find("a[href]").EachWithBreak(func(_ int, a *goquery.Selection) bool {
		if nextWords.MatchString(strings.ToLower(strings.TrimSpace(a.Text()))) {
			to = target(base, a, nil)
		}
		return to == ""
	})
	if to != "" {
		return to
	}
	for _, s := range page.Scripts(doc, "") {
		m := trsPages.FindStringSubmatch(s)
		if m == nil || atoi(m[2])+1 >= atoi(m[1]) {
			continue
		}
		u, ok := page.Resolve(base, m[3]+"_"+itoa(atoi(m[2])+1)+"."+m[4])
		if ok {
			return u.String()
		}
	}
	return ""
}
