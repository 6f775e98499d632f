package bus

import (
	"context"
	"maps"

	"github.com/nats-io/nats.go/jetstream"
)

// Integrity is whether streams are what they acknowledged.
type Integrity struct{ *Bus }

// Integrity gives access to what is known of damage, and to looking for it.
func (b *Bus) Integrity() Integrity { return Integrity{b} }

// Halt lets a stream take nothing any more, in this process: whoever writes to it gets ErrDamaged
// with the reason. The first reason stays.
func (i Integrity) Halt(stream, why string) {
	i.halts.mu.Lock()
	defer i.halts.mu.Unlock()
	if i.halts.why == nil {
		i.halts.why = map[string]string{}
	}
	if i.halts.why[stream] == "" {
		i.halts.why[stream] = why
	}
}

// Halted are the streams that take nothing, with the reason.
func (i Integrity) Halted() map[string]string {
	i.halts.mu.Lock()
	defer i.halts.mu.Unlock()
	return maps.Clone(i.halts.why)
}

// Head is where a stream ends and how much is in it.
type Head struct {
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
	Count uint64 `json:"count"`
}

// Head tells it of one stream.
func (i Integrity) Head(ctx context.Context, stream string) (Head, error) {
	s, err := i.state(ctx, stream)
	return Head{s.FirstSeq, s.LastSeq, s.Msgs}, err
}

// Unreadable reads every message of a stream and returns the numbers of those that the server counts
// and does not hand out: it checks a sum beside each, and passes over a message whose sum is wrong.
// pace is called for each message and may wait; its error ends the reading.
func (i Integrity) Unreadable(ctx context.Context, stream string, pace func() error) ([]uint64, error) {
	k, err := i.stream(ctx, stream)
	if err != nil {
		return nil, err
	}
	before, err := i.state(ctx, stream)
	if err != nil {
		return nil, err
	}
	missing, next := []uint64(nil), before.FirstSeq
	lack := func(until uint64) {
		for ; next < until; next++ {
			missing = append(missing, next)
		}
	}
	_, err = i.Read(ctx, stream, "", before.FirstSeq, func(m Msg) error {
		if m.Seq > before.LastSeq {
			return nil
		}
		lack(m.Seq)
		next = m.Seq + 1
		return pace()
	})
	if err != nil {
		return nil, err
	}
	if lack(before.LastSeq + 1); len(missing) == 0 {
		return nil, nil
	}
	// asked afterwards: what was taken out meanwhile is no damage
	info, err := k.info(ctx, i.Bus, jetstream.WithDeletedDetails(true))
	if err != nil {
		return nil, err
	}
	gone := make(map[uint64]struct{}, len(info.State.Deleted))
	for _, seq := range info.State.Deleted {
		gone[seq] = struct{}{}
	}
	var out []uint64
	for _, seq := range missing {
		if _, taken := gone[seq]; !taken && seq >= info.State.FirstSeq {
			out = append(out, seq)
		}
	}
	return out, nil
}
