package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"huiying/bus"
	"huiying/collectors"
	"huiying/collectors/feed"
	"huiying/collectors/web"
	"huiying/configs"
	"huiying/fetch"
	"huiying/opinion"
)

// newRunner makes a collector of each enabled source that is visited.
func newRunner(h *App) (*collectors.Runner, error) {
	entries := map[string]collectors.Entry{}
	for _, s := range h.Cfg.Sources {
		if !s.Enabled || !s.By.Visited() {
			continue
		}
		source, err := Collector(s, h.fetch, h.Now)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", s.ID, err)
		}
		entries[s.ID] = collectors.Entry{Spec: spec(s), Source: source}
	}
	return collectors.NewRunner(entries, h.Inbox.Publish, notes{h.facts}, collectors.RunnerOptions{Now: h.Now, Log: h.Log}), nil
}

func spec(s configs.Source) collectors.Spec {
	return collectors.Spec{Source: s.Source, Every: s.Every, Max: s.Max}
}

// collectorBy makes what visits a source, by the way that its configuration names. There is no
// other: a way without a row is refused, by check and at start.
var collectorBy = map[configs.Way]func(configs.Source, *fetch.Client, func() time.Time) (collectors.Source, error){
	configs.ByFeed: func(s configs.Source, client *fetch.Client, now func() time.Time) (collectors.Source, error) {
		return feed.New(spec(s), client, now)
	},
	configs.ByPage: func(s configs.Source, client *fetch.Client, now func() time.Time) (collectors.Source, error) {
		return web.New(spec(s), web.Selectors(s.Selectors), client, now)
	},
}

// Collected are the ways that have a collector, in the order in which an unknown address is
// tried: a page that is a feed is read as one.
func Collected() []configs.Way { return slices.Sorted(maps.Keys(collectorBy)) }

// Collector makes what visits a source. An error names the ways there are.
func Collector(s configs.Source, client *fetch.Client, now func() time.Time) (collectors.Source, error) {
	open, ok := collectorBy[s.By]
	if !ok {
		return nil, fmt.Errorf("nothing collects by %q; there are collectors by: %s", s.By, opinion.Listed(Collected()))
	}
	return open(s, client, now)
}

// scheduleSources asks to be woken for the next visit of each source. Where a visit is
// remembered, its pace is kept across restarts.
func (a *App) scheduleSources(ctx context.Context) error {
	for _, id := range a.runner.IDs() {
		m, err := notes{a.facts}.Load(ctx, id)
		if err != nil {
			return err
		}
		at := a.Now()
		if m.NextTry.After(at) {
			at = m.NextTry
		}
		if err := a.Bus.Schedule(ctx, "crawl."+id, at, nil); err != nil {
			return fmt.Errorf("schedule source %s: %w", id, err)
		}
	}
	return nil
}

// notes keeps the memory of sources in the log's notebook.
type notes struct{ book *bus.Bucket }

// Load returns the memory of a source; an unknown one has none.
func (n notes) Load(ctx context.Context, id string) (m collectors.Memory, err error) {
	b, ok, err := n.book.Get(ctx, id)
	if err != nil || !ok {
		return m, err
	}
	return m, json.Unmarshal(b, &m)
}

// Save replaces the memory of a source.
func (n notes) Save(ctx context.Context, id string, m collectors.Memory) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return n.book.Put(ctx, id, b)
}
