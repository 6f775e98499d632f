package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"go.uber.org/zap"
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
	if sqlite.Damaged(err) { // again, so soon after it was built again: the next start begins with none
		err = errors.Join(fmt.Errorf("the register was damaged again and is dropped; start again: %w", err),
			a.register.Close(), sqlite.Drop(registerOf(a.opt.Dir)))
	}
	return err
}

// runParts lets what follows the log work, and what the configuration says over it.
func (a *App) runParts(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	work := func(part func(context.Context) error) { g.Go(func() error { return again(ctx, a.opt.Log, part) }) }
	g.Go(func() error { return a.register.Run(ctx) })
	if len(a.opt.Roles) > 0 {
		work(func(ctx context.Context) error { return watchDisk(ctx, a.opt.Dir) })
		work(func(ctx context.Context) error { return a.integrity.Run(ctx, bus.Sleep) })
		work(house{a}.followSettings)
	}
	if a.opt.archives() {
		work(a.archive.Run)
	}
	work(a.index.Heal)
	work(func(ctx context.Context) error { return a.index.Look(ctx, bus.Sleep) })
	work(a.ballots.run)
	if a.opt.has(RoleConsole) {
		work(a.presence.Follow)
	}
	g.Go(func() error { return house{a}.runHouses(ctx) })
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// runHouse lets the steps work, and what else the configuration says.
func (a house) runHouse(ctx context.Context) error {
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
	work := func(part func(context.Context) error) { g.Go(func() error { return again(ctx, a.opt.Log, part) }) }
	if a.opt.has(RoleAnalyze) {
		work(a.judging.Follow)
		work(a.alarms.Run)
	}
	if a.opt.has(RoleAnalyze) || a.opt.has(RoleRespond) {
		work(a.learner.Run)
	}
	if a.opt.has(RoleRespond) {
		work(a.clocks.arm)
		work(a.briefings.Arm)
		work(a.clocks.sweep)
	}
	work(a.forgetter.Run)
	for _, s := range a.steps() {
		work(func(ctx context.Context) error {
			if err := a.bus.Run(ctx, s); err != nil && ctx.Err() == nil {
				return fmt.Errorf("step %s: %w", s.Name, err)
			}
			return nil
		})
	}
	if a.opt.has(RoleCollect) {
		work(a.sources.Schedule)
	}
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// pause lies between a part's meeting damage and its next try.
const pause = time.Second

// again runs a part anew that met damage of the register, which the register itself mends meanwhile.
func again(ctx context.Context, log *zap.Logger, part func(context.Context) error) error {
	for {
		err := part(ctx)
		if ctx.Err() != nil || !sqlite.Damaged(err) {
			return err
		}
		log.Warn("a part met damage of the register, and begins anew", zap.Error(err))
		_ = bus.Sleep(ctx, pause)
	}
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
