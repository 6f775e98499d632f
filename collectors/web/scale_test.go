package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"huiying/collectors"
	"huiying/collectors/web"
	"huiying/fetch"
	"huiying/opinion"
)

// How large the test web is, and the limits that both programs keep: a pace for each host, and so
// many hosts at a time.
const (
	scaleSources = 2000
	scalePages   = 50 // of each source, beside its list
	scaleRounds  = 10 // in which both take turns, so that a busy machine slows both
	scalePace    = 100 * time.Millisecond
	scaleAtOnce  = 40
)

// BenchmarkScale reads 2,000 sources with 100,000 pages of a web on this machine, as a source is read
// in daily work: robots.txt, pace, extraction, redaction, memory of each source on disk. Beside it
// plain Colly fetches the same pages under the same limits and takes title and text by selectors. A
// second pass over the sources, with nothing new, tells how many one process watches when each is
// visited every ten minutes. It runs once:
//
//	make bench-scale
//
// With ARGS=-short the web is a tenth as large. Both sides' processor time holds the part of the
// test web that answers them.
func BenchmarkScale(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as the program does, see app.LimitMemory
	sources := scaleSources
	if testing.Short() {
		sources /= 10
	}
	port := testWeb(b)
	ours := newHouse(b, port, sources)
	var took, plain, cost, plainCost time.Duration
	var heap []float64
	each := sources / scaleRounds
	for round := range scaleRounds {
		start, used := time.Now(), cpuTime(b)
		ours.visit(b, round*each, (round+1)*each)
		took, cost = took+time.Since(start), cost+cpuTime(b)-used
		heap = append(heap, heapNow())
		start, used = time.Now(), cpuTime(b)
		if n := plainColly(port, round*each, (round+1)*each); n != each*scalePages {
			b.Fatalf("plain Colly read %d pages of %d", n, each*scalePages)
		}
		plain, plainCost = plain+time.Since(start), plainCost+cpuTime(b)-used
		b.Logf("round %d: ours %s, Colly %s, heap %.1f MiB", round, took, plain, heap[round])
	}
	pages := float64(sources * scalePages)
	if n := ours.mentions.Load(); n != int64(pages) {
		b.Fatalf("%d mentions of %.0f pages", n, pages)
	}
	start, used := time.Now(), cpuTime(b)
	ours.visit(b, 0, sources)
	again, againCost := time.Since(start), cpuTime(b)-used
	b.ReportMetric(pages/took.Seconds(), "pages/s")
	b.ReportMetric(pages/plain.Seconds(), "colly-pages/s")
	b.ReportMetric(plain.Seconds()/took.Seconds(), "of-colly")
	b.ReportMetric(cost.Seconds()*1000/pages, "cpu-ms/page")
	b.ReportMetric(plainCost.Seconds()*1000/pages, "colly-cpu-ms/page")
	b.ReportMetric(againCost.Seconds()*1000/float64(sources), "cpu-ms/visit-without-news")
	b.ReportMetric(heap[1], "MiB-second-round")
	b.ReportMetric(heap[len(heap)-1], "MiB-last-round")
	b.ReportMetric(float64(sources)/again.Seconds()*600, "sources-at-10-minutes")
}

// cpuTime is what the process used of the processors so far.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func heapNow() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// hostOf is a host of the test web: each an address of its own within 127.0.0.0/8.
func hostOf(i int, port string) string {
	return fmt.Sprintf("127.1.%d.%d:%s", i/200, i%200+1, port)
}

