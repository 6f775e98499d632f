package indexing_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/configs"
	"huiying/index"
	"huiying/index/elastic"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// gate stands before a server and can be shut, as a server that goes away.
type gate struct {
	net.Listener
	to   string
	mu   sync.Mutex
	shut bool
	open map[net.Conn]bool
	all  sync.WaitGroup
}

func newGate(t *testing.T, to string) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{Listener: l, to: to, open: map[net.Conn]bool{}}
	g.all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			g.all.Go(func() { g.relay(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); g.set(true); g.all.Wait() })
	return g
}

func (g *gate) relay(c net.Conn) {
	defer c.Close()
	s, err := net.Dial("tcp", g.to)
	if err != nil {
		return
	}
	defer s.Close()
	g.mu.Lock()
	if g.shut {
		g.mu.Unlock()
		return
	}
	g.open[c], g.open[s] = true, true
	g.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(s, c); _ = s.Close() })
	both.Go(func() { _, _ = io.Copy(c, s); _ = c.Close() })
	both.Wait()
	g.mu.Lock()
	delete(g.open, c)
	delete(g.open, s)
	g.mu.Unlock()
}

// set shuts the gate, with all that is under way, or opens it.
func (g *gate) set(shut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = shut
	if shut {
		for c := range g.open {
			_ = c.Close()
		}
	}
}

// onServer lets a configuration use a real server through a gate, under a prefix of the
// test's own; without a server the test is skipped.
func onServer(t *testing.T, cfg *configs.Config) *gate {
	t.Helper()
	at := os.Getenv("HUIYING_ELASTIC_URL")
	if at == "" {
		t.Skip("no server: HUIYING_ELASTIC_URL is not set (make test-elastic starts one)")
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	g := newGate(t, u.Host)
	e := configs.Elastic{URL: "http://" + g.Addr().String(),
		Compat: os.Getenv("HUIYING_ELASTIC_COMPAT"),
		Prefix: "h" + strings.ToLower(rand.Text()[:12])}
	cfg.Index.Elastic = e
	t.Cleanup(func() {
		x, err := elastic.Open(elastic.Options{URLs: []string{at}, Compat: e.Compat, Prefix: e.Prefix})
		if err != nil {
			t.Error(err)
			return
		}
		defer x.Close()
		if err := x.Erase(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return g
}

func publishTold(t *testing.T, h *apptest.Running, seed uint64, n int, collected time.Time) {
	t.Helper()
	var batch []opinion.Mention
	for i, r := range flowtest.Told(seed, n) {
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Ref: fmt.Sprint(seed, "-", i),
			Kind: opinion.KindBoard, Title: r.Title, Text: r.Text, CollectedAt: collected})
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, m)
	}
	if _, err := h.Inbox().Publish(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

// A story: the index is a server; it goes away and comes back; the month of the old texts is
// dropped; and everything is rebuilt from the log.
func TestElasticServesTheHouse(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	g := onServer(t, cfg)
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	desk := h.Desktop()
	publishTold(t, h, 1, 150, time.Now())
	h.Settled()
	if n := len(apptest.Hits(t, h.App, index.Query{})); n != 150 {
		t.Fatalf("%d findings, want 150", n)
	}
	if code, body := desk.Get("/readyz"); code != 200 {
		t.Errorf("ready: %d %s", code, body)
	}

	g.set(true)
	before, err := h.Register().Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	publishTold(t, h, 2, 200, time.Now())
	flowtest.Until(t, "cases are opened while the index is away", func() bool {
		now, err := h.Register().Stats(t.Context())
		return err == nil && now.Findings == before.Findings+200
	})
	if code, body := desk.Get("/readyz"); code != 503 ||
		!strings.Contains(body, g.Addr().String()) || !strings.Contains(body, "unreachable") {
		t.Errorf("ready without the index: %d %s", code, body)
	}
	code, body := desk.Get("/api/v1/mentions?q=x")
	var problem struct{ Code, Detail string }
	if err := json.Unmarshal([]byte(body), &problem); err != nil || code != 503 ||
		problem.Code != "index_away" || !strings.Contains(problem.Detail, "待入库 200 条") {
		t.Errorf("search without the index: %d %s", code, body)
	}
	if code, body := desk.Get("/search?q=x"); code != 200 || !strings.Contains(body, "检索库暂时连不上") {
		t.Errorf("the page of search without the index: %d %.200s", code, body)
	}

	g.set(false)
	h.Settled()
	if n := len(apptest.Hits(t, h.App, index.Query{})); n != 350 {
		t.Fatalf("%d findings after the index came back, want 350", n)
	}
	if n, err := h.Bus().DeadLetters().Count(t.Context()); err != nil || n != 0 {
		t.Errorf("%d dead letters (%v)", n, err)
	}

	publishTold(t, h, 3, 20, time.Now().Add(-cfg.Retention).AddDate(0, -2, 0))
	h.Settled()
	if _, err := h.Forgetter().Old(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(apptest.Hits(t, h.App, index.Query{})); n != 350 {
		t.Fatalf("%d findings after the old ones were dropped, want 350", n)
	}
	h.Stop()

	if err := app.Reindex(t.Context(), cfg, w.Data, os.Stderr); err != nil {
		t.Fatal(err)
	}
	h = apptest.Open(t, w, cfg)
	if n := len(apptest.Hits(t, h.App, index.Query{})); n != 370 { // the log had not forgotten the old ones yet
		t.Errorf("%d findings after the rebuild, want 370", n)
	}
}
