package fetch

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// However many ask, a host is asked one thing at a time; another host does not wait for it.
func TestOneRequestAtATimeForAHost(t *testing.T) {
	var running, most, asked atomic.Int32
	held, let := make(chan struct{}), make(chan struct{})
	s := site(t, map[string]http.HandlerFunc{
		"/page": func(http.ResponseWriter, *http.Request) {
			most.Store(max(most.Load(), running.Add(1)))
			asked.Add(1)
			running.Add(-1)
		},
		"/hold": func(http.ResponseWriter, *http.Request) { close(held); <-let },
	})
	c := client(t, nil)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				if _, err := get(t, c, s.URL+"/page"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if most.Load() != 1 || asked.Load() != 40 {
		t.Errorf("%d at once, %d in all", most.Load(), asked.Load())
	}
	all.Go(func() {
		if _, err := get(t, c, s.URL+"/hold"); err != nil {
			t.Error(err)
		}
	})
	<-held
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := c.Get(ctx, Request{URL: s.URL + "/page"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second request while one runs: %v", err)
	}
	if _, err := get(t, c, strings.Replace(s.URL, "127.0.0.1", "localhost", 1)+"/page"); err != nil {
		t.Errorf("another host: %v", err)
	}
	close(let)
	all.Wait()
}

// A host's requests of a day are counted; the rest waits for midnight in Beijing, and says so.
func TestADayHasSoManyRequests(t *testing.T) {
	var asked atomic.Int32
	s := site(t, map[string]http.HandlerFunc{"/page": func(http.ResponseWriter, *http.Request) { asked.Add(1) }})
	now := time.Date(2026, 3, 5, 22, 0, 0, 0, beijing)
	c := client(t, func(o *Options) { o.Daily, o.Now = 3, func() time.Time { return now } })
	for range 3 {
		if _, err := get(t, c, s.URL+"/page"); err != nil {
			t.Fatal(err)
		}
	}
	_, err := get(t, c, s.URL+"/page")
	wantErr(t, err, ErrBudget, "budget")
	if !Postponed(err) || RetryAfter(err) != 2*time.Hour || !strings.Contains(err.Error(), "127.0.0.1") ||
		!strings.Contains(err.Error(), "(3)") || asked.Load() != 3 {
		t.Errorf("%v after %d requests, again in %s", err, asked.Load(), RetryAfter(err))
	}
	if _, err := get(t, c, strings.Replace(s.URL, "127.0.0.1", "localhost", 1)+"/page"); err != nil {
		t.Errorf("another host: %v", err)
	}
	now = now.Add(2 * time.Hour)
	if _, err := get(t, c, s.URL+"/page"); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

// A host that asks for rest is left alone by every source, whatever page it asked on.
func TestRetryAfterHoldsForTheWholeHost(t *testing.T) {
	var asked atomic.Int32
	s := site(t, map[string]http.HandlerFunc{
		"/page": func(http.ResponseWriter, *http.Request) { asked.Add(1) },
		"/busy": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"/soon": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		},
	})
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, beijing)
	c := client(t, func(o *Options) { o.Now = func() time.Time { return now } })
	_, err := get(t, c, s.URL+"/busy")
	wantErr(t, err, ErrStatus, "status_503")
	if Postponed(err) || RetryAfter(err) != time.Hour {
		t.Errorf("%v, %s", err, RetryAfter(err))
	}
	now = now.Add(10 * time.Minute)
	_, err = get(t, c, s.URL+"/page")
	wantErr(t, err, ErrRest, "resting")
	if RetryAfter(err) != 50*time.Minute || asked.Load() != 0 {
		t.Errorf("again in %s, %d requests", RetryAfter(err), asked.Load())
	}
	now = now.Add(50 * time.Minute)
	if _, err := get(t, c, s.URL+"/page"); err != nil {
		t.Errorf("after the rest: %v", err)
	}
	_, err = get(t, c, s.URL+"/soon")
	wantErr(t, err, ErrStatus, "status_429")
	start := time.Now()
	if _, err = get(t, c, s.URL+"/page"); err != nil || time.Since(start) < time.Second {
		t.Errorf("a short rest was not waited for: %v, %s", err, time.Since(start))
	}
}

// What a host gave up to a day, and the rest that it asked for, hold for the next process as well.
func TestBudgetAndRestOutliveTheProcess(t *testing.T) {
	var asked atomic.Int32
	s := site(t, map[string]http.HandlerFunc{
		"/page": func(http.ResponseWriter, *http.Request) { asked.Add(1) },
		"/busy": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
		},
	})
	now := time.Date(2026, 3, 5, 22, 0, 0, 0, beijing)
	kept := map[string]HostState{}
	process := func() *Client {
		return client(t, func(o *Options) {
			o.Daily, o.Now = 3, func() time.Time { return now }
			o.Recall = func(_ context.Context, host string) HostState { return kept[host] }
		})
	}
	first := process()
	for range 2 {
		if _, err := get(t, first, s.URL+"/page"); err != nil {
			t.Fatal(err)
		}
	}
	maps.Copy(kept, first.Changes())
	if again := first.Changes(); len(kept) != 1 || len(again) != 0 {
		t.Fatalf("changes: %v, then %v", kept, again)
	}
	second := process()
	_, err := get(t, second, s.URL+"/busy")
	wantErr(t, err, ErrStatus, "status_429")
	maps.Copy(kept, second.Changes())
	third := process()
	now = now.Add(time.Hour)
	_, err = get(t, third, s.URL+"/page")
	wantErr(t, err, ErrRest, "resting")
	for h, st := range kept {
		st.Rest = time.Time{}
		kept[h] = st
	}
	_, err = get(t, process(), s.URL+"/page")
	wantErr(t, err, ErrBudget, "budget")
	now = now.Add(time.Hour)
	if _, err := get(t, process(), s.URL+"/page"); err != nil || asked.Load() != 3 {
		t.Errorf("the next day: %v, %d asked", err, asked.Load())
	}
}
