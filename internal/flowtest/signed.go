package flowtest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// keys are those of the servers that tests have found, by their address.
var keys sync.Map

// keyed signs every request of http.DefaultClient in to the server it goes to, as whoever can
// read the data directory does.
type keyed struct{ http.RoundTripper }

// RoundTrip is http.RoundTripper.
func (k keyed) RoundTrip(r *http.Request) (*http.Response, error) {
	if key, ok := keys.Load(r.URL.Host); ok && r.Header.Get("Authorization") == "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+key.(string))
	}
	return k.RoundTripper.RoundTrip(r)
}

// CloseIdleConnections is called by the client of that name.
func (k keyed) CloseIdleConnections() { k.RoundTripper.(*http.Transport).CloseIdleConnections() }

func init() { http.DefaultClient.Transport = keyed{http.DefaultTransport} }

// SignIn lets the tests' requests to a server in.
func SignIn(address, key string) { keys.Store(address, key) }

// Ask sends a request with http.DefaultClient, and returns the status and the body of its answer.
// heard gets the body too, where there is one.
func Ask(t testing.TB, method, address, body string, heard *bytes.Buffer) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if heard != nil {
		heard.Write(b)
		for k, v := range res.Header {
			fmt.Fprintln(heard, k, v)
		}
	}
	return res.StatusCode, string(b)
}
