package app

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

type ServeOptions struct {
	Config, Data, Listen, Roles, Nats, Observe, LogLevel string
}

// extra is what a tour adds to a server: it runs beside the house until ctx ends.
type extra func(ctx context.Context, h *House) error

// run serves until ctx ends, then finishes what is in hand, closes every part, and returns.
func (o ServeOptions) Run(ctx context.Context, cfg *configs.Config, more extra) error {
	o.Data, o.Listen, o.Nats = cmp.Or(o.Data, cfg.Data), cmp.Or(o.Listen, cfg.Listen), cmp.Or(o.Nats, cfg.Bus.URL)
	roles, err := ParseRoles(o.Roles)
	if err != nil {
		return err
	}
	if err := safeToListen(o.Listen, cfg.Accounts.URL); err != nil {
		return err
	}
	log, err := NewLog(o.LogLevel)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUsage, err)
	}
	release, err := Hold(o.Data)
	if err != nil {
		return err
	}
	defer release()
	h, err := Open(ctx, Plan{Cfg: cfg, Dir: o.Data, Nats: o.Nats, Roles: roles, Log: log, Now: time.Now, allowPrivate: more != nil, Tour: more != nil})
	if err != nil && ctx.Err() != nil {
		return nil // Ctrl-C while it was starting: whatever did not open then is not at fault
	}
	if err != nil {
		return err
	}
	for _, f := range CalendarFaults(cfg, time.Now()) { // it works on: only what needs those days cannot be counted
		log.Warn("huiying check finds a fault", zap.Stringer("fault", f))
	}
	work, stop := context.WithCancel(ctx)
	defer stop()
	parts := []func(context.Context) error{h.Run, func(ctx context.Context) error { return h.showBuilding(ctx, os.Stderr) }}
	if h.has(roleConsole) {
		parts = append(parts, func(ctx context.Context) error { return h.serveConsole(ctx, o.Listen) })
	}
	if at := cmp.Or(o.Observe, cfg.Observe.Listen); at != "" {
		parts = append(parts, func(ctx context.Context) error { return h.serveObserved(ctx, at) })
	}
	if more != nil {
		parts = append(parts, func(ctx context.Context) error { return more(ctx, h) })
	}
	return errors.Join(together(work, stop, parts...), h.Close())
}

// safeToListen refuses an address that others can reach, where passwords would cross the network in the
// clear: then a proxy that speaks https stands in front, and the configuration names its address.
func safeToListen(address, outside string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w: --listen %q is no address: %w", ErrUsage, address, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) || strings.HasPrefix(outside, "https://") {
		return nil
	}
	return fmt.Errorf("%w: passwords would cross the network in the clear: listen on 127.0.0.1 or [::1], or put a proxy that speaks https in front and name it as accounts.url", ErrUsage)
}

func ParseRoles(s string) ([]Role, error) {
	var out []Role
	for word := range strings.SplitSeq(s, ",") {
		r := Role(strings.TrimSpace(word))
		if !slices.Contains(allRoles, r) {
			return nil, fmt.Errorf("%w: there is no role %q; the roles are collect, analyze, respond, console", ErrUsage, word)
		}
		out = append(out, r)
	}
	return out, nil
}
