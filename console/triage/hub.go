package triage

import (
	"sync"
	"time"
)

// What the desk is told.
const (
	NewsWaiting  = "waiting" // a case is in triage now
	NewsChanged  = "changed" // something about a case in triage is another than it was
	NewsLeft     = "left"    // a case is in triage no more
	NewsPresence = "mark"    // somebody has it open, or no longer
)

// News is one thing that happened to a case which the desk looks at. It carries no text.
type News struct {
	Kind  string `json:"kind"`
	Case  string `json:"case"`
	State string `json:"state,omitempty"` // left: where to
}

// Limits of a hub.
const (
	mostListeners = 512
	mostOfOne     = 16  // of them by one account: tabs, and no script that opens hundreds
	remembered    = 512 // news that a reader who was cut off can still be told
	patience      = 64  // news that a slow reader may lag behind
)

// Hub tells all open desks of one process what happens. What it is told must not wait: a reader who
// cannot follow is let go, and asks again from where it was.
type Hub struct {
	mu      sync.Mutex
	last    uint64
	log     []newsItem               // the latest, the oldest first
	readers map[chan newsItem]string // whose each is; "" where nobody signs in
	closed  bool
}

type newsItem struct {
	n uint64
	News
}

// NewHub makes a hub whose numbers go on from the moment, so that a number of an earlier process is
// never taken for one of this.
func NewHub(now time.Time) *Hub {
	n := uint64(now.UnixMilli())
	return &Hub{last: n, readers: map[chan newsItem]string{}}
}

// Tell tells everybody. It never blocks.
func (h *Hub) Tell(news ...News) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, x := range news {
		h.last++
		item := newsItem{h.last, x}
		if h.log = append(h.log, item); len(h.log) > 2*remembered {
			h.log = append([]newsItem(nil), h.log[len(h.log)-remembered:]...)
		}
		for c := range h.readers {
			select {
			case c <- item:
			default:
				delete(h.readers, c)
				close(c)
			}
		}
	}
}

// listen opens a reader that has seen everything up to after; 0 means up to now. whole is false
// when more happened since than is remembered. The channel closes when the hub does, or the reader
// lags behind. stop must be called. It is nil where who has as many readers as one may.
func (h *Hub) listen(who string, after uint64) (news <-chan newsItem, missed []newsItem, whole bool, stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := make(chan newsItem, patience)
	if h.closed || len(h.readers) >= mostListeners {
		close(c)
		return c, nil, true, func() {}
	}
	if who != "" {
		own := 0
		for _, of := range h.readers {
			if of == who {
				own++
			}
		}
		if own >= mostOfOne {
			return nil, nil, false, nil
		}
	}
	h.readers[c] = who
	whole = true
	if after != 0 && after != h.last {
		whole = after < h.last && len(h.log) > 0 && h.log[0].n <= after+1
		for _, x := range h.log {
			if whole && x.n > after {
				missed = append(missed, x)
			}
		}
	}
	return c, missed, whole, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if _, there := h.readers[c]; there {
			delete(h.readers, c)
			close(c)
		}
	}
}

// now is the number of the latest news.
func (h *Hub) now() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// Close ends all readers; later ones end at once.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for c := range h.readers {
		delete(h.readers, c)
		close(c)
	}
}

// Readers is how many listen now.
func (h *Hub) Readers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.readers)
}
