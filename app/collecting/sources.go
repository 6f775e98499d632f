package collecting

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiying/bus"
	"huiying/collectors"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/register"

	"go.uber.org/zap"
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
	Memory   *bus.Bucket // how far each source was read, and how it does
	Fetch    *fetch.Client
	Publish  collectors.Publish
	Offer    collectors.Offer  // takes what offices answered on pages
	Refuse   collectors.Refuse // counts what was shown and is no mention
	Register Register
	Now      func() time.Time
	Log      *zap.Logger
}

// Register counts what was said.
type Register interface {
	Counts(ctx context.Context, from, to time.Time, by string) ([]register.KeyCount, error)
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
	runner := collectors.NewRunner(entries, p.Publish, p.Refuse, memory{p.Memory},
		collectors.RunnerOptions{Now: p.Now, Log: p.Log, Offer: p.Offer})
	return &Sources{p, runner}, nil
}

// Schedule asks to be woken for the next visit of each source. Where a visit is remembered, its
// pace is kept across restarts.
func (s *Sources) Schedule(ctx context.Context) error {
	for _, id := range s.runner.IDs() {
		m, err := memory{s.Memory}.Load(ctx, id)
		if err != nil {
			return err
		}
		at := s.Now()
		if m.NextTry.After(at) {
			at = m.NextTry
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
	if err != nil { // the runner has said so
		s.Log.Debug("source failed", zap.String("source", id), zap.Error(err))
	}
	if next.IsZero() { // not a source of ours any more
		return nil, nil
	}
	return nil, s.Bus.Schedule(ctx, "crawl."+id, next, nil)
}

// Sources lists the sources with their health, and what was brought in by those that nobody
// visits.
func (s *Sources) Sources(ctx context.Context) ([]facts.SourceRow, error) {
	rows, err := s.Health(ctx)
	if err != nil {
		return nil, err
	}
	brought, err := s.brought(ctx)
	for i, r := range rows {
		if r.Every == 0 {
			rows[i].Collected = brought[r.ID]
		}
	}
	return rows, err
}

// Health lists the sources with their health alone: totals, metrics and briefings ask often,
// and need no count over all of the past.
func (s *Sources) Health(ctx context.Context) ([]facts.SourceRow, error) {
	out := make([]facts.SourceRow, 0, len(s.Cfg.Sources))
	for _, x := range s.Cfg.Sources {
		if !x.Enabled {
			continue
		}
		row := facts.SourceRow{ID: x.ID, Name: x.Name, Kind: x.Kind,
			URL: opinion.CanonicalURL(x.URL), Division: x.Division, State: "ok"}
		if x.By.Visited() {
			m, err := memory{s.Memory}.Load(ctx, x.ID)
			if err != nil {
				return nil, err
			}
			every := spec(x).Filled().Every
			row.Every, row.LastTry, row.LastSuccess, row.LastNew = every, m.LastTry, m.LastSuccess, m.LastNew
			row.NextTry, row.LastError, row.Code, row.Collected, row.Refused = m.NextTry,
				m.LastError, m.LastErrorCode, m.Collected, m.Refused
			// The state is said in the reader's language; the code is the same in every one.
			if row.State, _ = collectors.Health(m, every, s.Now()); row.State != "ok" {
				row.Reason = m.LastErrorCode
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// brought counts what each source has told so far.
func (s *Sources) brought(ctx context.Context) (map[string]uint64, error) {
	counts, err := s.Register.Counts(ctx, time.Unix(0, 0), s.Now().Add(time.Hour), register.BySource)
	out := make(map[string]uint64, len(counts))
	for _, c := range counts {
		out[c.Key] = uint64(c.N)
	}
	return out, err
}
