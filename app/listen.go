package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"go.uber.org/zap"

	"huiying/internal/cli"
)

// Addr is where the console listens; "" where there is none.
func (a *App) Addr() string {
	if a.listener == nil {
		return ""
	}
	return a.listener.Addr().String()
}

// listen takes the address of the console. Who connects before Run waits.
func (a *App) listen(address string) (err error) {
	if a.listener = a.opt.Given; a.listener == nil {
		if err := SafeToListen(address, a.opt.Cfg.Accounts.URL); err != nil {
			return err
		}
		a.listener, err = net.Listen("tcp", address)
	}
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; is another server running? choose another with --listen", address, err)
	}
	a.onClose("address of the console", func() error {
		if err := a.listener.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	return nil
}

// serveConsole serves pages and API until ctx ends.
func (a *App) serveConsole(ctx context.Context) error {
	handler, err := a.Console()
	if err != nil {
		return err
	}
	a.live.pages.Store(&handler)
	if now := a.live.now.Load(); now != a { // another version came meanwhile
		if handler, err = now.Console(); err != nil {
			return err
		}
		a.live.pages.Store(&handler)
	}
	l, key := a.listener, a.key
	if err := a.firstAccounts(ctx); err != nil {
		return err
	}
	withdraw, err := announce(a.opt.Dir, running{Address: l.Addr().String(), PID: os.Getpid(), Key: key})
	if err != nil {
		return err
	}
	defer withdraw()
	server := &http.Server{Handler: a.withBackup(a.live, key), ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	server.RegisterOnShutdown(a.hub.Close) // open desks keep a line open
	fmt.Fprintf(a.opt.Say, "\n  console  http://%s/     (sign in)\n  open     http://%s/open/\n  stop     Ctrl-C\n\n", l.Addr(), l.Addr())
	a.opt.Log.Info("console is up", zap.String("address", l.Addr().String()))
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	swept := make(chan error, 1)
	tidy, rest := context.WithCancel(ctx)
	defer func() { rest(); <-swept }()
	go func() { swept <- a.sweep(tidy) }()
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

// SafeToListen refuses an address that others can reach, where passwords would cross the network in
// the clear: then a proxy that speaks https stands in front, and the configuration names its
// address.
func SafeToListen(address, outside string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w: --listen %q is no address: %w", cli.ErrUsage, address, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) ||
		strings.HasPrefix(outside, "https://") {
		return nil
	}
	return fmt.Errorf("%w: passwords would cross the network in the clear: listen on 127.0.0.1 or [::1], or put a proxy that speaks https in front and name it as accounts.url", cli.ErrUsage)
}
