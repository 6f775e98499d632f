package bus

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

// puller takes messages from one consumer on demand. It asks for exactly as many as somebody
// is ready to take, instead of letting the library's iterator buffer ahead: what is buffered
// unseen runs out of its acknowledgement time, and is taken from other processes.
type puller struct {
	name  string                                            // of the stream or step, for errors
	open  func(context.Context) (jetstream.Consumer, error) // makes or finds the consumer
	quiet time.Duration                                     // how long the log may be silent about what is there
	log   *zap.Logger

	mu   sync.Mutex
	cons jetstream.Consumer
}

// take waits until there is at least one message, then gathers until it has most or linger is
// over. It returns early, with nothing, only when ctx ends. One goroutine gathers at a time.
// Trouble of the log is logged and waited out, with the consumer made anew where it is gone.
func (p *puller) take(ctx context.Context, most int, linger time.Duration) ([]jetstream.Msg, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		got, err := p.gather(ctx, most, linger)
		if len(got) > 0 {
			return got, nil
		}
		if err == nil {
			wait = 25 * time.Millisecond // an idle stream: ask again
			continue
		}
		p.cons = nil
		if ctx.Err() == nil {
			p.log.Warn("the log gave no messages, trying again", zap.Error(err))
		}
		_ = Sleep(ctx, wait)
	}
}

func (p *puller) gather(ctx context.Context, most int, linger time.Duration) ([]jetstream.Msg, error) {
	got, err := p.now(ctx, most)
	if err != nil {
		return nil, err
	}
	if len(got) == 0 {
		batch, err := p.cons.Fetch(1, jetstream.FetchContext(ctx)) // it waits for what may come
		if got, err = drain(p.name, 0, got, batch, err); err != nil || len(got) == 0 {
			return got, err
		}
		if linger == 0 && most > 1 {
			more, err := p.now(ctx, most-1)
			return append(got, more...), err
		}
	}
	if linger > 0 && len(got) < most {
		batch, err := p.cons.Fetch(most-len(got), jetstream.FetchMaxWait(linger))
		return drain(p.name, linger+p.quiet, got, batch, err)
	}
	return got, nil
}

// now takes what is there, without waiting.
func (p *puller) now(ctx context.Context, most int) ([]jetstream.Msg, error) {
	if p.cons == nil {
		cons, err := p.open(ctx)
		if err != nil {
			return nil, err
		}
		p.cons = cons
	}
	batch, err := p.cons.FetchNoWait(most)
	return drain(p.name, p.quiet, nil, batch, err)
}

// drain appends all of a batch. Messages that came before an error are kept: they are ours to end now. The
// library waits for ever for the end of a batch for which it does not wait; so silence has a limit here, and
// its error a name. 0 is no limit: the batch has one of its own, or waits for what may come.
func drain(name string, silent time.Duration, got []jetstream.Msg, batch jetstream.MessageBatch,
	err error) ([]jetstream.Msg, error) {
	if err != nil {
		return got, fmt.Errorf("%s: %w", name, err)
	}
	if silent == 0 {
		silent = math.MaxInt64
	}
	limit := time.NewTimer(silent)
	defer limit.Stop()
	for open := true; open; {
		var m jetstream.Msg
		select {
		case m, open = <-batch.Messages():
			if open {
				got = append(got, m)
				limit.Reset(silent)
			}
		case <-limit.C:
			return got, fmt.Errorf("%s: %w for %v", name, errNoAnswer, silent)
		}
	}
	err = batch.Error()
	if errors.Is(err, nats.ErrTimeout) || errors.Is(err, jetstream.ErrNoMessages) {
		err = nil
	}
	return got, err
}
