package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
)

// job is one claimed message. It ends in exactly one of done, again, bury or giveBack.
type job struct {
	raw jetstream.Msg
	msg Msg
	at  place  // where it was delivered from: names its attempts
	was origin // where it came from at first: the same, except for a replayed dead letter

	span trace.Span // nil when nobody traces
}

// place is a message's position in the log.
type place struct {
	stream string
	seq    uint64
}

// hopeless is how many deliveries for each allowed attempt are too many: the process that took
// the message never lived to say what became of it.
const hopeless = 10

// claim makes a job of a delivered message. One that cannot even be read as ours, or that was
// delivered over and over without an outcome, is ended here.
func (w *worker) claim(ctx context.Context, raw jetstream.Msg) (job, bool) {
	msg, md, err := received(raw)
	if err != nil {
		w.log.Error("not a message of a stream", zap.Error(err))
		return job{}, false
	}
	j := job{raw: raw, msg: msg, at: place{md.Stream, md.Sequence.Stream}}
	j.was = origin{Stream: md.Stream, Subject: msg.Subject, Seq: msg.Seq, Time: msg.Time}
	if md.Stream == streamAgain {
		letter := readLetter(msg)
		j.was = letter.origin
		j.msg.Subject, j.msg.Seq, j.msg.Time, j.msg.Header = letter.Subject, letter.Seq, letter.Time, letter.header
	}
	j.msg.Attempt = 1 + w.prog.failures(j.at)
	if md.NumDelivered > uint64(hopeless*w.step.MaxAttempts) {
		w.bury(ctx, j, fmt.Errorf("delivered %d times without an outcome", md.NumDelivered))
		return job{}, false
	}
	return j, true
}

// errFault marks a failure of a whole call, of which nobody knows which message is to blame.
var errFault = errors.New("the handler failed")

// do handles jobs and ends each of them.
func (w *worker) do(ctx context.Context, jobs []job) {
	if len(jobs) == 0 {
		return
	}
	w.begin(ctx, jobs)
	before := w.since()
	publish := func(ctx context.Context, out ...Message) (Ack, error) {
		if w.since() != before {
			return Ack{}, errHandedOn
		}
		ack, err := w.bus.Publish(ctx, out...)
		w.prog.out.Add(uint64(ack.Stored))
		return ack, err
	}
	errs, err, fault := w.call(ctx, jobs, publish)
	if errors.Is(err, errHandedOn) || w.since() != before {
		w.log.Warn("stood still too long: what was in hand has gone to others", zap.Int("messages", len(jobs)))
		for _, j := range jobs {
			j.finish("handed on")
		}
		return
	}
	if fault == nil && err != nil {
		switch {
		case errors.Is(err, ErrDamaged) && len(jobs) > 1: // some of them may go elsewhere
			w.apart(ctx, jobs)
			return
		case errors.Is(err, ErrDamaged):
			w.wait(jobs[0], err)
			return
		case refused(err) && (w.step.Handle != nil || !errors.Is(err, ErrConflict)):
			fault = fmt.Errorf("what came of it was refused: %w", err)
		default:
			// The log is ill, not the message: wait, without counting it as an attempt.
			w.log.Warn("could not publish, trying again later", zap.Error(err))
			for _, j := range jobs {
				w.giveBack(j, w.step.Backoff(j.msg.Attempt))
			}
			return
		}
	}
	if fault != nil && len(jobs) > 1 {
		w.log.Warn("a batch failed, handling its messages one by one", zap.Int("messages", len(jobs)), zap.Error(fault))
		w.apart(ctx, jobs)
		return
	}
	for i, j := range jobs {
		err := fault
		if err == nil && errs != nil {
			err = errs[i]
		}
		w.end(ctx, j, err)
	}
}

// apart handles the messages of a batch one by one.
func (w *worker) apart(ctx context.Context, jobs []job) {
	for _, j := range jobs {
		j.finish("apart")
		w.do(ctx, []job{j})
	}
}

// repairFor is how long a message waits whose stream takes nothing, before it is tried again. A process
// does not see the end of it: a log is repaired while it is stopped, and the next one begins with what
// waits. In quick turns the message would be hopeless within minutes.
const repairFor = time.Hour

// wait gives a message back that cannot be done while a stream is damaged. It is no attempt.
func (w *worker) wait(j job, err error) {
	w.log.Warn("it waits until the log is repaired", zap.Uint64("seq", j.was.Seq), zap.Error(err))
	w.giveBack(j, repairFor)
}

