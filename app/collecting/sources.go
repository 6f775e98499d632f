package collecting

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/collectors"
	"huiying/configs"
	"huiying/fetch"
	"huiying/register"
)

// Sources are the sources of a configuration: how each does, and when it is visited next.
type Sources struct {
	Parts
	runner *collectors.Runner
}

// Parts are what collecting takes of a process.
type Parts struct {
	Cfg      *configs.Config
	Bus      *bus.Bus    // its timers say when a source is due
	Memory   *bus.Bucket // how far each source was read
	Visits   *bus.Bucket // how each did at its last visits
	Fetch    *fetch.Client
	Hosts    Hosts // that Fetch recalls from
	Publish  collectors.Publish
	Offer    collectors.Offer  // takes what offices answered on pages
	Refuse   collectors.Refuse // counts what was shown and is no mention
	Register Register
	Works    func(day time.Time) bool // whether a day is a working day
	Now      func() time.Time
	Log      *zap.Logger
}

// Register counts what was said.
type Register interface {
	Counts(ctx context.Context, from, to time.Time, by string) ([]register.KeyCount, error)
	Balance(ctx context.Context, q register.BalanceQuery) ([]register.Entry, error)
}

// New makes a collector of each enabled source that is visited.
func New(p Parts) (*Sources, error) {
	entries := map[string]collectors.Entry{}
	for _, x := range p.Cfg.Sources {
		if !x.Enabled || !x.By.Visited() {
			continue
		}
		source, err := Collector(x, p.Fetch, p.Now)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", x.ID, err)
		}
		entries[x.ID] = collectors.Entry{Spec: spec(x), Source: source}
	}
	runner := collectors.NewRunner(entries, p.Publish, p.Refuse, memory{p.Memory, p.Visits},
		collectors.RunnerOptions{Now: p.Now, Log: p.Log, Offer: p.Offer})
	return &Sources{p, runner}, nil
}

func (s *Sources) memory() memory { return memory{s.Memory, s.Visits} }

// Schedule asks to be woken for the next visit of each source. Where a visit is remembered, its
// pace is kept across restarts.
func (s *Sources) Schedule(ctx context.Context) error {
	for _, id := range s.runner.IDs() {
		did, err := s.memory().Standing(ctx, id)
		if err != nil {
			return err
		}
		at := s.Now()
		if did.NextTry.After(at) {
			at = did.NextTry
		}
		if err := s.Bus.Schedule(ctx, "crawl."+id, at, nil); err != nil {
			return fmt.Errorf("schedule source %s: %w", id, err)
		}
	}
	return nil
}

// Crawl visits a source and asks to be woken for the next visit. A visit that fails is the
// runner's to remember; only a log that is away is tried again by the bus.
func (s *Sources) Crawl(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	id := strings.TrimPrefix(msg.Subject, "due.crawl.")
	next, err := s.runner.Run(ctx, id)
	s.Hosts.keep(context.WithoutCancel(ctx), s.Fetch.Changes()) // also when we are told to stop
	if err != nil {                                             // the runner has said so
		s.Log.Debug("source failed", zap.String("source", id), zap.Error(err))
	}
	if next.IsZero() { // not a source of ours any more
		return nil, nil
	}
	return nil, s.Bus.Schedule(ctx, "crawl."+id, next, nil)
}
