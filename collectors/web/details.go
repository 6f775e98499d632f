package web

import (
	"fmt"
	"strings"

	"github.com/gocolly/colly/v2"

	"huiying/collectors"
	"huiying/collectors/listing"
	"huiying/collectors/page"
	"huiying/fetch"
	"huiying/opinion"
)

// fetched is a page that an entry led to.
type fetched struct {
	entry listing.Entry
	page  got
	doc   *page.Document
}

// details visits the entries that are new.
func (w *walk) details(entries []listing.Entry) {
	c := w.collector()
	tries := 0
	for _, e := range entries {
		key := entryKey(e)
		if w.seen.Has(key) {
			continue
		}
		if tries == w.site.spec.Max {
			w.again = true
			return
		}
		tries++
		err := w.detail(c, e)
		if w.ctx.Err() != nil {
			return
		}
		w.done(e, err)
		if fetch.Postponed(err) {
			return // so is the rest of the list
		}
	}
}

// done remembers an entry whose page gave a text or never will.
func (w *walk) done(e listing.Entry, err error) {
	if err != nil {
		w.refuse(e.URL, entryKey(e), err)
	}
	if err == nil || collectors.Lasting(collectors.Code(err)) {
		w.seen.Add(entryKey(e))
		return
	}
	w.again = true
}

// detail fetches an entry's page. It is read when enough is known of the source's frame.
func (w *walk) detail(c *colly.Collector, e listing.Entry) error {
	if e.Own != nil && (e.URL == "" || !isTeaser(e.Own.Text)) {
		w.tell(e, []page.Entry{*e.Own}, nil)
		return nil
	}
	if e.File {
		return collectors.ErrAttachment
	}
	p, err := w.get(c, e.URL, nil)
	if err != nil {
		return err
	}
	doc, err := page.Parse(p.body)
	if err != nil {
		return err
	}
	w.frame.Learn(doc.LineKeys())
	f := fetched{entry: e, page: p, doc: doc}
	if w.frame.Known() {
		w.settle()
		return w.read(c, f)
	}
	w.waiting = append(w.waiting, f)
	return nil
}

