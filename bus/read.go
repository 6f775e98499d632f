package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// page is how many messages a reader asks for at once.
const page = 500

// errGap: a reader without acknowledgements missed a delivery (a broken connection).
var errGap = errors.New("deliveries were lost on the way")

// purgeSubject narrows a purge to one subject.
func purgeSubject(s string) jetstream.StreamPurgeOpt { return jetstream.WithPurgeSubject(s) }

// Read calls fn for every message of a stream from a sequence on to the present end, in
// order; filter narrows the subjects, "" is all. It returns the sequence up to which
// everything was read, so that last+1 is where to go on; when fn fails, that is the message
// before. ErrAhead when the log ends before from-1.
func (b *Bus) Read(ctx context.Context, stream, filter string, from uint64,
	fn func(Msg) error) (last uint64, err error) {
	from = max(from, 1)
	end, err := b.LastSeq(ctx, stream)
	if err != nil {
		return from - 1, err
	}
	if from > end+1 {
		return from - 1, fmt.Errorf("%s ends at %d, asked from %d: %w", stream, end, from, ErrAhead)
	}
	if k, err := b.stream(ctx, stream); err == nil && k.once {
		return b.readQueue(ctx, k, filter, from, end, fn)
	}
	r := &reader{bus: b, stream: stream, filter: filter, next: from, end: end}
	defer r.close(ctx)
	for r.next <= end {
		msgs, err := r.page(ctx)
		if err != nil {
			return r.next - 1, err
		}
		if len(msgs) == 0 {
			break
		}
		for _, m := range msgs {
			if m.Seq > end {
				return end, nil
			}
			if err := fn(m); err != nil {
				return m.Seq - 1, err
			}
		}
	}
	return end, nil
}

// readQueue is Read for a work queue, whose messages cannot be had by a consumer without taking
// them from their reader: each is asked for by its sequence. Such a stream is short.
func (b *Bus) readQueue(ctx context.Context, k *known, filter string, from, end uint64,
	fn func(Msg) error) (uint64, error) {
	state, err := b.state(ctx, k.name)
	if err != nil {
		return from - 1, err
	}
	for seq := max(from, state.FirstSeq); seq <= end; seq++ {
		m, err := k.message(ctx, b, seq)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue // taken, or erased
		}
		if err != nil {
			return seq - 1, err
		}
		if filter != "" && !matches(filter, m.Subject) {
			continue
		}
		if err := fn(Msg{Subject: m.Subject, ID: m.Header.Get(jetstream.MsgIDHeader), Data: m.Data,
			Header: plain(m.Header), Seq: m.Sequence, Time: m.Time}); err != nil {
			return seq - 1, err
		}
	}
	return end, nil
}

// Follow calls fn with the messages of a stream from a sequence on, in order and without a
// gap, for ever: up to batch at once, or what came within linger. It ends with nil when ctx
// ends or the bus closes, and with the error of fn, after which the caller may follow again
// from its last sequence. Trouble of the log is waited out. ErrAhead as in Read.
func (b *Bus) Follow(ctx context.Context, stream string, from uint64, batch int,
	linger time.Duration, fn func([]Msg) error) error {
	from = max(from, 1)
	ctx, leave, err := b.enter(ctx, "reader of "+stream)
	if err != nil {
		return err
	}
	defer leave()
	end, err := b.LastSeq(ctx, stream)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return err
	case from > end+1:
		return fmt.Errorf("%s ends at %d, asked from %d: %w", stream, end, from, ErrAhead)
	}
	r := &reader{bus: b, stream: stream, next: from}
	defer r.close(ctx)
	p := &puller{name: "reader of " + stream, quiet: b.quiet, log: b.log, open: func(ctx context.Context) (jetstream.Consumer, error) {
		r.cons = nil
		return r.open(ctx)
	}}
	for {
		raw, err := p.take(ctx, max(batch, 1), min(max(linger, 0), 5*time.Second))
		if err != nil {
			return nil // only the end of ctx gets here
		}
		msgs, err := r.accept(raw)
		if err != nil {
			p.cons = nil
		}
		if len(msgs) == 0 {
			continue
		}
		if err := fn(msgs); err != nil {
			return err
		}
	}
}

