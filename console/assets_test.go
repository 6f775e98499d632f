package console_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"huiying/console/consoletest"
)

// locked is the version of an npm package that console/assets locks.
func locked(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("assets/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Integrity string }
	}
	if err := json.Unmarshal(b, &lock); err != nil {
		t.Fatal(err)
	}
	p := lock.Packages["node_modules/"+name]
	if p.Version == "" || p.Integrity == "" {
		t.Fatalf("console/assets locks no %s", name)
	}
	return p.Version
}

// installed is a file that `make setup` brought from npm, or skips in plain words.
func installed(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile("assets/node_modules/" + file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !consoletest.Whole():
		t.Skipf("no console/assets/node_modules/%s: run make setup", file)
	case err != nil:
		t.Fatalf("run make setup: %v", err)
	}
	return b
}

func TestTheEmbeddedLibraryIsTheOneThatIsLocked(t *testing.T) {
	have, err := os.ReadFile("kit/static/htmx.min.js")
	if err != nil {
		t.Fatal(err)
	}
	if v := locked(t, "htmx.org"); !bytes.Contains(have, []byte(`version:"`+v+`"`)) {
		t.Errorf("static/htmx.min.js is not version %s: run make assets", v)
	}
	notice, err := os.ReadFile("../NOTICE")
	if err != nil || !strings.Contains(string(notice), "htmx "+locked(t, "htmx.org")) {
		t.Errorf("NOTICE does not name htmx as it is locked: %v", err)
	}
	if !bytes.Equal(have, installed(t, "htmx.org/dist/htmx.min.js")) {
		t.Error("static/htmx.min.js is not what npm installed: run make assets")
	}
}

// What a desk's page loads, on a line of an office far away.
func TestAllThatAPageLoadsIsSmall(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(60))
	for _, page := range []string{"/", "/cases"} {
		body := consoletest.Send(h, "GET", page, "").Body.String()
		sum := len(body)
		for _, m := range regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(body, -1) {
			sum += consoletest.Send(h, "GET", m[1], "").Body.Len()
		}
		if sum < 60_000 || sum > 300_000 {
			t.Errorf("%s and what it loads: %d bytes", page, sum)
		}
	}
}

func TestPagesRunNoScriptButOurs(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	rec := consoletest.Send(h, "GET", "/cases", "")
	csp := rec.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "style-src 'self'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy lacks %q: %s", want, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("the policy allows what is inline: %s", csp)
	}
	body := rec.Body.String()
	if n := strings.Count(body, "<script"); n != 1 || strings.Contains(consoletest.WithoutOurScript(body), "<script") {
		t.Errorf("%d scripts on a page of the office, and not ours alone", n)
	}
	if strings.Contains(consoletest.Send(h, "GET", "/open/", "").Body.String(), "<script") {
		t.Error("the open board runs a script")
	}
}
