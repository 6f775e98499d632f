package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// Sizes of atomic batches. The server takes at most 1,000; a batch costs about 3 ms to stage,
// so below 20 messages single writes are quicker. Bytes are bounded because a batch is staged
// whole.
const (
	batchMost  = 1000
	batchLeast = 20
	batchBytes = 16 << 20
)

// Ack says what became of a call of Publish.
type Ack struct {
	Stored, Duplicates int
	Seqs               []uint64 // of each message in its stream; 0 when it was a duplicate or not stored
}

// Publish stores messages and returns when they are on disk. Messages of one stream keep their
// order. Those whose id the log already knows count as duplicates, and the others still land.
//
// With an Expect or an After among them, all messages of that stream go as one atomic batch (at
// most 1,000): either everything is stored or, with ErrConflict, nothing. Streams with an Expect go
// first, so that a call over several streams stores nothing after a conflict. Behind an After an id
// that is known already is a conflict too: somebody wrote of whom the caller has not heard, or an
// answer to him was lost.
//
// After any other error some messages may be stored; the Ack tells which are for certain.
// Publishing again with the same ids is the right answer to it.
func (b *Bus) Publish(ctx context.Context, msgs ...Message) (Ack, error) {
	ack := Ack{Seqs: make([]uint64, len(msgs))}
	p := publisher{b}
	lots, err := p.sort(ctx, p.sign(ctx, msgs), &ack)
	if err != nil {
		return ack, err
	}
	for _, l := range lots {
		if err := p.publishWithRetry(ctx, l, &ack); err != nil {
			return ack, fmt.Errorf("publish to %s: %w", l.to.name, err)
		}
	}
	return ack, nil
}

// publisher stores the lots of one call of Publish.
type publisher struct{ *Bus }

// lot is the part of a call that goes to one stream.
type lot struct {
	to      *known
	msgs    []Message
	at      []int // index of each in the call
	guarded bool  // at least one Expect, or an After
}

// sort checks the messages and parts them by stream, guarded streams first. An id that occurs
// twice in one call would make the server refuse a whole batch; the later one is a duplicate.
func (p publisher) sort(ctx context.Context, msgs []Message, ack *Ack) ([]*lot, error) {
	var lots []*lot
	type idIn struct{ stream, id string }
	ids := make(map[idIn]struct{}, len(msgs))
	for i, m := range msgs {
		if err := m.check(p.nc.MaxPayload()); err != nil {
			return nil, err
		}
		to, err := p.streamOf(ctx, m.Subject)
		if err == nil {
			err = p.halts.of(to.name)
		}
		if err != nil {
			return nil, err
		}
		if m.ID != "" {
			if _, twice := ids[idIn{to.name, m.ID}]; twice {
				ack.Duplicates++
				continue
			}
			ids[idIn{to.name, m.ID}] = struct{}{}
		}
		var l *lot
		for _, have := range lots {
			if have.to == to {
				l = have
			}
		}
		if l == nil {
			l = &lot{to: to}
			lots = append(lots, l)
		}
		l.msgs, l.at = append(l.msgs, m), append(l.at, i)
		l.guarded = l.guarded || m.Expect != nil || m.After != nil
	}
	ordered := make([]*lot, 0, len(lots))
	for _, guarded := range []bool{true, false} {
		for _, l := range lots {
			if l.guarded == guarded {
				ordered = append(ordered, l)
			}
		}
	}
	return ordered, nil
}

func (p publisher) publishLot(ctx context.Context, l *lot, ack *Ack) error {
	switch n := len(l.msgs); {
	case l.guarded && n > batchMost:
		return fmt.Errorf("%w: %d messages with an expectation among them cannot be one atomic batch: at most %d", ErrBadMessage, n, batchMost)
	case l.guarded:
		return p.publishGuarded(ctx, l, ack)
	case n < batchLeast:
		return p.publishSingles(ctx, l, ack)
	}
	for _, part := range l.parts() {
		if err := p.publishBatch(ctx, part, ack); err != nil {
			return err
		}
	}
	return nil
}

// parts cuts a lot into batches of about equal size: 1,001 messages are two batches of 500,
// not one of 1,000 and a straggler.
func (l *lot) parts() []*lot {
	n := len(l.msgs)
	count := (n + batchMost - 1) / batchMost
	each := (n + count - 1) / count
	var out []*lot
	for from := 0; from < n; {
		to, size := from, 0
		for to < n && to-from < each && (to == from || size+len(l.msgs[to].Data) <= batchBytes) {
			size += len(l.msgs[to].Data)
			to++
		}
		out = append(out, &lot{to: l.to, msgs: l.msgs[from:to], at: l.at[from:to]})
		from = to
	}
	return out
}

