package triage_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/triage"
)

// line reads server-sent events until n of them carried news.
func listen(ctx context.Context, at, after string, n int) (data []string, last string, err error) {
	r, err := http.NewRequestWithContext(ctx, "GET", at, nil)
	if err != nil {
		return nil, "", err
	}
	if after != "" {
		r.Header.Set("Last-Event-ID", after)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		return nil, "", fmt.Errorf("content type %s", kind)
	}
	in := bufio.NewScanner(answer.Body)
	for in.Scan() {
		if s, ok := strings.CutPrefix(in.Text(), "id: "); ok {
			last = s
		}
		if s, ok := strings.CutPrefix(in.Text(), "data: "); ok {
			if data = append(data, s); len(data) == n {
				return data, last, nil
			}
		}
	}
	return data, last, in.Err()
}

func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Minute); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestManyDesksHearOfACaseAndTheServerEndsWithThem(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	hub := triage.NewHub(consoletest.Now)
	server := httptest.NewUnstartedServer(consoletest.Start(t, consoletest.NewWorld(1), func(d *console.Deps) { d.Hub = hub }))
	server.Config.ReadTimeout = time.Second // the line must outlive it
	server.Config.RegisterOnShutdown(hub.Close)
	server.Start()
	const desks = 60
	var heard sync.Map
	var all sync.WaitGroup
	for i := range desks {
		all.Add(1)
		go func() {
			defer all.Done()
			data, _, err := listen(t.Context(), server.URL+triage.EventsAt, "", 3)
			if err != nil {
				t.Error(err)
			}
			heard.Store(i, data)
		}()
	}
	waitFor(t, "desks that listen", func() bool { return hub.Readers() == desks })
	listening := time.Now()
	waitFor(t, "the end of what reading may take", func() bool { return time.Since(listening) > 3*server.Config.ReadTimeout/2 })
	hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: "c1"})
	hub.Tell(triage.News{Kind: triage.NewsLeft, Case: "c1", State: "dispatched"}, triage.News{Kind: triage.NewsPresence, Case: "c2"})
	all.Wait()
	want := []string{`{"kind":"waiting","case":"c1"}`, `{"kind":"left","case":"c1","state":"dispatched"}`, `{"kind":"mark","case":"c2"}`}
	for i := range desks {
		if got, _ := heard.Load(i); got == nil || !slices.Equal(got.([]string), want) {
			t.Errorf("desk %d heard %v", i, got)
		}
	}
	waitFor(t, "desks that left", func() bool { return hub.Readers() == 0 })

	ended := make(chan error, 1)
	go func() {
		_, _, err := listen(context.Background(), server.URL+triage.EventsAt, "", 99)
		ended <- err
	}()
	waitFor(t, "one more desk", func() bool { return hub.Readers() == 1 })
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if err := server.Config.Shutdown(ctx); err != nil {
		t.Errorf("the server waits for an open line: %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the line was torn: %v", err)
	}
	server.Close()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestWhoWasCutOffHearsTheRest(t *testing.T) {
	hub := triage.NewHub(consoletest.Now)
	server := httptest.NewServer(consoletest.Start(t, consoletest.NewWorld(1), func(d *console.Deps) { d.Hub = hub }))
	defer server.Close()
	defer hub.Close()
	go func() {
		waitFor(t, "a desk", func() bool { return hub.Readers() == 1 })
		hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: "c1"})
	}()
	_, last, err := listen(t.Context(), server.URL+triage.EventsAt, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: "c2"})
	data, _, err := listen(t.Context(), server.URL+triage.EventsAt, last, 1)
	if err != nil || !slices.Equal(data, []string{`{"kind":"waiting","case":"c2"}`}) {
		t.Errorf("after a cut: %v, %v", data, err)
	}
	if data, _, err = listen(t.Context(), server.URL+triage.EventsAt, "12", 1); err != nil || !slices.Equal(data, []string{"{}"}) {
		t.Errorf("after too long: %v, %v", data, err)
	}
}
