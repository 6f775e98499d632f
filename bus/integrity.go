package bus

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrDamaged: a stream has not kept what it acknowledged. Nothing is written to it until it is
// repaired.
var ErrDamaged = errors.New("the log is damaged")

// DamagedError names what of a log that is to be opened is not as it was written.
type DamagedError struct{ Faults []Fault }

func (e *DamagedError) Error() string {
	words := make([]string, 0, 5)
	for _, f := range e.Faults[:min(len(e.Faults), 5)] {
		words = append(words, f.String())
	}
	if more := len(e.Faults) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%v: %s; nothing was changed. Repair it with 'huiying restore --repair', which keeps all that can be read "+
		"and takes the rest from the archive", ErrDamaged, strings.Join(words, "; "))
}

// Is makes it an ErrDamaged.
func (e *DamagedError) Is(target error) bool { return target == ErrDamaged }

// Integrity is whether streams are what they acknowledged.
type Integrity struct{ *Bus }

// Integrity gives access to what is known of damage, and to looking for it.
func (b *Bus) Integrity() Integrity { return Integrity{b} }

// halts are streams that take nothing, with the reason.
type halts struct {
	mu  sync.Mutex
	why map[string]string
}

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

func (h *halts) of(stream string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if why := h.why[stream]; why != "" {
		return fmt.Errorf("%w: %s", ErrDamaged, why)
	}
	return nil
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
	info, err := k.handle.Info(ctx, jetstream.WithDeletedDetails(true))
	if err != nil {
		return nil, fmt.Errorf("stream %s: %w", stream, i.explain(err))
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

// quiet is how long nothing may come of what the log has promised: one that is damaged may never
// hand it out.
const quiet = 30 * time.Second

// promised waits for the next of what a watch of a bucket told first; the error names the bucket.
func (k *Bucket) promised(ctx context.Context, w jetstream.KeyWatcher) (jetstream.KeyValueEntry, error) {
	limit := time.NewTimer(k.bus.quiet)
	defer limit.Stop()
	select {
	case e, open := <-w.Updates():
		if !open {
			return nil, fmt.Errorf("bucket %s: the watch ended", k.kv.Bucket())
		}
		return e, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-limit.C:
		return nil, fmt.Errorf("bucket %s: it said that it holds more and gave nothing for %v: %w; %s", k.kv.Bucket(),
			k.bus.quiet, ErrDamaged, "'huiying audit verify' names the place")
	}
}
