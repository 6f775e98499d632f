package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"huiying/app"
	"huiying/configs"
	"huiying/internal/cli"
)

func serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:  "serve",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := configs.Load(o.config)
			if err != nil {
				return err
			}
			return o.run(cmd.Context(), cfg)
		},
	}
	f := c.Flags()
	f.StringVar(&o.config, "config", "", "")
	f.StringVar(&o.data, "data", "", "")
	f.StringVar(&o.listen, "listen", "", "")
	f.StringVar(&o.roles, "roles", "collect,analyze,respond,console", "")
	f.StringVar(&o.nats, "nats", "", "")
	f.StringVar(&o.observe, "observe", "", "")
	f.StringVar(&o.logLevel, "log", "info", "")
	return c
}

// serveOptions are what the command line says about a server.
type serveOptions struct {
	config, data, listen, roles, nats, observe, logLevel string
}

// run serves until ctx ends, then finishes what is in hand, closes every part, and returns. What
// is beside it makes it a tour.
func (o serveOptions) run(ctx context.Context, cfg *configs.Config, beside ...func(context.Context,
	*app.App) error) error {
	roles, err := app.ParseRoles(o.roles)
	if err != nil {
		return err
	}
	o.listen = cmp.Or(o.listen, cfg.Listen)
	if err := app.SafeToListen(o.listen, cfg.Accounts.URL); err != nil {
		return err // before anything is touched
	}
	log, err := cli.NewLog(o.logLevel)
	if err != nil {
		return fmt.Errorf("%w: %w", cli.ErrUsage, err)
	}
	a, err := app.New(ctx, cfg, app.Options{Dir: o.data, Nats: o.nats, Roles: roles, Listen: o.listen,
		Observe: cmp.Or(o.observe, cfg.Observe.Listen), Log: log, Say: os.Stderr, Beside: beside,
		Tour: len(beside) > 0})
	if err != nil && ctx.Err() != nil {
		// whatever did not open then is not at fault
		fmt.Fprintln(os.Stderr, "huiying: it was told to stop (Ctrl-C or SIGTERM) while it was starting, and did")
		return nil
	}
	if err != nil {
		return err
	}
	if year := app.UnpublishedYear(cfg, time.Now()); year != 0 {
		log.Warn("the year's holidays are not known: due times that reach it are provisional",
			zap.Int("year", year))
	}
	return errors.Join(a.Run(ctx), a.Close())
}
