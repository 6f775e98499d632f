package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"huiying/configs"
)

type serveOptions struct {
	config, data, listen, roles, nats, observe, logLevel string
}

func serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run collectors, analyzers, responders and the console in one process, or some of them",
		Args:  exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := configs.Load(o.config)
			if err != nil {
				return err
			}
			return o.run(cmd.Context(), cfg, nil)
		},
	}
	f := c.Flags()
	f.StringVar(&o.config, "config", "", "configuration directory (default: the shipped samples)")
	f.StringVar(&o.data, "data", "", "data directory (default: as configured, else data)")
	f.StringVar(&o.listen, "listen", "", "address of the console, loopback, unless accounts.url names a proxy that speaks https (default: as configured, else 127.0.0.1:8080)")
	f.StringVar(&o.roles, "roles", "collect,analyze,respond,console", "what this process does")
	f.StringVar(&o.nats, "nats", "", "address of a NATS server (default: as configured, else embedded)")
	f.StringVar(&o.observe, "observe", "", "address of /metrics, /healthz and /readyz alone, for other machines (default: as configured, else none)")
	f.StringVar(&o.logLevel, "log", "info", "log level: debug, info, warn, error")
	return c
}

// extra is what a tour adds to a server: it runs beside the house until ctx ends.
type extra func(ctx context.Context, h *house) error

// run serves until ctx ends, then finishes what is in hand, closes every part, and returns.
func (o serveOptions) run(ctx context.Context, cfg *configs.Config, more extra) error {
	o.data, o.listen, o.nats = cmp.Or(o.data, cfg.Data), cmp.Or(o.listen, cfg.Listen), cmp.Or(o.nats, cfg.Bus.URL)
	roles, err := parseRoles(o.roles)
	if err != nil {
		return err
	}
	if err := safeToListen(o.listen, cfg.Accounts.URL); err != nil {
		return err
	}
	log, err := newLog(o.logLevel)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	release, err := hold(o.data)
	if err != nil {
		return err
	}
	defer release()
	h, err := open(ctx, plan{cfg: cfg, dir: o.data, nats: o.nats, roles: roles, log: log, now: time.Now, allowPrivate: more != nil, tour: more != nil})
	if err != nil && ctx.Err() != nil {
		return nil // Ctrl-C while it was starting: whatever did not open then is not at fault
	}
	if err != nil {
		return err
	}
	for _, f := range calendarFaults(cfg, time.Now()) { // it works on: only what needs those days cannot be counted
		log.Warn("huiying check finds a fault", zap.Stringer("fault", f))
	}
	work, stop := context.WithCancel(ctx)
	defer stop()
	parts := []func(context.Context) error{h.run, func(ctx context.Context) error { return h.showBuilding(ctx, os.Stderr) }}
	if h.has(roleConsole) {
		parts = append(parts, func(ctx context.Context) error { return h.serveConsole(ctx, o.listen) })
	}
	if at := cmp.Or(o.observe, cfg.Observe.Listen); at != "" {
		parts = append(parts, func(ctx context.Context) error { return h.serveObserved(ctx, at) })
	}
	if more != nil {
		parts = append(parts, func(ctx context.Context) error { return more(ctx, h) })
	}
	return errors.Join(together(work, stop, parts...), h.close())
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

// safeToListen refuses an address that others can reach, where passwords would cross the network in the
// clear: then a proxy that speaks https stands in front, and the configuration names its address.
func safeToListen(address, outside string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w: --listen %q is no address: %w", errUsage, address, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) || strings.HasPrefix(outside, "https://") {
		return nil
	}
	return fmt.Errorf("%w: passwords would cross the network in the clear: listen on 127.0.0.1 or [::1], or put a proxy that speaks https in front and name it as accounts.url", errUsage)
}

// serveConsole serves pages and API until ctx ends.
func (h *house) serveConsole(ctx context.Context, address string) error {
	handler, err := h.console()
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; is another server running? choose another with --listen", address, err)
	}
	key := h.key
	if err := h.firstAccounts(ctx); err != nil {
		return errors.Join(err, l.Close())
	}
	withdraw, err := announce(h.dir, running{Address: l.Addr().String(), PID: os.Getpid(), Key: key})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer withdraw()
	server := &http.Server{Handler: h.withBackup(handler, key), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	server.RegisterOnShutdown(h.news.Close) // open desks keep a line open
	fmt.Fprintf(os.Stderr, "\n  console  http://%s/     (sign in)\n  open     http://%s/open/\n  stop     Ctrl-C\n\n", l.Addr(), l.Addr())
	h.log.Info("console is up", zap.String("address", l.Addr().String()))
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	swept := make(chan error, 1)
	tidy, rest := context.WithCancel(ctx)
	defer func() { rest(); <-swept }()
	go func() { swept <- h.sweep(tidy) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer stop()
	if err := server.Shutdown(wait); err != nil {
		return server.Close() // a reader that does not go is not waited for
	}
	return nil
}
