package collectors

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/fetch"
	"huiying/opinion"
)

// Publish hands mentions on. It returns how many were not known before. After a nil error
// they are safe.
type Publish func(ctx context.Context, mentions []opinion.Mention) (added int, err error)

// Offer hands on replies of offices that pages show. After a nil error they are safe.
type Offer func(ctx context.Context, replies []opinion.FoundReply) error

// Store keeps one Memory for each source. Load of an unknown id is the zero Memory.
type Store interface {
	Load(ctx context.Context, id string) (Memory, error)
	Save(ctx context.Context, id string, m Memory) error
}

// Entry is a Spec with the part that reads it.
type Entry struct {
	Spec   Spec
	Source Collector
}

// RunnerOptions may all be left out.
type RunnerOptions struct {
	Now    func() time.Time
	Jitter func() float64 // in [0,1); spreads retries
	Log    *zap.Logger
	Offer  Offer // nil: replies that are found are dropped
}

// Runner visits sources. It is safe for concurrent use; one source is visited by one
// caller at a time.
type Runner struct {
	entries map[string]Entry
	busy    map[string]*sync.Mutex
	publish Publish
	refuse  Refuse
	notes   Store
	opts    RunnerOptions
}

// NewRunner makes a Runner over sources by id.
func NewRunner(entries map[string]Entry, publish Publish, refuse Refuse, notes Store, o RunnerOptions) *Runner {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	r := &Runner{entries: make(map[string]Entry, len(entries)), busy: map[string]*sync.Mutex{},
		publish: publish, refuse: refuse, notes: notes, opts: o}
	for id, e := range entries {
		e.Spec = e.Spec.Filled()
		r.entries[id], r.busy[id] = e, &sync.Mutex{}
	}
	return r
}

// IDs are the sources it knows, in no order.
func (r *Runner) IDs() []string {
	out := make([]string, 0, len(r.entries))
	for id := range r.entries {
		out = append(out, id)
	}
	return out
}

// retryBusy is when to come back to a source that another caller is visiting, or whose
// memory could not be read.
const retryBusy = time.Minute

// Run makes one visit: load the memory, collect, publish, save. It blocks for as long as
// the source takes and never panics. next is when to come again, also with an error (it is
// zero only with ErrUnknown); the error is for the log, the Memory already holds it.
//
// Mentions and replies are published, and refusals counted, before their addresses are remembered: a crash or
// a failing Publish means that they are collected once more. Content ids make that silent; in the
// balance they came twice, and are known or refused the second time.
func (r *Runner) Run(ctx context.Context, sourceID string) (next time.Time, err error) {
	e, ok := r.entries[sourceID]
	if !ok {
		return time.Time{}, fmt.Errorf("%w: %q", ErrUnknown, sourceID)
	}
	lock := r.busy[sourceID]
	if !lock.TryLock() {
		return r.opts.Now().Add(retryBusy), fmt.Errorf("source %s: %w", sourceID, ErrBusy)
	}
	defer lock.Unlock()

	before, err := r.notes.Load(ctx, sourceID)
	if err != nil {
		return r.opts.Now().Add(retryBusy), fmt.Errorf("source %s: %w: %w", sourceID, ErrMemory, err)
	}
	start := r.opts.Now()
	metered, meter := fetch.Metered(ctx)
	haul, err := r.visit(metered, e, before)
	if ctx.Err() != nil {
		// our own end is not the source's failure
		return start, fmt.Errorf("source %s: visit broken off: %w", sourceID, ctx.Err())
	}
	after := r.judge(e.Spec, before, haul, err, start, meter.Usage())
	if serr := r.notes.Save(ctx, sourceID, after); serr != nil {
		err = errors.Join(err, fmt.Errorf("source %s: %w: %w", sourceID, ErrMemory, serr))
	}
	r.report(sourceID, haul, err, after)
	return after.NextTry, err
}

