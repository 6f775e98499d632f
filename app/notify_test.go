package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
)

func TestConfigurationAndDecisionsUseTheSameWords(t *testing.T) {
	var kinds []string
	for _, k := range notify.Kinds {
		kinds = append(kinds, string(k))
	}
	if !slices.Equal(kinds, configs.NoticeKinds) {
		t.Errorf("%v\n%v", kinds, configs.NoticeKinds)
	}
	for _, r := range configs.NoticeRoles {
		if notify.Roles[r] == nil {
			t.Errorf("role %s is told nothing", r)
		}
	}
}

// inbox of a channel: what arrived, and what it says to it.
type box struct {
	mu   sync.Mutex
	keys []string
	say  func(n int) error // of the nth message, from 1
}

func (b *box) Send(_ context.Context, m channel.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keys = append(b.keys, m.Key)
	if b.say != nil {
		return b.say(len(b.keys))
	}
	return nil
}

func (b *box) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.keys)
}

// officeWith is a process of nothing but a log and a post with the channel "x".
func officeWith(t *testing.T, to channel.Sender) *App {
	cfg := &configs.Config{Notify: configs.Notify{FailingAfter: 3, Zone: "Asia/Shanghai"}}
	h := &App{Options: Options{Cfg: cfg, Now: time.Now, Log: zap.NewNop(), Roles: allRoles}, Bus: bustest.Start(t)}
	h.post = &post{cfg: cfg, ids: []string{"x"}, By: map[string]configs.Channel{"x": {ID: "x", By: "webhook"}}, To: map[string]channel.Sender{"x": to}, bus: h.Bus, now: time.Now,
		log: h.Log, words: func(string) notify.Words { return notify.Words{Product: "回应"} }, pause: func(context.Context, time.Duration) error { return nil }}
	return h
}

// work runs the steps of telling until the test ends, n processes of them.
func (a *App) work(t *testing.T, n int) {
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range n {
		for _, s := range a.notifySteps()[1:] {
			if strings.HasPrefix(s.Name, "tell-") {
				s.Backoff = func(int) time.Duration { return 20 * time.Millisecond }
			}
			wg.Go(func() { _ = a.Bus.Run(ctx, s) })
		}
	}
	t.Cleanup(func() { stop(); wg.Wait() })
}

// allTold waits until no notice waits for a step of telling.
func allTold(t *testing.T, h *App) {
	t.Helper()
	for _, s := range h.notifySteps() {
		flowtest.Until(t, "nothing waits for "+s.Name, func() bool {
			n, err := h.Bus.Pending(t.Context(), s.Stream, s.Name)
			return err == nil && n == 0
		})
	}
}

func sampleNotice(key string) notify.Notice {
	return notify.Notice{Key: key, Channel: "x", Kind: notify.Urge, Case: "c1", At: time.Now()}
}

func TestWhatIsDecidedTwiceIsToldOnce(t *testing.T) {
	to := &box{}
	h := officeWith(t, to)
	h.work(t, 3)
	for range 3 {
		if err := h.outbox().Announce(t.Context(), []notify.Notice{sampleNotice("k1"), sampleNotice("k2")}); err != nil {
			t.Fatal(err)
		}
	}
	flowtest.Until(t, "both told", func() bool { return to.count() >= 2 })
	allTold(t, h)
	if to.count() != 2 {
		t.Errorf("told %v", to.keys)
	}
}