// publishGuarded stores a lot whole or not at all.
func (p publisher) publishGuarded(ctx context.Context, l *lot, ack *Ack) error {
	seen := make(map[string]*uint64, len(l.msgs))
	msgs := make([]Message, len(l.msgs))
	for i, m := range l.msgs {
		if m.After != nil && i > 0 {
			return fmt.Errorf("%w: %s: only the first message of a call may carry an After", ErrBadMessage, m.Subject)
		}
		first, again := seen[m.Subject]
		switch {
		case !again:
			seen[m.Subject] = m.Expect
		case m.Expect != nil && (first == nil || *first != *m.Expect):
			return fmt.Errorf("%w: %s: only the first message of a subject in one call may carry an Expect", ErrBadMessage, m.Subject)
		default:
			m.Expect = nil
		}
		msgs[i] = m
	}
	g := &lot{to: l.to, msgs: msgs, at: l.at}
	var err error
	if len(msgs) == 1 {
		before := ack.Duplicates
		err = p.publishSingles(ctx, g, ack)
		// a cluster asks for the id first, and answers with that alone
		if twice := ack.Duplicates > before; twice && msgs[0].After != nil {
			ack.Duplicates = before
			return fmt.Errorf("%w (it is known)", ErrConflict)
		}
	} else {
		err = p.commit(ctx, g, ack)
	}
	switch duplicate := codeOf(err) == codeBatchDuplicate; {
	case !errors.Is(err, ErrConflict) && !duplicate:
		return err
	case l.msgs[0].After != nil && duplicate:
		return fmt.Errorf("%w (some of the batch is known)", ErrConflict)
	case l.msgs[0].After != nil: // whoever looks at the whole stream finds there what is its own
		return err
	}
	// The answer to an earlier call may have been lost: then all of it is there already. The
	// server looks at the expectation first and calls that a conflict.
	known, perr := p.known(ctx, g)
	if perr == nil && g.to.replicas > 1 {
		known, perr = p.last(ctx, g)
	}
	if perr != nil {
		return errors.Join(err, perr)
	}
	for _, k := range known {
		if !k {
			if errors.Is(err, ErrConflict) {
				return err
			}
			return fmt.Errorf("%w (part of the batch is known, part is not)", ErrConflict)
		}
	}
	ack.Duplicates += len(known)
	return nil
}

// publishBatch stores a lot as one atomic batch, without those messages that are known.
func (p publisher) publishBatch(ctx context.Context, l *lot, ack *Ack) error {
	for range 3 {
		err := p.commit(ctx, l, ack)
		if codeOf(err) != codeBatchDuplicate {
			return err
		}
		known, err := p.known(ctx, l)
		if err != nil {
			return err
		}
		rest := &lot{to: l.to}
		for i, k := range known {
			if k {
				ack.Duplicates++
				continue
			}
			rest.msgs, rest.at = append(rest.msgs, l.msgs[i]), append(rest.at, l.at[i])
		}
		if l = rest; len(l.msgs) < batchLeast {
			break
		}
	}
	// Somebody publishes the same ids at this moment: one by one each is judged alone.
	return p.publishSingles(ctx, l, ack)
}

// commit sends one atomic batch. It tries again only where the server says for certain that
// nothing was stored and that later may be better.
func (p publisher) commit(ctx context.Context, l *lot, ack *Ack) error {
	select {
	case p.room <- struct{}{}:
		defer func() { <-p.room }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for wait := 20 * time.Millisecond; ; wait *= 2 {
		wires := make([]*nats.Msg, len(l.msgs))
		for i, m := range l.msgs {
			wires[i] = m.wire()
		}
		done, err := p.sendBatch(ctx, wires)
		if err == nil {
			n := uint64(len(l.msgs))
			for i := range l.at {
				ack.Seqs[l.at[i]] = done.Sequence - n + 1 + uint64(i)
			}
			ack.Stored += len(l.msgs)
			return nil
		}
		switch codeOf(err) {
		case codeBatchTooMany, codeBatchIncomplete, codeDuplicateInFlight:
		default:
			return p.explain(err)
		}
		if wait > 5*time.Second {
			return p.explain(err)
		}
		if err := Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// publishSingles sends messages one after the other without waiting in between.
func (p publisher) publishSingles(ctx context.Context, l *lot, ack *Ack) error {
	futures := make([]jetstream.PubAckFuture, 0, len(l.msgs))
	var first error
	for _, m := range l.msgs {
		f, err := p.js.PublishMsgAsync(m.wire())
		if err != nil {
			first = p.explain(err)
			break
		}
		futures = append(futures, f)
	}
	for i, f := range futures {
		select {
		case got := <-f.Ok():
			if got.Duplicate {
				ack.Duplicates++
				continue
			}
			ack.Stored++
			ack.Seqs[l.at[i]] = got.Sequence
		case err := <-f.Err():
			if first == nil {
				first = p.explain(err)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return first
}

// known asks which ids the log knows, storing nothing: each message is sent with the
// expectation of a last id that cannot be, which a single server checks after its duplicate
// window. Replicated streams check in another order; there nothing is known for certain, and
// the caller's single writes find out.
func (p publisher) known(ctx context.Context, l *lot) ([]bool, error) {
	out := make([]bool, len(l.msgs))
	if l.to.replicas > 1 {
		return out, nil
	}
	never := nuid.Next()
	futures := make([]jetstream.PubAckFuture, len(l.msgs))
	for i, m := range l.msgs {
		if m.ID == "" {
			continue
		}
		ask := Message{Subject: m.Subject, ID: m.ID}.wire()
		ask.Header.Set(jetstream.ExpectedLastMsgIDHeader, never)
		f, err := p.js.PublishMsgAsync(ask)
		if err != nil {
			return nil, p.explain(err)
		}
		futures[i] = f
	}
	for i, f := range futures {
		if f == nil {
			continue
		}
		select {
		case got := <-f.Ok():
			out[i] = got.Duplicate
		case err := <-f.Err():
			if codeOf(err) != codeWrongLastMsgID {
				return nil, p.explain(err)
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return out, nil
}

// Sleep waits for d, or until ctx ends: then its error.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
