package elastic

import (
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"huiying/index"
	"huiying/internal/waittest"
)

// What goes over the wire before any server's own rules: who signs in, whom is trusted, and
// where to turn when a node does not answer. The other side is a stand-in.
func TestConnect(t *testing.T) {
	var heard string
	node := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		heard = r.Header.Get("Authorization")
		if heard == "APIKey wrong" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		_, _ = io.WriteString(w, "{}")
	}))
	node.Config.ErrorLog = log.New(io.Discard, "", 0)
	var lines atomic.Int32
	node.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			lines.Add(1)
		case http.StateClosed:
			lines.Add(-1)
		}
	}
	node.StartTLS()
	defer node.Close()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: node.Certificate().Raw})
	for _, c := range []struct {
		name  string
		o     Options
		heard string
		words string // of the refusal; "" means none
	}{
		{"nobody", Options{CA: ca}, "", ""},
		{"user", Options{CA: ca, User: "office", Password: "p"}, "Basic b2ZmaWNlOnA=", ""},
		{"key", Options{CA: ca, APIKey: "k"}, "APIKey k", ""},
		{"wrong key", Options{CA: ca, APIKey: "wrong"}, "APIKey wrong", "credentials"},
		{"unknown authority", Options{}, "", "certificate"},
		{"first node down", Options{CA: ca, URLs: []string{"https://127.0.0.1:1"}}, "", ""},
	} {
		heard = ""
		c.o.URLs = append(c.o.URLs, node.URL)
		x, err := Open(c.o)
		if err != nil {
			t.Fatal(err)
		}
		for range len(c.o.URLs) { // each is asked first once
			err = x.Ready(t.Context())
			switch {
			case c.words == "" && err != nil:
				t.Errorf("%s: %v", c.name, err)
			case c.words != "" && (!errors.Is(err, index.ErrAway) || !strings.Contains(err.Error(), c.words)):
				t.Errorf("%s: %v, want words of %s", c.name, err, c.words)
			}
		}
		if heard != c.heard {
			t.Errorf("%s: the server heard %q", c.name, heard)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		waittest.Until(t, c.name+": no connection stays open after Close", func() bool { return lines.Load() == 0 })
	}
}
