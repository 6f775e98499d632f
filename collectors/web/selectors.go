package web

import (
	"fmt"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"huiying/collectors"
	"huiying/collectors/listing"
	"huiying/collectors/page"
	"huiying/collectors/selector"
)

// Selectors say where on a site's pages things stand.
type Selectors = selector.Selectors

// listing are the options of reading a list page.
func (s selectors) listing(now time.Time) listing.Options {
	return listing.Options{Item: s.item, Link: s.link, Next: s.next, JSON: s.JSON, Now: now}
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

func compile(s Selectors) (selectors, error) {
	out := selectors{Selectors: s}
	out.Pages = min(max(s.Pages, 1), selector.MaxPages)
	for _, f := range []struct {
		name, css string
		to        *goquery.Matcher
	}{
		{"item", s.Item, &out.item}, {"link", s.Link, &out.link}, {"next", s.Next, &out.next},
		{"title", s.Title, &out.title},
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
