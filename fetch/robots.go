package fetch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// How long an answer for /robots.txt holds, and how far it is obeyed.
const (
	robotsFresh   = 6 * time.Hour    // a file that was read, or its absence
	robotsClosed  = 10 * time.Minute // a host that answered 5xx or 429, or not at all: closed meanwhile
	robotsMost    = 500 << 10        // bytes of it that are read (RFC 9309 asks for at least this)
	robotsTimeout = 10 * time.Second
	delayMost     = 30 * time.Second // a longer Crawl-delay is taken as this
	rulesMost     = 10_000           // hosts remembered at once
)

// rules is what one host's robots.txt says.
type rules struct {
	until time.Time
	err   error            // not nil: closed, and why
	group *robotstxt.Group // nil: everything is open
	delay time.Duration
}

// robots remembers the rules of each host. One request at a time asks a host for them.
type robots struct {
	agent string // the product's name, as robots.txt would spell it
	now   func() time.Time
	get   func(ctx context.Context, u *url.URL) (status int, body []byte, err error)

	mu    sync.Mutex
	hosts map[string]*host
}

type host struct {
	busy  chan struct{} // holds one token while the file is being fetched
	rules rules         // guarded by busy
}

// check is nil when u may be fetched, with the delay its host asks for.
func (r *robots) check(ctx context.Context, u *url.URL) (time.Duration, error) {
	rs, err := r.rules(ctx, u)
	switch {
	case err != nil:
		return 0, err
	case rs.err != nil:
		return 0, rs.err
	case rs.group == nil || u.Path == "/robots.txt":
		return rs.delay, nil
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if !rs.group.Test(path) {
		return 0, fmt.Errorf("%w (%s)", ErrRobots, u.Host)
	}
	return rs.delay, nil
}

func (r *robots) rules(ctx context.Context, u *url.URL) (rules, error) {
	h := r.host(u.Scheme + "://" + u.Host)
	select {
	case h.busy <- struct{}{}:
	case <-ctx.Done():
		return rules{}, ctx.Err()
	}
	defer func() { <-h.busy }()
	if r.now().Before(h.rules.until) {
		return h.rules, nil
	}
	status, body, err := r.get(ctx, &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"})
	if ctx.Err() != nil {
		return rules{}, ctx.Err() // our own end says nothing about the host
	}
	h.rules = readRules(u.Host, r.agent, status, body, err)
	h.rules.until = r.now().Add(robotsFresh)
	if h.rules.err != nil {
		h.rules.until = r.now().Add(robotsClosed)
	}
	return h.rules, nil
}

func (r *robots) host(key string) *host {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.hosts[key]
	if h == nil {
		if len(r.hosts) >= rulesMost {
			clear(r.hosts) // asking again costs one small request a host
		}
		h = &host{busy: make(chan struct{}, 1)}
		r.hosts[key] = h
	}
	return h
}

// readRules judges an answer for /robots.txt as RFC 9309 has it: no file (4xx) opens the
// host, a host that cannot answer (5xx, 429, no connection) is closed for a while.
func readRules(host, agent string, status int, body []byte, err error) rules {
	switch {
	case errors.Is(err, ErrTooLarge) && len(body) > 0: // the beginning counts
		status = http.StatusOK
	case err != nil:
		return rules{err: fmt.Errorf("reading robots.txt of %s: %w", host, err)}
	}
	switch {
	case status >= 500 || status == http.StatusTooManyRequests:
		return rules{err: fmt.Errorf("%w: %s cannot tell (robots.txt answers %d); it is left alone for %s", ErrRobots, host, status, robotsClosed)}
	case status < 200 || status >= 300:
		return rules{}
	}
	data, perr := robotstxt.FromBytes(readable(body))
	if perr != nil {
		return rules{err: fmt.Errorf("%w: its file cannot be read (%s)", ErrRobots, host)}
	}
	g := data.FindGroup(agent)
	return rules{group: g, delay: crawlDelay(g.CrawlDelay)}
}

// crawlDelay caps what a host asks for. A number too large for a Duration arrives negative.
func crawlDelay(d time.Duration) time.Duration {
	if d < 0 || d > delayMost {
		return delayMost
	}
	return d
}

// readable drops what makes the parser refuse a whole file for one line: rules above the
// first group, which bind nobody (RFC 9309 2.2.1), and a Crawl-delay that is no number.
func readable(body []byte) []byte {
	var out bytes.Buffer
	grouped := false
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, robotsMost+1)
	for lines.Scan() {
		line := strings.TrimPrefix(lines.Text(), "\ufeff")
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent", "useragent":
			grouped = true
		case "allow", "disallow":
			if !grouped {
				continue
			}
		case "crawl-delay", "crawldelay":
			f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || f < 0 || math.IsInf(f, 0) || math.IsNaN(f) || !grouped {
				continue
			}
		default:
			continue
		}
		out.WriteString(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}
