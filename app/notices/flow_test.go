package notices_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/notify"
)

func TestMain(m *testing.M) { flowtest.Main(m) }

func TestNotifyTestSaysWhatHappened(t *testing.T) {
	var body atomic.Value // the last that came; another process has it sent
	var status atomic.Int32
	status.Store(http.StatusOK)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		body.Store(string(b))
		w.WriteHeader(int(status.Load()))
	}))
	defer s.Close()
	w := flowtest.NewWorld(t, `
notify:
  allow_private: ["127.0.0.1/32"]
  channels:
    - {id: oa, by: webhook, url: "`+s.URL+`/hook", secret_file: oa.secret}
  tell:
    - {role: coordinator, channels: [oa]}
`)
	flowtest.Write(t, w.Config+"/oa.secret", "sample secret\n")
	out, err := run(t, "notify", "test", "oa", "--config", w.Config)
	came, _ := body.Load().(string)
	if err != nil || !strings.Contains(out, "channel oa (webhook) has taken it") ||
		!strings.Contains(came, `"kind":"test"`) {
		t.Errorf("%q %v %s", out, err, came)
	}
	status.Store(http.StatusServiceUnavailable)
	if _, err = run(t, "notify", "test", "oa", "--config", w.Config); err == nil ||
		!strings.Contains(err.Error(), "[status_503]") {
		t.Error(err)
	}
	if _, err = run(t, "notify", "test", "none", "--config", w.Config); err == nil ||
		!strings.Contains(err.Error(), "ended with 2") {
		t.Error(err)
	}
}

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	c := flowtest.Run(t, args...)
	if c.Code != 0 {
		return c.Out.String(), fmt.Errorf("ended with %d: %s", c.Code, c.Err.String())
	}
	return c.Out.String(), nil
}

// withChannel is a world with one channel, oa, and what it is sent.
func withChannel(t *testing.T) (flowtest.World, <-chan string) {
	t.Helper()
	bodies := make(chan string, 100)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies <- string(b)
	}))
	t.Cleanup(s.Close)
	w := flowtest.NewWorld(t, `notify: {allow_private: ["127.0.0.1/32"], channels: `+
		`[{id: oa, by: webhook, url: "`+s.URL+`", secret_file: oa.secret}]}`)
	flowtest.Write(t, w.Config+"/oa.secret", "sample\n")
	return w, bodies
}

// A case is opened and dispatched in a whole process, and its unit hears of it, once and without
// its words.
func TestADispatchReachesItsUnit(t *testing.T) {
	flowtest.NoLeaks(t)
	w, bodies := withChannel(t)
	cfg := w.Load(t)
	f := opinion.Finding{Issue: opinion.IssueRef{ID: "i1"}}
	f.ID, f.Kind, f.Division, f.Topic.ID, f.Severity.Level = strings.Repeat("a", 32),
		opinion.KindBoard, "980101", cfg.Topics[0].ID, opinion.SeverityIV
	f.Title = "样例标题不外传"
	for _, u := range cfg.Units {
		cfg.Notify.Tell = append(cfg.Notify.Tell, configs.Tell{Unit: u.ID, Channels: []string{"oa"}})
	}
	h := apptest.Open(t, w, cfg, app.RoleRespond)
	apptest.CaughtUp(t, h.App)
	flowtest.Until(t, "notices begun", func() bool {
		n, err := h.Bus().LastSubjectSeq(t.Context(), "CHANNELS", "channel.BEGUN")
		return err == nil && n > 0
	})
	f.Route = h.Judges().Parts.Route(opinion.RouteRequest{Topic: f.Topic.ID, Division: f.Division,
		Severity: opinion.SeverityIV})
	id := opinion.CaseID("i1")
	for _, cmd := range []opinion.Command{{Move: opinion.MoveOpen, By: casework.System,
		Finding: &f}, {Move: opinion.MoveDispatch, By: casework.System, Unit: f.Route.Lead}} {
		flowtest.Until(t, string(cmd.Move), func() bool { // a busy register may not have seen the opening yet
			_, err := h.Desk().Do(t.Context(), id, cmd)
			return err == nil
		})
	}
	select {
	case body := <-bodies:
		if !strings.Contains(body, `"kind":"dispatch"`) || !strings.Contains(body, id) ||
			strings.Contains(body, f.Title) {
			t.Error(body)
		}
	case <-time.After(flowtest.Patience):
		t.Fatal("nobody was told")
	}
	for _, name := range []string{"notify", "digest", notify.TellStep("oa")} {
		step := h.Step(name)
		flowtest.Until(t, "nothing waits for "+name, func() bool {
			n, err := h.Bus().Pending(t.Context(), step.Stream, step.Name)
			return err == nil && n == 0
		})
	}
	if len(bodies) > 0 {
		t.Errorf("told again: %s", <-bodies)
	}
	h.Stop()
}
