// Package fetch is the one way out of the system: every page, feed and published answer is
// asked for here. It obeys robots.txt, keeps a pace per host, refuses addresses that are
// not public at the moment of connecting (redirects too), carries no cookie and no login,
// names the product and whom to write to, and bounds size after unpacking and time. It
// turns what comes back into UTF-8. It does not know what a page means.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
)

// Options of a Client. The zero value of each field is a sound default, but for Contact:
// without one nothing but one's own machines (AllowPrivate) can be asked.
type Options struct {
	UserAgent string        // the product; "huiying" when empty. Up to the first / or space it is the name robots.txt is read for
	Contact   string        // address or page that a site's keeper can turn to; part of every request
	PerHost   time.Duration // gap between two requests to one host; 0 is 1 s, negative none. A longer Crawl-delay wins, up to 30 s
	Daily     int           // most requests to one host in a day (UTC+8), by this process; 0: any number
	MaxBytes  int64         // of a body, unpacked; 0 is 5 MiB
	Timeout   time.Duration // for one Get with its redirects, without waiting for the pace; 0 is 30 s
	Stall     time.Duration // longest silence within a body; 0 is 10 s. After it a body must also bring slowest bytes a second
	Redirects int           // most redirects followed; 0 is 5
	// AllowPrivate opens loopback and private ranges, for the demo, tests and sites on one's own
	// network. Link-local addresses and metadata services stay closed.
	AllowPrivate bool
	// AllowPrefixes opens these ranges and no other, whatever they are.
	AllowPrefixes []netip.Prefix
	// Now dates what is remembered of robots.txt. Pace and time limits go by the real clock.
	Now func() time.Time
	Log *zap.Logger
	// Recall gives what Changes said of a host, perhaps in an earlier process; it is asked before
	// the first request to the host and may block. nil: nothing is remembered.
	Recall func(ctx context.Context, host string) HostState
	// Tracer tells of every Get; nil tells nobody.
	Tracer trace.Tracer
}

const (
	defaultBytes     = 5 << 20
	defaultTimeout   = 30 * time.Second
	defaultStall     = 10 * time.Second
	defaultGap       = time.Second
	defaultRedirects = 5
	slowest          = 256 // bytes a second, once Stall has passed
)

func (o Options) filled() Options {
	if o.UserAgent == "" {
		o.UserAgent = "huiying"
	}
	if o.PerHost == 0 {
		o.PerHost = defaultGap
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Stall <= 0 {
		o.Stall = defaultStall
	}
	if o.Redirects <= 0 {
		o.Redirects = defaultRedirects
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	return o
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	opts   Options
	agent  string // the whole User-Agent
	pace   *pace
	robots *robots
	wire   *http.Transport
}

// New makes a Client; Close it when done.
func New(o Options) *Client {
	o = o.filled()
	c := &Client{opts: o, agent: o.UserAgent, pace: newPace(o)}
	if o.Contact != "" {
		c.agent += " (+" + o.Contact + ")"
	}
	g := guard{private: o.AllowPrivate, allowed: o.AllowPrefixes}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: g.control}
	c.wire = &http.Transport{
		Proxy:                 nil, // a proxy would connect in our place, past the guard
		DialContext:           dialer.DialContext,
		DisableCompression:    true, // unpacked here, where the size is counted
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          64,
		MaxIdleConnsPerHost:   1,
		IdleConnTimeout:       30 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: o.Timeout,
		// A header of more than this is no page.
		MaxResponseHeaderBytes: 256 << 10,
	}
	c.robots = &robots{agent: productName(o.UserAgent), now: o.Now, get: c.getRobots, hosts: map[string]*host{}}
	return c
}

// productName is the part of a User-Agent that robots.txt files speak of.
func productName(agent string) string {
	if i := strings.IndexAny(agent, "/ "); i >= 0 {
		agent = agent[:i]
	}
	return strings.ToLower(agent)
}

// Changes are the states of the hosts that were asked since Changes was last called, where there is
// a Recall: for whoever keeps them over a restart.
func (c *Client) Changes() map[string]HostState { return c.pace.changes() }

// Close ends idle connections. Requests under way go on.
func (c *Client) Close() { c.wire.CloseIdleConnections() }

// Request is what to Get. With ETag or LastModified, as an earlier Response gave them, the
// answer may be NotModified.
type Request struct {
	URL          string
	ETag         string
	LastModified string
}

// Response is an answer with status 2xx, or 304.
type Response struct {
	URL           string // where the body was found, after redirects
	Status        int
	Header        http.Header
	Body          []byte // unpacked
	Text, Charset string // Body in UTF-8 and what it was in; empty for pictures, archives and the like
	NotModified   bool
	ETag          string
	LastModified  string
}

// Get asks for one address and follows its redirects, each of which is checked like the
// first. It blocks for the pace of the host and for at most Timeout beyond that, or until
// ctx ends. An answer of 400 and above is a *StatusError (ErrStatus).
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	return c.traced(ctx, r)
}

