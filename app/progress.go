package app

import (
	"context"
	"io"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/responders/casework"
)

// everything is all subjects of the streams that the register follows.
var everything = map[string]string{"FINDINGS": "finding.*", "CASES": "case.*", "PURGED": "purged.*", "VOTES": "vote.*", "PAPERS": "paper.*.*", "LEDGER": "ledger.>"}

// lastKept is the number of the newest message that is still there. The stream's own last
// number may belong to a message that was erased, which nobody will ever be shown.
func (a *App) lastKept(ctx context.Context, stream string) (uint64, error) {
	return a.Bus.LastSubjectSeq(ctx, stream, everything[stream])
}

// armClocks brings every open case up to the calendars as they are now and sets its timer, once the
// register has seen the log. It makes up for a timer that a crash took between an event and its
// timer.
func (a *App) armClocks(ctx context.Context) error {
	if err := a.CaughtUp(ctx); err != nil {
		return err
	}
	return a.Store.EachOpen(ctx, func(c opinion.Case) error { return a.desk.Refresh(ctx, c) })
}

// Every so often somebody looks for clocks that should have rung this long ago.
const (
	sweepEvery = time.Minute
	sweepLate  = 30 * time.Second
)

// sweepClocks rings for timers that did not. A timer is lost where a process dies between an
// event and its timer, or where two processes set that of one case at the same moment and the
// older one comes last. What a clock says stands in the case, so that it is said once however
// many processes look.
func (a *App) sweepClocks(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := a.ringLate(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("could not look for clocks that did not ring", zap.Error(err))
		}
	}
}

// ringLate rings every clock that should have rung by now.
func (a *App) ringLate(ctx context.Context) error {
	return a.Store.Ringing(ctx, a.Now().Add(-sweepLate), func(c opinion.Case) error {
		now := a.Now()
		r, ok := casework.Next(c, now)
		if !ok || now.Sub(r.At) < sweepLate {
			return nil
		}
		return a.desk.Due(ctx, c.ID)
	})
}

// registerBehind is how many events the register has not seen yet.
func (a *App) registerBehind(ctx context.Context) (uint64, error) {
	var behind uint64
	seen := a.Store.Positions()
	for stream := range everything {
		last, err := a.lastKept(ctx, stream)
		if err != nil {
			return 0, err
		}
		behind += last - min(last, seen[stream])
	}
	return behind, nil
}

// muchBehind is from how many events on a register that follows the log is worth a bar.
const muchBehind = 20_000

// showBuilding shows how far a register has come that is built from the log.
func (a *App) showBuilding(ctx context.Context, out io.Writer) error {
	most, err := a.registerBehind(ctx)
	if err != nil || most < muchBehind {
		return nil // the register itself says what is wrong
	}
	bar := NewBar(int64(most), "building the register", out, false)
	defer func() { _ = bar.Finish() }()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for left := most; left > 0; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if left, err = a.registerBehind(ctx); err == nil {
			_ = bar.Set64(int64(most - min(left, most)))
		}
	}
	return nil
}

// CaughtUp waits until the register has seen what the log holds now.
func (a *App) CaughtUp(ctx context.Context) error {
	for stream := range everything {
		last, err := a.lastKept(ctx, stream)
		if err != nil {
			return err
		}
		if err := a.Store.WaitFor(ctx, stream, last); err != nil {
			return err
		}
	}
	return nil
}

// pipeline names the steps that a mention passes through, in order.
var pipeline = []string{"analyze", "index", "respond"}

// behind is how much work the log still holds for the steps and the register, and how much
// it held in all since this process began to look.
func (a *App) behind(ctx context.Context) (left, total uint64, err error) {
	steps := map[string]bus.StepStats{}
	for _, s := range a.Bus.Stats(ctx) {
		steps[s.Name] = s
	}
	for _, name := range pipeline {
		s, running := steps[name]
		if !running || !s.Known { // not started yet, or no answer: nothing can be said to be done
			left++
		}
		left += s.Pending
		total += s.In + s.Pending
	}
	register, err := a.registerBehind(ctx)
	return left + register, total + register, err
}

// fetchText gets a published page as a reader would, for verification.
func (a *App) fetchText(ctx context.Context, url string) (string, error) {
	wait, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	return pageText(wait, a.fetch, url)
}

// pageText is a page's decoded source, got by the rules of fetch.
func pageText(ctx context.Context, client *fetch.Client, url string) (string, error) {
	page, err := client.Get(ctx, fetch.Request{URL: url})
	return page.Text, err
}
