package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/gocolly/colly/v2"

	"huiying/collectors"
	"huiying/collectors/listing"
	"huiying/collectors/page"
	"huiying/fetch"
)

// mostForwards is how often one page may send its readers on.
const mostForwards = 3

// kindArticle is the kind of an address that is itself a text, on trial.
const kindArticle = "article"

// lists reads the list pages and returns the entries they show, each once. unchanged says
// that the first answered 304. Only the first page's failure is the source's.
func (w *walk) lists(m collectors.Memory) (entries []listing.Entry, unchanged bool, err error) {
	c := w.collector()
	address, header := w.site.list.String(), http.Header{}
	if len(w.pages.Due(w.site.now())) == 0 { // else the list tells their addresses
		header = since(m.ETag, m.LastModified)
	}
	seen := map[string]bool{collectors.SeenKey(address): true}
	for i := range w.site.sel.Pages {
		p, err := w.get(c, address, header)
		switch {
		case err != nil && i == 0:
			return nil, false, err
		case err != nil:
			w.refuse(address, address, err)
			w.whole = false
			return entries, false, nil
		case p.status == http.StatusNotModified && i == 0:
			return nil, true, nil
		}
		l := listing.Read(p.url, p.body, w.site.sel.listing(w.site.now()))
		if i == 0 {
			w.first = p
			w.haul.Report.Charset = p.header.Get(fetch.HeaderCharset)
			if l, err = w.follow(c, p, l); err != nil {
				return nil, false, err
			}
			w.haul.Report.Kind, w.haul.Report.Domains, w.haul.Report.Paths = l.Kind, l.Foreign, l.Paths
			w.listed = len(l.Entries)
			if l.Kind == kindArticle {
				return l.Entries, false, nil
			}
		}
		if l.Cut {
			w.haul.Report.Warn("list_cut")
		}
		for _, e := range l.Entries {
			if key := collectors.SeenKey(entryKey(e)); !seen[key] {
				seen[key] = true
				entries = append(entries, e)
			}
		}
		if l.Next == "" {
			break
		}
		address, header = l.Next, nil
	}
	return entries, false, nil
}

// since asks for a page only where it is another one by now.
func since(etag, modified string) http.Header {
	header := http.Header{}
	if etag != "" {
		header.Set("If-None-Match", etag)
	}
	if modified != "" {
		header.Set("If-Modified-Since", modified)
	}
	return header
}

// entryKey tells an entry from others: by its address (whose fragment counts where it names a
// page), else by its own number or words.
func entryKey(e listing.Entry) string {
	if e.URL == "" {
		return "ref:" + e.Ref + "\n" + e.Title
	}
	if u, err := url.Parse(e.URL); err == nil && u.Fragment != "" {
		return "fragment:" + e.URL
	}
	return e.URL
}

// follow goes where a list page without entries leads: on to another address, into its
// frames, to the data that its scripts ask for. Where there is nothing, the error says what
// the page is.
func (w *walk) follow(c *colly.Collector, p got, l listing.List) (listing.List, error) {
	for range mostForwards {
		if len(l.Entries) > 0 || l.Forward == "" {
			break
		}
		next, err := w.get(c, l.Forward, nil)
		if err != nil {
			return l, err
		}
		p, l = next, listing.Read(next.url, next.body, w.site.sel.listing(w.site.now()))
	}
	if len(l.Entries) > 0 {
		return l, nil
	}
	if w.site.trial && l.Kind == listing.KindPage {
		if w.isText(p) {
			return listing.List{Kind: kindArticle, Entries: []listing.Entry{{URL: p.url.String()}}}, nil
		}
	}
	dates := false
	for _, to := range l.Within {
		inner, err := w.get(c, to, nil)
		if err != nil {
			continue
		}
		found := listing.Read(inner.url, inner.body, w.site.sel.listing(w.site.now()))
		if len(found.Entries) == 0 && len(found.Within) > 0 && found.Kind == listing.KindPage {
			found = w.within(c, found)
		}
		if found.Kind == listing.KindJSON && len(found.Entries) > 0 {
			w.haul.Report.Asks = append(w.haul.Report.Asks, to)
			w.haul.Report.Warn(page.WarnScript)
			l.Paths = found.Paths
		}
		if l.Kind = found.Kind; len(found.Entries) > 0 && dates != found.Dates {
			if dates {
				continue // links without days beside a list with days are a menu
			}
			l.Entries, dates = nil, true
		}
		l.Entries = append(l.Entries, found.Entries...)
	}
	if len(l.Entries) > 0 {
		return l, nil
	}
	return l, w.nothing(p, l)
}

// within reads the frames of a frame, no deeper.
func (w *walk) within(c *colly.Collector, l listing.List) listing.List {
	for _, to := range l.Within {
		if inner, err := w.get(c, to, nil); err == nil {
			found := listing.Read(inner.url, inner.body, w.site.sel.listing(w.site.now()))
			l.Entries, l.Dates = append(l.Entries, found.Entries...), l.Dates || found.Dates
		}
	}
	return l
}

// isText says whether the page of the source's address is itself a text. It stays unvisited
// for the details.
func (w *walk) isText(p got) bool {
	read, err := page.Read(p.url, p.body, w.site.sel.page(listing.Entry{}, nil, w.site.now()))
	return err == nil && len(read.Entries) > 0 && (read.Entries[0].Text != "" ||
		read.Entries[0].Title != "" && slices.Contains(read.Warnings, page.WarnPicture))
}

// nothing says why a list page has no entries.
func (w *walk) nothing(p got, l listing.List) error {
	read, err := page.Read(p.url, p.body, w.site.sel.page(listing.Entry{}, nil, w.site.now()))
	code := collectors.Code(err)
	switch {
	case code == "blocked", code == "gone", code == "moved", code == "maintenance", code == "sign_in",
		code == "too_large":
		return err
	case code == "made_by_script" || len(read.Asks) > 0:
		if asks := append(read.Asks, l.Within...); len(asks) > 0 {
			w.haul.Report.Asks = asks
			return fmt.Errorf("%w; it asks %s: use by: json with that address",
				collectors.ErrScript, asks[0])
		}
		return collectors.ErrScript
	case w.listed > 0:
		return collectors.ErrLayout
	}
	return collectors.ErrNoEntries
}
