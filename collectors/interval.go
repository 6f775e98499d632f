package collectors

import "time"

// How far a quiet source's interval grows.
const (
	quietShare = 24 // of the time for which nothing new came: a day's silence is looked at each hour
	mostTimes  = 4  // of the configured interval
)

// Interval is the time to the next visit after one that worked: the configured one while news comes,
// and longer, up to four times, the longer a source has brought nothing.
func Interval(every time.Duration, s Standing, now time.Time) time.Duration {
	since := s.LastNew
	if since.IsZero() && len(s.Visits) > 0 {
		since = s.Visits[0].At
	}
	if since.IsZero() {
		return every
	}
	return min(max(every, now.Sub(since)/quietShare), mostTimes*every, max(every, longest))
}
