package briefing

import (
	"sync"
	"time"
)

// recentFor is how long a briefing of a period that is not over is told again.
const recentFor = time.Minute

// Recent keeps the last briefing of a period that is not over for a minute: many look at it in the
// same morning, and it asks much. The zero value works, for any number of goroutines.
type Recent struct {
	mu   sync.Mutex
	made map[recentKey]written
}

// recentKey is which briefing: of a period, of a division.
type recentKey struct {
	period   Period
	division string
}

// written is a briefing of the period that begins at from, as it was at a moment.
type written struct {
	from, at time.Time
	b        Briefing
}

// Of is the briefing of the period in which at lies, as it was a minute before now at most; else it
// is written. One that lacks a part is not kept. A period that is over is always left to write,
// which keeps it for good.
func (r *Recent) Of(p Period, division string, at, now time.Time, write func() (Briefing, error)) (Briefing, error) {
	from, to := p.Span(at)
	if !now.Before(to) {
		return write()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key := recentKey{p, division}
	if m := r.made[key]; m.from.Equal(from) && now.Sub(m.at) >= 0 && now.Sub(m.at) < recentFor {
		return m.b, nil
	}
	b, err := write()
	if err == nil && len(b.Missing) == 0 {
		if r.made == nil {
			r.made = map[recentKey]written{}
		}
		r.made[key] = written{from, now, b}
	}
	return b, err
}