// A process dies after sending and before it could say so: the same key goes out again, and the
// log says that it may have arrived twice. One that died after saying so sends nothing again.
func TestAKillBetweenSendingAndAcknowledging(t *testing.T) {
	to := &box{}
	h := officeWith(t, to)
	n := sampleNotice("k1")
	m := channel.Message{Key: n.Key}
	dying, kill := context.WithCancel(t.Context())
	to.say = func(i int) error {
		if i == 1 {
			kill()
			return context.Canceled
		}
		return nil
	}
	if err := h.post.deliver(dying, n, m); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.post.deliver(t.Context(), n, m); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(to.keys, []string{"k1", "k1"}) {
		t.Errorf("sent %v", to.keys)
	}
	rows, err := noticeBook{h}.Deliveries(t.Context(), facts.NoticeQuery{})
	if err != nil || len(rows) != 2 || rows[0].State != "told" || !rows[0].Twice || rows[0].N != 2 || rows[1].State != "begun" {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestADeadChannelShowsAndComesBack(t *testing.T) {
	to := &box{say: func(n int) error {
		if n < 6 {
			return &channel.Refusal{Code: "robot_93000", Words: "sample"}
		}
		return nil
	}}
	h := officeWith(t, to)
	waits := make(chan time.Duration, 100)
	h.post.pause = func(_ context.Context, d time.Duration) error { waits <- d; return nil }
	h.work(t, 1)
	if err := h.outbox().Announce(t.Context(), []notify.Notice{sampleNotice("k1")}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "it fails", func() bool { return to.count() >= 4 })
	flowtest.Until(t, "it comes back", func() bool {
		all, err := noticeBook{h}.Channels(t.Context())
		return err == nil && all[0].State == "ok" && all[0].Failures == 0 && to.count() == 6
	})
	close(waits)
	last := time.Duration(0)
	for d := range waits {
		if d < last {
			t.Errorf("tried sooner after more failures: %v after %v", d, last)
		}
		last = d
	}
	if last < 30*time.Second {
		t.Errorf("it was left alone for %v at most", last)
	}
	rows, _ := noticeBook{h}.Deliveries(t.Context(), facts.NoticeQuery{})
	if len(rows) != 6 || rows[0].State != "told" || rows[5].Code != "robot_93000" {
		t.Errorf("%+v", rows)
	}
}

func TestHealthOfAFailingChannel(t *testing.T) {
	h := officeWith(t, &box{say: func(int) error { return errors.New("away") }})
	for i := range 3 {
		_ = h.post.deliver(t.Context(), sampleNotice("k1"), channel.Message{Key: "k1"})
		all, err := noticeBook{h}.Channels(t.Context())
		if want := []string{"late", "late", "failing"}[i]; err != nil || all[0].State != want || all[0].Failures != i+1 {
			t.Errorf("%+v %v", all, err)
		}
	}
}

func TestAReplayKeepsItsKey(t *testing.T) {
	to := &box{}
	h := officeWith(t, to)
	h.work(t, 2)
	if err := h.outbox().Announce(t.Context(), []notify.Notice{sampleNotice("k1")}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "told", func() bool { return to.count() == 1 })
	flowtest.Until(t, "written down", func() bool {
		return noticeBook{h}.ReplayNotice(t.Context(), "x", "k1") == nil
	})
	flowtest.Until(t, "told again", func() bool { return to.count() == 2 })
	if to.keys[1] != "k1" {
		t.Error(to.keys)
	}
	if err := (noticeBook{h}).ReplayNotice(t.Context(), "x", "nothing"); err == nil {
		t.Error("what never was is sent again")
	}
}

// Held notices ring by a real timer, for three processes, with one that comes late.
func TestADigestRingsOnce(t *testing.T) {
	to := &box{}
	h := officeWith(t, to)
	h.work(t, 3)
	slot := time.Now().Add(8 * time.Second).Truncate(time.Second) // long after the first two are held
	hold := func(key string) {
		n := sampleNotice(key)
		n.Tell = slot
		if err := h.outbox().Announce(t.Context(), []notify.Notice{n, n}); err != nil {
			t.Fatal(err)
		}
	}
	hold("a")
	hold("b")
	if to.count() != 0 {
		t.Fatal("told before its hour")
	}
	flowtest.Until(t, "told at its hour", func() bool { return to.count() == 1 })
	if time.Now().Before(slot) {
		t.Error("rang early")
	}
	hold("late")
	flowtest.Until(t, "the late one told", func() bool { return to.count() == 2 })
	hold("a")
	hold("last") // whatever came of the second "a" comes before it
	flowtest.Until(t, "the last one told", func() bool { return to.count() == 3 })
	allTold(t, h)
	told := map[string]int{}
	_, err := h.Bus.Read(t.Context(), notices, "notice.>", 1, func(m bus.Msg) error {
		var n notify.Notice
		_ = json.Unmarshal(m.Data, &n)
		for _, item := range n.Items {
			told[item.Key]++
		}
		return nil
	})
	if err != nil || fmt.Sprint(told) != "map[a:1 b:1 last:1 late:1]" || to.count() != 3 {
		t.Errorf("%v %v, %d messages", told, err, to.count())
	}
}

func TestASignalKeepsItsFirstHour(t *testing.T) {
	to := &box{}
	h := officeWith(t, to)
	z := time.FixedZone("", 0)
	h.post.rules = notify.Rules{Tell: []notify.Rule{{Role: "administrator", Channels: []string{"x"}, When: notify.DeliveryHours{Zone: z, Digest: []notify.Clock{0}}}}}
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, z)
	for i := range 3 { // the same silence, seen on three days
		h.Now = func() time.Time { return start.Add(time.Duration(i) * 24 * time.Hour) }
		if err := h.outbox().Signal(t.Context(), notify.Notice{Kind: notify.Silence, Subject: "s late"}, "s late 1"); err != nil {
			t.Fatal(err)
		}
	}
	var held []string
	_, err := h.Bus.Read(t.Context(), notices, "held.>", 1, func(m bus.Msg) error { held = append(held, m.Subject); return nil })
	if err != nil || len(held) != 2 { // the claim, and the one that waits
		t.Errorf("%v %v", held, err)
	}
}

func TestAFileGoesOnceByItsKey(t *testing.T) {
	to := &box{}
	h := officeWith(t, to)
	for range 2 {
		if err := h.post.Send(t.Context(), "x", "day/2026-11-22", "样例简报", "样例", channel.File{Name: "a.pdf"}); err != nil {
			t.Fatal(err)
		}
	}
	if to.count() != 1 {
		t.Errorf("sent %d times", to.count())
	}
	if err := h.post.Send(t.Context(), "none", "k", "", ""); err == nil {
		t.Error("a channel that is not there")
	}
}

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
	w := newWorld(t, `
notify:
  allow_private: ["127.0.0.1/32"]
  channels:
    - {id: oa, by: webhook, url: "`+s.URL+`/hook", secret_file: oa.secret}
  tell:
    - {role: coordinator, channels: [oa]}
`)
	flowtest.Write(t, w.Config+"/oa.secret", "sample secret\n")
	out, err := runCLI(t, "notify", "test", "oa", "--config", w.Config)
	came, _ := body.Load().(string)
	if err != nil || !strings.Contains(out, "channel oa (webhook) has taken it") || !strings.Contains(came, `"kind":"test"`) {
		t.Errorf("%q %v %s", out, err, came)
	}
	status.Store(http.StatusServiceUnavailable)
	if _, err = runCLI(t, "notify", "test", "oa", "--config", w.Config); err == nil || !strings.Contains(err.Error(), "[status_503]") {
		t.Error(err)
	}
	if _, err = runCLI(t, "notify", "test", "none", "--config", w.Config); err == nil || !strings.Contains(err.Error(), "ended with 2") {
		t.Error(err)
	}
}

