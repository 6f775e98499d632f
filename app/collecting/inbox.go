package collecting

import (
	"context"
	"encoding/json"
	"sync"

	"huiying/bus"
	"huiying/opinion"
)

// knower says which mentions the register has already.
type knower interface {
	Known(ctx context.Context, ids []string) (map[string]bool, error)
}

// Inbox is the one way in for mentions, whoever brings them: collectors, files, the API.
// What it has acknowledged is on disk. Bringing the same mention again adds nothing: known
// ids are left out, by the register for what has been analysed, by memory for what is still
// on its way, and by the log's own duplicate window after a crash in between. Should one
// slip through all three, it has the same id and later steps change nothing.
type Inbox struct {
	bus   *bus.Bus
	known knower

	mu     sync.Mutex
	recent map[string]struct{} // acknowledged by this process, perhaps not analysed yet
	older  map[string]struct{}
}

// recentMost bounds the memory of the inbox: two generations of this many ids.
const recentMost = 200_000

func NewInbox(b *bus.Bus, k knower) *Inbox {
	return &Inbox{bus: b, known: k, recent: map[string]struct{}{}, older: map[string]struct{}{}}
}

// Publish returns when the mentions are on disk, with the number of those that were new.
func (in *Inbox) Publish(ctx context.Context, mentions []opinion.Mention) (added int, err error) {
	fresh, err := in.unknown(ctx, mentions)
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	out := make([]bus.Message, 0, len(fresh))
	for _, m := range fresh {
		data, err := json.Marshal(m)
		if err != nil {
			return 0, err
		}
		out = append(out, bus.Message{Subject: opinion.MentionSubject(m.Source), ID: m.ID, Data: data})
	}
	ack, err := in.bus.Publish(ctx, out...)
	if err != nil {
		return 0, err
	}
	in.remember(fresh)
	return ack.Stored, nil
}

func (in *Inbox) unknown(ctx context.Context, mentions []opinion.Mention) ([]opinion.Mention, error) {
	ids := make([]string, len(mentions))
	for i, m := range mentions {
		ids[i] = m.ID
	}
	known, err := in.known.Known(ctx, ids)
	if err != nil {
		return nil, err
	}
	fresh := make([]opinion.Mention, 0, len(mentions))
	in.mu.Lock()
	defer in.mu.Unlock()
	here := map[string]bool{}
	for _, m := range mentions {
		_, a := in.recent[m.ID]
		_, b := in.older[m.ID]
		if a || b || known[m.ID] || here[m.ID] {
			continue
		}
		here[m.ID] = true
		fresh = append(fresh, m)
	}
	return fresh, nil
}

func (in *Inbox) remember(mentions []opinion.Mention) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, m := range mentions {
		if len(in.recent) >= recentMost {
			in.older, in.recent = in.recent, map[string]struct{}{}
		}
		in.recent[m.ID] = struct{}{}
	}
}
