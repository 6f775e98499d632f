package collectors

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"huiying/fetch"
	"huiying/opinion"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// notes is a Store in a map; fail makes it answer with an error.
type notes struct {
	m          map[string]Memory
	load, save error
}

func (n *notes) Load(_ context.Context, id string) (Memory, error) { return n.m[id], n.load }
func (n *notes) Save(_ context.Context, id string, m Memory) error {
	if n.save == nil {
		n.m[id] = m
	}
	return n.save
}

func mention(t *testing.T, text string) opinion.Mention {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "s", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// bench is a Runner over one source "s", visited hourly.
type bench struct {
	runner    *Runner
	notes     *notes
	published []opinion.Mention
	refuse    error // what publishing answers
	refused   map[string]int
	uncounted error // what counting refusals answers
	now       time.Time
}

func newBench(s Collector) *bench {
	b := &bench{notes: &notes{m: map[string]Memory{}}, now: testNow, refused: map[string]int{}}
	b.runner = NewRunner(map[string]Entry{"s": {Spec: Spec{Source: opinion.Source{ID: "s"},
		Every: time.Hour}, Source: s}},
		func(_ context.Context, ms []opinion.Mention) (int, error) {
			if b.refuse != nil {
				return 0, b.refuse
			}
			b.published = append(b.published, ms...)
			return len(ms), nil
		}, func(_ context.Context, source string, why map[string]int) error {
			for code, n := range why {
				if b.uncounted == nil {
					b.refused[source+" "+code] += n
				}
			}
			return b.uncounted
		}, b.notes, RunnerOptions{Now: func() time.Time { return b.now }, Jitter: func() float64 { return 0.5 }})
	return b
}

func TestRunGoodVisit(t *testing.T) {
	b := newBench(CollectorFunc(func(_ context.Context, m Memory) (Haul, error) {
		m.ETag, m.Seen = "v1", []string{"a"}
		return Haul{Mentions: []opinion.Mention{mention(t, "路灯不亮")},
			Refused: []Rejection{{Code: "status_404"}}, Memory: m}, nil
	}))
	b.notes.m["s"] = Memory{Standing: Standing{Failures: 4, LastError: "x", LastErrorCode: "slow", Collected: 7}}
	next, err := b.runner.Run(context.Background(), "s")
	if err != nil || !next.Equal(testNow.Add(time.Hour)) {
		t.Fatalf("next %s, %v", next, err)
	}
	m := b.notes.m["s"]
	if len(b.published) != 1 || m.Failures != 0 || m.LastError != "" || m.Collected != 8 ||
		m.Refused != 1 || m.ETag != "v1" ||
		!m.LastNew.Equal(testNow) || !m.LastSuccess.Equal(testNow) || !m.NextTry.Equal(next) {
		t.Errorf("%+v, published %d", m, len(b.published))
	}
}

// What could not be published is not remembered: the next visit finds it again.
func TestRunPublishesBeforeItRemembers(t *testing.T) {
	b := newBench(CollectorFunc(func(_ context.Context, m Memory) (Haul, error) {
		seen := NewSeen(m.Seen, 0)
		h := Haul{}
		if !seen.Has("page") {
			seen.Add("page")
			h.Mentions = []opinion.Mention{mention(t, "路灯不亮")}
		}
		m.ETag, m.Seen = "v1", seen.List()
		h.Memory = m
		return h, nil
	}))
	b.refuse = errors.New("log is full")
	_, err := b.runner.Run(context.Background(), "s")
	if !errors.Is(err, ErrPublish) || !errors.Is(err, b.refuse) {
		t.Fatalf("error %v", err)
	}
	if m := b.notes.m["s"]; len(m.Seen) != 0 || m.ETag != "" || m.Failures != 1 ||
		m.LastErrorCode != "publish" || m.Collected != 0 {
		t.Fatalf("remembered %+v", m)
	}
	b.refuse = nil
	for range 2 {
		if _, err := b.runner.Run(context.Background(), "s"); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.published) != 1 {
		t.Errorf("published %d times", len(b.published))
	}
}

func TestRunBacksOff(t *testing.T) {
	fail := error(fetch.ErrSlow)
	b := newBench(CollectorFunc(func(context.Context, Memory) (Haul, error) { return Haul{}, fail }))
	b.notes.m["s"] = Memory{ETag: "v0", Seen: []string{"a"}}
	var rests []time.Duration
	for range 10 {
		next, err := b.runner.Run(context.Background(), "s")
		if !errors.Is(err, fetch.ErrSlow) {
			t.Fatal(err)
		}
		rests = append(rests, next.Sub(b.now))
		b.now = next
	}
	if !slices.IsSorted(rests) || rests[0] != 5*time.Minute || rests[9] != 12*time.Hour {
		t.Errorf("rests %v", rests)
	}
	m := b.notes.m["s"]
	if m.ETag != "v0" || len(m.Seen) != 1 || m.Failures != 10 || m.LastErrorCode != "slow" || !m.LastSuccess.IsZero() {
		t.Errorf("%+v", m)
	}
	// a host that asks for more rest gets it
	fail = &fetch.StatusError{Host: "h", Status: 429, RetryAfter: 30 * time.Hour}
	next, _ := b.runner.Run(context.Background(), "s")
	if rest := next.Sub(b.now); rest != 30*time.Hour || b.notes.m["s"].LastErrorCode != "status_429" {
		t.Errorf("rest %s, code %s", rest, b.notes.m["s"].LastErrorCode)
	}
}

func TestRunCatchesPanics(t *testing.T) {
	var list []int
	for name, do := range map[string]func(){
		"text":    func() { panic("居民身份证") },
		"runtime": func() { _ = list[3] },
	} {
		b := newBench(CollectorFunc(func(context.Context, Memory) (Haul, error) { do(); return Haul{}, nil }))
		next, err := b.runner.Run(context.Background(), "s")
		if !errors.Is(err, ErrPanic) || Code(err) != "panic" || !next.After(b.now) {
			t.Errorf("%s: %v, next %s", name, err, next)
		}
		if strings.Contains(err.Error(), "身份证") || strings.Contains(b.notes.m["s"].LastError, "身份证") {
			t.Errorf("%s: the error repeats a text: %v", name, err)
		}
	}
}

func TestRunOtherEnds(t *testing.T) {
	ctx := context.Background()
	good := CollectorFunc(func(_ context.Context, m Memory) (Haul, error) { return Haul{Memory: m}, nil })

	if next, err := newBench(good).runner.Run(ctx, "other"); !errors.Is(err, ErrUnknown) || !next.IsZero() {
		t.Errorf("unknown: %s, %v", next, err)
	}
	b := newBench(good)
	b.notes.load = errors.New("away")
	if next, err := b.runner.Run(ctx, "s"); !errors.Is(err, ErrMemory) || !next.After(b.now) {
		t.Errorf("load: %s, %v", next, err)
	}
	b = newBench(good)
	b.notes.save = errors.New("away")
	if next, err := b.runner.Run(ctx, "s"); !errors.Is(err, ErrMemory) || !next.Equal(b.now.Add(time.Hour)) {
		t.Errorf("save: %s, %v", next, err)
	}
	b = newBench(CollectorFunc(func(ctx context.Context, _ Memory) (Haul,
		error) {
		<-ctx.Done()
		return Haul{}, ctx.Err()
	}))
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := b.runner.Run(stopped, "s"); !errors.Is(err, context.Canceled) || len(b.notes.m) != 0 {
		t.Errorf("stopped: %v, memory %v", err, b.notes.m) // our own end is no failure of the source
	}
	b = newBench(CollectorFunc(func(_ context.Context, m Memory) (Haul, error) {
		m.Seen = []string{"a"}
		return Haul{Refused: []Rejection{{Code: "no_text"}, {Code: "no_text"}, {Code: "slow"}}, Memory: m}, nil
	}))
	if _, err := b.runner.Run(ctx, "s"); !errors.Is(err, ErrAllFailed) ||
		b.notes.m["s"].Failures != 1 || b.notes.m["s"].Refused != 3 ||
		len(b.notes.m["s"].Seen) != 1 {
		t.Errorf("all refused: %v, %+v", err, b.notes.m["s"])
	}
}

func TestRunOneAtATime(t *testing.T) {
	in, out := make(chan struct{}), make(chan struct{})
	b := newBench(CollectorFunc(func(_ context.Context, m Memory) (Haul,
		error) {
		close(in)
		<-out
		return Haul{Memory: m}, nil
	}))
	done := make(chan error)
	go func() { _, err := b.runner.Run(context.Background(), "s"); done <- err }()
	<-in
	if next, err := b.runner.Run(context.Background(), "s"); !errors.Is(err, ErrBusy) || !next.After(b.now) {
		t.Errorf("second visit: %s, %v", next, err)
	}
	close(out)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestBackoffProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := time.Duration(rapid.Int64Range(int64(time.Minute), int64(72*time.Hour)).Draw(t, "every"))
		n := rapid.IntRange(1, 1000).Draw(t, "failures")
		j := rapid.Float64Range(0, 1).Draw(t, "jitter")
		d := Backoff(n, every, j)
		if d <= 0 || d > max(longest, every) {
			t.Fatalf("%s for %d failures of a source every %s", d, n, every)
		}
		if Backoff(n+1, every, j) < d {
			t.Fatal("one more failure shortens the rest")
		}
		if lo, hi := Backoff(n, every, 0), Backoff(n, every, 1); d < lo || d > hi {
			t.Fatalf("%s outside %s…%s", d, lo, hi)
		}
	})
}

