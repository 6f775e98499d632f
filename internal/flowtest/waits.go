package flowtest

import (
	"testing"
	"time"

	"huiying/internal/waittest"
)

// Patience is how long a test waits for what takes seconds.
const Patience = waittest.Limit

// Until waits for something to become true.
func Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	waittest.Until(t, what, ok)
}

// StopWithin is how long a process may take to end after Ctrl-C: five seconds, on a machine that is
// four times slower.
const StopWithin = 20 * time.Second