func (c *Client) fetch(ctx context.Context, r Request) (Response, error) {
	u, err := parse(r.URL)
	if err != nil {
		return Response{}, err
	}
	header := http.Header{}
	if r.ETag != "" {
		header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		header.Set("If-Modified-Since", r.LastModified)
	}
	left, seen := c.opts.Timeout, map[string]bool{}
	for range c.opts.Redirects + 1 {
		if seen[u.String()] {
			return Response{}, fmt.Errorf("%w (%s)", ErrRedirects, u.Host)
		}
		seen[u.String()] = true
		a, err := c.ask(ctx, u, header, left)
		if err != nil {
			return Response{}, err
		}
		next, err := redirect(u, a)
		if err != nil {
			return Response{}, err
		}
		if next == nil {
			return c.response(u, a)
		}
		u, left = next, left-a.took
		if left <= 0 {
			return Response{}, fmt.Errorf("%w (%s)", ErrSlow, u.Host)
		}
	}
	return Response{}, fmt.Errorf("%w (%s)", ErrRedirects, u.Host)
}

func (c *Client) response(u *url.URL, a answer) (Response, error) {
	if err := CheckStatus(u.Host, a.status, a.header, c.opts.Now()); err != nil {
		return Response{}, err
	}
	out := Response{
		URL: u.String(), Status: a.status, Header: a.header, Body: a.body,
		ETag: a.header.Get("ETag"), LastModified: a.header.Get("Last-Modified"),
		NotModified: a.status == http.StatusNotModified,
	}
	if kind := a.header.Get("Content-Type"); isText(kind) {
		out.Text, out.Charset = Decode(a.body, kind)
	}
	return out, nil
}

// redirect is the next address, nil when a is an answer.
func redirect(u *url.URL, a answer) (*url.URL, error) {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	to := a.header.Get("Location")
	if to == "" {
		return nil, fmt.Errorf("%w: no place to go on to (%s)", ErrRedirects, u.Host)
	}
	ref, err := url.Parse(to)
	if err != nil {
		return nil, fmt.Errorf("%w (redirect of %s)", ErrAddress, u.Host)
	}
	next := u.ResolveReference(ref)
	next.Fragment = ""
	return next, checkAddress(next)
}

// parse reads an address; its error does not repeat it.
func parse(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, ErrAddress
	}
	u.Fragment = ""
	return u, checkAddress(u)
}

func checkAddress(u *url.URL) error {
	switch s := strings.ToLower(u.Scheme); {
	case s == "":
		return ErrAddress
	case s != "http" && s != "https":
		return fmt.Errorf("%w, not %q", ErrScheme, s)
	case u.Hostname() == "" || u.User != nil:
		return ErrAddress
	}
	return nil
}

// answer is one exchange, its body read and unpacked.
type answer struct {
	status int
	header http.Header
	body   []byte
	wire   int64 // bytes of the body as they came
	took   time.Duration
}

