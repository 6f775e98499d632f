// Package waittest waits, for tests, until something has happened that does not say so itself.
package waittest

import (
	"testing"
	"time"
)

// Limit is how long a test waits for what takes seconds: the start of a process, of a log's server
// or of a browser, a page, a rebuild. It only ends a test that hangs: a machine that is four times
// slower, with others at work on it, needs less.
const Limit = 5 * time.Minute

// Between two questions lie at first a millisecond and in the end twenty: what comes soon is seen
// soon, and asking takes nothing from what is waited for.
const first, last = time.Millisecond, 20 * time.Millisecond

// Until asks until it is so, and fails the test where it is not within Limit.
func Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	limit := time.NewTimer(Limit)
	defer limit.Stop()
	again := time.NewTicker(first)
	defer again.Stop()
	for between := first; !ok(); between = min(between*2, last) {
		again.Reset(between)
		select {
		case <-again.C:
		case <-limit.C:
			t.Fatalf("after %v still not: %s", Limit, what)
		}
	}
}
