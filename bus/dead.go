package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// DeadLetter (死信) is a message that a step gave up, with its reason.
type DeadLetter struct {
	Seq             uint64 // of the letter, for Replay and Drop
	Step            string
	Stream, Subject string // where the message came from
	Origin          uint64 // its sequence there
	Reason          string
	Attempts        int
	First, Last     time.Time // first failure, and when it was given up
	Size            int
	Data            []byte
}

// DeadLetters are what the steps gave up.
type DeadLetters struct{ bus *Bus }

// DeadLetters gives access to what the steps gave up.
func (b *Bus) DeadLetters() DeadLetters { return DeadLetters{b} }

// List lists dead letters, the oldest first; at most limit, or all when limit is 0.
func (d DeadLetters) List(ctx context.Context, limit int) ([]DeadLetter, error) {
	var out []DeadLetter
	_, err := d.bus.Read(ctx, streamDead, "", 1, func(m Msg) error {
		l := readLetter(m)
		out = append(out, DeadLetter{
			Seq: m.Seq, Step: l.step, Stream: l.Stream, Subject: l.Subject, Origin: l.Seq, Reason: l.reason,
			Attempts: l.attempts, First: l.first, Last: m.Time, Size: len(m.Data), Data: m.Data,
		})
		if limit > 0 && len(out) == limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return out, err
}

var errEnough = errors.New("enough")

// Count counts the dead letters.
func (d DeadLetters) Count(ctx context.Context) (int, error) {
	n, err := d.bus.Count(ctx, streamDead)
	return int(n), err
}

// Replay hands a dead letter to the step that gave it up, with the subject, sequence and time
// it had, all attempts anew, and drops the letter. Only that step sees it: the others have
// handled the message, and the history of its subject does not get it twice. When no process
// runs the step, it waits for one. ErrNotFound when there is no such letter.
func (d DeadLetters) Replay(ctx context.Context, seq uint64) error {
	d.bus.replays.RLock()
	defer d.bus.replays.RUnlock()
	k, err := d.bus.stream(ctx, streamDead)
	if err != nil {
		return err
	}
	raw, err := k.message(ctx, d.bus, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return fmt.Errorf("dead letter %d: %w", seq, ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("dead letter %d: %w", seq, err)
	}
	_, err = d.bus.Publish(ctx, Message{
		Subject: "again." + strings.TrimPrefix(raw.Subject, "dead."),
		ID:      fmt.Sprintf("again.%d", seq), // killed before the drop, a second Replay adds nothing
		Data:    raw.Data,
		Header:  plain(raw.Header),
	})
	if err != nil {
		return fmt.Errorf("dead letter %d: %w", seq, err)
	}
	return d.Drop(ctx, seq)
}

// Drop removes a dead letter for good, overwriting it on disk. ErrNotFound when there is none.
func (d DeadLetters) Drop(ctx context.Context, seq uint64) error {
	k, err := d.bus.stream(ctx, streamDead)
	if err != nil {
		return err
	}
	if err := d.bus.wipe(ctx, k, seq); err != nil {
		return fmt.Errorf("dead letter %d: %w", seq, err)
	}
	return nil
}

// wipe overwrites and removes one message. The library loses the code of the server's refusal,
// so that nothing was there is found out by looking.
func (b *Bus) wipe(ctx context.Context, k *known, seq uint64) error {
	err := tell(ctx, b, fmt.Sprintf("wipe %d of %s", seq, k.name),
		func(ctx context.Context) error { return k.handle.SecureDeleteMsg(ctx, seq) })
	if err == nil {
		return nil
	}
	if _, look := k.message(ctx, b, seq); errors.Is(look, jetstream.ErrMsgNotFound) {
		return ErrNotFound
	}
	return err
}