// reader reads a stream in order with a consumer of its own that forgets itself.
type reader struct {
	bus            *Bus
	stream, filter string
	next           uint64 // the sequence to go on from
	end            uint64 // what a page must not leave out
	cons           jetstream.Consumer
	deliveries     uint64 // of this consumer: each must be the one after the last
}

func (r *reader) open(ctx context.Context) (jetstream.Consumer, error) {
	if r.cons != nil {
		return r.cons, nil
	}
	c, err := ask(ctx, r.bus, "reader of "+r.stream, func(ctx context.Context) (jetstream.Consumer, error) {
		return r.bus.js.CreateConsumer(ctx, r.stream, jetstream.ConsumerConfig{
			FilterSubject:     r.filter,
			DeliverPolicy:     jetstream.DeliverByStartSequencePolicy,
			OptStartSeq:       r.next,
			AckPolicy:         jetstream.AckNonePolicy,
			MemoryStorage:     true,
			InactiveThreshold: 2 * time.Minute,
		})
	})
	if err != nil {
		return nil, err
	}
	r.cons, r.deliveries = c, 0
	return c, nil
}

// page reads what is there, at most a page; nothing means the end. A reader that lost its
// consumer or a delivery, or whose consumer is on a server that is behind, makes a new one where
// it was.
func (r *reader) page(ctx context.Context) ([]Msg, error) {
	for try := 0; ; try++ {
		msgs, err := r.attempt(ctx)
		if err == nil || len(msgs) > 0 {
			return msgs, nil
		}
		r.cons = nil
		if try == 5 || ctx.Err() != nil {
			return nil, fmt.Errorf("read %s from %d: %w", r.stream, r.next, r.bus.explain(err))
		}
		if err := Sleep(ctx, 50*time.Millisecond<<try); err != nil {
			return nil, err
		}
	}
}

func (r *reader) attempt(ctx context.Context) ([]Msg, error) {
	cons, err := r.open(ctx)
	if err != nil {
		return nil, err
	}
	batch, err := cons.FetchNoWait(page)
	raw, err := drain(r.stream, r.bus.quiet, nil, batch, err)
	msgs, gap := r.accept(raw)
	if err = errors.Join(err, gap); err != nil || len(msgs) > 0 {
		return msgs, err
	}
	return nil, r.ended(ctx)
}

// ended makes sure of an empty page. The server that holds the consumer may be a copy that has not
// got the newest messages, and does not know that it has not; the leader of the stream does.
func (r *reader) ended(ctx context.Context) error {
	k, err := r.bus.stream(ctx, r.stream)
	if err != nil {
		return err
	}
	m, err := k.message(ctx, r.bus, r.next, jetstream.WithGetMsgSubject(cmp.Or(r.filter, ">")))
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return nil
	case err != nil:
		return err
	case m.Sequence <= r.end:
		return errGap
	}
	return nil
}

// accept checks that deliveries follow one another, and turns them into messages. What comes
// after a gap is thrown away; the consumer must then be made anew from next.
func (r *reader) accept(raw []jetstream.Msg) ([]Msg, error) {
	out := make([]Msg, 0, len(raw))
	for _, m := range raw {
		msg, md, err := received(m)
		if err != nil {
			r.cons = nil
			return out, err
		}
		if md.Sequence.Consumer != r.deliveries+1 || msg.Seq < r.next {
			r.cons = nil
			return out, errGap
		}
		r.deliveries, r.next = md.Sequence.Consumer, msg.Seq+1
		out = append(out, msg)
	}
	return out, nil
}

// close forgets the consumer now; one that is not reached forgets itself.
func (r *reader) close(ctx context.Context) {
	if r.cons == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = tell(ctx, r.bus, "reader of "+r.stream, func(ctx context.Context) error {
		return r.bus.js.DeleteConsumer(ctx, r.stream, r.cons.CachedInfo().Name)
	})
}