// ask is one exchange under all rules: robots, pace, guard, size, time.
func (c *Client) ask(ctx context.Context, u *url.URL, header http.Header, limit time.Duration) (answer, error) {
	if err := checkAddress(u); err != nil {
		return answer{}, err
	}
	if c.opts.Contact == "" && !c.opts.AllowPrivate && len(c.opts.AllowPrefixes) == 0 {
		return answer{}, ErrContact
	}
	delay, err := c.robots.check(ctx, u)
	if err != nil {
		c.opts.Log.Debug("not asked", zap.String("host", u.Host), zap.String("code", Code(err)))
		return answer{}, err
	}
	leave, err := c.pace.wait(ctx, u.Host, delay)
	if err != nil {
		return answer{}, fmt.Errorf("waiting for the turn of %s: %w", u.Host, err)
	}
	defer leave()
	a, err := c.exchange(ctx, u, header, limit, c.opts.MaxBytes)
	if a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable {
		c.pace.restAfter(u.Host, retryAfter(a.header.Get("Retry-After"), c.opts.Now()))
	}
	return a, err
}

// passed are the only request headers a caller decides about. No Cookie, no Authorization,
// no Referer is sent.
var passed = []string{"Accept", "If-None-Match", "If-Modified-Since"}

func (c *Client) exchange(ctx context.Context, u *url.URL, header http.Header, limit time.Duration,
	most int64) (answer, error) {
	start := time.Now()
	parent := ctx
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer time.AfterFunc(limit, func() { stop(ErrSlow) }).Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, ErrAddress
	}
	for _, k := range passed {
		if v := header.Get(k); v != "" {
			req.Header.Set(k, v)
		}
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.5")
	}
	a, err := c.roundTrip(ctx, req, most, stop)
	a.took = time.Since(start)
	meterOf(parent).count(parent, a)
	if err != nil {
		return a, blame(parent, ctx, u.Host, err)
	}
	return a, nil
}

func (c *Client) roundTrip(ctx context.Context, req *http.Request, most int64,
	stop context.CancelCauseFunc) (answer, error) {
	resp, err := c.wire.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, header: resp.Header}
	if resp.StatusCode == http.StatusNotModified || resp.StatusCode == http.StatusNoContent {
		return a, nil
	}
	a.body, a.wire, err = readBody(resp, most, c.opts.Stall, stop)
	if a.status >= 300 && !errors.Is(err, ErrSlow) && ctx.Err() == nil {
		err = nil // the words of an error page or of a redirect are not needed
	}
	return a, err
}

// blame says who ended an exchange: the caller, our limits, or the host.
func blame(parent, ctx context.Context, host string, err error) error {
	if parent.Err() != nil {
		return fmt.Errorf("asking %s: %w", host, parent.Err())
	}
	if cause := context.Cause(ctx); cause != nil && ctx.Err() != nil {
		return fmt.Errorf("%w (%s)", cause, host)
	}
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		return fmt.Errorf("%w (%s): %w", ErrSlow, host, err)
	}
	return fmt.Errorf("asking %s: %w", host, Bare(err))
}

// getRobots reads a robots.txt. Its redirects are followed (RFC 9309 asks for five) and
// pass the guard, but are not themselves asked about robots.
func (c *Client) getRobots(ctx context.Context, u *url.URL) (int, []byte, error) {
	ctx = context.WithValue(ctx, robotsKey{}, true)
	for range defaultRedirects + 1 {
		a, err := c.askRobots(ctx, u)
		if err != nil {
			return a.status, a.body, err
		}
		next, err := redirect(u, a)
		if err != nil {
			return 0, nil, err
		}
		if next == nil {
			return a.status, a.body, nil
		}
		u = next
	}
	return http.StatusNotFound, nil, nil // RFC 9309 2.3.1.2: beyond five, as if there were none
}

// askRobots waits for no gap, and counts for no day: it comes before the first page of a host.
func (c *Client) askRobots(ctx context.Context, u *url.URL) (answer, error) {
	_, leave, err := c.pace.hold(ctx, u.Host)
	if err != nil {
		return answer{}, err
	}
	defer leave()
	return c.exchange(ctx, u, http.Header{}, min(robotsTimeout, c.opts.Timeout), robotsMost)
}
