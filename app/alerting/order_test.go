package alerting

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Findings that come at most tooLate after they were said go on in the order in which they were said, none
// is lost, and only those of that time are held.
func TestFindingsGoOnInOrderAndFewAreHeld(t *testing.T) {
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var out []seen
		o := inOrder{do: func(s seen) { out = append(out, s) }}
		came, n := start, rapid.IntRange(0, 200).Draw(t, "n")
		for range n {
			came = came.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "minutes")) * time.Minute)
			late := time.Duration(rapid.IntRange(0, int(tooLate/time.Minute)).Draw(t, "late")) * time.Minute
			o.add(seen{at: came.Add(-late), came: came})
			for _, s := range o.held {
				if came.Sub(s.at) > tooLate {
					t.Fatalf("%s is held at %s", s.at, came)
				}
			}
		}
		o.end()
		if len(out) != n {
			t.Fatalf("%d of %d went on", len(out), n)
		}
		for i := 1; i < n; i++ {
			if out[i].at.Before(out[i-1].at) {
				t.Fatalf("%s goes on after %s", out[i].at, out[i-1].at)
			}
		}
	})
}
