package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/configs"
)

type serveOptions struct {
	config, data, listen, roles, nats, observe, logLevel string
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

func parseRoles(s string) ([]role, error) {
	var out []role
	for word := range strings.SplitSeq(s, ",") {
		r := role(strings.TrimSpace(word))
		if !slices.Contains(allRoles, r) {
			return nil, fmt.Errorf("%w: there is no role %q; the roles are collect, analyze, respond, console", errUsage, word)
		}
		out = append(out, r)
	}
	return out, nil
}
