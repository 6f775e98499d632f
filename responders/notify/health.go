package notify

import "time"

// Health is how a channel is.
type Health struct {
	Channel     string    `json:"channel"`
	LastTry     time.Time `json:"last_try,omitzero"`
	LastSuccess time.Time `json:"last_success,omitzero"`
	Failures    int       `json:"failures"` // in a row
	Code        string    `json:"code,omitempty"`
	Error       string    `json:"error,omitempty"`
	NextTry     time.Time `json:"next_try,omitzero"`
}

// MostPause is the longest that a failing channel is left alone, and what a polite other side is
// granted.
const MostPause = 10 * time.Minute

// After is the health after an attempt that ended at now. A channel counts as failing from
// failingAfter failures in a row, and is then left alone for longer with each: 10 s, doubling to
// MostPause. after is what the other side asked to be left alone for, 0 for nothing.
func (h Health) After(a Attempt, now time.Time, failingAfter int, after time.Duration) Health {
	h.LastTry, h.NextTry, h.Code, h.Error = a.At, time.Time{}, a.Code, a.Error
	if a.State == Told {
		h.LastSuccess, h.Failures = a.At, 0
		return h
	}
	h.Failures++
	wait := min(after, MostPause)
	if over := h.Failures - failingAfter; over >= 0 {
		wait = max(wait, min(10*time.Second<<min(over, 10), MostPause))
	}
	if wait > 0 {
		h.NextTry = now.Add(wait)
	}
	return h
}

// Pause is how long the channel is to be left alone at a moment; 0 for not at all.
func (h Health) Pause(now time.Time) time.Duration {
	return min(max(h.NextTry.Sub(now), 0), MostPause)
}

// State is the word for it: ok, late, failing, or new for a channel that was never used.
func (h Health) State(failingAfter int) string {
	switch {
	case h.Failures >= failingAfter:
		return "failing"
	case h.Failures > 0:
		return "late"
	case h.LastSuccess.IsZero():
		return "new"
	}
	return "ok"
}
