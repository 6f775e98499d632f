package facts

import (
	"time"

	"huiying/opinion"
)

// CaseClock is one clock of a case with all that it counted.
type CaseClock struct {
	opinion.Timed
	State   string       `json:"state" doc:"running, late, paused or met"`
	Counted []CountedDay `json:"counted"`
	Error   string       `json:"error,omitempty" doc:"the calendar cannot say"`
}

// CountedDay is one day of a clock.
type CountedDay struct {
	Day   string        `json:"day"`
	Kind  string        `json:"kind" doc:"start, counts, make-up, weekend, holiday or paused"`
	Name  string        `json:"name,omitempty" doc:"of the holiday, or why it was paused"`
	Span  time.Duration `json:"span" doc:"that counted, in nanoseconds"`
	Total time.Duration `json:"total" doc:"counted so far, in nanoseconds"`
}
