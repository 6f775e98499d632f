package flowtest

import (
	"testing"
	"time"
)

// Patience is how long a test waits for what takes seconds. It only ends a test that hangs: a
// machine that is four times slower, with others at work on it, needs less.
const Patience = 5 * time.Minute

// Until waits for something to become true.
func Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(Patience); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %v still not: %s", Patience, what)
		}
	}
}

// StopWithin is how long a process may take to end after Ctrl-C: five seconds, on a machine that is
// four times slower.
const StopWithin = 20 * time.Second
