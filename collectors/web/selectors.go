package web

import (
	"fmt"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"huiying/collectors"
	"huiying/collectors/listing"
	"huiying/collectors/page"
)

// Selectors say where on a site's pages things stand. Each is a CSS selector; what is left
// empty is found by labels, head fields or looks.
type Selectors struct {
	Item string `yaml:"item"` // one entry of the list page; empty: the whole page
	Link string `yaml:"link"` // within an entry, the link to its page; empty: each link, or without Item those that look like pages of text
	Next string `yaml:"next"` // link to the next list page

	Title      string `yaml:"title"`
	Text       string `yaml:"text"` // several matches are joined in the order of the page
	Time       string `yaml:"time"`
	TimeLayout string `yaml:"time_layout"` // as Go writes layouts; empty: any spelling that collectors.ParseTime knows
	Remove     string `yaml:"remove"`      // cut out of the page before it is read

	Pages   int      `yaml:"pages"`   // list pages in one visit; 0 is 1
	Domains []string `yaml:"domains"` // hosts that may be visited; empty: the host of the list page
}

// listing are the options of reading a list page.
func (s selectors) listing(now time.Time) listing.Options {
	return listing.Options{Item: s.item, Link: s.link, Next: s.next, Now: now}
}

// page are the options of reading the page that an entry leads to.
func (s selectors) page(e listing.Entry, frame *collectors.Frame, now time.Time) page.Options {
	return page.Options{Title: s.title, Text: s.text, Time: s.time, Remove: s.remove, TimeLayout: s.TimeLayout,
		ListTitle: e.Title, ListTime: e.Time, Frame: frame, Now: now}
}

// selectors are Selectors that were found to be good.
type selectors struct {
	Selectors
	item, link, next, title, text, time, remove goquery.Matcher
}

// maxPages bounds a visit, whatever is configured.
const maxPages = 50

func (s Selectors) compile() (selectors, error) {
	out := selectors{Selectors: s}
	out.Pages = min(max(s.Pages, 1), maxPages)
	for _, f := range []struct {
		name, css string
		to        *goquery.Matcher
	}{
		{"item", s.Item, &out.item}, {"link", s.Link, &out.link}, {"next", s.Next, &out.next}, {"title", s.Title, &out.title},
		{"text", s.Text, &out.text}, {"time", s.Time, &out.time}, {"remove", s.Remove, &out.remove},
	} {
		if f.css == "" {
			continue
		}
		m, err := cascadia.Compile(f.css) // goquery alone takes a broken selector for one that fits nothing
		if err != nil {
			return selectors{}, fmt.Errorf("selector %s %q: %w", f.name, f.css, err)
		}
		*f.to = m
	}
	return out, nil
}
