package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	"huiying/bus"
	"huiying/register/sqlite"
)

// Run works until ctx ends, or until a part fails, which ends the others. It returns when all
// that was in hand is finished. Nil: it was told to end.
func (a *App) Run(ctx context.Context) error {
	work, stop := context.WithCancel(ctx)
	defer stop()
	parts := []func(context.Context) error{a.runParts}
	if a.opt.Say != io.Discard {
		parts = append(parts, func(ctx context.Context) error { return a.progress.showBuilding(ctx, a.opt.Say) })
	}
	if a.listener != nil {
		parts = append(parts, a.serveConsole)
	}
	if a.opt.Observe != "" {
		parts = append(parts, func(ctx context.Context) error { return a.observing.Serve(ctx, a.opt.Observe) })
	}
	for _, more := range a.opt.Beside {
		parts = append(parts, func(ctx context.Context) error { return more(ctx, a) })
	}
	err := together(work, stop, parts...)
	if sqlite.Damaged(err) { // whatever met it, it is built again at the next start
		err = errors.Join(fmt.Errorf("the register is damaged and is built again from the log at the next start: %w", err),
			a.register.Close(), sqlite.Drop(registerOf(a.opt.Dir)))
	}
	return err
}

// runParts lets the steps and what else this process does work.
func (a *App) runParts(ctx context.Context) error {
	if a.opt.has(RoleAnalyze) {
		if err := a.judging.CatchUp(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
	if a.opt.has(RoleRespond) && len(a.notices.IDs()) > 0 {
		if err := a.notices.Begin(ctx, a.Step("notify")); err != nil && ctx.Err() == nil {
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	if a.opt.has(RoleAnalyze) {
		g.Go(func() error { return a.judging.Follow(ctx) })
	}
	g.Go(func() error { return a.register.Run(ctx) })
	if a.opt.has(RoleAnalyze) || a.opt.has(RoleRespond) {
		g.Go(func() error { return a.learner.Run(ctx) })
	}
	if len(a.opt.Roles) > 0 {
		g.Go(func() error { return watchDisk(ctx, a.opt.Dir) })
		g.Go(func() error { return a.integrity.Run(ctx, bus.Sleep) })
	}
	if a.opt.has(RoleRespond) {
		g.Go(func() error { return a.clocks.arm(ctx) })
		g.Go(func() error { return a.briefings.Arm(ctx) })
		g.Go(func() error { return a.clocks.sweep(ctx) })
	}
	if a.opt.archives() {
		g.Go(func() error { return a.archive.Run(ctx) })
	}
	g.Go(func() error { return a.forgetter.Run(ctx) })
	g.Go(func() error { return a.index.Heal(ctx) })
	g.Go(func() error { return a.ballots.run(ctx) })
	if a.opt.has(RoleConsole) {
		g.Go(func() error { return a.presence.Follow(ctx) })
	}
	for _, s := range a.steps() {
		g.Go(func() error {
			if err := a.bus.Run(ctx, s); err != nil && ctx.Err() == nil {
				return fmt.Errorf("step %s: %w", s.Name, err)
			}
			return nil
		})
	}
	if a.opt.has(RoleCollect) {
		g.Go(func() error { return a.sources.Schedule(ctx) })
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
