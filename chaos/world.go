package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"huiying/bus"
	"huiying/internal/testregion"
)

// world is everything that runs.
type world struct {
	options
	dice     *dice
	wires    *wires
	nats     []*proc
	elastics []*proc
	huiying  []*proc
	consoles []string
	board    *board
	ledger   *ledger
	log      *logState
	began    time.Time
	ahead    time.Duration // of every clock, since the last fault of the clock
}

// dice are thrown by several goroutines; what falls for whom is not the same twice.
type dice struct {
	mu sync.Mutex
	r  *rand.Rand
}

func (d *dice) upTo(n int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.r.IntN(n)
}

func newWorld(_ context.Context, o options) (*world, error) {
	w := &world{options: o, dice: &dice{r: rand.New(rand.NewPCG(o.seed, 4))}, ledger: newLedger(),
		log: newLogState(), began: time.Now()}
	if err := os.MkdirAll(filepath.Join(o.dir, "logs"), 0o755); err != nil {
		return nil, err
	}
	var err error
	if w.wires, err = newWires(); err != nil {
		return nil, err
	}
	for i := range 3 {
		if err := w.addNATS(i); err != nil {
			return nil, err
		}
	}
	for i := range o.elastic {
		if err := w.addElastic(i, o.elastic); err != nil {
			return nil, err
		}
	}
	if w.board, err = newBoard(w.ledger); err != nil {
		return nil, err
	}
	for i := range 2 {
		for _, p := range []struct {
			roles  string
			listen int
		}{{"collect,console", 18080 + i}, {"analyze", 0}, {"respond", 0}} {
			if err := w.addHuiying(fmt.Sprintf("%s-%d", strings.ReplaceAll(p.roles, ",", "-"), i),
				p.roles, p.listen); err != nil {
				return nil, err
			}
		}
	}
	return w, w.configure()
}

