package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"huiying/bus"
	"huiying/collectors"
	"huiying/collectors/feed"
	"huiying/collectors/web"
	"huiying/configs"
	"huiying/fetch"
	"huiying/opinion"
)

// newRunner makes a collector of each enabled source that is visited.
func newRunner(h *house) (*collectors.Runner, error) {
	entries := map[string]collectors.Entry{}
	for _, s := range h.cfg.Sources {
		if !s.Enabled || s.By == "intake" {
			continue
		}
		source, err := collector(s, h.fetch, h.now)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", s.ID, err)
		}
		entries[s.ID] = collectors.Entry{Spec: spec(s), Source: source}
	}
	return collectors.NewRunner(entries, h.inbox.Publish, notes{h.facts}, collectors.RunnerOptions{Now: h.now, Log: h.log}), nil
}

func spec(s configs.Source) collectors.Spec {
	return collectors.Spec{Source: s.Source, Every: s.Every, Max: s.Max}
}

func collector(s configs.Source, client *fetch.Client, now func() time.Time) (collectors.Source, error) {
	if s.By == "feed" {
		return feed.New(spec(s), client, now)
	}
	return web.New(spec(s), web.Selectors(s.Selectors), client, now)
}

// scheduleSources asks to be woken for the next visit of each source. Where a visit is
// remembered, its pace is kept across restarts.
func (h *house) scheduleSources(ctx context.Context) error {
	for _, id := range h.runner.IDs() {
		m, err := notes{h.facts}.Load(ctx, id)
		if err != nil {
			return err
		}
		at := h.now()
		if m.NextTry.After(at) {
			at = m.NextTry
		}
		if err := h.bus.Schedule(ctx, "crawl."+id, at, nil); err != nil {
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

func sourceCommand() *cobra.Command {
	c := &cobra.Command{Use: "source", Short: "Look at sources", Args: func(*cobra.Command, []string) error {
		return fmt.Errorf("%w: source takes try", errUsage)
	}, RunE: func(*cobra.Command, []string) error { return nil }}
	var configDir, id string
	try := &cobra.Command{
		Use:   "try URL [--source ID]",
		Short: "What a source would collect, without writing anything",
		Long: `Visits the address as a collector would: robots.txt, pace, limits and redaction hold. With
--source the selectors of that source in sources.yaml are used; otherwise the page is read by
its looks, and a feed as a feed.`,
		Args: exactly(1, "one address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := configs.Load(configDir)
			if err != nil {
				return err
			}
			s := configs.Source{Source: opinion.Source{ID: "try", Kind: opinion.KindOther}}
			if id != "" {
				var ok bool
				if s, ok = cfg.Source(id); !ok {
					return fmt.Errorf("%w: sources.yaml has no source %q", errUsage, id)
				}
			}
			s.URL = args[0]
			return trySource(cmd, cfg, s)
		},
	}
	try.Flags().StringVar(&configDir, "config", "", "configuration directory (default: the shipped samples)")
	try.Flags().StringVar(&id, "source", "", "use the selectors of this source")
	c.AddCommand(try)
	return c
}

func trySource(cmd *cobra.Command, cfg *configs.Config, s configs.Source) error {
	client := fetch.New(fetch.Options{UserAgent: cfg.Collect.Agent + "/" + revision, Contact: cfg.Collect.Contact, PerHost: cfg.Collect.Pace,
		MaxBytes: int64(cfg.Collect.MaxBytes), Timeout: cfg.Collect.Timeout, AllowPrivate: cfg.Collect.AllowPrivate, Now: time.Now})
	defer client.Close()
	ways := []string{"feed", "page"}
	if s.By != "" {
		ways = []string{s.By}
	}
	var haul collectors.Haul
	var err error
	for _, way := range ways {
		s.By = way
		var source collectors.Source
		if source, err = collector(s, client, time.Now); err != nil {
			return err
		}
		if haul, err = source.Collect(cmd.Context(), collectors.Memory{}); err == nil && len(haul.Mentions) > 0 {
			break
		}
	}
	enc := json.NewEncoder(cmd.OutOrStdout())
	enc.SetEscapeHTML(false)
	for _, m := range haul.Mentions {
		if err := enc.Encode(m); err != nil {
			return err
		}
	}
	for _, r := range haul.Refused {
		fmt.Fprintf(cmd.ErrOrStderr(), "refused %s: %s (%s)\n", r.Address, r.Reason, r.Code)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d mentions, %d refused\n", len(haul.Mentions), len(haul.Refused))
	return err
}
