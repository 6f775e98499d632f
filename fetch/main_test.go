package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/fetch/fetchtest"
	"huiying/internal/waittest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func site(t *testing.T, routes map[string]http.HandlerFunc) *httptest.Server {
	return fetchtest.Site(t, routes)
}

// client opens nothing but 127.0.0.1, so that any other loopback address is one of a
// private network.
func client(t *testing.T, change func(*Options)) *Client {
	t.Helper()
	o := Options{
		UserAgent: "huiying/test", Contact: "https://example.org/huiying", PerHost: -1, Timeout: 5 * time.Second,
		AllowPrefixes: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
	}
	if change != nil {
		change(&o)
	}
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

func say(body string) http.HandlerFunc { return fetchtest.Say("text/html; charset=utf-8", body) }

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func goTo(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func get(t *testing.T, c *Client, url string) (Response, error) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 3*waittest.Limit)
	defer stop()
	return c.Get(ctx, Request{URL: url})
}

func wantErr(t *testing.T, err, want error, code string) {
	t.Helper()
	if !errors.Is(err, want) || Code(err) != code {
		t.Fatalf("error %v (code %q), want %v (%q)", err, Code(err), want, code)
	}
}
