package web

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/fetch"
	"huiying/opinion"
)

// Page is what a page says. There is no field for who says it, and the reading leaves out
// the page's fields that do (来信人, 作者, 责任编辑 …).
type Page struct {
	Title     string
	Text      string
	Published time.Time // zero when the page does not say
}

// Extract reads one page of UTF-8 HTML found at address. now completes dates without a
// year. With an invalid selector or no text it returns an error.
func Extract(address *url.URL, body string, s Selectors, now time.Time) (Page, error) {
	compiled, err := compile(s)
	if err != nil {
		return Page{}, err
	}
	return compiled.extract(address, body, now)
}

const (
	// shortest is how many characters the general ways must find to be believed.
	shortest = 40
	// mostPage and mostElements bound what a page may cost: parsing and readability take
	// time that no context can end. Saved pages of 25 sites reach 600 KB.
	mostPage     = 2 << 20
	mostElements = 50_000
)

func (s selectors) extract(address *url.URL, body string, now time.Time) (Page, error) {
	if len(body) > mostPage {
		return Page{}, fmt.Errorf("%w of %d bytes for a page", fetch.ErrTooLarge, mostPage)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return Page{}, collectors.ErrNotPage
	}
	if s.remove != nil {
		doc.FindMatcher(s.remove).Remove()
	}
	h, letter := readHead(doc), readLetter(doc)
	p := Page{
		Title:     s.pageTitle(doc, h, letter),
		Text:      s.pageText(doc, address, letter),
		Published: s.pageTime(doc, h, letter, now),
	}
	if p.Text == "" && (p.Title == "" || s.text != nil) {
		return Page{}, collectors.ErrNoText
	}
	return p, nil
}

func (s selectors) pageTitle(doc *goquery.Document, h head, letter letter) string {
	if s.title != nil {
		if t := collectors.OneLine(textOf(doc, s.title)); t != "" {
			return t
		}
	}
	for _, t := range []string{letter.title, h.article, headline(doc, h), CleanTitle(h.title, h.site), CleanTitle(h.ogTitle, h.site)} {
		if t = collectors.OneLine(t); t != "" {
			return t
		}
	}
	return ""
}

// headline is the first heading that the page's <title> repeats: the others are the site's.
func headline(doc *goquery.Document, h head) string {
	found := ""
	doc.Find("h1, h2, .title, .tit, #title").EachWithBreak(func(_ int, n *goquery.Selection) bool {
		t := collectors.OneLine(n.Text())
		if len([]rune(t)) >= 4 && strings.HasPrefix(squash(h.title), squash(t)) {
			found = t
		}
		return found == ""
	})
	return found
}

// squash takes out what differs between two spellings of one title.
func squash(s string) string { return strings.Join(strings.Fields(collectors.OneLine(s)), "") }

func (s selectors) pageTime(doc *goquery.Document, h head, letter letter, now time.Time) time.Time {
	if s.time != nil {
		n := doc.FindMatcher(s.time).First()
		for _, v := range []string{n.AttrOr("datetime", ""), n.AttrOr("content", ""), collectors.OneLine(n.Text())} {
			if t, ok := s.moment(v, now); ok {
				return t
			}
		}
	}
	best := time.Time{}
	for _, v := range []string{letter.time, h.published, nearTitle(doc, now)} {
		t, ok := collectors.ParseTime(v, now)
		switch {
		case !ok:
		case best.IsZero():
			best = t
		case best.Equal(dayOf(t)): // a day alone, and here its hour
			return t
		}
	}
	return best
}

// dayOf is the beginning of t's day.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func (s selectors) moment(v string, now time.Time) (time.Time, bool) {
	if s.TimeLayout != "" {
		t, err := time.ParseInLocation(s.TimeLayout, strings.TrimSpace(v), opinion.Beijing)
		return t, err == nil
	}
	return collectors.ParseTime(v, now)
}

var (
	saidTime = regexp.MustCompile(`(?:发布|发表|发稿|更新|成文|来源|提交|留言|来信|信息)?(?:时间|日期)\s*[:：]\s*[^\n]{6,40}`)
	fullTime = regexp.MustCompile(`20\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*\d{1,2}\s*[:时]\s*\d{1,2}[^\n]{0,10}`)
)

// nearTitle is the words around a moment that the page shows: behind a label that says so,
// else the first date with an hour, which stands below the title. A date alone may be any.
func nearTitle(doc *goquery.Document, now time.Time) string {
	text := collectors.NodeText(doc.Nodes[0], nil)
	if m := saidTime.FindString(text); m != "" {
		if _, ok := collectors.ParseTime(m, now); ok {
			return m
		}
	}
	return fullTime.FindString(text)
}

func (s selectors) pageText(doc *goquery.Document, address *url.URL, letter letter) string {
	if s.text != nil {
		return collectors.WithoutPersons(textOf(doc, s.text))
	}
	if letter.text != "" {
		return collectors.WithoutPersons(letter.text)
	}
	text := bodyText(doc)
	if text == "" {
		text = readable(doc, address)
	}
	if len([]rune(text)) < shortest { // a page too small for the general ways: all it shows
		if all := collectors.NodeText(doc.Nodes[0], nil); len(all) > len(text) && len([]rune(all)) < 20*shortest {
			text = all
		}
	}
	return collectors.WithoutPersons(text)
}

// bodies are the containers that the publishing systems of government sites put the text
// of an article in.
const bodies = ".TRS_Editor, .trs_editor_view, #UCAP-CONTENT, .pages_content, #zoom, .zoom, .article-body, #artibody"

func bodyText(doc *goquery.Document) string {
	longest := ""
	doc.Find(bodies).Each(func(_ int, n *goquery.Selection) {
		if t := collectors.NodeText(n.Nodes[0], nil); len(t) > len(longest) {
			longest = t
		}
	})
	if len([]rune(longest)) < shortest {
		return ""
	}
	return longest
}

// readable asks readability, on a copy: it works by taking the page apart.
func readable(doc *goquery.Document, address *url.URL) string {
	p := readability.NewParser()
	p.MaxElemsToParse = mostElements
	a, err := p.ParseDocument(doc.Nodes[0], address)
	if err != nil || a.Node == nil {
		return ""
	}
	return collectors.NodeText(a.Node, nil)
}

// textOf joins the texts of what m fits; a match inside another is not told twice.
func textOf(doc *goquery.Document, m goquery.Matcher) string {
	var parts []string
	var told []*html.Node
	for _, n := range doc.FindMatcher(m).Nodes {
		if inside(n, told) {
			continue
		}
		told = append(told, n)
		if t := collectors.NodeText(n, nil); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n")
}

func inside(n *html.Node, list []*html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		for _, l := range list {
			if p == l {
				return true
			}
		}
	}
	return false
}
