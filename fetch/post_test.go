package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"
)

func TestAPostCarriesOnlyWhatIsNamed(t *testing.T) {
	var got http.Header
	var body string
	s := site(t, map[string]http.HandlerFunc{"/hook": func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r.Header, string(b)
		_, _ = w.Write([]byte(`{"errcode":0}`))
	}, "/robots.txt": say("User-agent: *\nDisallow: /")})
	c := client(t, nil)
	res, err := c.Post(t.Context(), Post{URL: s.URL + "/hook", Body: []byte("words"), Header: http.Header{
		"Huiying-Signature": {"v1=x"}, "Idempotency-Key": {"k"}, "Cookie": {"a=b"}, "Authorization": {"secret"}}})
	if err != nil || string(res.Body) != `{"errcode":0}` || body != "words" {
		t.Fatalf("%q %q %v", res.Body, body, err)
	}
	if got.Get("Huiying-Signature") != "v1=x" || got.Get("Idempotency-Key") != "k" || got.Get("Cookie")+got.Get("Authorization") != "" {
		t.Errorf("headers %v", got)
	}
}

func TestAPostIsNotSentOnNorInside(t *testing.T) {
	reached := false
	s := site(t, map[string]http.HandlerFunc{
		"/away": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other", http.StatusTemporaryRedirect)
		},
		"/other": func(http.ResponseWriter, *http.Request) { reached = true },
		"/late":  func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/busy": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		}})
	c := client(t, func(o *Options) { o.Timeout = 200 * time.Millisecond })
	_, err := c.Post(t.Context(), Post{URL: s.URL + "/away"})
	wantErr(t, err, ErrRedirects, "redirects")
	_, err = c.Post(t.Context(), Post{URL: s.URL + "/late"})
	wantErr(t, err, ErrSlow, "slow")
	_, err = c.Post(t.Context(), Post{URL: s.URL + "/busy"})
	wantErr(t, err, ErrStatus, "status_429")
	if RetryAfter(err) != 7*time.Second {
		t.Errorf("%v", RetryAfter(err))
	}
	_, err = client(t, func(o *Options) { o.AllowPrefixes = nil }).Post(context.Background(), Post{URL: s.URL + "/other"})
	if !errors.Is(err, ErrPrivateAddress) || reached {
		t.Errorf("reached %v: %v", reached, err)
	}
}
