package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.uber.org/zap"

	"huiying/configs"
)

// ServeOptions are what the command line says about a server.
type ServeOptions struct {
	Config, Data, Listen, Roles, Nats, Observe, LogLevel string
}

// Run serves until ctx ends, then finishes what is in hand, closes every part, and returns. What
// is beside it makes it a tour.
func (o ServeOptions) Run(ctx context.Context, cfg *configs.Config, beside ...func(context.Context, *App) error) error {
	roles, err := ParseRoles(o.Roles)
	if err != nil {
		return err
	}
	o.Listen = cmp.Or(o.Listen, cfg.Listen)
	if err := safeToListen(o.Listen, cfg.Accounts.URL); err != nil {
		return err // before anything is touched
	}
	log, err := NewLog(o.LogLevel)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	tour := len(beside) > 0
	a, err := New(ctx, cfg, Options{Dir: o.Data, Nats: o.Nats, Roles: roles, Listen: o.Listen,
		Observe: cmp.Or(o.Observe, cfg.Observe.Listen),
		Log:     log, Say: os.Stderr, Beside: beside, Tour: tour, allowPrivate: tour})
	if err != nil && ctx.Err() != nil {
		return nil // Ctrl-C while it was starting: whatever did not open then is not at fault
	}
	if err != nil {
		return err
	}
	if year := UnpublishedYear(cfg, time.Now()); year != 0 {
		log.Warn("the year's holidays are not known: due times that reach it are provisional", zap.Int("year", year))
	}
	return errors.Join(a.Run(ctx), a.Close())
}
