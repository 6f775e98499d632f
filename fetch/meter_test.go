package fetch

import (
	"context"
	"net/http"
	"testing"
)

// A meter counts every request that is made with its context and what came over the wire; the
// status is that of the first page.
func TestMeter(t *testing.T) {
	send := func(packing string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", packing)
			_, _ = w.Write(body)
		}
	}
	s := site(t, map[string]http.HandlerFunc{
		"/robots.txt": send("", []byte("User-agent: *\n")),
		"/page":       send("gzip", packed(t, "gzip", 1000, "井盖破损")),
		"/moved":      func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) },
		"/same":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) },
	})
	c := client(t, nil)
	for _, step := range []struct {
		path             string
		requests, status int
	}{{"/same", 2, 304}, {"/moved", 2, 200}, {"/nothing", 1, 404}} {
		ctx, meter := Metered(context.Background())
		_, _ = c.Get(ctx, Request{URL: s.URL + step.path})
		u := meter.Usage()
		if u.Requests != step.requests || u.Status != step.status || u.Bytes > 1000 ||
			step.path == "/moved" && u.Bytes < 20 {
			t.Errorf("%s: %+v", step.path, u)
		}
	}
}
