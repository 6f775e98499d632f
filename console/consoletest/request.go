package consoletest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiying/console/access"
	"huiying/console/triage"
)

// JSON is the type of what programs send.
const JSON = "application/json"

// Send asks a request as a browser on this machine would. What is posted is a form, unless a header
// says otherwise; headers are names and values by turns.
func Send(h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	var b io.Reader
	if body != "" {
		b = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+target, b)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	if target == triage.EventsAt {
		ctx, stop := context.WithCancel(r.Context())
		defer stop()
		h.ServeHTTP(leaving{rec, stop}, r.WithContext(ctx))
		return rec
	}
	h.ServeHTTP(rec, r)
	return rec
}

// leaving is a reader of a stream who goes as soon as something came.
type leaving struct {
	*httptest.ResponseRecorder
	leave func()
}

// Flush takes what came, and leaves.
func (l leaving) Flush() {
	l.ResponseRecorder.Flush()
	l.leave()
}

// Post sends a form.
func Post(h http.Handler, at string, form url.Values) *httptest.ResponseRecorder {
	return Send(h, http.MethodPost, at, form.Encode())
}

// As is a console at which an account sits: every request is one of this account.
func As(h http.Handler, who access.Account) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.WithAccount(r.Context(), who)))
	})
}

// Decode reads an answer in JSON.
func Decode[T any](t testing.TB, rec *httptest.ResponseRecorder) T {
	t.Helper()
	var x T
	if err := json.Unmarshal(rec.Body.Bytes(), &x); err != nil {
		t.Fatalf("status %d: %v\n%s", rec.Code, err, rec.Body)
	}
	return x
}
