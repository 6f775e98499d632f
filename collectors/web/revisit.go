package web

import (
	"net/http"
	"slices"

	"huiying/collectors"
	"huiying/collectors/listing"
	"huiying/collectors/page"
)

// A page that was read may change: a reply comes below a letter, or its text is corrected. What the
// list still shows is asked for again, less and less often, where its server has another page by now.

// revisitShare is how many pages are asked for again at one visit: a fifth of Spec.Max, after the new
// ones.
const revisitShare = 5

// revisit looks at pages that are due.
func (w *walk) revisit(entries []listing.Entry) {
	now := w.site.now()
	listed, by := map[string]bool{}, map[string]listing.Entry{}
	for _, e := range entries {
		key := collectors.SeenKey(entryKey(e))
		listed[key], by[key] = true, e
	}
	if w.whole {
		w.pages.Keep(listed, now)
	}
	c := w.collector()
	left := max(1, w.site.spec.Max/revisitShare)
	for _, was := range w.pages.Due(now) {
		e, ok := by[was.Key]
		if !ok {
			continue
		}
		if left--; left < 0 || w.ctx.Err() != nil {
			return
		}
		was.Last = now.Unix()
		p, err := w.get(c, e.URL, since(was.ETag, was.LastModified))
		if err == nil && p.status != http.StatusNotModified {
			err = w.reread(e, p)
		}
		// What cannot be read now was read before: no text is lost, and none is refused.
		if err != nil && w.ctx.Err() == nil && collectors.Lasting(collectors.Code(err)) {
			w.pages.Forget(entryKey(e))
		}
	}
}

// reread reads a page that may have changed.
func (w *walk) reread(e listing.Entry, p got) error {
	doc, err := page.Parse(p.body)
	if err != nil {
		return err
	}
	return w.read(w.collector(), fetched{entry: e, page: p, doc: doc})
}

// remembered is the state of a page that was read; plain says that its server tells when its text
// changes. A page whose entries have no address of their own is not looked at again.
func (w *walk) remembered(f fetched, plain bool) *collectors.PageState {
	if f.entry.URL == "" || w.site.trial {
		return nil
	}
	etag, modified := "", ""
	if plain {
		etag, modified = f.page.header.Get("ETag"), f.page.header.Get("Last-Modified")
	}
	return w.pages.Read(entryKey(f.entry), etag, modified, w.site.now())
}

// telling knows what a page gave before, and takes down what it gives now.
type telling struct {
	was   *collectors.PageState
	first bool // nothing was given before
	now   []string
}

func newTelling(was *collectors.PageState) *telling {
	return &telling{was: was, first: was == nil || len(was.Told) == 0}
}

// fresh says whether a mention or a reply, by its id, was not given before.
func (t *telling) fresh(id string) bool {
	key := collectors.SeenKey(id)
	t.now = append(t.now, key)
	return t.was == nil || !slices.Contains(t.was.Told, key)
}

// done remembers what the page gave.
func (t *telling) done() {
	if t.was == nil {
		return
	}
	if !t.first && !slices.Equal(t.was.Told, t.now) {
		t.was.Changes++
	}
	t.was.Told = t.now
}