func runCLI(t *testing.T, args ...string) (string, error) {
	t.Helper()
	c := flowtest.Run(t, args...)
	if c.Code != 0 {
		return c.Out.String(), fmt.Errorf("ended with %d: %s", c.Code, c.Err.String())
	}
	return c.Out.String(), nil
}

// A case is opened and dispatched in a whole process, and its unit hears of it, once and without
// its words.
func TestADispatchReachesItsUnit(t *testing.T) {
	flowtest.NoLeaks(t)
	bodies := make(chan string, 20)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies <- string(b)
	}))
	defer s.Close()
	w := newWorld(t, `notify: {allow_private: ["127.0.0.1/32"], channels: [{id: oa, by: webhook, url: "`+s.URL+`", secret_file: oa.secret}]}`)
	flowtest.Write(t, w.Config+"/oa.secret", "sample\n")
	cfg := w.Load(t)
	f := opinion.Finding{Issue: opinion.IssueRef{ID: "i1"}}
	f.ID, f.Kind, f.Division, f.Topic.ID, f.Severity.Level = strings.Repeat("a", 32), opinion.KindBoard, "980101", cfg.Topics[0].ID, opinion.SeverityIV
	f.Title = "样例标题不外传"
	for _, u := range cfg.Units {
		cfg.Notify.Tell = append(cfg.Notify.Tell, configs.Tell{Unit: u.ID, Channels: []string{"oa"}})
	}
	h, shut := w.process(t, cfg, RoleRespond)
	caughtUp(t, h)
	flowtest.Until(t, "notices begun", func() bool {
		n, err := h.Bus.LastSubjectSeq(t.Context(), channels, begunKey)
		return err == nil && n > 0
	})
	f.Route = h.Judges.Parts.Route(opinion.RouteRequest{Topic: f.Topic.ID, Division: f.Division, Severity: opinion.SeverityIV})
	id := opinion.CaseID("i1")
	for _, cmd := range []opinion.Command{{Move: opinion.MoveOpen, By: casework.System, Finding: &f}, {Move: opinion.MoveDispatch, By: casework.System, Unit: f.Route.Lead}} {
		flowtest.Until(t, string(cmd.Move), func() bool { // a busy register may not have seen the opening yet
			_, err := h.desk.Do(t.Context(), id, cmd)
			return err == nil
		})
	}
	select {
	case body := <-bodies:
		if !strings.Contains(body, `"kind":"dispatch"`) || !strings.Contains(body, id) || strings.Contains(body, f.Title) {
			t.Error(body)
		}
	case <-time.After(flowtest.Patience):
		t.Fatal("nobody was told")
	}
	allTold(t, h)
	if len(bodies) > 0 {
		t.Errorf("told again: %s", <-bodies)
	}
	shut()
}
