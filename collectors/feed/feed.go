// Package feed reads RSS, Atom and JSON feeds. Feeds of Chinese sites lie about their
// encoding and write dates as they like, so bytes are decoded by fetch and dates read by
// collectors.ParseTime; gofeed only takes the format apart. What a feed says about authors
// is not read.
package feed

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"huiying/collectors"
	"huiying/collectors/page"
	"huiying/fetch"
	"huiying/opinion"
)

// Feed is a collectors.Collector over one feed.
type Feed struct {
	spec   collectors.Spec
	client *fetch.Client
	now    func() time.Time
	trial  bool
}

var _ collectors.Collector = (*Feed)(nil)

// New makes a Feed. Its error says that the address cannot be one.
func New(spec collectors.Spec, client *fetch.Client, now func() time.Time) (*Feed, error) {
	spec = spec.Filled()
	u, err := url.Parse(spec.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("source %s: set url to the http or https address of its feed", spec.ID)
	}
	if now == nil {
		now = time.Now
	}
	return &Feed{spec: spec, client: client, now: now}, nil
}

// Trial makes the Feed follow teasers whether it is configured to or not. It is for looking at
// a place before it is configured.
func (f *Feed) Trial() *Feed {
	t := *f
	t.trial = true
	return &t
}

// Collect asks for the feed, if it has changed, and takes at most Spec.Max items that were
// not seen before, in the feed's order. What Max leaves over comes with the next visit.
func (f *Feed) Collect(ctx context.Context, m collectors.Memory) (collectors.Haul, error) {
	resp, err := f.client.Get(ctx, fetch.Request{URL: f.spec.URL, ETag: m.ETag, LastModified: m.LastModified})
	if err != nil {
		return collectors.Haul{}, err
	}
	haul := collectors.Haul{Memory: m, Report: collectors.Report{Kind: "feed", Charset: resp.Charset}}
	if resp.NotModified {
		return haul, nil
	}
	base, err := url.Parse(resp.URL)
	if err != nil {
		return collectors.Haul{}, fetch.ErrAddress
	}
	now := f.now()
	items, broken, err := Parse(base, resp.Body, resp.Header.Get("Content-Type"), now)
	if err != nil {
		return collectors.Haul{}, err
	}
	if len(broken) > 0 {
		haul.Report.Warn("feed_broken")
		no := collectors.RejectPart(f.spec.URL,
			fmt.Errorf("%w: %d items cannot be read", collectors.ErrBroken, len(broken)))
		no.Records = broken
		haul.Refused = append(haul.Refused, no)
	}
	haul.Report.Teasers = teasers(items)
	seen := collectors.NewSeen(m.Seen, 0)
	haul.Memory.ETag, haul.Memory.LastModified = resp.ETag, resp.LastModified
	taken := 0
	for _, it := range items {
		if seen.Has(it.Key) {
			continue
		}
		if taken == f.spec.Max { // an unchanged feed would hide the rest
			haul.Memory.ETag, haul.Memory.LastModified = "", ""
			break
		}
		taken++
		if err := f.follow(ctx, &it, haul.Report.Teasers, now); fetch.Postponed(err) {
			haul.Report.Warn(collectors.Code(err))
			haul.Memory.ETag, haul.Memory.LastModified = "", ""
			break
		} else if err != nil {
			if !collectors.Lasting(collectors.Code(err)) {
				haul.Refused = append(haul.Refused, collectors.Reject(it.Link, it.Key, err))
				haul.Memory.ETag, haul.Memory.LastModified = "", ""
				continue
			}
			haul.Refused = append(haul.Refused, collectors.RejectPart(it.Link, err)) // the teaser is taken
		}
		seen.Add(it.Key) // an item that is no mention now will not be one later
		d := f.spec.Draft(now)
		d.URL, d.Ref, d.Title, d.Text, d.PublishedAt = it.Link, it.Ref, it.Title, it.Text, it.Published
		mention, err := opinion.NewMention(d)
		if err != nil {
			haul.Refused = append(haul.Refused, collectors.Reject(it.Link, it.Key, err))
			continue
		}
		haul.Mentions = append(haul.Mentions, mention)
		if it.reply != nil {
			if r, ok := collectors.NewReply(mention, it.reply.Unit, it.reply.Text, it.reply.At, now); ok {
				haul.Replies = append(haul.Replies, r)
			}
		}
	}
	haul.Memory.Seen = seen.List()
	return haul, nil
}

// Item is one entry of a feed. It has no field for who wrote it.
type Item struct {
	Key         string // what tells it from others: its address, else its own id, else its words
	Link        string // absolute, or empty
	Ref         string // its own id, where its address does not tell it from others
	Title, Text string
	Published   time.Time // zero when the feed does not say or is not believed

	reply *page.Reply // that stood on its page
}