// configure writes the configuration that all processes share. Every clock is short, so that
// timers go off in great number.
func (w *world) configure() error {
	dir := filepath.Join(w.dir, "config")
	if err := testregion.Write(dir); err != nil {
		return err
	}
	var urls, search []string
	for i := range w.nats {
		urls = append(urls, "nats://"+natsAddress(i)+":4222")
	}
	for i := range w.elastics {
		search = append(search, "http://"+elasticAddress(i)+":9200")
	}
	main := fmt.Sprintf(`region: "98"
places: {tables: [places.csv]}
collect: {contact: "mailto:chaos@example.org", allow_private: true, pace: 1s}
casework: {auto_dispatch: true, auto_open: [hotline, board], reopen_within: 15d}
workers: {analyze: 1}
bus: {url: %q, replicas: 3}
`, strings.Join(urls, ","))
	if len(search) > 0 {
		main += fmt.Sprintf("index: {elastic: {url: %q}}\n", strings.Join(search, ","))
	}
	sources := fmt.Sprintf(`sources:
  - {id: mailbox, name: 政府信箱, kind: board, by: intake, enabled: true, division: "98"}
  - {id: board, name: 留言板, kind: board, by: feed, enabled: true, division: "98", url: %q, every: 1m, max: 500}
`, w.board.url)
	var clocks strings.Builder
	clocks.WriteString("profiles:\n")
	for _, id := range []string{"emergency", "opinion", "hotline-sudden", "hotline-utility",
		"hotline-general", "hotline-complex"} {
		fmt.Fprintf(&clocks, "  - {id: %s, name: 快, name_en: Quick, limit: 60s, sign: 20s, complete: 100s, urge: 15s, escalate: 30s, calendar: 24x7, basis: chaos}\n", id)
	}
	clocks.WriteString(`  - {id: triage, name: 派单, name_en: Dispatch, limit: 60s, urge: 15s, escalate: 30s, calendar: 24x7, basis: chaos}
  - {id: disclosure, name: 依申请公开, name_en: Disclosure, limit: 20d, complete: 25d, calendar: 24x7, basis: chaos}
holidays: []
choose:
  - {profile: opinion}
`)
	for name, text := range map[string]string{"huiying.yaml": main, "sources.yaml": sources,
		"clocks.yaml": clocks.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// start brings everything up, the log first.
func (w *world) start(ctx context.Context) error {
	for _, group := range [][]*proc{w.nats, w.elastics} {
		for _, p := range group {
			if err := p.start(); err != nil {
				return err
			}
		}
	}
	for i := range w.nats {
		if err := answers(ctx, "http://"+natsAddress(i)+":8222/healthz", 2*time.Minute); err != nil {
			return err
		}
	}
	for i := range w.elastics {
		if err := answers(ctx, "http://"+elasticAddress(i)+":9200/_cluster/health?wait_for_status=yellow&timeout=3s", 5*time.Minute); err != nil {
			return err
		}
	}
	for _, p := range w.huiying {
		if err := p.start(); err != nil {
			return err
		}
	}
	for _, at := range w.consoles {
		if err := answers(ctx, at+"/readyz", 5*time.Minute); err != nil {
			return err
		}
	}
	w.say("up: 3 NATS servers, %d Elasticsearch nodes, %d processes of huiying", len(w.elastics), len(w.huiying))
	return nil
}

// stop ends everything.
func (w *world) stop() {
	for _, group := range [][]*proc{w.huiying, w.elastics, w.nats} {
		var all sync.WaitGroup
		for _, p := range group {
			all.Go(func() { _ = p.end(syscall.SIGTERM, 20*time.Second) })
		}
		all.Wait()
	}
}

func (w *world) say(format string, args ...any) {
	fmt.Printf("%7s  %s\n", time.Since(w.began).Round(time.Second), fmt.Sprintf(format, args...))
}

// look opens the log as an outsider, and lets do read it.
func (w *world) look(ctx context.Context, do func(*bus.Bus) error) error {
	var urls []string
	for i := range w.nats {
		urls = append(urls, "nats://"+natsAddress(i)+":4222")
	}
	open, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	b, err := bus.Open(open, bus.Options{URL: strings.Join(urls, ","), Name: "chaos"})
	if err != nil {
		return err
	}
	return errors.Join(do(b), b.Close(context.WithoutCancel(ctx)))
}

// trial is one fault under load, and the comparison after it.
func (w *world) trial(ctx context.Context, f fault) (differences int, err error) {
	w.say("── %s: %s", f.name, f.what)
	if f.elastic && len(w.elastics) == 0 {
		w.say("   left out: there is no Elasticsearch")
		return 0, nil
	}
	before, fell := w.ledger.sum(), w.falls()
	load, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { w.importing(load) })
	running.Go(func() { w.board.tell(load, w) })
	for i := range 2 {
		running.Go(func() { w.clerk(load, uint64(i)) })
	}
	running.Go(func() { w.watch(load) })
	bad, end := context.WithTimeout(ctx, w.each)
	faulty := f.inject(bad, w)
	if faulty != nil && errors.Is(faulty, context.DeadlineExceeded) {
		faulty = nil
	}
	<-bad.Done()
	end()
	if err := w.mend(); err != nil {
		faulty = errors.Join(faulty, err)
	}
	if f.elastic {
		faulty = errors.Join(faulty, w.catchUp(ctx))
	}
	if !sleep(ctx, 10*time.Second) { // load over what was mended
		faulty = errors.Join(faulty, ctx.Err())
	}
	stop()
	running.Wait()
	if faulty != nil {
		return 0, fmt.Errorf("fault %s: %w", f.name, faulty)
	}
	after := w.ledger.sum()
	w.say("   acknowledged: %d mentions, %d commands; %d and %d without an answer; longest wait for an answer %s; %d processes ended by themselves",
		after.mentions-before.mentions, after.commands-before.commands, after.asked-before.asked,
		after.unsure-before.unsure,
		w.ledger.longestWait().Round(100*time.Millisecond), w.falls()-fell)
	return w.compare(ctx)
}

func (w *world) falls() (n int64) {
	for _, group := range [][]*proc{w.huiying, w.elastics, w.nats} {
		for _, p := range group {
			n += p.fell.Load()
		}
	}
	return n
}

// mend makes everything whole again: cables, disks, processes.
func (w *world) mend() error {
	all := w.wires.heal()
	for i := range w.nats {
		_ = os.Remove(filepath.Join(w.disk(i), "ballast"))
	}
	for _, group := range [][]*proc{w.nats, w.elastics, w.huiying} {
		for _, p := range group {
			all = errors.Join(all, p.signal(syscall.SIGCONT), p.start())
		}
	}
	return all
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
