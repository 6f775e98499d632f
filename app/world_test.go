package app

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/configs"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// world is what tests of whole flows stand on, for those that need what an App keeps to itself.
type world struct{ flowtest.World }

// newWorld writes the configuration of the test region: see flowtest.NewWorld.
func newWorld(t testing.TB, more string, sources ...string) world {
	t.Helper()
	return world{flowtest.NewWorld(t, more, sources...)}
}

// process opens the world in this process and lets it work with the given roles until the end
// of the test, or until shut is called.
func (w world) process(t testing.TB, cfg *configs.Config, roles ...Role) (h *App, shut func()) {
	t.Helper()
	return w.houseWith(t, Options{Cfg: cfg, Roles: roles, Log: zap.NewNop()}, nil)
}

func (w world) houseWith(t testing.TB, p Options, before func(*App)) (h *App, shut func()) {
	t.Helper()
	release, err := Hold(w.Data)
	if err != nil {
		t.Fatal(err)
	}
	p.Dir, p.Now = w.Data, time.Now
	h, err = open(t.Context(), p)
	if err != nil {
		release()
		t.Fatal(err)
	}
	if before != nil {
		before(h)
	}
	work, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Run(work) }()
	closed := false
	shut = func() {
		if closed {
			return
		}
		closed = true
		stop()
		if err := errors.Join(<-done, h.Close()); err != nil {
			t.Errorf("the process did not end well: %v", err)
		}
		release()
	}
	t.Cleanup(shut)
	return h, shut
}

// settle waits until everything on the log has been handled by every step.
func settle(t testing.TB, h *App) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), flowtest.Patience)
	defer stop()
	if err := h.Drain(ctx, io.Discard); err != nil {
		t.Fatal(err)
	}
}

// caughtUp waits until the register has seen the log.
func caughtUp(t testing.TB, h *App) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), flowtest.Patience)
	defer stop()
	if err := h.CaughtUp(ctx); err != nil {
		t.Fatal(err)
	}
}

// hits walks every page of a question.
func hits(t *testing.T, h *App, q index.Query) []opinion.Finding {
	t.Helper()
	var out []opinion.Finding
	for q.Size = index.MaxSize; ; {
		page, err := h.index.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Hits...)
		if q.Cursor = page.Next; q.Cursor == "" {
			return out
		}
	}
}