// Seen never exceeds its bound, and keeps what was met last.
func TestSeenProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 8).Draw(t, "most")
		keys := rapid.SliceOf(rapid.StringMatching(`[a-f]`)).Draw(t, "keys")
		s := NewSeen(nil, most)
		var last []string // distinct, oldest first
		for _, k := range keys {
			if !s.Has(k) {
				s.Add(k)
			}
			last = append(slices.DeleteFunc(last, func(x string) bool { return x == k }), k)
		}
		last = last[max(0, len(last)-most):]
		got := NewSeen(s.List(), most)
		if len(s.List()) != len(last) {
			t.Fatalf("%d kept, want %d", len(s.List()), len(last))
		}
		for _, k := range last {
			if !got.Has(k) {
				t.Fatalf("%q was forgotten", k)
			}
		}
	})
	if SeenKey("HTTP://a.example:80/x?b=2&a=1#top") != SeenKey("http://a.example/x?a=1&b=2") {
		t.Error("two spellings of one address are told apart")
	}
}

func TestCodes(t *testing.T) {
	for _, c := range codes {
		if got := RejectPart("http://a.example/", fmt.Errorf("source x: %w", c.err)).Code; got != c.code {
			t.Errorf("%v: %s, want %s", c.err, got, c.code)
		}
	}
	if Code(nil) != "" || Code(fetch.CheckStatus("h", http.StatusGone, http.Header{},
		testNow)) != "status_410" || !Lasting("status_410") || Lasting("status_500") ||
		Lasting("slow") {
		t.Error("codes of fetch")
	}
	r := RejectPart("http://a.example/x?token=abc", fetch.ErrSlow)
	if r.Address != "http://a.example/x" || r.Code != "slow" {
		t.Errorf("%+v", r)
	}
}
