package app

import (
	"context"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/triage"
)

// presenceBucket carries "someone is on it" between consoles: one key for each case and seat.
type presenceBucket struct{ notes *bus.Bucket }

func (s presenceBucket) tell(ctx context.Context, m triage.Present) error {
	key := m.Case + "/" + m.Who
	if m.Gone {
		return s.notes.Delete(ctx, key)
	}
	return s.notes.Put(ctx, key, []byte(m.Name))
}

// markOf reads a note of the book.
func markOf(n bus.Note) triage.Present {
	id, seat, _ := strings.Cut(n.Key, "/")
	return triage.Present{Case: id, Who: seat, Name: string(n.Value), Gone: n.Gone}
}

// hearAgain is how soon a watch that ended is begun anew.
const hearAgain = 5 * time.Second

// followPresence takes what other consoles tell of their desks. A log that cannot be reached leaves
// each console with its own marks until it can.
func (a *App) followPresence(ctx context.Context) error {
	for {
		err := a.buckets.presence.Watch(ctx, func(n bus.Note) {
			if m := markOf(n); a.marks.Heard(m, n.At) {
				a.news.Tell(triage.News{Kind: triage.NewsPresence, Case: m.Case})
			}
		})
		if ctx.Err() != nil {
			return nil
		}
		a.Log.Warn("marks of other consoles are not heard; trying again", zap.Error(err))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(hearAgain):
		}
	}
}
