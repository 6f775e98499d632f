// Package web reads sites: a list page and the pages it leads to, by CSS selectors, by the
// labels that mailboxes (市长信箱, 留言板) put before their fields, by the head fields of
// government sites, or by what looks like the main text. It is the only user of Colly,
// which here walks pages one after another over the fetch package and decides nothing
// about manners: robots, pace, address guard and limits are fetch's.
package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"huiying/collectors"
	"huiying/fetch"
	"huiying/opinion"
)

// Site is a collectors.Collector over a list page.
type Site struct {
	spec    collectors.Spec
	sel     selectors
	list    *url.URL
	domains []string
	client  *fetch.Client
	now     func() time.Time
}

var _ collectors.Collector = (*Site)(nil)

// New makes a Site. Its error names the selector or address that cannot be used.
func New(spec collectors.Spec, sel Selectors, client *fetch.Client, now func() time.Time) (*Site, error) {
	spec = spec.Filled()
	u, err := url.Parse(spec.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("source %s: set url to the http or https address of its list page", spec.ID)
	}
	compiled, err := compile(sel)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", spec.ID, err)
	}
	if now == nil {
		now = time.Now
	}
	domains := sel.Domains
	if len(domains) == 0 {
		domains = []string{u.Hostname()}
	}
	return &Site{spec: spec, sel: compiled, list: u, domains: domains, client: client, now: now}, nil
}

// walk is one visit.
type walk struct {
	site  *Site
	ctx   context.Context
	seen  *collectors.Seen
	haul  collectors.Haul
	again bool // something new was left for the next visit: the list page must be read then
	first page // the first list page's header, for the next conditional request
}

// Collect reads the list page (and the pages after it, Selectors.Pages in all), and from
// there at most Spec.Max pages that were not seen before, in the order of the list.
func (s *Site) Collect(ctx context.Context, m collectors.Memory) (collectors.Haul, error) {
	w := &walk{site: s, ctx: ctx, seen: collectors.NewSeen(m.Seen, 0)}
	links, unchanged, err := w.lists(m)
	if err != nil {
		return collectors.Haul{}, err
	}
	if !unchanged {
		w.details(links)
	}
	if err := ctx.Err(); err != nil {
		return collectors.Haul{}, err
	}
	w.haul.Memory = m
	w.haul.Memory.Seen = w.seen.List()
	switch {
	case unchanged:
	case w.again: // an unchanged list would hide what is still to be fetched
		w.haul.Memory.ETag, w.haul.Memory.LastModified = "", ""
	default:
		w.haul.Memory.ETag, w.haul.Memory.LastModified = w.first.header.Get("ETag"), w.first.header.Get("Last-Modified")
	}
	return w.haul, nil
}

// collector is a Colly collector that does as it is told. A zero Collector with Init leaves
// out NewCollector's reading of COLLY_* variables, with which the environment could switch
// our limits off.
func (w *walk) collector() *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.Context = w.ctx
	c.Async = false     // Colly starts a goroutine a page and fetches some twice; one after another is our pace anyway
	c.CheckHead = false // a second request for each page
	c.AllowedDomains = w.site.domains
	// fetch's transport obeys robots.txt on every round trip, with a cache that expires and a
	// closed door on 5xx. Colly's own reading keeps a file for ever and would ask for it again.
	c.IgnoreRobotsTxt = true
	c.MaxBodySize = 0 // Colly cuts silently; the transport refuses what is too large
	c.ParseHTTPErrorResponse = true
	c.DisableCookies()
	c.SetRequestTimeout(0) // Colly's 10 s would count waiting for the pace; the transport has its own limits
	c.WithTransport(w.site.client.Transport())
	return c
}

// page is an answer as Colly hands it over.
type page struct {
	url    *url.URL // after redirects
	status int
	header http.Header
	body   string // UTF-8: the transport decodes
}

