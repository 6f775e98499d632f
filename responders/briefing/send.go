package briefing

import (
	"context"
	"huiying/opinion"
	"time"
)

// Sender takes finished files to somebody. To is an address as configured; the subject and the
// text are for what shows them beside the files.
type Sender interface {
	Send(ctx context.Context, to, subject, text string, files []File) error
}

// File is a finished briefing.
type File struct {
	Name string // such as huiying-day-2026-11-22.pdf
	Kind string // media type
	Data []byte
}

// Due is when the briefing of the period that begins at from is sent: so long after midnight of
// the day behind it.
func (p Period) Due(from time.Time, clock time.Duration) time.Time {
	_, to := p.Span(from)
	return to.Add(clock)
}

// NextDue is the period whose briefing is the next to be sent after a moment, and when.
func (p Period) NextDue(now time.Time, clock time.Duration) (from, at time.Time) {
	from, _ = p.Span(now)
	for from = p.Next(from, -1); !p.Due(from, clock).After(now); {
		from = p.Next(from, 1)
	}
	return from, p.Due(from, clock)
}

// NextToSend is the period whose briefing is sent next and when: the next that becomes due, or one
// that became due while nothing ran, which is sent now. armed is the first day of the period that
// was to be sent next, as it was written down, "" where none was: a fresh installation has no
// yesterday.
func (p Period) NextToSend(now time.Time, clock time.Duration, armed string) (from, at time.Time) {
	from, at = p.NextDue(now, clock)
	if last, err := time.ParseInLocation(time.DateOnly, armed, opinion.Beijing); err == nil && last.Before(from) {
		return p.Next(from, -1), now
	}
	return from, at
}

// HasGot says whether who last got the briefing of the period that began on one day has that of
// another; days are YYYY-MM-DD, "" for nothing yet.
func HasGot(last, date string) bool { return last >= date }
