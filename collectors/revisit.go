package collectors

import (
	"cmp"
	"slices"
	"time"
)

// PageState is what is remembered of a page that was read, to see whether it changed. It holds no
// text and no address.
type PageState struct {
	Key          string   `json:"key"`   // as Seen has it
	First        int64    `json:"first"` // when it was read first and last, in seconds since 1970
	Last         int64    `json:"last"`
	ETag         string   `json:"etag,omitempty"`
	LastModified string   `json:"last_modified,omitempty"`
	Told         []string `json:"told,omitempty"` // hashes of the mentions and replies that it gave
	Changes      int      `json:"changes,omitempty"`
}

// When a page is looked at again. Offices have 15 working days to answer a letter.
const (
	MostPages   = 300 // of a source that are remembered, the latest
	soonest     = 6 * time.Hour
	mostAge     = 60 * 24 * time.Hour // from the first reading on; then it stays as it is
	mostChanges = 8                   // a page that is another one at each visit shows something else than a text
	mostTag     = 200                 // bytes
)

// Due says whether the page is to be looked at again: the older it is, the less often.
func (p PageState) Due(now time.Time) bool {
	age, since := now.Unix()-p.First, now.Unix()-p.Last
	pause := max(int64(soonest/time.Second), (p.Last-p.First)/2)
	return age <= int64(mostAge/time.Second) && since >= pause && p.Changes < mostChanges
}

// Pages are the pages of a source that may change.
type Pages struct{ by map[string]*PageState }

// NewPages reads the list of a Memory.
func NewPages(list []PageState) *Pages {
	p := &Pages{by: make(map[string]*PageState, len(list))}
	for _, s := range list {
		s.Told = slices.Clone(s.Told)
		p.by[s.Key] = &s
	}
	return p
}

// Of is what is remembered of a page by its key (an address), nil where nothing is.
func (p *Pages) Of(key string) *PageState { return p.by[SeenKey(key)] }

// Due lists the pages to be looked at again, those that were read longest ago first.
func (p *Pages) Due(now time.Time) (out []*PageState) {
	for _, s := range p.by {
		if s.Due(now) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, byLast)
	return out
}

// Read notes that a page was read now, with what its server says to tell this state of it from the
// next.
func (p *Pages) Read(key, etag, modified string, now time.Time) *PageState {
	hash := SeenKey(key)
	s := p.by[hash]
	if s == nil {
		s = &PageState{Key: hash, First: now.Unix()}
		p.by[hash] = s
	}
	s.Last, s.ETag, s.LastModified = now.Unix(), etag, modified
	if len(etag) > mostTag {
		s.ETag = ""
	}
	if len(modified) > mostTag {
		s.LastModified = ""
	}
	return s
}

// Forget drops a page: it is not looked at again.
func (p *Pages) Forget(key string) { delete(p.by, SeenKey(key)) }

// Keep drops the pages that are due and not among keys: their list shows them no more, and nobody
// knows their addresses.
func (p *Pages) Keep(keys map[string]bool, now time.Time) {
	for _, s := range p.Due(now) {
		if !keys[s.Key] {
			delete(p.by, s.Key)
		}
	}
}

// List is what a Memory keeps: the pages that can still change, at most MostPages, oldest first.
func (p *Pages) List(now time.Time) []PageState {
	out := make([]PageState, 0, len(p.by))
	for _, s := range p.by {
		if now.Unix()-s.First <= int64(mostAge/time.Second) && s.Changes < mostChanges {
			out = append(out, *s)
		}
	}
	slices.SortFunc(out, func(a, b PageState) int { return byFirst(&a, &b) })
	return out[max(0, len(out)-MostPages):]
}

func byLast(a, b *PageState) int {
	return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(a.Key, b.Key))
}

func byFirst(a, b *PageState) int {
	return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Key, b.Key))
}