// testWeb serves every host. Its pages have the frame and the length of a letter on a board.
func testWeb(b *testing.B) (port string) {
	b.Helper()
	l, err := net.Listen("tcp4", "0.0.0.0:0") // loopback has many addresses, and one socket hears them all
	if err != nil {
		b.Fatal(err)
	}
	nav := strings.Repeat(`<li><a href="/about.html">首页</a></li>`, 20)
	foot := strings.Repeat("<p>主办单位：某市人民政府办公室 网站标识码 1234567890 技术支持单位</p>", 5)
	said := strings.Repeat("小区门口的路灯已经坏了很多天，晚上走路看不清，老人孩子都不敢出门，请有关部门派人来看。", 8)
	srv := &http.Server{ReadHeaderTimeout: time.Minute,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/letter/"), ".html")
			switch {
			case r.URL.Path == "/robots.txt":
				http.NotFound(w, r)
			case r.URL.Path == "/list.html":
				var s strings.Builder
				for i := range scalePages {
					fmt.Fprintf(&s, `<li><a href="/letter/%d.html">第%d封来信反映路灯不亮</a><span>2026-03-0%d</span></li>`, i, i, i%9+1)
				}
				fmt.Fprintf(w, `<html><head><title>市民来信</title></head><body><ul>%s</ul><ul class="list">%s</ul>%s</body></html>`, nav, s.String(), foot)
			default:
				fmt.Fprintf(w, `<html><head><title>第%[1]s封来信反映路灯不亮-市民来信</title></head><body><ul>%[2]s</ul><h1>第%[1]s封来信反映路灯不亮</h1><p>发布时间：2026-03-04 10:00</p><div class="content"><p>%[5]s第%[1]s次反映：%[3]s</p></div>%[4]s</body></html>`,
					name, nav, said, foot, r.Host)
			}
		})}
	go func() { _ = srv.Serve(l) }()
	b.Cleanup(func() { _ = srv.Close() })
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return port
}

// house is our side: a runner over all sources, whose memories lie on disk.
type house struct {
	runner   *collectors.Runner
	mentions atomic.Int64
}

// onDisk keeps memories as files.
type onDisk string

func (d onDisk) Load(_ context.Context, id string) (m collectors.Memory, err error) {
	data, err := os.ReadFile(filepath.Join(string(d), id))
	if os.IsNotExist(err) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(data, &m)
}

func (d onDisk) Save(_ context.Context, id string, m collectors.Memory) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(string(d), id), data, 0o600)
}

func newHouse(b *testing.B, port string, sources int) *house {
	b.Helper()
	client := fetch.New(fetch.Options{Contact: "https://example.org", PerHost: scalePace, Daily: 5000,
		AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	b.Cleanup(client.Close)
	entries := map[string]collectors.Entry{}
	for i := range sources {
		spec := collectors.Spec{Source: opinion.Source{ID: fmt.Sprintf("s%d", i), Kind: opinion.KindBoard,
			URL: "http://" + hostOf(i, port) + "/list.html"}, Every: 10 * time.Minute, Max: scalePages}
		site, err := web.New(spec, web.Selectors{Link: ".list a"}, client, nil)
		if err != nil {
			b.Fatal(err)
		}
		entries[spec.ID] = collectors.Entry{Spec: spec, Source: site}
	}
	h := &house{}
	publish := func(_ context.Context, all []opinion.Mention) (int, error) {
		h.mentions.Add(int64(len(all)))
		return len(all), nil
	}
	refuse := func(context.Context, string, map[string]int) error { return nil }
	h.runner = collectors.NewRunner(entries, publish, refuse, onDisk(b.TempDir()), collectors.RunnerOptions{})
	return h
}

// visit visits sources, so many at once.
func (h *house) visit(b *testing.B, from, to int) {
	atOnce(from, to, func(i int) {
		if _, err := h.runner.Run(b.Context(), fmt.Sprintf("s%d", i)); err != nil {
			b.Error(err)
		}
	})
}

func atOnce(from, to int, do func(i int)) {
	var next atomic.Int64
	next.Store(int64(from))
	var all sync.WaitGroup
	for range scaleAtOnce {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < to; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}

// plainColly reads the same sources with Colly alone, and says how many pages had a text.
func plainColly(port string, from, to int) int {
	var pages atomic.Int64
	wire := &http.Transport{MaxIdleConns: 64, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second}
	defer wire.CloseIdleConnections()
	atOnce(from, to, func(i int) {
		c := colly.NewCollector()
		c.IgnoreRobotsTxt = false
		c.WithTransport(wire)
		if c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 1, Delay: scalePace}) != nil {
			return
		}
		c.OnHTML(".list a[href]", func(e *colly.HTMLElement) { _ = e.Request.Visit(e.Attr("href")) })
		c.OnHTML("div.content", func(e *colly.HTMLElement) {
			if e.Text != "" && e.DOM.Parents().Last().Find("title").Text() != "" {
				pages.Add(1)
			}
		})
		_ = c.Visit("http://" + hostOf(i, port) + "/list.html")
	})
	return int(pages.Load())
}
