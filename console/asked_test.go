package console_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiying/console/access"
	"huiying/console/consoletest"
)

// What is looked for reaches no address with identifiers in it, sent as a form or written into one.
func TestNoAddressHoldsWhoWasLookedFor(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	for _, path := range []string{"/search", "/cases", "/issues", "/desk", "/find", "/open/answers"} {
		for q, want := range map[string]string{"停水 13800000000": "停水 [手机号]", "停水": "停水"} {
			asked := url.Values{"q": {q}, "topic": {""}, "division": {"980101"}}
			form := httptest.NewRequest("POST", "http://localhost"+path, strings.NewReader(asked.Encode()))
			form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for _, r := range []*http.Request{form, httptest.NewRequest("GET", "http://localhost"+path+"?"+asked.Encode(), nil)} {
				rec := httptest.NewRecorder()
				h.ServeHTTP(rec, r)
				if r.Method == "GET" && q == want {
					continue // it is answered at once
				}
				to, err := url.Parse(rec.Header().Get("Location"))
				if err != nil || rec.Code != http.StatusSeeOther || to.Path != path || to.Query().Get("q") != want ||
					to.Query().Get("division") != "980101" {
					t.Errorf("%s %s?q=%s leads to %d %s", r.Method, path, q, rec.Code, to)
				}
			}
		}
	}
}

// Nothing but the open board and what is the same everywhere may be kept by browsers and proxies.
func TestWhatIsNotPublicIsKeptByNobody(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	for route := range access.Table {
		method, path, _ := strings.Cut(route, " ")
		if method != "GET" || strings.HasPrefix(path, "/open") || strings.Contains(path, "…") || path == "/desk/events" {
			continue
		}
		path = strings.NewReplacer("{$}", "", "{id}", "x", "{date}", "2026-11-01", "{file}", "briefing.html").Replace(path)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest("GET", "http://localhost"+path, nil))
		if got := rec.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s (%d) says %q", path, rec.Code, got)
		}
	}
}
