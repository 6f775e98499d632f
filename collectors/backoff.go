package collectors

import "time"

// Bounds of the back-off.
const (
	firstDelay = 5 * time.Minute // after the first failure, or Every where that is shorter
	longest    = 12 * time.Hour  // or Every where that is longer
)

// Backoff is how long a source rests after failures in a row: it doubles from 5 minutes (or
// every, if shorter) to 12 hours (or every, if longer). jitter in [0,1) spreads sources that
// failed together over ±20 %; the cap holds for the result. No failure: every.
func Backoff(failures int, every time.Duration, jitter float64) time.Duration {
	if every <= 0 {
		every = DefaultEvery
	}
	if failures <= 0 {
		return every
	}
	most := max(longest, every)
	d := min(firstDelay, every)
	for range min(failures-1, 30) {
		if d *= 2; d >= most {
			d = most
			break
		}
	}
	jitter = min(max(jitter, 0), 1)
	return min(time.Duration(float64(d)*(0.8+0.4*jitter)), most)
}
