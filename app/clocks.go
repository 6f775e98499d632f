package app

import (
	"context"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

// clocks keep the timers of open cases, and hear them ring.
type clocks struct {
	register *sqlite.Store
	caughtUp func(context.Context) error // waits until the register has seen the log
	desk     *casework.Executor
	now      func() time.Time
	log      *zap.Logger
}

// due is told when the answer clock of a case may have run out.
func (c clocks) due(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	if err := c.register.Abreast(ctx); err != nil {
		return nil, err
	}
	return nil, c.desk.Due(ctx, strings.TrimPrefix(msg.Subject, "due.case."))
}

// arm brings every open case up to the calendars as they are now and sets its timer, once the
// register has seen the log. It makes up for a timer that a crash took between an event and its
// timer.
func (c clocks) arm(ctx context.Context) error {
	if err := c.caughtUp(ctx); err != nil {
		return err
	}
	return c.register.EachOpen(ctx, func(k opinion.Case) error { return c.desk.Refresh(ctx, k) })
}

// Every so often somebody looks for clocks that should have rung this long ago.
const (
	sweepEvery = time.Minute
	sweepLate  = 30 * time.Second
)

// sweep rings for timers that did not. A timer is lost where a process dies between an
// event and its timer, or where two processes set that of one case at the same moment and the
// older one comes last. What a clock says stands in the case, so that it is said once however
// many processes look.
func (c clocks) sweep(ctx context.Context) error {
	for bus.Sleep(ctx, sweepEvery) == nil {
		if err := c.ringLate(ctx); err != nil && ctx.Err() == nil {
			c.log.Warn("could not look for clocks that did not ring", zap.Error(err))
		}
	}
	return nil
}

// ringLate rings every clock that should have rung by now.
func (c clocks) ringLate(ctx context.Context) error {
	return c.register.Ringing(ctx, c.now().Add(-sweepLate), func(k opinion.Case) error {
		now := c.now()
		r, ok := casework.Next(k, now)
		if !ok || now.Sub(r.At) < sweepLate {
			return nil
		}
		return c.desk.Due(ctx, k.ID)
	})
}