// History is every message of one subject, in order.
func (b *Bus) History(ctx context.Context, stream, subject string) ([]Msg, error) {
	var out []Msg
	_, err := b.Read(ctx, stream, subject, 1, func(m Msg) error {
		out = append(out, m)
		return nil
	})
	return out, err
}

func (b *Bus) state(ctx context.Context, stream string) (jetstream.StreamState, error) {
	k, err := b.stream(ctx, stream)
	if err != nil {
		return jetstream.StreamState{}, err
	}
	info, err := k.info(ctx, b)
	if err != nil {
		return jetstream.StreamState{}, err
	}
	return info.State, nil
}

// info is what the log says of a stream now.
func (k *known) info(ctx context.Context, b *Bus, opts ...jetstream.StreamInfoOpt) (*jetstream.StreamInfo, error) {
	return ask(ctx, b, "stream "+k.name, func(ctx context.Context) (*jetstream.StreamInfo, error) {
		return k.handle.Info(ctx, opts...)
	})
}

// message is the message of a sequence as the log has it.
func (k *known) message(ctx context.Context, b *Bus, seq uint64, opts ...jetstream.GetMsgOpt) (*jetstream.RawStreamMsg, error) {
	return ask(ctx, b, fmt.Sprintf("read %d of %s", seq, k.name),
		func(ctx context.Context) (*jetstream.RawStreamMsg, error) { return k.handle.GetMsg(ctx, seq, opts...) })
}

// newest is the newest message of a subject as the log has it.
func (k *known) newest(ctx context.Context, b *Bus, subject string) (*jetstream.RawStreamMsg, error) {
	return ask(ctx, b, "last of "+subject, func(ctx context.Context) (*jetstream.RawStreamMsg, error) {
		return k.handle.GetLastMsgForSubject(ctx, subject)
	})
}

// LastSeq is the sequence of the newest message a stream ever had; 0 when it never had one.
func (b *Bus) LastSeq(ctx context.Context, stream string) (uint64, error) {
	s, err := b.state(ctx, stream)
	return s.LastSeq, err
}

// Count is the number of messages a stream holds.
func (b *Bus) Count(ctx context.Context, stream string) (uint64, error) {
	s, err := b.state(ctx, stream)
	return s.Msgs, err
}

// LastSubjectSeq is the sequence of the newest message of a subject, 0 when it has none: what
// Expect compares with. On old subjects it makes the server load whole blocks; keep the
// sequence with the state instead where it is needed often.
func (b *Bus) LastSubjectSeq(ctx context.Context, stream, subject string) (uint64, error) {
	k, err := b.stream(ctx, stream)
	if err != nil {
		return 0, err
	}
	m, err := k.newest(ctx, b, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return m.Sequence, nil
}

// At is the message of one sequence, or ErrNotFound when it aged, was erased or never was. On
// an old sequence the server loads a block of the log: it is for what one person asks for.
func (b *Bus) At(ctx context.Context, stream string, seq uint64) (Msg, error) {
	k, err := b.stream(ctx, stream)
	if err != nil {
		return Msg{}, err
	}
	m, err := k.message(ctx, b, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return Msg{}, fmt.Errorf("%d of %s: %w", seq, stream, ErrNotFound)
	}
	if err != nil {
		return Msg{}, err
	}
	return Msg{Subject: m.Subject, ID: m.Header.Get(jetstream.MsgIDHeader), Data: m.Data,
		Header: plain(m.Header), Seq: m.Sequence, Time: m.Time}, nil
}

// Erase removes one message for good, overwriting it on disk. One that is gone already is no
// error: what was asked for holds.
func (b *Bus) Erase(ctx context.Context, stream string, seq uint64) error {
	k, err := b.stream(ctx, stream)
	if err != nil {
		return err
	}
	if err = b.wipe(ctx, k, seq); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("erase %d of %s: %w", seq, stream, err)
	}
	return nil
}
