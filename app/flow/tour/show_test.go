package tour_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/demo"
	"huiying/app/tour"
	"huiying/configs"
	"huiying/internal/flowtest"
)

// aMinute is what the tour has to show everything, on a machine that is four times slower; the race
// detector takes as much again.
func aMinute() time.Duration {
	if flowtest.Race {
		return 8 * time.Minute
	}
	return 4 * time.Minute
}

// show is the tour under way in this process, served as `huiying demo` serves it.
type show struct {
	*app.App
	t     *testing.T
	sites *tour.Sites
	base  string
	dir   string
	stop  func()
}

// startTour runs the tour with texts that come quickly and clocks of twelve seconds.
func startTour(t *testing.T, dir string) *show {
	t.Helper()
	cfg, err := configs.Load("")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	sites, err := tour.Start(ctx, time.Now, time.Second, 60)
	if err != nil {
		t.Fatal(err)
	}
	demo.Configure(cfg, sites.Addr)
	for i := range cfg.Clocks {
		if cfg.Clocks[i].ID != "tour-long" {
			cfg.Clocks[i].Limit = 12 * time.Second
		}
	}
	s := &show{t: t, dir: dir, sites: sites}
	up, ended := make(chan *app.App, 1), make(chan error, 1)
	go func() {
		a, err := app.New(ctx, cfg, app.Options{Dir: dir, Listen: "127.0.0.1:0", Roles: app.AllRoles(),
			Tour: true, Beside: []func(context.Context, *app.App) error{
				func(ctx context.Context, h *app.App) error {
					up <- h
					return demo.Beside(sites)(ctx, h)
				}}})
		if err == nil {
			err = errors.Join(a.Run(ctx), a.Close())
		}
		ended <- err
	}()
	closed := false
	s.stop = func() {
		if closed {
			return
		}
		closed = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the tour did not end well: %v", err)
		}
	}
	t.Cleanup(s.stop)
	s.App = <-up
	flowtest.Until(t, "the console is up", func() bool {
		r, err := app.FindRunning(dir)
		s.base = "http://" + r.Address
		flowtest.SignIn(r.Address, r.Key)
		return err == nil
	})
	return s
}

func (s *show) get(path string) (int, string) { return flowtest.Ask(s.t, "GET", s.base+path, "", nil) }

// json asks the API and reads the answer.
func (s *show) json(path string, into any) {
	s.t.Helper()
	code, body := s.get(path)
	if code != http.StatusOK {
		s.t.Fatalf("%s answers %d: %s", path, code, flowtest.Tail(body, 300))
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

func withStopped(t *testing.T, dir string, do func(*app.App)) error {
	t.Helper()
	release, err := app.Hold(dir)
	if err != nil {
		return err
	}
	defer release()
	cfg, err := configs.Load("")
	if err != nil {
		return err
	}
	return app.WithApp(t.Context(), cfg, dir, func(h *app.App) error { do(h); return nil })
}
