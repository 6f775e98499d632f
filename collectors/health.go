package collectors

import (
	"fmt"
	"time"
)

// States of Health.
const (
	StateNew     = "new"     // never tried
	StateOK      = "ok"      // the last visit worked and the next is not overdue
	StateLate    = "late"    // the last visit failed once or twice, or none came in time
	StateFailing = "failing" // three visits in a row failed
)

const (
	failingAfter = 3
	// quietAfter is the rule for official channels: two weeks without an update is a finding
	// (国办秘函〔2019〕19号). A quiet source is not ill; the reason says it.
	quietAfter = 14 * 24 * time.Hour
)

// Health judges a source by what is remembered of it. every is its configured interval.
func Health(m Memory, every time.Duration, now time.Time) (state, reason string) {
	if every <= 0 {
		every = DefaultEvery
	}
	switch {
	case m.LastTry.IsZero():
		return StateNew, "not visited yet"
	case m.Failures >= failingAfter:
		return StateFailing, fmt.Sprintf("%d visits in a row failed, last with %s", m.Failures, m.LastErrorCode)
	case m.Failures > 0:
		return StateLate, fmt.Sprintf("the last visit failed with %s", m.LastErrorCode)
	}
	if over := now.Sub(m.LastTry); over > 2*every+time.Minute {
		return StateLate, fmt.Sprintf("last visited %s ago, due every %s", over.Round(time.Minute), every)
	}
	last := m.LastNew
	if last.IsZero() {
		return StateOK, "visited in time, nothing collected yet"
	}
	if quiet := now.Sub(last); quiet > quietAfter {
		return StateOK, fmt.Sprintf("visited in time, nothing new for %d days", int(quiet.Hours()/24))
	}
	return StateOK, "visited in time"
}
