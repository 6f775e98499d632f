package fetch

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huiying/internal/waittest"
)

func TestGetNamesItself(t *testing.T) {
	var got http.Header
	s := site(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "me"})
		fmt.Fprint(w, "<p>你好</p>")
	}})
	c := client(t, nil)
	for range 2 { // a cookie of the first answer must not come back with the second request
		r, err := get(t, c, s.URL+"/a#top")
		if err != nil || r.Text != "<p>你好</p>" || r.Charset != "utf-8" || r.URL != s.URL+"/a" {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	if ua := got.Get("User-Agent"); ua != "huiying/test (+https://example.org/huiying)" {
		t.Errorf("User-Agent %q", ua)
	}
	for _, k := range []string{"Cookie", "Authorization", "Referer"} {
		if got.Get(k) != "" {
			t.Errorf("%s was sent: %q", k, got.Get(k))
		}
	}
}

func TestAddresses(t *testing.T) {
	c := client(t, nil)
	for _, tt := range []struct {
		url  string
		want error
		code string
	}{
		{"file:///etc/passwd", ErrScheme, "scheme"},
		{"gopher://example.org/", ErrScheme, "scheme"},
		{"/relative", ErrAddress, "address"},
		{"http://", ErrAddress, "address"},
		{"http://a:b@127.0.0.1/", ErrAddress, "address"},
		{"http://%zz/", ErrAddress, "address"},
	} {
		_, err := get(t, c, tt.url)
		wantErr(t, err, tt.want, tt.code)
		if strings.Contains(err.Error(), "passwd") || strings.Contains(err.Error(), "a:b") {
			t.Errorf("the error repeats the address: %v", err)
		}
	}
	anonymous := New(Options{})
	defer anonymous.Close()
	_, err := get(t, anonymous, "http://example.org/")
	wantErr(t, err, ErrContact, "contact")
}

func TestGuardHoldsAtConnectAndOnRedirects(t *testing.T) {
	var inside atomic.Int32
	s := site(t, map[string]http.HandlerFunc{
		"/secret": func(http.ResponseWriter, *http.Request) { inside.Add(1) },
		"/robots.txt": func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.Host, "127.0.0.1:") {
				inside.Add(1)
			}
			w.WriteHeader(404)
		},
		"/out": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:"+port(r)+"/secret", http.StatusFound)
		},
		"/name": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://[::ffff:127.0.0.3]:"+port(r)+"/secret", http.StatusFound)
		},
		"/meta": goTo("http://169.254.169.254/latest/meta-data/"),
		"/file": goTo("file:///etc/passwd"),
	})
	c := client(t, nil)
	for _, path := range []string{"/out", "/name", "/meta"} {
		_, err := get(t, c, s.URL+path)
		wantErr(t, err, ErrPrivateAddress, "private_address")
	}
	_, err := get(t, c, s.URL+"/file")
	wantErr(t, err, ErrScheme, "scheme")

	shut := client(t, func(o *Options) { o.AllowPrefixes = nil })
	_, err = get(t, shut, strings.Replace(s.URL, "127.0.0.1", "localhost", 1)+"/secret") // after the name was resolved
	wantErr(t, err, ErrPrivateAddress, "private_address")
	if n := inside.Load(); n != 0 {
		t.Errorf("%d requests reached the inside", n)
	}
	open := client(t, func(o *Options) { o.AllowPrefixes, o.AllowPrivate = nil, true })
	if _, err := get(t, open, s.URL+"/secret"); err != nil {
		t.Errorf("AllowPrivate: %v", err)
	}
	_, err = get(t, open, s.URL+"/meta")
	wantErr(t, err, ErrPrivateAddress, "private_address")
}

func port(r *http.Request) string { return r.Host[strings.LastIndexByte(r.Host, ':')+1:] }

func TestGuard(t *testing.T) {
	tests := []struct {
		addr             string
		public, withOpen bool
	}{
		{"1.1.1.1", true, true}, {"2400:3200::1", true, true},
		{"127.0.0.1", false, true}, {"::1", false, true}, {"::ffff:127.0.0.1", false, true},
		{"10.1.2.3", false, true}, {"172.31.0.1", false, true},
		{"192.168.1.1", false, true}, {"fd00::1", false, true}, {"100.100.100.200", false, true},
		{"::ffff:10.0.0.1", false, true},
		{"169.254.169.254", false, false}, {"::ffff:169.254.169.254", false, false},
		{"fe80::1%eth0", false, false}, {"168.63.129.16", false, false},
		{"224.0.0.1", false, false}, {"255.255.255.255", false, false}, {"0.0.0.0", false, false},
		{"::", false, false}, {"ff02::1", false, false},
		{"64:ff9b::7f00:1", false, false}, {"2002:7f00:1::", false, false},
		{"2001:0:1::", false, false}, {"::7f00:1", false, false},
	}
	for _, tt := range tests {
		a := netip.MustParseAddr(tt.addr)
		if got := (guard{}).check(a) == nil; got != tt.public {
			t.Errorf("%s: public %v", tt.addr, got)
		}
		if got := (guard{private: true}).check(a) == nil; got != tt.withOpen {
			t.Errorf("%s: with AllowPrivate %v", tt.addr, got)
		}
	}
}