// Parse reads a feed of any format, in any encoding that fetch.Decode knows. base resolves
// links; now bounds dates. What is broken costs at most the items that it stands in: broken has a
// key for each, which tells it from others and holds no words. collectors.ErrPageNot says that the body is a web page, collectors.ErrNotFeed
// that it is nothing known; neither quotes it.
func Parse(base *url.URL, body []byte, contentType string, now time.Time) (items []Item, broken []string, err error) {
	text, _ := fetch.Decode(body, contentType)
	text = withoutXMLHead(opinion.CleanText(text))
	parsed, err := parse(text)
	if err != nil && !looksLikeFeed(text) {
		if isPage(text) {
			return nil, nil, collectors.ErrPageNot
		}
		return nil, nil, fmt.Errorf("%w (%s)", collectors.ErrNotFeed, short(err))
	}
	if err != nil {
		if parsed, broken, err = mended(text); err != nil {
			return nil, nil, fmt.Errorf("%w (%s)", collectors.ErrNotFeed, short(err))
		}
	}
	items = make([]Item, 0, len(parsed))
	for _, it := range parsed {
		if it != nil {
			items = append(items, item(base, it, now))
		}
	}
	tellApart(items, parsed)
	return items, broken, nil
}

// parse is gofeed behind a net: it is handed whatever the world sends.
func parse(text string) (items []*gofeed.Item, err error) {
	defer func() {
		if recover() != nil {
			items, err = nil, errors.New("the parser broke down")
		}
	}()
	f, err := gofeed.NewParser().ParseString(text)
	if err == nil && f == nil {
		err = gofeed.ErrFeedTypeNotDetected
	}
	if err != nil {
		return nil, err
	}
	return f.Items, nil
}

// short says what failed without quoting the feed, as errors of XML and JSON do.
func short(err error) string {
	if errors.Is(err, gofeed.ErrFeedTypeNotDetected) {
		return "neither RSS nor Atom nor JSON Feed"
	}
	return "broken"
}

var xmlHead = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)

// withoutXMLHead drops the XML head: its encoding no longer holds, and the XML reader would
// decode a second time.
func withoutXMLHead(s string) string { return strings.TrimSpace(xmlHead.ReplaceAllString(s, "")) }

// title is an item's title, escaped as often as it may be.
func title(s string) string {
	t := collectors.OneLine(plain(s))
	if strings.Contains(t, "&") && html.UnescapeString(t) != t {
		t = collectors.OneLine(html.UnescapeString(t))
	}
	return t
}

var cdataMark = regexp.MustCompile(`<!\[CDATA\[|\]\]>`)

// plain is the text of HTML that may have been escaped once too often, marks of CDATA included.
func plain(s string) string {
	return collectors.PlainText(cdataMark.ReplaceAllString(page.Unescaped(s), ""))
}

func isPage(s string) bool {
	head := strings.ToLower(s[:min(len(s), 2048)])
	return strings.Contains(head, "<!doctype html") || strings.Contains(head, "<html") ||
		strings.Contains(head, "<body")
}

func item(base *url.URL, it *gofeed.Item, now time.Time) Item {
	out := Item{
		Title:     title(it.Title),
		Text:      text(it),
		Link:      link(base, it),
		Published: published(it, now),
	}
	switch guid := strings.TrimSpace(it.GUID); {
	case out.Link != "":
		out.Key = out.Link
	case guid != "":
		out.Ref, out.Key = guid, guid
	default:
		out.Key = out.Title + "\n" + it.Published + "\n" + out.Text
	}
	return out
}

// text is the longer of what the feed calls content and what it calls description.
func text(it *gofeed.Item) string {
	content, description := plain(it.Content), plain(it.Description)
	if len(content) < len(description) {
		content = description
	}
	return collectors.WithoutPersons(content)
}

// link is the item's address, or its id where that is one.
func link(base *url.URL, it *gofeed.Item) string {
	for _, raw := range append([]string{it.Link}, append(it.Links, it.GUID)...) {
		raw = strings.TrimSpace(raw)
		if raw == "" || raw == it.GUID && !strings.HasPrefix(raw, "http") {
			continue
		}
		u, err := base.Parse(raw)
		if err == nil && u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https") {
			return u.String()
		}
	}
	return ""
}

// published reads the item's date with our own eyes first: gofeed takes CST for America's
// and a time without a zone for UTC. What it alone can read is taken as it says.
func published(it *gofeed.Item, now time.Time) time.Time {
	for _, s := range []string{it.Published, it.Updated} {
		if t, ok := collectors.ParseTime(s, now); ok {
			return t
		}
	}
	for _, t := range []*time.Time{it.PublishedParsed, it.UpdatedParsed} {
		if t != nil && t.Year() >= 1990 && t.Before(now.Add(24*time.Hour)) {
			return t.In(opinion.Beijing)
		}
	}
	return time.Time{}
}
