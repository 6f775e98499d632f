package notices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/internal/flowtest"
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

// officeWith is a post with the channel "x", over a log of its own.
func officeWith(t *testing.T, to channel.Sender) *Post {
	cfg := &configs.Config{Notify: configs.Notify{FailingAfter: 3, Zone: "Asia/Shanghai"}}
	p := &Post{Parts: Parts{Cfg: cfg, Bus: bustest.Start(t), Now: time.Now, Log: zap.NewNop()}, ids: []string{"x"},
		by: map[string]configs.Channel{"x": {ID: "x", By: "webhook"}}, to: map[string]channel.Sender{"x": to},
		pause: func(context.Context, time.Duration) error { return nil }}
	return p
}

// steps are those of telling, as the table of the process has them.
func (p *Post) steps() []bus.Step {
	return []bus.Step{
		{Name: "digest", Stream: "TIMERS", Filter: "due.notices.slot.>", Workers: 1, Handle: bus.Each(p.DigestDue)},
		{Name: notify.TellStep("x"), Stream: notices, Filter: notify.NoticeSubject("x", ">"),
			Workers: 1, MaxAttempts: notify.MostAttempts,
			Backoff: func(int) time.Duration { return 20 * time.Millisecond }, Handle: bus.Each(p.Tell)},
	}
}

// work runs the steps of telling until the test ends, n processes of them.
func (p *Post) work(t *testing.T, n int) {
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range n {
		for _, s := range p.steps() {
			wg.Go(func() { _ = p.Bus.Run(ctx, s) })
		}
	}
	t.Cleanup(func() { stop(); wg.Wait() })
}

// allTold waits until no notice waits for a step of telling.
func allTold(t *testing.T, p *Post) {
	t.Helper()
	for _, s := range p.steps() {
		flowtest.Until(t, "nothing waits for "+s.Name, func() bool {
			n, err := p.Bus.Pending(t.Context(), s.Stream, s.Name)
			return err == nil && n == 0
		})
	}
}

func sampleNotice(key string) notify.Notice {
	return notify.Notice{Key: key, Channel: "x", Kind: notify.Urge, Case: "c1", At: time.Now()}
}

func TestWhatIsDecidedTwiceIsToldOnce(t *testing.T) {
	to := &box{}
	p := officeWith(t, to)
	p.work(t, 3)
	for range 3 {
		if err := p.outbox().Announce(t.Context(), []notify.Notice{sampleNotice("k1"),
			sampleNotice("k2")}); err != nil {
			t.Fatal(err)
		}
	}
	flowtest.Until(t, "both told", func() bool { return to.count() >= 2 })
	allTold(t, p)
	if to.count() != 2 {
		t.Errorf("told %v", to.keys)
	}
}