func TestRedirects(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{
		"/a": goTo("/b"), "/b": goTo("/a"), "/self": goTo("/self"), "/once": goTo("/end#x"), "/end": say("end"),
		"/far": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"?"+r.URL.RawQuery+"x", http.StatusTemporaryRedirect)
		},
		"/nil": status(302), "/shut": goTo("/private/x"), "/private/x": say("no"),
		"/robots.txt": say("User-agent: *\nDisallow: /private/"),
	})
	c := client(t, nil)
	for _, path := range []string{"/a", "/self", "/far", "/nil"} {
		_, err := get(t, c, s.URL+path)
		wantErr(t, err, ErrRedirects, "redirects")
	}
	r, err := get(t, c, s.URL+"/once")
	if err != nil || r.URL != s.URL+"/end" || r.Text != "end" {
		t.Fatalf("%+v, %v", r, err)
	}
	_, err = get(t, c, s.URL+"/shut") // robots counts for where it leads, too
	wantErr(t, err, ErrRobots, "robots")
}

func packed(t *testing.T, kind string, n int, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	if kind == "deflate" {
		w = zlib.NewWriter(&b)
	}
	for range n {
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return b.Bytes()
}

func TestSizes(t *testing.T) {
	kib := strings.Repeat("0", 1024)
	send := func(packing string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			if packing != "" {
				w.Header().Set("Content-Encoding", packing)
			}
			_, _ = w.Write(body)
		}
	}
	empties := bytes.Repeat(packed(t, "gzip", 0, ""), 50_000) // members of nothing, over 1 MiB of them
	s := site(t, map[string]http.HandlerFunc{
		"/big": func(w http.ResponseWriter, _ *http.Request) {
			for range 6 << 10 {
				if _, err := io.WriteString(w, kib); err != nil {
					return
				}
			}
		},
		"/fits":    send("", bytes.Repeat([]byte("a"), 5<<20)),
		"/bomb":    send("gzip", packed(t, "gzip", 8<<10, kib)),
		"/hidden":  send("", packed(t, "gzip", 8<<10, kib)),
		"/empties": send("gzip", empties),
		"/gzip":    send("gzip", packed(t, "gzip", 3, "井盖破损")),
		"/deflate": send("deflate", packed(t, "deflate", 3, "井盖破损")),
		"/file":    send("", packed(t, "gzip", 3, "井盖破损")),
		"/nothing": send("gzip", nil),
		"/br":      send("br", []byte("xx")),
		"/broken":  send("gzip", []byte("no gzip")),
	})
	c := client(t, nil)
	for path, want := range map[string]error{"/big": ErrTooLarge, "/bomb": ErrBomb,
		"/hidden": ErrBomb, "/br": ErrEncoding, "/broken": ErrEncoding} {
		code := map[error]string{ErrTooLarge: "too_large", ErrBomb: "bomb", ErrEncoding: "encoding"}[want]
		_, err := get(t, c, s.URL+path)
		wantErr(t, err, want, code)
	}
	_, err := get(t, client(t, func(o *Options) { o.MaxBytes = 1 << 10 }), s.URL+"/empties")
	wantErr(t, err, ErrTooLarge, "too_large")
	for _, path := range []string{"/gzip", "/deflate", "/file"} {
		if r, err := get(t, c, s.URL+path); err != nil || r.Text != "井盖破损井盖破损井盖破损" {
			t.Errorf("%s: %q, %v", path, r.Text, err)
		}
	}
	if r, err := get(t, c, s.URL+"/nothing"); err != nil || len(r.Body) != 0 {
		t.Errorf("/nothing: %v", err)
	}
	if r, err := get(t, c, s.URL+"/fits"); err != nil || len(r.Body) != 5<<20 {
		t.Errorf("/fits: %d bytes, %v", len(r.Body), err)
	}
}