// errHandedOn: what is in hand is another's by now.
var errHandedOn = errors.New("the log has handed this on: nothing more is published of it")

// call runs Handle and publishes what comes of it, or runs Converse; err is what the log said.
// A panic is a fault; its value may quote a message, so only the words of the Go runtime are
// repeated, and of others the type.
func (w *worker) call(ctx context.Context, jobs []job, publish Publish) (errs []error, err, fault error) {
	in := make([]Msg, len(jobs))
	for i, j := range jobs {
		in[i] = j.msg
	}
	start, publishing := time.Now(), time.Duration(0)
	timed := func(ctx context.Context, out ...Message) (Ack, error) {
		start := time.Now()
		defer func() { publishing += time.Since(start) }()
		return publish(ctx, out...)
	}
	defer func() {
		w.prog.took.observe(time.Since(start) - publishing)
		if p := recover(); p != nil {
			what := fmt.Sprintf("panic with a %T", p)
			if re, ok := p.(runtime.Error); ok {
				what = "panic: " + re.Error()
			}
			fault = fmt.Errorf("%w: %s", errFault, what)
			w.log.Error("handler panicked", zap.String("what", what), zap.Stack("stack"))
		}
	}()
	ctx = alone(ctx, jobs)
	var out []Message
	if w.step.Converse != nil {
		errs, err = w.step.Converse(ctx, in, timed)
	} else {
		out, errs = w.step.Handle(ctx, in)
	}
	if errs != nil && len(errs) != len(in) {
		return nil, nil, fmt.Errorf("%w: %d errors for %d messages", errFault, len(errs), len(in))
	}
	if len(out) > 0 {
		_, err = timed(ctx, out...)
	}
	return errs, err, nil
}

// alone is ctx within the trace of the only job; a batch has many.
func alone(ctx context.Context, jobs []job) context.Context {
	if len(jobs) != 1 {
		return ctx
	}
	return jobs[0].msg.Context(ctx)
}

// end is the place where a claimed message ends, in one of three ways.
func (w *worker) end(ctx context.Context, j job, err error) {
	if err == nil {
		w.done(j)
		return
	}
	if ctx.Err() != nil {
		w.giveBack(j, 0) // cut short by the stop: not its fault
		return
	}
	if errors.Is(err, ErrDamaged) {
		w.wait(j, err)
		return
	}
	failed := w.prog.fail(j.at)
	if isFinal(err) || failed >= w.step.MaxAttempts {
		w.bury(ctx, j, err)
		return
	}
	w.prog.retried.Add(1)
	delay := w.step.Backoff(failed)
	w.log.Info("again later", zap.Uint64("seq", j.was.Seq), zap.Int("attempt", failed),
		zap.Duration("in", delay), zap.Error(err))
	w.giveBack(j, delay)
}

func (w *worker) done(j job) {
	j.finish("done")
	w.prog.in.Add(1)
	w.prog.age.observe(time.Since(j.was.Time))
	w.prog.forget(j.at)
	if err := j.raw.Ack(); err != nil {
		w.log.Warn("could not acknowledge, it will be handled again", zap.Uint64("seq", j.was.Seq), zap.Error(err))
	}
}

// giveBack returns a message to the log, to be delivered after delay.
func (w *worker) giveBack(j job, delay time.Duration) {
	j.finish("again")
	var err error
	if delay > 0 {
		err = j.raw.NakWithDelay(delay)
	} else {
		err = j.raw.Nak()
	}
	if err != nil {
		w.log.Warn("could not give back, it will come again by itself", zap.Uint64("seq", j.was.Seq), zap.Error(err))
	}
}

// bury moves a message to the dead letters. Until the letter is stored the message stays.
func (w *worker) bury(ctx context.Context, j job, reason error) {
	first, attempts := w.prog.story(j.at)
	letter := letter{
		origin: j.was, step: w.step.Name, reason: reason.Error(),
		attempts: attempts, first: first, header: j.msg.Header, data: j.msg.Data,
	}
	if _, err := w.bus.Publish(ctx, letter.message(j.at)); err != nil {
		w.log.Error("could not store a dead letter, trying again later", zap.Uint64("seq", j.was.Seq), zap.Error(err))
		w.giveBack(j, w.step.Backoff(max(attempts, 1)))
		return
	}
	w.log.Warn("dead letter", zap.Uint64("seq", j.was.Seq), zap.Int("attempts", attempts), zap.Error(reason))
	w.prog.dead.Add(1)
	j.finish("dead")
	w.done(j)
}
