package access_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/accounts"
	"huiying/console/consoletest"
)

func TestBehindAProxyThatSpeaksHTTPS(t *testing.T) {
	w := consoletest.NewWorld(1)
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff, func(d *console.Deps) {
		d.Loopback = false
		d.Accounts.URL, _ = url.Parse("https://desk.example.gov")
		d.Accounts.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
		d.Accounts.Sessions = accounts.NewSessions(d.Accounts.Gate.Notes, true, d.Accounts.Gate.Now)
	})
	to := func(host, path, from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "http://"+host+path,
			strings.NewReader(url.Values{"name": {"a-monitor"},
				"password": {consoletest.Password}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("X-Forwarded-For", from)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec
	}
	rec := to("desk.example.gov", "/sign-in", "203.0.113.9")
	cookie := rec.Header().Get("Set-Cookie")
	if rec.Code != 303 || !strings.HasPrefix(cookie, "__Host-session=") ||
		!strings.Contains(cookie, "Secure") || rec.Header().Get("Strict-Transport-Security") == "" {
		t.Errorf("%d %s %s", rec.Code, cookie, rec.Header().Get("Strict-Transport-Security"))
	}
	if rec := to("evil.example", "/sign-in", ""); rec.Code != 421 {
		t.Errorf("another host: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/metrics", ""); rec.Code == 200 {
		t.Error("the metrics are open to everybody")
	}
	last := 0
	for range 40 {
		last = to("desk.example.gov", "/sign-in", "1.2.3.4, 203.0.113.77").Code // what the reader claims does not count
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("an address that knocks all the time gets %d", last)
	}
	if rec := to("desk.example.gov", "/sign-in", "203.0.113.78"); rec.Code != 303 {
		t.Errorf("its neighbour gets %d", rec.Code)
	}
}

func TestForgedRequestsAreRefused(t *testing.T) {
	w := consoletest.NewWorld(3)
	h := consoletest.Start(t, w)
	id := w.Order[0]
	before := w.Files[id].Case.Version
	form := fmt.Sprintf("expected_version=%d&unit=u-road&reason=x", before)
	for _, c := range []struct {
		name, at string
		header   []string
	}{
		{"form from another site", "/cases/" + id + "/raise", []string{"Sec-Fetch-Site", "cross-site"}},
		{"form from a sibling site", "/cases/" + id + "/raise", []string{"Sec-Fetch-Site", "same-site"}},
		{"old browser, foreign origin", "/cases/" + id + "/raise", []string{"Sec-Fetch-Site", "",
			"Origin", "https://evil.example"}},
		{"dropping from another site", "/dead/7/drop", []string{"Sec-Fetch-Site", "cross-site"}},
		{"API from another site", "/api/v1/dead/7/drop", []string{"Sec-Fetch-Site", "cross-site"}},
		{"submitting from another site", "/api/v1/mentions", []string{"Sec-Fetch-Site", "cross-site"}},
	} {
		rec := consoletest.Send(h, "POST", c.at, form+"&sure=yes", c.header...)
		if rec.Code != http.StatusForbidden {
			t.Errorf("%s: %d", c.name, rec.Code)
		}
		if strings.HasPrefix(c.at, "/api/") && !strings.Contains(rec.Body.String(), `"code":"cross_origin"`) {
			t.Errorf("%s: %s", c.name, rec.Body)
		}
	}
	if w.Files[id].Case.Version != before || len(w.DeadLetters) != 1 {
		t.Error("a forged request did something")
	}
	if rec := consoletest.Send(h, "POST", "/cases/"+id+"/raise", form); rec.Code != http.StatusSeeOther {
		t.Errorf("our own form: %d", rec.Code)
	}
}

func TestTheImportToken(t *testing.T) {
	const body = `{"source":"s","text":"样例"}`
	for _, c := range []struct {
		name          string
		token         string
		loopback      bool
		authorization string
		want          int
	}{
		{"loopback without token", "", true, "", 202},
		{"token missing", "geheim", true, "", 401},
		{"token wrong", "geheim", true, "Bearer geheim2", 401},
		{"token of another kind", "geheim", true, "Basic geheim", 401},
		{"token right", "geheim", true, "bearer geheim", 202},
	} {
		h := consoletest.Start(t, consoletest.NewWorld(0), func(d *console.Deps) {
			d.Token,
				d.Loopback = c.token, c.loopback
		})
		rec := consoletest.Send(h, "POST", "/api/v1/mentions", body, "Content-Type",
			consoletest.JSON, "Authorization", c.authorization)
		if rec.Code != c.want {
			t.Errorf("%s: %d %s", c.name, rec.Code, rec.Body)
		}
		if rec.Code >= 400 && rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", c.name, rec.Header().Get("Content-Type"))
		}
	}
}

func TestOtherHostNamesAreTurnedAwayOnLoopback(t *testing.T) {
	w := consoletest.NewWorld(1)
	h := consoletest.Start(t, w)
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "[::1]:8080": 200, "demo.localhost": 200, "127.9.9.9": 200,
		"evil.example": 421, "127.0.0.1.evil.example:8080": 421, "10.0.0.1": 421,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != want {
			t.Errorf("host %s: %d, want %d", host, rec.Code, want)
		}
	}
	d := w.Deps()
	d.Loopback = false
	if _, err := console.New(d); err == nil {
		t.Error("other machines reach a console that asks nobody to sign in")
	}
}