// A process dies after sending and before it could say so: the same key goes out again, and the
// log says that it may have arrived twice. One that died after saying so sends nothing again.
func TestAKillBetweenSendingAndAcknowledging(t *testing.T) {
	to := &box{}
	p := officeWith(t, to)
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
	if err := p.deliver(dying, n, m); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.deliver(t.Context(), n, m); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(to.keys, []string{"k1", "k1"}) {
		t.Errorf("sent %v", to.keys)
	}
	rows, err := p.Deliveries(t.Context(), facts.NoticeQuery{})
	if err != nil || len(rows) != 2 || rows[0].State != "told" || !rows[0].Twice ||
		rows[0].N != 2 || rows[1].State != "begun" {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestADeadChannelShowsAndComesBack(t *testing.T) {
	to := &box{say: func(n int) error {
		if n < 6 {
			return &channel.RemoteError{Code: "robot_93000", Words: "sample"}
		}
		return nil
	}}
	p := officeWith(t, to)
	waits := make(chan time.Duration, 100)
	p.pause = func(_ context.Context, d time.Duration) error { waits <- d; return nil }
	p.work(t, 1)
	if err := p.outbox().Announce(t.Context(), []notify.Notice{sampleNotice("k1")}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "it fails", func() bool { return to.count() >= 4 })
	flowtest.Until(t, "it comes back", func() bool {
		all, err := p.Channels(t.Context())
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
	rows, _ := p.Deliveries(t.Context(), facts.NoticeQuery{})
	if len(rows) != 6 || rows[0].State != "told" || rows[5].Code != "robot_93000" {
		t.Errorf("%+v", rows)
	}
}

func TestHealthOfAFailingChannel(t *testing.T) {
	p := officeWith(t, &box{say: func(int) error { return errors.New("away") }})
	for i := range 3 {
		_ = p.deliver(t.Context(), sampleNotice("k1"), channel.Message{Key: "k1"})
		all, err := p.Channels(t.Context())
		if want := []string{"late", "late", "failing"}[i]; err != nil || all[0].State != want ||
			all[0].Failures != i+1 {
			t.Errorf("%+v %v", all, err)
		}
	}
}

func TestAReplayKeepsItsKey(t *testing.T) {
	to := &box{}
	p := officeWith(t, to)
	p.work(t, 2)
	if err := p.outbox().Announce(t.Context(), []notify.Notice{sampleNotice("k1")}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "told", func() bool { return to.count() == 1 })
	flowtest.Until(t, "written down", func() bool {
		return p.ReplayNotice(t.Context(), "x", "k1") == nil
	})
	flowtest.Until(t, "told again", func() bool { return to.count() == 2 })
	if to.keys[1] != "k1" {
		t.Error(to.keys)
	}
	if err := p.ReplayNotice(t.Context(), "x", "nothing"); err == nil {
		t.Error("what never was is sent again")
	}
}

// Held notices ring by a real timer, for three processes, with one that comes late.
func TestADigestRingsOnce(t *testing.T) {
	to := &box{}
	p := officeWith(t, to)
	p.work(t, 3)
	slot := time.Now().Add(8 * time.Second).Truncate(time.Second) // long after the first two are held
	hold := func(key string) {
		n := sampleNotice(key)
		n.Tell = slot
		if err := p.outbox().Announce(t.Context(), []notify.Notice{n, n}); err != nil {
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
	allTold(t, p)
	told := map[string]int{}
	_, err := p.Bus.Read(t.Context(), notices, "notice.>", 1, func(m bus.Msg) error {
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
	p := officeWith(t, to)
	z := time.FixedZone("", 0)
	p.rules = notify.Rules{Tell: []notify.Rule{{Role: "administrator", Channels: []string{"x"},
		When: notify.DeliveryHours{Zone: z, Digest: []notify.Clock{0}}}}}
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, z)
	for i := range 3 { // the same silence, seen on three days
		p.Now = func() time.Time { return start.Add(time.Duration(i) * 24 * time.Hour) }
		if err := p.outbox().Signal(t.Context(), notify.Notice{Kind: notify.Faulty,
			Subject: "s late"}, "s late 1"); err != nil {
			t.Fatal(err)
		}
	}
	var held []string
	_, err := p.Bus.Read(t.Context(), notices, "held.>", 1,
		func(m bus.Msg) error { held = append(held, m.Subject); return nil })
	if err != nil || len(held) != 2 { // the claim, and the one that waits
		t.Errorf("%v %v", held, err)
	}
}

func TestAFileGoesOnceByItsKey(t *testing.T) {
	to := &box{}
	p := officeWith(t, to)
	for range 2 {
		if err := p.Send(t.Context(), "x", "day/2026-11-22", "样例简报", "样例", channel.File{Name: "a.pdf"}); err != nil {
			t.Fatal(err)
		}
	}
	if to.count() != 1 {
		t.Errorf("sent %d times", to.count())
	}
	if err := p.Send(t.Context(), "none", "k", "", ""); err == nil {
		t.Error("a channel that is not there")
	}
}
