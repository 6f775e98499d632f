package observing_test

import (
	"encoding/hex"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	otlp "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/app/observing"
	"huiying/bus"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// sink is a collector of traces.
type sink struct {
	mu    sync.Mutex
	names map[string]map[string]bool // by trace: the spans in it
	raw   strings.Builder
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var in otlp.ExportTraceServiceRequest
	if err == nil {
		err = proto.Unmarshal(body, &in)
	}
	if err != nil || r.URL.Path != "/v1/traces" {
		http.Error(w, "no traces", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw.Write(body)
	for _, res := range in.ResourceSpans {
		for _, scope := range res.ScopeSpans {
			for _, span := range scope.Spans {
				id := hex.EncodeToString(span.TraceId)
				if s.names[id] == nil {
					s.names[id] = map[string]bool{}
				}
				s.names[id][span.Name] = true
			}
		}
	}
}

// A visit to a site, the judgement of what it told, and the case that came of it are one trace,
// and no span tells a word of it.
func TestOneTraceFromFetchToCase(t *testing.T) {
	flowtest.NoLeaks(t)
	got := &sink{names: map[string]map[string]bool{}}
	at := httptest.NewServer(got)
	defer at.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", at.URL)
	const words = "石汀区有人反映路灯坏了三天没人修，晚上看不清路，请尽快维修。"
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>x</title><item><title>路灯</title><link>http://`+r.Host+`/1</link><description>`+words+`</description></item></channel></rss>`)
	}))
	defer site.Close()
	w := flowtest.NewWorld(t, `notify: {channels: [{id: oa, by: webhook, url: "https://oa.example/", secret_file: oa.secret}]}`)
	flowtest.Write(t, w.Config+"/oa.secret", "sample\n")
	cfg := w.Load(t)
	cfg.Collect.AllowPrivate = true
	cfg.Sources = append(cfg.Sources, configs.SourceSettings{Source: opinion.Source{ID: "board-x",
		Name: "留言板", Kind: opinion.KindBoard, URL: site.URL + "/feed.xml", Division: "98"},
		By: "feed", Every: time.Minute, Max: 5, Enabled: true})
	h := apptest.Open(t, w, cfg, app.RoleCollect, app.RoleAnalyze, app.RoleRespond)
	flowtest.Until(t, "a case", func() bool {
		n, err := h.Bus().Count(t.Context(), "CASES")
		return err == nil && n > 0
	})
	caseTrace := ""
	if _, err := h.Bus().Read(t.Context(), "CASES", "", 1, func(m bus.Msg) error {
		if p := strings.Split(m.Header["traceparent"], "-"); len(p) == 4 {
			caseTrace = p[1]
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "the memory of the visit",
		func() bool { return len(families(t, h, "huiying_source_last_new")) == 1 })
	shipped, err := os.ReadFile("../../deploy/testdata/metrics.txt")
	if err != nil {
		t.Fatal(err)
	}
	// deploy's own tests hold the dashboard and the alarms to this list.
	if now := strings.Join(families(t, h, "huiying_"), "\n") + "\n"; now != string(shipped) {
		t.Errorf("deploy/testdata/metrics.txt is not what /metrics tells; it should be:\n%s", now)
	}
	h.Stop() // sends what is left

	got.mu.Lock()
	defer got.mu.Unlock()
	for _, span := range []string{"step crawl", "fetch", "step analyze", "step index", "step respond"} {
		if !got.names[caseTrace][span] {
			t.Errorf("the trace of the case lacks %q: %v", span, got.names[caseTrace])
		}
	}
	for _, word := range []string{"路灯", "石汀区", "看不清路"} {
		if strings.Contains(got.raw.String(), word) {
			t.Errorf("a span tells %q", word)
		}
	}
}

func TestTracesAreOffUnlessTheyHaveSomewhereToGo(t *testing.T) {
	for _, c := range []struct {
		name, key, value string
		on, fails        bool
	}{
		{"nothing said", "", "", false, false},
		{"an address", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:1/v1/traces", true, false},
		{"switched off", "OTEL_SDK_DISABLED", "true", false, false},
		{"sent nowhere", "OTEL_TRACES_EXPORTER", "none", false, false},
		{"another protocol", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.key != "" {
				t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
				t.Setenv(c.key, c.value)
			}
			tr, err := observing.OpenTraces(t.Context(), "huiying", "test", nil)
			if (err != nil) != c.fails || (tr.Tracer("x") != nil) != c.on {
				t.Errorf("%v, traced %v", err, tr.Tracer("x") != nil)
			}
			if err := tr.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What another machine may ask is figures: no word of a text, and no way to act.
func TestObservedIsFiguresOnly(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	publishOne(t, h, "云汀县听涛苑三天没有供水了，老人小孩都没水用。")
	h.Settled()
	handler := h.Observed()
	get := func(method, path string) (int, string) {
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, httptest.NewRequest(method, path, nil))
		return rec.Code, rec.Body.String()
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready"} {
		if code, body := get("GET", path); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	for _, path := range []string{"/", "/cases", "/api/v1/mentions", "/search"} {
		if code, _ := get("GET", path); code != 404 {
			t.Errorf("%s answers %d on the address of the metrics", path, code)
		}
	}
	if code, _ := get("POST", "/metrics"); code != 405 {
		t.Errorf("POST /metrics: %d", code)
	}
	_, metrics := get("GET", "/metrics")
	for _, want := range []string{`huiying_step_done_total{step="analyze"} 1`,
		`huiying_step_published_total{step="analyze"} 1`,
		`huiying_step_retried_total{step="respond"} 0`,
		`huiying_step_dead_total{step="index"} 0`, `huiying_alerts{kind="surge",state="ringing"} 0`, `huiying_step_lag_seconds{step="index"} 0`,
		`huiying_step_seconds_count{step="analyze"} 1`,
		`huiying_step_age_seconds_count{step="respond"} 1`, "huiying_clock_skew_seconds 0",
		"process_start_time_seconds"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if found := regexp.MustCompile(`\p{Han}+`).FindAllString(metrics, -1); found != nil {
		t.Errorf("/metrics says %v", found)
	}
}

// families lists what /metrics tells: name, kind and labels of each family, in order.
func families(t *testing.T, h *apptest.Running, prefix string) []string {
	t.Helper()
	rec := httptest.NewRecorder()
	h.Observed().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	parser := expfmt.NewTextParser(model.UTF8Validation)
	all, err := parser.TextToMetricFamilies(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f := all[name]
		if !strings.HasPrefix(f.GetName(), prefix) {
			continue
		}
		line := f.GetName() + " " + strings.ToLower(f.GetType().String())
		for _, l := range f.GetMetric()[0].GetLabel() {
			line += " " + l.GetName()
		}
		out = append(out, line)
	}
	return out
}

func publishOne(t *testing.T, h *apptest.Running, words string) {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Ref: "1", Kind: opinion.KindBoard,
		Text: words, CollectedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Inbox().Publish(t.Context(), []opinion.Mention{m}); err != nil {
		t.Fatal(err)
	}
}