// get visits one address through c.
func (w *walk) get(c *colly.Collector, address string, header http.Header) (page, error) {
	var got *colly.Response
	c = c.Clone() // callbacks are per visit; transport, rules and the set of visited pages are shared
	c.OnResponse(func(r *colly.Response) { got = r })
	if err := c.Request(http.MethodGet, address, nil, nil, header); err != nil {
		return page{}, reason(err)
	}
	if got == nil {
		return page{}, collectors.ErrNotPage
	}
	p := page{url: got.Request.URL, status: got.StatusCode, header: *got.Headers, body: string(got.Body)}
	if err := fetch.CheckStatus(p.url.Host, p.status, p.header, w.site.now()); err != nil {
		return p, err
	}
	if kind := p.header.Get("Content-Type"); p.status != http.StatusNotModified && !isPage(kind) {
		return p, collectors.ErrNotPage
	}
	return p, nil
}

// isPage goes by the type the server names; pages served as plain text are met too.
func isPage(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(kind) {
	case "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "":
		return true
	}
	return false
}

// reason takes Colly's words for what our own errors say better.
func reason(err error) error {
	var visited *colly.AlreadyVisitedError
	switch err := fetch.Bare(err); {
	case errors.Is(err, colly.ErrForbiddenDomain):
		return collectors.ErrForeign
	case errors.As(err, &visited):
		return fetch.ErrRedirects // it leads to a page of this very visit
	default:
		return err
	}
}

// lists reads the list pages and returns the links they show, each once. unchanged says
// that the first answered 304. Only the first page's failure is the source's.
func (w *walk) lists(m collectors.Memory) (links []string, unchanged bool, err error) {
	c := w.collector()
	address, header := w.site.list.String(), http.Header{}
	if m.ETag != "" {
		header.Set("If-None-Match", m.ETag)
	}
	if m.LastModified != "" {
		header.Set("If-Modified-Since", m.LastModified)
	}
	for i := range w.site.sel.Pages {
		p, err := w.get(c, address, header)
		switch {
		case err != nil && i == 0:
			return nil, false, err
		case err != nil:
			w.refuse(address, err)
			return links, false, nil
		case p.status == http.StatusNotModified && i == 0:
			return nil, true, nil
		}
		if i == 0 {
			w.first = p
		}
		found, next := w.site.sel.links(p.url, p.body)
		if i == 0 && len(found) == 0 {
			return nil, false, collectors.ErrNoEntries
		}
		for _, l := range found {
			if l == w.site.list.String() || slices.Contains(links, l) {
				continue
			}
			links = append(links, l)
		}
		if next == "" {
			break
		}
		address, header = next, nil
	}
	return links, false, nil
}

// details visits the links that are new.
func (w *walk) details(links []string) {
	c := w.collector()
	tries := 0
	for _, l := range links {
		if w.seen.Has(l) {
			continue
		}
		if tries == w.site.spec.Max {
			w.again = true
			return
		}
		tries++
		err := w.detail(c, l)
		if w.ctx.Err() != nil {
			return
		}
		if err == nil {
			w.seen.Add(l)
			continue
		}
		w.refuse(l, err)
		if collectors.Lasting(collectors.Code(err)) {
			w.seen.Add(l)
		} else {
			w.again = true
		}
	}
}

func (w *walk) detail(c *colly.Collector, address string) error {
	p, err := w.get(c, address, nil)
	if err != nil {
		return err
	}
	now := w.site.now()
	found, err := w.site.sel.extract(p.url, p.body, now)
	if err != nil {
		return err
	}
	d := w.site.spec.Draft(now)
	d.URL, d.Title, d.Text, d.PublishedAt = address, found.Title, found.Text, found.Published
	d.Unique = true // a page that changed is the same report with another text
	m, err := opinion.NewMention(d)
	if err != nil {
		return err
	}
	w.haul.Mentions = append(w.haul.Mentions, m)
	return nil
}

func (w *walk) refuse(address string, err error) {
	w.haul.Refused = append(w.haul.Refused, collectors.Reject(address, err))
}
