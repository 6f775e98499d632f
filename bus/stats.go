package bus

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// StepStats counts what a step did in this process since it started.
type StepStats struct {
	Name    string
	In      uint64 // messages ended: done or dead
	Out     uint64 // messages stored, duplicates not counted
	Retried uint64
	Dead    uint64
	Pending uint64        // in the log for this step, by all processes: not yet delivered, or not yet acknowledged
	Known   bool          // the log has said what is pending; false before the step's first turn, and where the log does not answer
	Lag     time.Duration // how long the oldest of these has been waiting; 0 when none does
	Took    Histogram     // each call of Handle, of all workers together
	Age     Histogram     // each message ended: from its storing until then
}

// Stats reports every step that ran on this bus, by name. Pending is asked of the log, see Known.
func (b *Bus) Stats(ctx context.Context) []StepStats {
	b.mu.Lock()
	all := make([]*progress, 0, len(b.steps))
	for _, p := range b.steps {
		all = append(all, p)
	}
	b.mu.Unlock()
	out := make([]StepStats, 0, len(all))
	for _, p := range all {
		s := StepStats{
			Name: p.name, In: p.in.Load(), Out: p.out.Load(), Retried: p.retried.Load(),
			Dead: p.dead.Load(), Took: p.took.read(), Age: p.age.read(),
		}
		if cons := p.consumer(); cons != nil {
			info, err := ask(ctx, b, "step "+p.name, cons.Info)
			if err == nil {
				s.Pending, s.Known = info.NumPending+uint64(info.NumAckPending), true
				s.Lag = lag(ctx, b, info, s.Pending)
			}
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b StepStats) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// Pending is how many messages of a stream wait for a step, whichever process runs it: not yet
// delivered, or not yet acknowledged. 0 for a step that never ran.
func (b *Bus) Pending(ctx context.Context, stream, step string) (uint64, error) {
	cons, err := ask(ctx, b, "step "+step, func(ctx context.Context) (jetstream.Consumer, error) {
		return b.js.Consumer(ctx, stream, step)
	})
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	info := cons.CachedInfo() // of this moment: Consumer has just asked for it
	return info.NumPending + uint64(info.NumAckPending), nil
}

// lag is the age of the oldest message that a consumer has not acknowledged, by the clock of
// the log: one question for one message by its place.
func lag(ctx context.Context, b *Bus, c *jetstream.ConsumerInfo, pending uint64) time.Duration {
	if pending == 0 {
		return 0
	}
	k, err := b.stream(ctx, c.Stream)
	if err != nil {
		return 0
	}
	m, err := k.message(ctx, b, c.AckFloor.Stream+1, jetstream.WithGetMsgSubject(cmp.Or(c.Config.FilterSubject, ">")))
	if err != nil {
		return 0 // ended since the question
	}
	return max(c.TimeStamp.Sub(m.Time), 0)
}

// Skew is how far the clock of this process is ahead of the log's, to half the time that the
// question takes. An embedded log has our clock.
func (b *Bus) Skew(ctx context.Context) (time.Duration, error) {
	if b.srv != nil {
		return 0, nil
	}
	k, err := b.stream(ctx, streamTimers)
	if err != nil {
		return 0, err
	}
	before := time.Now()
	info, err := k.info(ctx, b)
	if err != nil {
		return 0, err
	}
	return before.Add(time.Since(before) / 2).Sub(info.TimeStamp), nil
}

// progress is what this process knows of a step, over all its Runs.
type progress struct {
	name                   string
	in, out, retried, dead atomic.Uint64
	took, age              meter

	mu    sync.Mutex
	cons  jetstream.Consumer
	tries map[place]try
}

// try is the story of a message that failed. It is kept in memory only: after a restart a
// message has all its attempts again, and being killed never costs it one.
type try struct {
	failed int
	first  time.Time
}

// triesMost bounds the memory for messages that failed here and were ended elsewhere.
const triesMost = 1 << 16

func (b *Bus) progressOf(step string) *progress {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.steps[step]
	if p == nil {
		p = &progress{name: step, tries: map[place]try{}}
		b.steps[step] = p
	}
	return p
}

func (p *progress) watch(c jetstream.Consumer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cons = c
}

func (p *progress) consumer() jetstream.Consumer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cons
}

func (p *progress) failures(at place) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tries[at].failed
}

func (p *progress) fail(at place) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.tries[at]
	if t.failed == 0 {
		if len(p.tries) >= triesMost {
			clear(p.tries)
		}
		t.first = time.Now()
	}
	t.failed++
	p.tries[at] = t
	return t.failed
}

func (p *progress) story(at place) (first time.Time, attempts int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.tries[at]
	if t.first.IsZero() {
		t.first = time.Now()
	}
	return t.first, t.failed
}

func (p *progress) forget(at place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tries, at)
}
