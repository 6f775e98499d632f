// Package fetchtest finds the saved pages and feeds that tests of reading go by. They
// belong to their sites and are not part of the project: without them such a test skips.
package fetchtest

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// Want is what is known of one saved file.
type Want struct {
	File        string   `json:"file"` // below the folder, with slashes
	Charset     string   `json:"charset_actual"`
	ContentType string   `json:"http_content_type"` // as its server sent it; empty where not known
	Title       string   `json:"title"`
	Published   string   `json:"published"` // RFC 3339, empty where the page does not say
	MustHave    []string `json:"must_contain"`
	MustNotHave []string `json:"must_not_contain"`
	Items       int      `json:"items"`
	FirstTitle  string   `json:"first_title"`
	LastTitle   string   `json:"last_title"`

	Body []byte `json:"-"`
}

// Saved are the files below pages or feeds. It skips the test where they are absent.
func Saved(t testing.TB, folder string) []Want {
	t.Helper()
	dir := filepath.Join(sharedDir(), "data", "web")
	f, err := os.Open(filepath.Join(dir, "expected.jsonl"))
	if err != nil {
		t.Skip("shared data absent: web/expected.jsonl")
	}
	defer f.Close()
	var out []Want
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var w Want
		if err := json.Unmarshal(lines.Bytes(), &w); err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(w.File) != folder {
			continue
		}
		if w.Body, err = os.ReadFile(filepath.Join(dir, w.File)); err != nil {
			t.Fatal(err)
		}
		out = append(out, w)
	}
	if len(out) == 0 {
		t.Fatalf("no expectation for %s", folder)
	}
	return out
}

// sharedDir is HUIYING_SHARED, else the folder shared beside the module.
func sharedDir() string {
	if dir := os.Getenv("HUIYING_SHARED"); dir != "" {
		return dir
	}
	at, err := os.Getwd()
	for ; err == nil && at != filepath.Dir(at); at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(at, "..", "shared")
		}
	}
	return "shared"
}

// Site starts a real server on 127.0.0.1, closed when the test ends. Paths are patterns of
// http.ServeMux; "/robots.txt" is absent unless named.
func Site(t testing.TB, routes map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	for path, h := range routes {
		mux.HandleFunc(path, h)
	}
	if routes["/robots.txt"] == nil {
		mux.HandleFunc("/robots.txt", http.NotFound)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// Say answers with body under the Content-Type, or under none when it is empty.
func Say(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		_, _ = w.Write([]byte(body))
	}
}
