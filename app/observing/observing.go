// Package observing is what a monitoring system is told of a running process: figures, whether it
// is ready, and traces. No word of a text is among them.
package observing

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/register/sqlite"
)

// Parts are what observing takes of a process.
type Parts struct {
	Bus            *bus.Bus
	Register       *sqlite.Store
	RegisterBehind func(context.Context) (uint64, error) // events it has not seen
	ArchiveBehind  func(context.Context) (uint64, error) // nil: this process keeps no archive
	Channels       func(context.Context) ([]facts.NoticeChannel, error)
	Sources        func(context.Context) ([]facts.SourceRow, error)
	Alerts         func(context.Context) (facts.AlertCounts, error)
	Ready          func(context.Context) error
	Damaged        func() map[string]string // by stream, or "archive": what is damaged
	Now            func() time.Time
	Log            *zap.Logger
}

// Metrics is /metrics: what goes on in this process.
func (p Parts) Metrics() http.Handler {
	all := prometheus.NewRegistry()
	all.MustRegister(gauges{p}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(all, promhttp.HandlerOpts{})
}

// Handler is what a monitoring system on another machine may ask, whatever the roles of this
// process are: figures, no text, and nothing that acts.
func (p Parts) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.Metrics())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := p.Ready(r.Context()); err != nil {
			http.Error(w, "not ready: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	return mux
}

// Serve answers until ctx ends.
func (p Parts) Serve(ctx context.Context, address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another address with observe.listen", address, err)
	}
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}
	p.Log.Info("metrics are up", zap.String("address", l.Addr().String()))
	unhook := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer unhook()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
