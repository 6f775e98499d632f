package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"
)

// Run works until ctx ends, or until a part fails, which ends the others. It returns when all
// that was in hand is finished. Nil: it was told to end.
func (h *App) Run(ctx context.Context) error {
	work, stop := context.WithCancel(ctx)
	defer stop()
	parts := []func(context.Context) error{h.runParts}
	if h.Say != io.Discard {
		parts = append(parts, func(ctx context.Context) error { return h.showBuilding(ctx, h.Say) })
	}
	if h.listener != nil {
		parts = append(parts, h.serveConsole)
	}
	if h.Observe != "" {
		parts = append(parts, func(ctx context.Context) error { return h.serveObserved(ctx, h.Observe) })
	}
	for _, more := range h.Beside {
		parts = append(parts, func(ctx context.Context) error { return more(ctx, h) })
	}
	return together(work, stop, parts...)
}

// runParts lets the steps and what else this process does work.
func (h *App) runParts(ctx context.Context) error {
	if h.has(RoleAnalyze) {
		if err := h.known.catchUp(ctx, h.Bus); err != nil && ctx.Err() == nil {
			return err
		}
	}
	if err := h.beginNotices(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	if h.has(RoleAnalyze) {
		g.Go(func() error { return h.known.follow(ctx, h.Bus) })
	}
	g.Go(func() error { return h.Store.Run(ctx) })
	if len(h.Roles) > 0 {
		g.Go(func() error { return watchDisk(ctx, h.Dir) })
	}
	if h.has(RoleRespond) {
		g.Go(func() error { return h.armClocks(ctx) })
		g.Go(func() error { return h.armBriefings(ctx) })
		g.Go(func() error { return h.sweepClocks(ctx) })
	}
	if h.archives() {
		g.Go(func() error { return h.archive.Run(ctx) })
	}
	g.Go(func() error { return h.forgetting(ctx) })
	g.Go(func() error { return h.countVotes(ctx) })
	if h.has(RoleConsole) {
		g.Go(func() error { return h.followPresence(ctx) })
	}
	for _, s := range h.steps() {
		g.Go(func() error {
			if err := h.Bus.Run(ctx, s); err != nil && ctx.Err() == nil {
				return fmt.Errorf("step %s: %w", s.Name, err)
			}
			return nil
		})
	}
	if h.has(RoleCollect) {
		g.Go(func() error { return h.scheduleSources(ctx) })
	}
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// together runs parts until one of them ends or ctx does, then ends and awaits the others.
func together(ctx context.Context, stop context.CancelFunc, parts ...func(context.Context) error) error {
	ended := make(chan error, len(parts))
	for _, part := range parts {
		go func() { ended <- part(ctx) }()
	}
	var all error
	for range parts {
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			all = errors.Join(all, err)
			stop()
		}
	}
	return all
}
