package bus

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

// Step is work on the messages of a stream, as data. Its progress is kept by the log under its
// name: every Run of the same name, here or on another machine, shares the work.
type Step struct {
	Name    string // letters, digits, - and _
	Stream  string
	Filter  string        // subjects of the stream, with * and >; "" = all
	Workers int           // how many Handles at once; 1 when 0
	Batch   int           // most messages of one Handle; 1 when 0
	Linger  time.Duration // how long to wait for a batch to fill; 0 = take what is there

	MaxAttempts int                             // failed attempts before the dead letters; 20 when 0
	Backoff     func(attempt int) time.Duration // wait after that many failures; 1 s doubling to 10 min when nil
	AckWait     time.Duration                   // silence after which the log hands a message to another; 30 s when 0. Long work is kept alive by itself
	Grace       time.Duration                   // what Handle may still take after the end of ctx; 10 s when 0

	Handle   Func
	Converse Converse // instead of Handle, where what is published depends on what others publish
}

// Func handles messages. It returns what to publish, and either nil (all done) or one error
// for each message in: nil = done, Final = dead letter, any other = again later. What it
// returns is stored before anything is acknowledged. It must be idempotent, and must return
// soon after its ctx ends.
//
// When it panics, returns a wrong number of errors or hands out what the log refuses, the
// messages of the batch are handled again one by one, so that one bad message takes no
// neighbour down.
type Func func(ctx context.Context, in []Msg) (out []Message, errs []error)

// Converse is a Func that publishes by itself, as often as it needs, and hears what became of
// it: where an After did not hold, it can look again and say something else. Its error is the
// last one of publish where that stands: then none of the messages is done.
type Converse func(ctx context.Context, in []Msg, publish Publish) ([]error, error)

// Publish is Bus.Publish within a step. It refuses once the log has handed what is in hand to
// another.
type Publish func(ctx context.Context, out ...Message) (Ack, error)

// Each makes a Func of a function of one message.
func Each(handle func(context.Context, Msg) ([]Message, error)) Func {
	return func(ctx context.Context, in []Msg) ([]Message, []error) {
		var out []Message
		errs := make([]error, len(in))
		for i, m := range in {
			more, err := handle(m.Context(ctx), m)
			if errs[i] = err; err == nil {
				for _, o := range more {
					out = append(out, m.Carry(o))
				}
			}
		}
		return out, errs
	}
}

var stepName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (s Step) complete() (Step, error) {
	switch {
	case !stepName.MatchString(s.Name):
		return s, fmt.Errorf("step %q: a name has 1 to 64 letters, digits, - or _", s.Name)
	case s.Stream == "":
		return s, fmt.Errorf("step %s: no stream", s.Name)
	case (s.Handle == nil) == (s.Converse == nil):
		return s, fmt.Errorf("step %s: it needs a Handle, or a Converse", s.Name)
	}
	s.Workers, s.Batch = max(s.Workers, 1), max(s.Batch, 1)
	s.Linger = min(max(s.Linger, 0), 5*time.Second)
	if s.MaxAttempts <= 0 {
		s.MaxAttempts = 20
	}
	if s.Backoff == nil {
		s.Backoff = growing
	}
	if s.AckWait <= 0 {
		s.AckWait = 30 * time.Second
	}
	if s.Grace <= 0 {
		s.Grace = 10 * time.Second
	}
	return s, nil
}

// growing waits 1 s, 2 s, 4 s … at most 10 minutes: twenty attempts last about two hours.
func growing(attempt int) time.Duration {
	if attempt > 10 {
		return 10 * time.Minute
	}
	return min(time.Second<<max(attempt-1, 0), 10*time.Minute)
}

