package sqlite

import (
	"context"
	"sync"
	"time"
)

// longestWait is how long the register lets people's changes go first before it takes its next lot:
// it must come on however many people there are.
const longestWait = 15 * time.Millisecond

// priority lets who changes a case go before what the register does by itself. Following an import
// takes both processors and the file; a change needs a few milliseconds of them.
type priority struct {
	mu   sync.Mutex
	n    int           // changes under way
	free chan struct{} // closed when there is none
}

// enter begins a change; leave ends it.
func (c *priority) enter() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n++; c.n == 1 {
		c.free = make(chan struct{})
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.n--; c.n == 0 {
			close(c.free)
		}
	}
}

// busy says whether a change is under way.
func (c *priority) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n > 0
}

// give waits until no change is under way, but not longer than most.
func (c *priority) give(ctx context.Context, most time.Duration) {
	c.mu.Lock()
	n, free := c.n, c.free
	c.mu.Unlock()
	if n == 0 {
		return
	}
	late := time.NewTimer(most)
	defer late.Stop()
	select {
	case <-free:
	case <-late.C:
	case <-ctx.Done():
	}
}
