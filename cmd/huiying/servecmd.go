package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"huiying/app"
	"huiying/app/setup"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/internal/cli"
)

func serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:  "serve",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.lang = langOf(cmd)
			empty, err := setup.Needed(o.config)
			if err != nil {
				return err
			}
			if empty {
				return o.setUp(cmd.Context())
			}
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
	config, data, listen, roles, nats, observe, logLevel, lang string

	given *setup.Setup // the set-up that was before, which has the address; nil: there was none
	first setup.First

	adjust func(*configs.Config) // what a tour changes of each configuration; nil: nothing
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
	opt := app.Options{Dir: o.data, Nats: o.nats, Roles: roles, Listen: o.listen,
		Observe: cmp.Or(o.observe, cfg.Observe.Listen), Log: log, Say: os.Stderr, Beside: beside,
		Tour: len(beside) > 0, First: o.first, Adjust: o.adjust}
	if o.given != nil {
		opt.Given = o.given.Listener()
	}
	a, err := app.New(ctx, cfg, opt)
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
	if o.given != nil {
		if err := o.given.Leave(); err != nil {
			return errors.Join(err, a.Close())
		}
	}
	return errors.Join(a.Run(ctx), a.Close())
}

// setUp asks in the console for what an empty directory lacks, writes it, and serves.
func (o serveOptions) setUp(ctx context.Context) error {
	if roles, err := app.ParseRoles(o.roles); err != nil || !slices.Contains(roles, app.RoleConsole) {
		return cmp.Or(err, wrongUse("setup_roles"))
	}
	at := cmp.Or(o.listen, usual.Listen)
	if err := app.SafeToListen(at, ""); err != nil {
		return err
	}
	log, err := cli.NewLog(o.logLevel)
	if err != nil {
		return fmt.Errorf("%w: %w", cli.ErrUsage, err)
	}
	s, err := setup.Open(setup.Options{Dir: o.config, Listen: at, Say: os.Stderr, Lang: o.lang, Product: "huiying",
		Version: app.Revision, Log: log, Check: app.Faults})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // what is still open then is left by somebody who was told to stop
	made, err := s.Wait(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	o.given, o.first = s, made.First
	return o.run(ctx, made.Config)
}
