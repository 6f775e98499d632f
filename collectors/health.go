package collectors

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"huiying/opinion"
)

// Codes of Health beside those of Code.
const (
	CodeSilent  = "silent"  // nothing new for longer than the rhythm
	CodeOverdue = "overdue" // no visit came in time
)

// Health is how a source does, and why.
type Health struct {
	State    opinion.SourceState
	Code     string    // why: CodeSilent, CodeOverdue, or a code of Code; "" where there is nothing to say
	Since    time.Time // when that began; zero where nothing is wrong
	LastItem time.Time // the newest sign of life: the day of its newest item, or the visit that brought one
	Silent   int       // whole days without an item, as the rhythm counts them
	Rhythm   Rhythm
}

// HealthOf judges a source by its visits. every is its configured interval; works says whether a
// day is a working day (nil: all are).
func HealthOf(s Standing, every time.Duration, now time.Time, works func(time.Time) bool) Health {
	if every <= 0 {
		every = DefaultEvery
	}
	h := Health{Rhythm: RhythmOf(s.Days, works)}
	h.State, h.Code = lastVisit(s)
	last := lastItem(s)
	h.LastItem = last
	if !last.IsZero() {
		h.Silent = h.Rhythm.Silence(last, now, works)
	}
	due := s.NextTry
	if due.IsZero() {
		due = s.LastTry.Add(every)
	}
	switch {
	case s.LastTry.IsZero():
		return Health{State: opinion.SourceNew, Rhythm: h.Rhythm}
	case s.Failures > 0:
		h.State, h.Code, h.Since = failed(s), s.LastErrorCode, s.FirstFailure
	case now.Sub(due) > every+time.Minute:
		h.State, h.Code, h.Since = opinion.SourceLate, CodeOverdue, due
	case !last.IsZero() && h.Silent >= h.Rhythm.Allowed:
		h.State, h.Code, h.Since = opinion.SourceLate, CodeSilent, last
	}
	return h
}

// lastItem is the newest sign of life: the day of the newest item, or the visit that brought one.
func lastItem(s Standing) time.Time {
	last := s.LastNew
	if len(s.Days) > 0 {
		t, err := time.ParseInLocation(time.DateOnly, s.Days[len(s.Days)-1].Day, opinion.Beijing)
		if err == nil && t.After(last) {
			last = t
		}
	}
	return last
}

// lastVisit is the state of a source whose last visit worked, or was postponed with a code.
func lastVisit(s Standing) (state opinion.SourceState, code string) {
	for _, v := range slices.Backward(s.Visits) {
		switch {
		case v.Code != "": // postponed: the visit before it speaks
			code = cmp.Or(code, v.Code)
		case v.New > 0:
			return opinion.SourceWorking, code
		case v.Status == http.StatusNotModified:
			return opinion.SourceUnchanged, code
		default:
			return opinion.SourceNothing, code
		}
	}
	return opinion.SourceWorking, code
}

// failed is the state of a source whose last visit failed.
func failed(s Standing) opinion.SourceState {
	switch s.LastErrorCode {
	case "blocked", "sign_in", "robots", "status_401", "status_403", "status_451":
		return opinion.SourceBlocked
	case "gone", "moved", "status_404", "status_410":
		return opinion.SourceGone
	case "changed_layout":
		return opinion.SourceLayout
	case "no_entries":
		if s.Collected > 0 {
			return opinion.SourceLayout
		}
	}
	return opinion.SourceFailing
}
