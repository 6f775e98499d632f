package collecting

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// book says which mentions it has already, also under which names of reports, and counts for the
// balance what was not let in. register/sqlite is one.
type book interface {
	Known(ctx context.Context, ids []string) (map[string]bool, error)
	Latest(ctx context.Context, reports []string) (map[string]string, error)
	Finding(ctx context.Context, mention string) (opinion.Finding, error)
	Forgotten(ctx context.Context, mentions []string) (map[string]bool, error)
	Replies(ctx context.Context, mentions []string) ([]opinion.FoundReply, error)
	Door(ctx context.Context, d opinion.Door) error
}

// Inbox is the one way in for mentions, whoever brings them: collectors, files, the API.
// What it has acknowledged is on disk. Bringing the same mention again adds nothing: known
// ids are left out, by the register for what has been analysed, by memory for what is still
// on its way, and by the log's own duplicate window after a crash in between. Should one
// slip through all three, it has the same id and later steps change nothing. A new text of a report
// that came before is let in as what replaces the older one.
type Inbox struct {
	bus  *bus.Bus
	book book
	now  func() time.Time

	mu     sync.Mutex
	recent map[string]struct{} // acknowledged by this process, perhaps not analysed yet
	older  map[string]struct{}

	versions versions
}

// recentMost bounds the memory of the inbox: two generations of this many ids.
const recentMost = 200_000

// NewInbox makes the inbox of a log.
func NewInbox(b *bus.Bus, k book, now func() time.Time) *Inbox {
	return &Inbox{bus: b, book: k, now: now, recent: map[string]struct{}{}, older: map[string]struct{}{}}
}

// Publish returns when the mentions are on disk, with the number of those that were new. Those that
// were known are counted for the balance of their source.
func (in *Inbox) Publish(ctx context.Context, mentions []opinion.Mention) (added int, err error) {
	for len(mentions) > 0 {
		n := slices.IndexFunc(mentions, func(m opinion.Mention) bool { return m.Source != mentions[0].Source })
		if n < 0 {
			n = len(mentions)
		}
		new, err := in.publish(ctx, mentions[:n])
		added += new
		if err != nil {
			return added, err
		}
		mentions = mentions[n:]
	}
	return added, nil
}

// publish takes the mentions of one source.
func (in *Inbox) publish(ctx context.Context, mentions []opinion.Mention) (added int, err error) {
	fresh, err := in.unknown(ctx, mentions)
	if err != nil {
		return 0, err
	}
	if err := in.replace(ctx, fresh); err != nil {
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
	if len(out) > 0 {
		ack, err := in.bus.Publish(ctx, out...)
		if err != nil {
			return 0, err
		}
		added = ack.Stored
		in.remember(fresh)
	}
	if known := len(mentions) - added; known > 0 {
		at := mentions[0].CollectedAt
		if at.IsZero() {
			at = in.now()
		}
		err = in.book.Door(ctx, opinion.Door{Source: mentions[0].Source, At: at, Known: known})
	}
	return added, err
}

// Refuse counts records of a source that are no mentions, by the code of the reason.
func (in *Inbox) Refuse(ctx context.Context, source string, why map[string]int) error {
	if len(why) == 0 {
		return nil
	}
	return in.book.Door(ctx, opinion.Door{Source: source, At: in.now(), Refused: why})
}

func (in *Inbox) unknown(ctx context.Context, mentions []opinion.Mention) ([]opinion.Mention, error) {
	ids := make([]string, len(mentions))
	for i, m := range mentions {
		ids[i] = m.ID
	}
	known, err := in.book.Known(ctx, ids)
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
		if report := m.Report(); report != "" {
			in.versions.note(report, version{m.ID, sketchOf(m)})
		}
	}
}
