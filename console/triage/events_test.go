package triage_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/triage"
)

// office is a server and its clients within one bubble of testing/synctest: connections are pipes,
// and time passes only when everybody waits.
type office struct {
	server http.Server
	wires  chan net.Conn
	closed chan struct{}
	client http.Client
	end    sync.Once
}

func newOffice(h http.Handler) *office {
	o := &office{wires: make(chan net.Conn), closed: make(chan struct{})}
	o.server.Handler = h
	o.client.Transport = &http.Transport{DialContext: o.dial}
	return o
}

func (o *office) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case o.wires <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept, Close and Addr make it a net.Listener.
func (o *office) Accept() (net.Conn, error) {
	select {
	case c := <-o.wires:
		return c, nil
	case <-o.closed:
		return nil, net.ErrClosed
	}
}

func (o *office) Close() error {
	o.end.Do(func() { close(o.closed) })
	return nil
}

func (o *office) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080} }

// line is what came on a line of events.
type line struct {
	data []string
	last string // id
	err  error
}

// listen reads server-sent events until n of them carried news.
func (o *office) listen(after string, n int) <-chan line {
	out := make(chan line, 1)
	go func() {
		l := line{}
		l.data, l.last, l.err = o.read(after, n)
		out <- l
	}()
	return out
}

func (o *office) read(after string, n int) (data []string, last string, err error) {
	r, err := http.NewRequest("GET", "http://localhost"+triage.EventsAt, nil)
	if err != nil {
		return nil, "", err
	}
	if after != "" {
		r.Header.Set("Last-Event-ID", after)
	}
	answer, err := o.client.Do(r)
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

// open starts a console with a hub and an office before it. The console is made outside of the
// bubble, whose channels nobody else may use.
func open(t *testing.T, with func(*testing.T, *office, *triage.Hub)) {
	hub := triage.NewHub(consoletest.Now)
	h := consoletest.Start(t, consoletest.NewWorld(1), func(d *console.Deps) { d.Hub = hub })
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(h)
		o.server.ReadTimeout = time.Second // lines must outlive it
		o.server.RegisterOnShutdown(hub.Close)
		go func() { _ = o.server.Serve(o) }() // it ends with the office
		with(t, o, hub)
		o.client.CloseIdleConnections()
		_ = o.server.Close()
	})
}

func TestManyDesksHearOfACaseAndTheServerEndsWithThem(t *testing.T) {
	open(t, func(t *testing.T, o *office, hub *triage.Hub) {
		const desks = 60
		var lines []<-chan line
		for range desks {
			lines = append(lines, o.listen("", 3))
		}
		synctest.Wait()
		if n := hub.Readers(); n != desks {
			t.Fatalf("%d desks listen", n)
		}
		<-time.After(3 * o.server.ReadTimeout / 2) // of the bubble's time
		hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: "c1"})
		hub.Tell(triage.News{Kind: triage.NewsLeft, Case: "c1", State: "dispatched"},
			triage.News{Kind: triage.NewsPresence, Case: "c2"})
		want := []string{`{"kind":"waiting","case":"c1"}`,
			`{"kind":"left","case":"c1","state":"dispatched"}`, `{"kind":"mark","case":"c2"}`}
		for i, c := range lines {
			if l := <-c; l.err != nil || !slices.Equal(l.data, want) {
				t.Errorf("desk %d heard %v, %v", i, l.data, l.err)
			}
		}
		synctest.Wait()
		if n := hub.Readers(); n != 0 {
			t.Errorf("%d desks left and are still listened for", n)
		}
		last := o.listen("", 99)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := o.server.Shutdown(ctx); err != nil {
			t.Errorf("the server waits for an open line: %v", err)
		}
		if l := <-last; l.err != nil {
			t.Errorf("the line was torn: %v", l.err)
		}
	})
}

func TestWhoWasCutOffHearsTheRest(t *testing.T) {
	open(t, func(t *testing.T, o *office, hub *triage.Hub) {
		first := o.listen("", 1)
		synctest.Wait()
		hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: "c1"})
		l := <-first
		if l.err != nil {
			t.Fatal(l.err)
		}
		hub.Tell(triage.News{Kind: triage.NewsWaiting, Case: "c2"})
		if l = <-o.listen(l.last, 1); l.err != nil ||
			!slices.Equal(l.data, []string{`{"kind":"waiting","case":"c2"}`}) {
			t.Errorf("after a cut: %v, %v", l.data, l.err)
		}
		if l = <-o.listen("12", 1); l.err != nil || !slices.Equal(l.data, []string{"{}"}) {
			t.Errorf("after too long: %v, %v", l.data, l.err)
		}
	})
}
