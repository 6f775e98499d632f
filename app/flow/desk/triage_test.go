package desk_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/triage"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// listen reads the desk's events until the context ends.
func listen(ctx context.Context, t testing.TB, d apptest.Desktop) <-chan triage.News {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", d.URL+"/desk/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	news := make(chan triage.News, 99)
	go func() {
		defer res.Body.Close()
		defer close(news)
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			var n triage.News
			if s, ok := strings.CutPrefix(in.Text(), "data: "); ok && json.Unmarshal([]byte(s), &n) == nil {
				news <- n
			}
		}
	}()
	return news
}

// waitNews reads until a kind of news of a case comes.
func waitNews(t testing.TB, news <-chan triage.News, kind, id string) {
	t.Helper()
	late := time.After(flowtest.Patience)
	for {
		select {
		case n := <-news:
			if n.Kind == kind && (id == "" || n.Case == id) {
				return
			}
		case <-late:
			t.Fatalf("no news that %s is %s", id, kind)
		}
	}
}

var refs = regexp.MustCompile(`name="case" value="(c[0-9a-f]+:\d+)"`)

// From a text that comes in to the unit and back: what a monitor sees and does at the desk.
func TestTheTriageDeskOverAHouse(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.AutoDispatch = false
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	desk := h.Desktop()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	news := listen(ctx, t, desk)
	h.Hear(flowtest.Letter(t, 1, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，请尽快恢复供水。"))
	waitNews(t, news, triage.NewsWaiting, "")
	_, body := desk.Get("/desk")
	ref := refs.FindStringSubmatch(body)
	if ref == nil || !strings.Contains(body, `title="领域事项">停水</mark>`) {
		t.Fatalf("the desk:\n%s", body)
	}
	id, _, _ := strings.Cut(ref[1], ":")
	status, said := desk.Form("/desk/act", url.Values{"move": {"dispatch"}, "case": {ref[1]}})
	if status != 200 || !strings.Contains(said, "已派单 1 件") {
		t.Fatalf("%d\n%s", status, said)
	}
	waitNews(t, news, triage.NewsLeft, id)
	if turns := turnsOf(t, h); turns != 1 {
		t.Errorf("%d turns after the dispatch", turns)
	}
	if status, said = desk.Form("/desk/act", url.Values{"move": {"dispatch"}, "case": {ref[1]}}); status != 409 {
		t.Errorf("twice: %d\n%s", status, said)
	}
	if status, said = desk.Form("/desk/undo", url.Values{"case": {id}}); status != 200 ||
		!strings.Contains(said, "已撤回 1 件") {
		t.Fatalf("undo: %d\n%s", status, said)
	}
	waitNews(t, news, triage.NewsWaiting, id)
	if c, err := h.Register().Load(t.Context(), id); err != nil || c.State != opinion.Triage ||
		c.Reopened != 0 || c.Clock != nil || turnsOf(t, h) != 0 {
		t.Errorf("recalled to %s, clock %v, %d turns, %v", c.State, c.Clock, turnsOf(t, h), err)
	}
	if status, _ = desk.Form("/desk/queues/save", url.Values{"name": {"停水"},
		"asked": {"q=停水&division=98"}}); status != 200 {
		t.Errorf("a saved search: %d", status)
	}
	if _, body = desk.Get("/desk"); !strings.Contains(body, `停水 <span class="count">1</span>`) {
		t.Error("no queue for the saved search")
	}
	if n, err := h.Register().Verify(t.Context(), id); err != nil || n != 3 {
		t.Errorf("the history: %d events, %v", n, err)
	}
}

func turnsOf(t testing.TB, h *apptest.Running) int {
	t.Helper()
	n := 0
	if err := h.Register().EachTurn(t.Context(), nil, func(opinion.Turn) { n++ }); err != nil {
		t.Fatal(err)
	}
	return n
}

// BenchmarkDesk draws the pages of a desk where 2,500 cases wait, register, log and console real.
func BenchmarkDesk(b *testing.B) {
	w := flowtest.NewWorld(b, "")
	cfg := w.Load(b)
	cfg.Casework.AutoDispatch = false
	h := apptest.Open(b, w, cfg, app.RoleRespond, app.RoleConsole)
	var out []bus.Message
	for i := range 2500 {
		m := flowtest.Letter(b, i, fmt.Sprintf("岚桥市云汀县第%d小区停水", i), "停水已经两天，家里有老人，请尽快恢复供水并说明原因。")
		f := opinion.Finding{Mention: m,
			Topic: opinion.TopicFinding{ID: cfg.Topics[i%len(cfg.Topics)].ID,
				Evidence: []string{"停水"}, Confidence: .9},
			Demand: opinion.DemandFinding{ID: opinion.Complaint},
			Severity: opinion.SeverityFinding{Level: []opinion.Severity{"IV", "III", "II"}[i%3],
				Evidence: []string{"两天"}},
			Issue: opinion.IssueRef{ID: opinion.IssueID(m.ID), Size: 1, New: true},
			Route: opinion.Route{Lead: cfg.Units[i%len(cfg.Units)].ID, Rule: "sector"}}
		data, err := json.Marshal(f)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, bus.Message{Subject: opinion.FindingSubject(f), ID: f.ID, Data: data})
	}
	for chunk := range slices.Chunk(out, 500) {
		if _, err := h.Bus().Publish(b.Context(), chunk...); err != nil {
			b.Fatal(err)
		}
	}
	flowtest.Until(b, "all cases wait", func() bool {
		n, err := h.Register().CountWaiting(b.Context(), []register.WaitingQuery{{}})
		if err != nil {
			b.Fatal(err)
		}
		return n[0] == len(out)
	})
	desk := h.Desktop()
	for i := range 6 {
		desk.Form("/desk/queues/save", url.Values{"name": {fmt.Sprint("q", i)},
			"asked": {[]string{"q=停水", "division=9802", "severity=II"}[i%3]}})
	}
	_, body := desk.Get("/desk")
	if !strings.Contains(body, `全部待研判 <span class="count">2500</span>`) {
		b.Fatalf("not all wait:\n%s", body)
	}
	ref := refs.FindStringSubmatch(body)
	id, _, _ := strings.Cut(ref[1], ":")
	for name, path := range map[string]string{"first": "/desk",
		"words": "/desk?q=" + url.QueryEscape("停水"), "place": "/desk?division=9802",
		"case": "/desk/cases/" + id} {
		b.Run(name, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				began := time.Now()
				desk.Get(path)
				times = append(times, time.Since(began))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}
