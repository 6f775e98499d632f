package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"go.uber.org/zap"
)

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

// serveConsole serves pages and API until ctx ends.
func (h *House) serveConsole(ctx context.Context, address string) error {
	handler, err := h.Console()
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
	withdraw, err := announce(h.Dir, running{Address: l.Addr().String(), PID: os.Getpid(), Key: key})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer withdraw()
	server := &http.Server{Handler: h.withBackup(handler, key), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	server.RegisterOnShutdown(h.news.Close) // open desks keep a line open
	fmt.Fprintf(os.Stderr, "\n  console  http://%s/     (sign in)\n  open     http://%s/open/\n  stop     Ctrl-C\n\n", l.Addr(), l.Addr())
	h.Log.Info("console is up", zap.String("address", l.Addr().String()))
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