func TestSlow(t *testing.T) {
	drip := func(every time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				select {
				case <-r.Context().Done():
				case <-time.After(every):
				}
			}
		}
	}
	s := site(t, map[string]http.HandlerFunc{
		"/drip":   drip(30 * time.Millisecond), // never silent, never done
		"/silent": drip(time.Hour),
		"/mute":   func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	})
	for _, tt := range []struct {
		path           string
		timeout, stall time.Duration
	}{
		{"/mute", 200 * time.Millisecond, time.Second},
		{"/drip", 300 * time.Millisecond, 2 * waittest.Limit}, // the whole takes too long
		{"/drip", 2 * waittest.Limit, 200 * time.Millisecond}, // too few bytes a second
		{"/silent", 2 * waittest.Limit, 200 * time.Millisecond},
	} {
		c := client(t, func(o *Options) { o.Timeout, o.Stall = tt.timeout, tt.stall })
		start := time.Now()
		_, err := get(t, c, s.URL+tt.path)
		wantErr(t, err, ErrSlow, "slow")
		if took := time.Since(start); took > waittest.Limit {
			t.Errorf("%s took %s", tt.path, took)
		}
	}
	c := client(t, nil)
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	_, err := c.Get(ctx, Request{URL: s.URL + "/mute"}) // the caller's end is not the host's fault
	wantErr(t, err, context.DeadlineExceeded, "deadline")
}

func TestStatusAndRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	s := site(t, map[string]http.HandlerFunc{
		"/500": status(500), "/404": status(404),
		"/503": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After",
				"120")
			w.WriteHeader(503)
		},
		"/429": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", now.Add(time.Hour).Format(http.TimeFormat))
			w.WriteHeader(429)
		},
	})
	for path, rest := range map[string]time.Duration{"/500": 0, "/404": 0, "/503": 2 * time.Minute, "/429": time.Hour} {
		c := client(t, func(o *Options) { o.Now = func() time.Time { return now } })
		_, err := get(t, c, s.URL+path)
		wantErr(t, err, ErrStatus, "status_"+path[1:])
		if RetryAfter(err) != rest {
			t.Errorf("%s: rest %s, want %s", path, RetryAfter(err), rest)
		}
	}
}

func TestConditional(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Wed, 18 Sep 2019 06:23:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "page")
	}})
	c := client(t, nil)
	first, err := get(t, c, s.URL+"/")
	if err != nil || first.NotModified || first.Text != "page" {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := c.Get(context.Background(), Request{URL: s.URL + "/", ETag: first.ETag,
		LastModified: first.LastModified})
	if err != nil || !again.NotModified || again.Status != 304 || again.ETag != `"v1"` {
		t.Fatalf("%+v, %v", again, err)
	}
}

func TestPace(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{"/": say("x")})
	c := client(t, func(o *Options) { o.PerHost = 120 * time.Millisecond })
	start := time.Now()
	for range 3 {
		if _, err := get(t, c, s.URL+"/"); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); took < 230*time.Millisecond {
		t.Errorf("three requests within %s, two gaps of 120 ms are due", took)
	}
	slow := client(t, func(o *Options) { o.PerHost = time.Hour })
	if _, err := get(t, slow, s.URL+"/"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*waittest.Limit)
	defer stop()
	start = time.Now()
	_, err := slow.Get(ctx, Request{URL: s.URL + "/"})
	wantErr(t, err, context.DeadlineExceeded, "deadline")
	if time.Since(start) > waittest.Limit {
		t.Error("waited for a turn that comes after the deadline")
	}
}

func TestTransport(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{
		"/robots.txt": say("User-agent: huiying\nDisallow: /no"),
		"/gbk": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8") // wrong
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed(t, "gzip", 1, "<title>\xbe\xae\xb8\xc7\xc6\xc6\xcb\xf0</title>"))
		},
		"/no": say("no"), "/to-no": goTo("/no"), "/loop": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/loop?"+r.URL.RawQuery+"x", http.StatusFound)
		},
		"/out": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:"+port(r)+"/", http.StatusFound)
		},
		"/404": status(404),
	})
	hc := &http.Client{Transport: client(t, nil).Transport()}
	resp, err := hc.Get(s.URL + "/gbk")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(resp.Body)
	if string(b) != "<title>井盖破损</title>" ||
		resp.Header.Get("Content-Type") != "text/html; charset=utf-8" || !resp.Uncompressed {
		t.Errorf("%q, %v", b, resp.Header)
	}
	for path, code := range map[string]string{"/no": "robots", "/to-no": "robots",
		"/loop": "redirects", "/out": "private_address"} {
		if _, err := hc.Get(s.URL + path); Code(err) != code {
			t.Errorf("%s: %v, want %s", path, err, code)
		}
	}
	resp, err = hc.Get(s.URL + "/404")
	if err != nil || resp.StatusCode != 404 {
		t.Errorf("a status is not the transport's to judge: %v", err)
	}
	if _, err := hc.Post(s.URL+"/gbk", "text/plain", strings.NewReader("x")); err == nil {
		t.Error("a POST went out")
	}
}
