package livedesk

import (
	"context"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/triage"
)

// Presence carries "someone is on it" between consoles: one key for each case and whoever has it
// open.
type Presence struct {
	*triage.Presence // what this console knows
	Bucket           *bus.Bucket
	Hub              *triage.Hub // hears of others
	Log              *zap.Logger
}

// NewPresence begins to share presence by a bucket of the log.
func NewPresence(b *bus.Bucket, hub *triage.Hub, log *zap.Logger) *Presence {
	p := &Presence{Bucket: b, Hub: hub, Log: log}
	p.Presence = triage.NewPresence(p.tell)
	return p
}

func (p *Presence) tell(ctx context.Context, m triage.Present) error {
	key := m.Case + "/" + m.Who
	if m.Gone {
		return p.Bucket.Delete(ctx, key)
	}
	return p.Bucket.Put(ctx, key, []byte(m.Name))
}

// presentOf reads a note of the bucket.
func presentOf(n bus.Note) triage.Present {
	id, who, _ := strings.Cut(n.Key, "/")
	return triage.Present{Case: id, Who: who, Name: string(n.Value), Gone: n.Gone}
}

// watchAgain is how soon a watch that ended is begun anew.
const watchAgain = 5 * time.Second

// Follow takes what other consoles tell of their desks, until ctx ends. A log that cannot be
// reached leaves each console with what it knows itself until it can.
func (p *Presence) Follow(ctx context.Context) error {
	for {
		err := p.Bucket.Watch(ctx, func(n bus.Note) {
			if m := presentOf(n); p.Heard(m, n.At) {
				p.Hub.Tell(triage.News{Kind: triage.NewsPresence, Case: m.Case})
			}
		})
		if ctx.Err() != nil {
			return nil
		}
		p.Log.Warn("who has a case open at other consoles is not known; trying again", zap.Error(err))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(watchAgain):
		}
	}
}
