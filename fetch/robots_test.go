package fetch

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	long := "User-agent: *\nDisallow: /b\n" + strings.Repeat("# filler\n", 80_000)
	tests := []struct {
		name   string
		answer http.HandlerFunc
		open   map[string]bool
	}{
		{"absent", status(404), map[string]bool{"/a": true}},
		{"forbidden to read", status(403), map[string]bool{"/a": true}},
		{"empty", say(""), map[string]bool{"/a": true}},
		{"server error", status(503), map[string]bool{"/a": false}},
		{"too many", status(429), map[string]bool{"/a": false}},
		{"all closed", say("User-agent: *\nDisallow: /"), map[string]bool{"/a": false, "/": false}},
		{"ours is open", say("User-agent: *\nDisallow: /\n\nUser-agent: huiying\nDisallow:"), map[string]bool{"/a": true}},
		{"ours is closed", say("User-agent: Huiying\nDisallow: /a\nAllow: /a/ok"), map[string]bool{"/a": false, "/a/ok": true, "/b": true}},
		{"query", say("User-agent: *\nDisallow: /*?id="), map[string]bool{"/a": true, "/a?id=1": false}},
		{"bad lines", say("Disallow: /stray\nUser-agent: *\nCrawl-delay: soon\nDisallow: /a"), map[string]bool{"/a": false, "/b": true, "/stray": true}},
		{"a page instead", say("<html><body>not found: /a</body></html>"), map[string]bool{"/a": true}},
		{"moved", goTo("/elsewhere.txt"), map[string]bool{"/a": false, "/b": true}},
		{"moved in circles", goTo("/robots.txt"), map[string]bool{"/a": true}},
		{"longer than read", say(long), map[string]bool{"/a": true, "/b": false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, map[string]http.HandlerFunc{"/": say("x"), "/robots.txt": tt.answer, "/elsewhere.txt": say("User-agent: *\nDisallow: /a")})
			c := client(t, nil)
			for path, open := range tt.open {
				_, err := get(t, c, s.URL+path)
				if open && err != nil {
					t.Errorf("%s: %v", path, err)
				}
				if !open {
					wantErr(t, err, ErrRobots, "robots")
				}
			}
		})
	}
}

func TestRobotsAreRememberedAndForgotten(t *testing.T) {
	var asked, ill atomic.Int32
	s := site(t, map[string]http.HandlerFunc{"/": say("x"), "/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		if ill.Load() == 1 {
			w.WriteHeader(500)
		}
	}})
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	c := client(t, func(o *Options) { o.Now = func() time.Time { return now } })
	ill.Store(1)
	for range 3 {
		_, err := get(t, c, s.URL+"/")
		wantErr(t, err, ErrRobots, "robots")
	}
	ill.Store(0)
	now = now.Add(robotsClosed + time.Second) // a closed host is asked again soon
	for range 3 {
		if _, err := get(t, c, s.URL+"/"); err != nil {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times, want 2", n)
	}
	now = now.Add(robotsFresh + time.Second)
	if _, err := get(t, c, s.URL+"/"); err != nil || asked.Load() != 3 {
		t.Errorf("after %s: asked %d times, %v", robotsFresh, asked.Load(), err)
	}
}

func TestHostThatIsDown(t *testing.T) {
	s := site(t, nil)
	s.Close()
	_, err := get(t, client(t, nil), s.URL+"/page?who=someone")
	if Code(err) != "unreachable" {
		t.Errorf("code %q", Code(err))
	}
	if strings.Contains(err.Error(), "someone") {
		t.Errorf("the error repeats the query: %v", err)
	}
}

func TestCrawlDelay(t *testing.T) {
	for body, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 0.2": 200 * time.Millisecond, "User-agent: *\nCrawl-delay: 3600": delayMost,
		"User-agent: *\nCrawl-delay: 1e300": delayMost, "User-agent: *\nCrawl-delay: -1": 0, "User-agent: other\nCrawl-delay: 5": 0,
	} {
		if r := readRules("h", "huiying", 200, []byte(body), nil); r.delay != want || r.err != nil {
			t.Errorf("%q: %s, %v, want %s", body, r.delay, r.err, want)
		}
	}
	s := site(t, map[string]http.HandlerFunc{"/": say("x"), "/robots.txt": say("User-agent: *\nCrawl-delay: 0.15")})
	c := client(t, nil)
	start := time.Now()
	for range 3 {
		if _, err := get(t, c, s.URL+"/"); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); took < 290*time.Millisecond {
		t.Errorf("three requests within %s", took)
	}
}

// No file makes the reading of rules fail loudly, and none that closes the host by name opens it.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1")
	f.Add("\ufeffuser-agent:x\r\nallow:/\rdisallow: (")
	f.Fuzz(func(t *testing.T, s string) {
		r := readRules("h", "huiying", 200, []byte(s), nil)
		if r.delay < 0 || r.delay > delayMost {
			t.Fatalf("delay %s", r.delay)
		}
		if r.group != nil {
			r.group.Test("/a/b?c")
		}
	})
}