// Run works until ctx ends or the bus closes, then takes nothing more, finishes what it has in
// hand within the step's Grace, acknowledges it and returns nil. Trouble of the log is waited
// out; only a step that cannot start at all is an error.
func (b *Bus) Run(ctx context.Context, s Step) error {
	s, err := s.complete()
	if err != nil {
		return err
	}
	ctx, leave, err := b.enter(ctx, "step "+s.Name)
	if err != nil {
		return err
	}
	defer leave()

	w := &worker{
		bus: b, step: s, log: b.log.With(zap.String("step", s.Name)), prog: b.progressOf(s.Name),
		held: map[jetstream.Msg]struct{}{}, told: time.Now(),
	}
	main := w.puller(s.Stream, s.Filter, s.Workers)
	if main.cons, err = main.open(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("step %s: %w", s.Name, b.explain(err))
	}
	w.prog.watch(main.cons)
	again := w.puller(streamAgain, "again."+s.Name, 1)
	again.cons, err = again.open(ctx)
	replays := err == nil // a log without the stream AGAIN replays nothing
	if !replays && ctx.Err() == nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("step %s: %w", s.Name, b.explain(err))
	}

	work, cancel := graceful(ctx, s.Grace)
	defer cancel()
	var wg sync.WaitGroup
	for range s.Workers {
		wg.Go(func() { w.loop(ctx, work, main, s.Batch, s.Linger) })
	}
	if replays {
		wg.Go(func() { w.loop(ctx, work, again, 1, 0) })
	}
	alive, dead := context.WithCancel(context.Background())
	var keeper sync.WaitGroup
	keeper.Go(func() { w.keepAlive(alive) })
	wg.Wait()
	dead()
	keeper.Wait()

	flush, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer done()
	_ = b.nc.FlushWithContext(flush) // acknowledgements are sent without waiting; see them off
	return nil
}

// graceful is a context that outlives ctx by grace.
func graceful(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unhook := context.AfterFunc(ctx, func() {
		_ = Sleep(work, grace)
		cancel()
	})
	return work, func() { unhook(); cancel() }
}

// worker is one Run under way.
type worker struct {
	bus  *Bus
	step Step
	log  *zap.Logger
	prog *progress

	mu   sync.Mutex
	held map[jetstream.Msg]struct{} // in hand: to be kept alive
	told time.Time                  // when the log was last told so
	gaps int                        // how often it was not told for so long that it handed them on
}

// puller makes the durable consumer of the step on a stream.
func (w *worker) puller(stream, filter string, workers int) *puller {
	cfg := w.step.consumer(filter, workers)
	name := "step " + w.step.Name
	return &puller{name: name, quiet: w.bus.quiet, log: w.log, open: func(ctx context.Context) (jetstream.Consumer, error) {
		return ask(ctx, w.bus, name, func(ctx context.Context) (jetstream.Consumer, error) {
			return w.bus.js.CreateOrUpdateConsumer(ctx, stream, cfg)
		})
	}}
}

// consumer is where the log keeps the progress of the step.
func (s Step) consumer(filter string, workers int) jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{
		Durable:       s.Name,
		FilterSubject: filter,
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       s.AckWait,
		MaxDeliver:    -1, // attempts are counted here, where a kill does not count as one
		// Bounded, so that with a backend away the log keeps the messages and not the process;
		// those waiting for another attempt count too.
		MaxAckPending: max(1000, 4*workers*s.Batch),
	}
}

// loop claims messages while ctx lasts, and ends each claimed one with work as its context.
func (w *worker) loop(ctx, work context.Context, p *puller, most int, linger time.Duration) {
	for {
		got, err := p.take(ctx, most, linger)
		if err != nil {
			return
		}
		jobs := make([]job, 0, len(got))
		for _, m := range got {
			if j, ok := w.claim(work, m); ok {
				jobs = append(jobs, j)
			}
		}
		w.hold(jobs)
		w.do(work, jobs)
		w.release(jobs)
	}
}

func (w *worker) hold(jobs []job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, j := range jobs {
		w.held[j.raw] = struct{}{}
	}
}

func (w *worker) release(jobs []job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, j := range jobs {
		delete(w.held, j.raw)
	}
}

// keepAlive tells the log three times in AckWait that what is in hand is being worked on.
func (w *worker) keepAlive(ctx context.Context) {
	for Sleep(ctx, w.step.AckWait/3) == nil {
		w.bus.still.Lock()
		w.mu.Lock()
		w.heed()
		for m := range w.held {
			_ = m.InProgress() // refused for what was acknowledged meanwhile
		}
		w.mu.Unlock()
		w.bus.still.Unlock()
	}
}

// heed notes that this process runs, and whether it stood still before: then the log has handed
// to others what was in hand. The clock is the one that nobody sets. mu is held.
func (w *worker) heed() {
	now := time.Now()
	if now.Sub(w.told) >= w.step.AckWait {
		w.gaps++
	}
	w.told = now
}

// since counts the gaps so far; what was claimed at another count is not ours any more.
func (w *worker) since() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if time.Since(w.told) >= w.step.AckWait {
		w.heed()
	}
	return w.gaps
}