// isTeaser says whether a text is the beginning of one.
func isTeaser(s string) bool {
	s = strings.TrimRight(s, " \n】]）)")
	for _, end := range []string{"…", "...", "阅读全文", "查看全文", "详情", "更多"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return s == ""
}

// settle reads the pages that were waiting.
func (w *walk) settle() {
	c := w.collector()
	waiting := w.waiting
	w.waiting = nil
	for _, f := range waiting {
		if err := w.read(c, f); err != nil {
			w.refuse(f.entry.URL, entryKey(f.entry), err)
			if !collectors.Lasting(collectors.Code(err)) {
				w.seen.Remove(entryKey(f.entry))
				w.again = true
			}
		}
	}
}

// read makes mentions of a page; it goes where the page leads on to.
func (w *walk) read(c *colly.Collector, f fetched) error {
	now := w.site.now()
	o := w.site.sel.page(f.entry, w.frame, now)
	read, err := f.doc.Read(f.page.url, o)
	plain := true // the page's own server says when its text changes
	for range mostForwards {
		if err != nil || read.Forward == "" {
			break
		}
		plain = false
		var next got
		if next, err = w.get(c, read.Forward, nil); err == nil {
			read, err = page.Read(next.url, next.body, o)
		}
	}
	switch {
	case collectors.Code(err) == "made_by_script":
		if own := w.asked(c, read.Asks); own != nil {
			w.tell(f.entry, own, w.remembered(f, false))
			return nil
		}
		return err
	case err != nil:
		return err
	case read.Forward != "":
		return collectors.ErrMoved
	}
	for _, code := range read.Warnings {
		w.haul.Report.Warn(code)
	}
	plain = plain && read.Next == ""
	w.more(c, &read, o)
	w.tell(f.entry, read.Entries, w.remembered(f, plain))
	return nil
}

// mostParts bounds the pages of one text.
const mostParts = 10

// more adds the further pages of a text to its first.
func (w *walk) more(c *colly.Collector, first *page.Page, o page.Options) {
	next := first.Next
	for i := 1; i < mostParts && next != ""; i++ {
		p, err := w.get(c, next, nil)
		if err != nil {
			w.haul.Refused = append(w.haul.Refused, collectors.RejectPart(next, err))
			return
		}
		part, err := page.Read(p.url, p.body, o)
		if err != nil || len(part.Entries) != 1 {
			return
		}
		first.Entries[0].Text += "\n" + part.Entries[0].Text
		next = part.Next
	}
}

// asked reads the text from the data that a page's script asks for.
func (w *walk) asked(c *colly.Collector, addresses []string) []page.Entry {
	for _, to := range addresses {
		p, err := w.get(c, to, nil)
		if err != nil {
			continue
		}
		l := listing.Read(p.url, p.body, listing.Options{Now: w.site.now()})
		if l.Kind == listing.KindJSON && len(l.Entries) == 1 && l.Entries[0].Own != nil {
			w.haul.Report.Warn(page.WarnScript)
			return []page.Entry{*l.Entries[0].Own}
		}
	}
	return nil
}

// tell makes mentions of what a page says, and replies to them. was is what is remembered of the
// page, nil where it is not to be looked at again; what it gave before is not told again.
func (w *walk) tell(from listing.Entry, entries []page.Entry, was *collectors.PageState) {
	now := w.site.now()
	told := newTelling(was)
	for i, e := range entries {
		m, err := opinion.NewMention(w.draft(from, e, len(entries) == 1))
		if err != nil {
			if told.first {
				w.refuse(from.URL, fmt.Sprint(entryKey(from), "\n", i), err)
			}
			continue
		}
		if told.fresh(m.ID) {
			w.haul.Mentions = append(w.haul.Mentions, m)
			if e.Published.IsZero() {
				w.untimed[m.ID] = true
			}
		}
		if e.Reply == nil {
			continue
		}
		r, ok := collectors.NewReply(m, e.Reply.Unit, e.Reply.Text, e.Reply.At, now)
		if ok && told.fresh(r.ID()) {
			w.haul.Replies = append(w.haul.Replies, r)
		}
	}
	told.done()
}

// draft is the beginning of the mention of an entry.
func (w *walk) draft(from listing.Entry, e page.Entry, alone bool) opinion.Draft {
	d := w.site.spec.Draft(w.site.now())
	d.URL, d.Title, d.Text, d.PublishedAt = from.URL, e.Title, e.Text, e.Published
	if from.URL == "" {
		d.Ref = from.Ref
	}
	// A page that changed is the same report with another text; an address that several
	// texts share says of none which it is.
	d.Unique = alone && from.URL != "" && entryKey(from) == from.URL
	if d.PublishedAt.IsZero() && alone {
		d.PublishedAt = from.Time
	}
	return d
}

// dropSame refuses what three addresses and more answer with, word for word and without a
// time: a page of the site's own that no list of words knew.
func (w *walk) dropSame() {
	addresses := map[string]map[string]bool{}
	for _, m := range w.haul.Mentions {
		if !w.untimed[m.ID] {
			continue
		}
		if addresses[m.TextHash] == nil {
			addresses[m.TextHash] = map[string]bool{}
		}
		addresses[m.TextHash][m.URL] = true
	}
	kept := w.haul.Mentions[:0]
	for _, m := range w.haul.Mentions {
		if w.untimed[m.ID] && len(addresses[m.TextHash]) >= collectors.EnoughPages {
			w.refuse(m.URL, m.URL, collectors.ErrSamePage)
			w.seen.Remove(m.URL)
			w.pages.Forget(m.URL)
			w.again = true
			continue
		}
		kept = append(kept, m)
	}
	w.haul.Mentions = kept
}
