package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// headTTL lets one message go before the others of its stream.
const headTTL = "Nats-TTL"

// Refill puts messages back into a stream at the numbers that they had: from, then one after
// the other. A message without a subject is a number that is empty. from must be where the
// stream ends; an empty stream may begin anywhere. left says how much of its time a message has
// left in a stream whose messages age; nil = all.
func (b Copies) Refill(ctx context.Context, stream string, from uint64, msgs []Msg,
	left func(Msg) time.Duration) error {
	k, err := b.stream(ctx, stream)
	if err != nil {
		return err
	}
	if err := beginAt(ctx, b.Bus, k, from); err != nil {
		return fmt.Errorf("refill %s: %w", stream, err)
	}
	out := make([]Message, len(msgs))
	var empty []uint64
	for i, m := range msgs {
		out[i] = Message{Subject: m.Subject, Data: m.Data, Header: m.Header}
		if m.Subject == "" {
			out[i] = Message{Subject: anySubject(k)}
			empty = append(empty, from+uint64(i))
		} else if left != nil {
			out[i].Header = withTTL(m.Header, left(m))
		}
	}
	ack, err := b.Publish(ctx, out...)
	if err != nil {
		return fmt.Errorf("refill %s: %w", stream, err)
	}
	for i, seq := range ack.Seqs {
		if seq != from+uint64(i) {
			return fmt.Errorf("refill %s: message %d came to stand at %d: somebody else writes to the log", stream, from+uint64(i), seq)
		}
	}
	for _, seq := range empty {
		if err := b.Erase(ctx, stream, seq); err != nil {
			return err
		}
	}
	return nil
}

// beginAt makes an empty stream begin at a number, and checks that another one ends before it.
func beginAt(ctx context.Context, b *Bus, k *known, from uint64) error {
	state, err := b.state(ctx, k.name)
	if err != nil || state.LastSeq+1 == from {
		return err
	}
	if state.Msgs > 0 || state.LastSeq > 0 {
		return fmt.Errorf("it ends at %d and is to go on at %d: %w", state.LastSeq, from, ErrNotEmpty)
	}
	return tell(ctx, b, "empty "+k.name,
		func(ctx context.Context) error { return k.handle.Purge(ctx, jetstream.WithPurgeSequence(from)) })
}

// anySubject is one that the stream takes.
func anySubject(k *known) string {
	return string(replaceWild([]byte(k.subjects[0])))
}

func replaceWild(s []byte) []byte {
	for i, c := range s {
		if c == '*' || c == '>' {
			s[i] = '_'
		}
	}
	return s
}

func withTTL(header map[string]string, left time.Duration) map[string]string {
	out := make(map[string]string, len(header)+1)
	for k, v := range header {
		out[k] = v
	}
	out[headTTL] = max(left, time.Second).Truncate(time.Second).String()
	return out
}

// Again gives messages of a stream to one step once more, as a replayed dead letter is given:
// nobody else sees them.
func (b *Bus) Again(ctx context.Context, step, stream string, msgs ...Msg) error {
	out := make([]Message, len(msgs))
	for i, m := range msgs {
		l := letter{origin: origin{stream, m.Subject, m.Seq, m.Time}, step: step,
			reason: "restored", first: m.Time, header: m.Header, data: m.Data}
		out[i] = l.message(place{stream: stream, seq: m.Seq})
		out[i].Subject, out[i].ID = "again."+step, fmt.Sprintf("restored.%s.%s.%d", step, stream, m.Seq)
	}
	_, err := b.Publish(ctx, out...)
	return err
}

// Done makes a step begin behind everything that its stream holds now, as if it had done it.
func (b *Bus) Done(ctx context.Context, s Step) error {
	s, err := s.complete()
	if err != nil {
		return err
	}
	last, err := b.LastSeq(ctx, s.Stream)
	if err != nil {
		return err
	}
	err = tell(ctx, b, "step "+s.Name, func(ctx context.Context) error {
		_, err := b.js.CreateOrUpdateConsumer(ctx, s.Stream, s.consumer(s.Filter, s.Workers))
		return err
	})
	if err != nil || last == 0 {
		return err
	}
	err = tell(ctx, b, "step "+s.Name, func(ctx context.Context) error {
		_, err := b.js.ResetConsumerToSequence(ctx, s.Stream, s.Name, last+1)
		return err
	})
	if errors.Is(err, jetstream.ErrConsumerInvalidReset) {
		return fmt.Errorf("step %s cannot be moved to the end of %s: %w", s.Name, s.Stream, err)
	}
	return err
}
