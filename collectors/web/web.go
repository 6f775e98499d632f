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
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"huiying/collectors"
	"huiying/fetch"
)

// Site is a collectors.Collector over a list page.
type Site struct {
	spec    collectors.Spec
	sel     selectors
	list    *url.URL
	domains []string
	trial   bool
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

// Trial makes the Site read whatever its address is: entries of other hosts too, and a page
// that is itself a text. It is for looking at a place before it is configured.
func (s *Site) Trial() *Site {
	t := *s
	t.trial = true
	return &t
}

// walk is one visit.
type walk struct {
	site    *Site
	ctx     context.Context
	seen    *collectors.Seen
	frame   *collectors.Frame
	waiting []fetched // pages that are read once enough is known of the source's frame
	haul    collectors.Haul
	again   bool            // something new was left for the next visit: the list page must be read then
	untimed map[string]bool // mentions whose pages tell no time
	first   got             // the first list page's header, for the next conditional request
	listed  int
	pages   *collectors.Pages // that may have changed
	whole   bool              // every list page was read
}

// Collect reads the list page (and the pages after it, Selectors.Pages in all), and from
// there at most Spec.Max pages that were not seen before, in the order of the list.
func (s *Site) Collect(ctx context.Context, m collectors.Memory) (collectors.Haul, error) {
	w := &walk{site: s, ctx: ctx, seen: collectors.NewSeen(m.Seen, 0), frame: m.Frame.Clone(),
		listed: m.Listed, untimed: map[string]bool{}, pages: collectors.NewPages(m.Pages), whole: true}
	entries, unchanged, err := w.lists(m)
	if err != nil {
		return collectors.Haul{Report: w.haul.Report}, err
	}
	if !unchanged {
		w.details(entries)
		w.settle()
		w.revisit(entries)
		w.dropSame()
	}
	if err := ctx.Err(); err != nil {
		return collectors.Haul{}, err
	}
	report := w.haul.Report
	w.haul.Memory = m
	w.haul.Memory.Seen, w.haul.Memory.Frame, w.haul.Memory.Listed = w.seen.List(), w.frame, w.listed
	w.haul.Memory.Pages = w.pages.List(s.now())
	w.haul.Report = report
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
	if !w.site.trial {
		c.AllowedDomains = w.site.domains
	}
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

// got is an answer as Colly hands it over.
type got struct {
	url    *url.URL // after redirects
	status int
	header http.Header
	body   string // UTF-8: the transport decodes
}

// get visits one address through c.
func (w *walk) get(c *colly.Collector, address string, header http.Header) (got, error) {
	var answer *colly.Response
	c = c.Clone() // callbacks are per visit; transport, rules and the set of visited pages are shared
	c.OnResponse(func(r *colly.Response) { answer = r })
	if err := c.Request(http.MethodGet, address, nil, nil, header); err != nil {
		return got{}, reason(err)
	}
	if answer == nil {
		return got{}, collectors.ErrNotPage
	}
	p := got{url: answer.Request.URL, status: answer.StatusCode, header: *answer.Headers, body: string(answer.Body)}
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
	case "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "",
		"application/json", "text/json", "application/javascript", "text/javascript", "application/x-javascript":
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

// refuse notes that an address gave no text; record tells it from others (entryKey). What is only
// to be asked later refused nothing.
func (w *walk) refuse(address, record string, err error) {
	if fetch.Postponed(err) {
		w.again = true
		w.haul.Report.Warn(collectors.Code(err))
		return
	}
	w.haul.Refused = append(w.haul.Refused, collectors.Reject(address, record, err))
}
