package feed

import (
	"context"
	"html"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/collectors"
	"huiying/collectors/page"
	"huiying/fetch"
)

func htmlUnescape(s string) string { return html.UnescapeString(s) }

// shortTeaser is how long the beginning of a text is at most, in characters.
const shortTeaser = 200

// teasers says whether a feed's items are the beginnings of texts that stand on their pages:
// most of them end as such.
func teasers(items []Item) bool {
	n := 0
	for _, it := range items {
		if it.Link != "" && isTeaser(it.Text) {
			n++
		}
	}
	return n > 0 && n*2 >= len(items)
}

func isTeaser(s string) bool {
	if utf8.RuneCountInString(s) > shortTeaser {
		return false
	}
	s = strings.TrimRight(s, " \n】]）)>»")
	for _, end := range []string{"…", "...", "阅读全文", "查看全文", "全文", "查看详情", "阅读更多", "更多", "read more", "Read more"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return s == ""
}

// follow reads a teaser's text from its page, where the source asks for it. An error keeps the
// teaser.
func (f *Feed) follow(ctx context.Context, it *Item, teasers bool, now time.Time) error {
	if it.Link == "" || !f.spec.Follow && !(f.trial && teasers) || !f.spec.Follow && !isTeaser(it.Text) {
		return nil
	}
	resp, err := f.client.Get(ctx, fetch.Request{URL: it.Link})
	if err != nil {
		return err
	}
	address, err := url.Parse(resp.URL)
	if err != nil {
		return fetch.ErrAddress
	}
	read, err := page.Read(address, resp.Text, page.Options{ListTitle: it.Title, ListTime: it.Published, Now: now})
	if err != nil {
		return err
	}
	if len(read.Entries) != 1 || read.Entries[0].Text == "" {
		return collectors.ErrNoText
	}
	e := read.Entries[0]
	it.Text, it.reply = e.Text, e.Reply
	if it.Published.IsZero() {
		it.Published = e.Published
	}
	return nil
}
