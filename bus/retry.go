package bus

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"
)

// publishWithRetry publishes a lot, and publishes it again where a cluster gave no answer: while
// the leader of a stream goes and another comes, nobody does. The same ids change nothing the
// second time.
func (p publisher) publishWithRetry(ctx context.Context, l *lot, ack *Ack) error {
	until := time.Now().Add(answerWithin)
	for wait := 250 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		got := Ack{Seqs: ack.Seqs}
		err := p.publishLot(ctx, l, &got)
		ack.Stored += got.Stored
		if err == nil || p.srv != nil || !unanswered(err) || time.Now().After(until) || !l.named() {
			ack.Duplicates += got.Duplicates
			return err
		}
		if l = l.left(ack.Seqs); Sleep(ctx, wait) != nil {
			return err
		}
	}
}

// named says whether every message may be published twice: it has an id, or replaces what its
// subject held, as timers do.
func (l *lot) named() bool {
	return l.to.name == streamTimers || !slices.ContainsFunc(l.msgs, func(m Message) bool { return m.ID == "" })
}

// left is the lot without what was stored. A guarded one is stored whole or not at all.
func (l *lot) left(seqs []uint64) *lot {
	if l.guarded {
		return l
	}
	rest := &lot{to: l.to}
	for i, m := range l.msgs {
		if seqs[l.at[i]] == 0 {
			rest.msgs, rest.at = append(rest.msgs, m), append(rest.at, l.at[i])
		}
	}
	return rest
}

// sendBatch sends one batch, waiting for its answers no longer than one try may take.
func (p publisher) sendBatch(ctx context.Context, wires []*nats.Msg) (*jetstreamext.BatchAck, error) {
	if p.srv != nil {
		return jetstreamext.PublishMsgBatch(ctx, p.js, wires)
	}
	ctx, cancel := context.WithTimeout(ctx, 3*ackWithin)
	defer cancel()
	return jetstreamext.PublishMsgBatch(ctx, p.js, wires,
		jetstreamext.BatchFlowControl{AckFirst: true, AckTimeout: ackWithin})
}

// last is known for a guarded lot in a replicated stream: a subject whose newest message is the
// last one of the lot has all of them. What somebody else wrote behind it stays a conflict.
func (p publisher) last(ctx context.Context, l *lot) ([]bool, error) {
	out := make([]bool, len(l.msgs))
	newest := map[string]string{}
	for i := len(l.msgs) - 1; i >= 0; i-- {
		m := l.msgs[i]
		if _, asked := newest[m.Subject]; !asked {
			at, err := l.to.newest(ctx, p.Bus, m.Subject)
			if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
				return nil, err
			}
			newest[m.Subject] = ""
			if err == nil && m.ID != "" && at.Header.Get(jetstream.MsgIDHeader) == m.ID {
				newest[m.Subject] = m.ID
			}
		}
		out[i] = newest[m.Subject] != ""
	}
	return out, nil
}