// visit collects and publishes.
func (r *Runner) visit(ctx context.Context, e Entry, before Memory) (Haul, error) {
	haul, err := collect(ctx, e.Source, before, r.opts.Log)
	if err != nil {
		return Haul{}, fmt.Errorf("source %s: %w", e.Spec.ID, err)
	}
	if len(haul.Mentions) > 0 {
		if _, err := r.publish(ctx, haul.Mentions); err != nil {
			return Haul{}, fmt.Errorf("source %s: %w: %w", e.Spec.ID, ErrPublish, err)
		}
	}
	if len(haul.Replies) > 0 && r.opts.Offer != nil {
		if err := r.opts.Offer(ctx, haul.Replies); err != nil {
			return Haul{}, fmt.Errorf("source %s: %w: %w", e.Spec.ID, ErrPublish, err)
		}
	}
	told := NewSeen(before.Told, 0)
	if why := freshly(haul.Refused, told); len(why) > 0 {
		if err := r.refuse(ctx, e.Spec.ID, why); err != nil {
			return Haul{}, fmt.Errorf("source %s: %w: %w", e.Spec.ID, ErrPublish, err)
		}
	}
	haul.Memory.Told = told.List()
	// Single pages may be gone or forbidden; when several new ones fail and none works, the
	// site has changed or shuts us out, and somebody has to know.
	if n := len(haul.Refused); n >= 3 && len(haul.Mentions) == 0 {
		return haul, fmt.Errorf("source %s: %w (%d, first with %s)", e.Spec.ID, ErrAllFailed, n, haul.Refused[0].Code)
	}
	return haul, nil
}

// collect is Collect, with a panic turned into ErrPanic. The value of a panic may quote a
// page, so only errors of the Go runtime are repeated; the stack, which holds no text, goes
// to the log.
func collect(ctx context.Context, s Collector, m Memory, log *zap.Logger) (h Haul, err error) {
	defer func() {
		if v := recover(); v != nil {
			log.Error("a source's reader broke down", zap.ByteString("stack", debug.Stack()))
			h, err = Haul{}, ErrPanic
			if re, ok := v.(runtime.Error); ok {
				err = fmt.Errorf("%w: %s", ErrPanic, re.Error())
			}
		}
	}()
	return s.Collect(ctx, m)
}

// judge is the memory after a visit.
func (r *Runner) judge(spec Spec, before Memory, h Haul, err error, start time.Time, cost fetch.Usage) Memory {
	now := r.opts.Now()
	m := before
	m.Standing = m.noted(Visit{At: start, Took: now.Sub(start), Status: cost.Status,
		Requests: cost.Requests, Bytes: cost.Bytes, New: len(h.Mentions), Refused: len(h.Refused),
		Code: Code(err)}, h.Mentions)
	if err == nil || errors.Is(err, ErrAllFailed) { // what was seen holds, also where no page was good
		m.ETag, m.LastModified, m.Seen = h.Memory.ETag, h.Memory.LastModified, h.Memory.Seen
		m.Frame, m.Listed, m.Told = h.Memory.Frame, h.Memory.Listed, h.Memory.Told
		m.Pages = h.Memory.Pages
	}
	m.LastTry = start
	m.Collected += uint64(len(h.Mentions))
	m.Refused += uint64(len(h.Refused))
	if len(h.Mentions) > 0 {
		m.LastNew = now
	}
	if fetch.Postponed(err) { // nobody failed: it is visited later
		m.NextTry = now.Add(max(spec.Every, fetch.RetryAfter(err)))
		return m
	}
	if err != nil {
		if m.Failures++; m.Failures == 1 {
			m.FirstFailure, m.FirstCode = start, Code(err)
		}
		m.LastError, m.LastErrorCode = err.Error(), Code(err)
		rest := max(Backoff(m.Failures, spec.Every, r.opts.Jitter()), min(fetch.RetryAfter(err), 7*24*time.Hour))
		m.NextTry = now.Add(rest)
		return m
	}
	m.Failures, m.FirstFailure, m.FirstCode, m.LastError, m.LastErrorCode = 0, time.Time{}, "", "", ""
	m.LastSuccess, m.NextTry = now, now.Add(Interval(spec.Every, m.Standing, now))
	return m
}

func (r *Runner) report(id string, h Haul, err error, m Memory) {
	fields := []zap.Field{
		zap.String("source", id), zap.Int("mentions", len(h.Mentions)),
		zap.Int("refused", len(h.Refused)), zap.Int("replies", len(h.Replies)), zap.Time("next", m.NextTry),
	}
	if err != nil {
		r.opts.Log.Warn("visit failed", append(fields, zap.String("code", Code(err)),
			zap.Int("failures", m.Failures), zap.Error(err))...)
		return
	}
	r.opts.Log.Info("visited", fields...)
}
