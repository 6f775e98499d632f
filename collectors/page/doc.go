// Package page reads one web page of a Chinese site into the texts that stand on it: a letter
// with its reply apart, several letters, or an article, each with its title and its time. It
// knows the frame of a page (navigation, footers, what a source repeats on all of its pages),
// pages that are none (challenges, "not found", "being redirected") and data that scripts
// carry. It asks for nothing: where a page leads on, it says so.
package page

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/fetch"
	"huiying/internal/pattern"
)

// Options say what is known of a page before it is read. All may be left out but Now.
type Options struct {
	Title, Text, Time, Remove goquery.Matcher   // where things stand, as the source's selectors say
	TimeLayout                string            // of what Time finds, as Go writes layouts
	ListTitle                 string            // the words of the link that led here
	ListTime                  time.Time         // the time that the list shows beside it
	Frame                     *collectors.Frame // what the source repeats on its pages
	Now                       time.Time
}

// Page is what a page says. There is no field for who says it, and the reading leaves out
// the page's fields that do (来信人, 作者, 责任编辑 …).
type Page struct {
	Entries  []Entry
	Forward  string   // where the page sends its readers on, at once; then there are no entries
	Next     string   // where the text goes on
	Asks     []string // addresses that the page's scripts ask for, where it shows no text itself
	Warnings []string // short codes: what a person should look at
}

// Entry is one text of a page.
type Entry struct {
	Title     string
	Text      string
	Published time.Time // zero when the page does not say
	Reply     *Reply    // what an office answered, nil where the page shows none
}

// Reply is an office's answer to an entry, as the page shows it.
type Reply struct {
	Text string
	Unit string    // the office, where it is named
	At   time.Time // zero when the page does not say
}

// Warnings of a Page.
const (
	WarnYear       = "year_guessed"    // the page shows a day without a year
	WarnImpossible = "time_impossible" // the page shows a time of publication that cannot be
	WarnPicture    = "picture_only"    // the text is a picture: only the title was read
	WarnScript     = "made_by_script"  // the text was read from the data of a script
)

const (
	// mostBytes and mostElements bound what a page may cost: parsing and reading take time that
	// no context can end. Saved pages of 25 sites reach 600 KB.
	mostBytes    = 2 << 20
	mostElements = 50_000
)

// Document is a page that is parsed.
type Document struct {
	*goquery.Document
	flat *flattener // its lines, once they were asked for
}

func (d *Document) flattened() *flattener {
	if d.flat == nil {
		d.flat = flatten(d.Nodes[0])
	}
	return d.flat
}

// Parse makes a document of a page of UTF-8 HTML or XHTML.
func Parse(body string) (*Document, error) {
	if len(body) > mostBytes {
		return nil, fmt.Errorf("%w of %d bytes for a page", fetch.ErrTooLarge, mostBytes)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(asHTML(body)))
	if err != nil {
		return nil, collectors.ErrNotPage
	}
	elements := 0
	for n := range doc.Nodes[0].Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if elements++; elements > mostElements {
			return nil, fmt.Errorf("%w of %d elements for a page", fetch.ErrTooLarge, mostElements)
		}
	}
	return &Document{Document: doc}, nil
}

var emptyTag = pattern.MustCompile(`(?is)<(script|title|textarea|iframe|style|noscript|a|div|span|p|td|li|i|b|em)\b([^<>]*)/>`)

// asHTML opens what XHTML closes in one tag: an HTML parser takes <script src="x"/> for an
// open tag and the rest of the page for its script.
func asHTML(body string) string {
	head := body[:min(len(body), 1024)]
	if !strings.Contains(head, "<?xml") && !strings.Contains(head, "XHTML") && !strings.Contains(head, "1999/xhtml") {
		return body
	}
	return emptyTag.ReplaceAllString(body, "<$1$2></$1>")
}

// Read reads one page found at address. Its error is one of collectors' reasons: no text, or
// the state that a page which is none stands for.
func Read(address *url.URL, body string, o Options) (Page, error) {
	doc, err := Parse(body)
	if err != nil {
		return Page{}, err
	}
	return doc.Read(address, o)
}

// Read reads a page found at address, once. It takes nodes out of the document.
func (d *Document) Read(address *url.URL, o Options) (Page, error) {
	if o.Remove != nil {
		d.FindMatcher(o.Remove).Remove()
		d.flat = nil
	}
	r := newReader(address, d, o)
	if to := r.forward(); to != "" {
		return Page{Forward: to}, nil
	}
	if err := (stated{r}).state(); err != nil {
		return Page{Asks: r.asks()}, err
	}
	p := Page{Entries: r.entries()}
	for i := range p.Entries {
		tidy(&p.Entries[i])
	}
	if silent(p.Entries) && o.Text == nil {
		if own := r.island(); own != nil {
			p.Entries = own
		} else if r.byScript() {
			p.Entries = nil
		}
	} else if silent(p.Entries) {
		p.Entries = nil
	}
	p.Warnings = r.warnings
	if len(p.Entries) == 0 {
		p.Asks = r.asks()
		if len(p.Asks) > 0 || r.byScript() {
			return p, collectors.ErrScript
		}
		return p, collectors.ErrNoText
	}
	if len(p.Entries) == 1 {
		p.Next = r.nextPage()
	}
	return p, nil
}

// silent says whether no text was read, a title at most.
func silent(entries []Entry) bool {
	for _, e := range entries {
		if e.Text != "" {
			return false
		}
	}
	return true
}

// tidy cuts the fields that say who wrote a text out of it.
func tidy(e *Entry) {
	e.Title = collectors.OneLine(e.Title)
	e.Text = collectors.WithoutPersons(collectors.TidyLines(e.Text))
	if e.Reply != nil {
		e.Reply.Text = collectors.WithoutPersons(collectors.TidyLines(e.Reply.Text))
		if e.Reply.Text == "" {
			e.Reply = nil
		}
	}
}
