package fetch

import (
	"context"
	"net/http"
	"sync"
)

// Meter counts what the requests that are made with its context cost. It is safe for concurrent
// use.
type Meter struct {
	mu    sync.Mutex
	usage Usage
	keep  bool
	first answer
}

// Keep makes the meter keep the first page that comes, for First. Call it before the first request.
func (m *Meter) Keep() { m.keep = true }

// First is the first page that came, in UTF-8; "" where none did, or none that is text.
func (m *Meter) First() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	kind := m.first.header.Get("Content-Type")
	if !isText(kind) {
		return ""
	}
	text, _ := Decode(m.first.body, kind)
	return text
}

// Usage is what a Meter has counted.
type Usage struct {
	Requests int   // with those for robots.txt and along redirects
	Bytes    int64 // of bodies, as they came over the wire
	Status   int   // of the first answer that is neither a redirect nor a robots.txt; 0: there was none
}

type meterKey struct{}

// Metered is a context whose requests are counted.
func Metered(ctx context.Context) (context.Context, *Meter) {
	m := &Meter{}
	return context.WithValue(ctx, meterKey{}, m), m
}

// Usage is what was counted so far.
func (m *Meter) Usage() Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.usage
}

// meterOf is the meter of a context, or one that nobody reads.
func meterOf(ctx context.Context) *Meter {
	if m, ok := ctx.Value(meterKey{}).(*Meter); ok {
		return m
	}
	return &Meter{}
}

// robotsKey marks the context of a request for robots.txt: its status is not the page's.
type robotsKey struct{}

func (m *Meter) count(ctx context.Context, a answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.usage.Requests++
	m.usage.Bytes += a.wire
	aside := ctx.Value(robotsKey{}) != nil
	if m.usage.Status == 0 && !aside && (a.status < 300 || a.status >= 400 || a.status == http.StatusNotModified) {
		m.usage.Status = a.status
		if m.keep {
			m.first = a
		}
	}
}
