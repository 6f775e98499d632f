package console_test

import (
	"encoding/csv"
	"errors"
	"huiying/console/consoletest"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/accounts"
)

func TestSigningInAndOut(t *testing.T) {
	w := consoletest.NewWorld(2)
	staff, m := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff)
	planted := "session=planted-by-somebody"
	form := url.Values{"name": {"a-monitor"}, "password": {consoletest.Password}, "next": {"/cases?state=triage"}}
	rec := consoletest.Send(h, "POST", "/sign-in", form.Encode(), "Cookie", planted)
	if rec.Code != 303 || rec.Header().Get("Location") != "/cases?state=triage" {
		t.Fatalf("%d to %s", rec.Code, rec.Header().Get("Location"))
	}
	raw := rec.Header().Get("Set-Cookie")
	if !strings.Contains(raw, "HttpOnly") || !strings.Contains(raw, "SameSite=Lax") || strings.Contains(raw, "planted") || strings.Contains(raw, "Secure") {
		t.Errorf("cookie %s", raw)
	}
	cookie := consoletest.CookieIn(rec)
	for k := range m.Notes {
		if strings.Contains(k, strings.TrimPrefix(cookie, "session=")) {
			t.Error("the token of a session is kept as it is")
		}
	}
	body := consoletest.Send(h, "GET", "/", "", "Cookie", cookie).Body.String()
	if !strings.Contains(body, "样例") || !strings.Contains(body, `action="/sign-out"`) || strings.Contains(body, "/accounts") {
		t.Error("the header does not say who is signed in, or offers what is not allowed")
	}
	again := consoletest.CookieIn(consoletest.Send(h, "POST", "/sign-in", form.Encode(), "Cookie", cookie))
	if again == cookie || again == "" {
		t.Error("signing in again kept the token")
	}
	if rec := consoletest.Send(h, "GET", "/", "", "Cookie", cookie); rec.Code != 303 {
		t.Errorf("the token before the change still counts: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/sign-out", "", "Cookie", again); rec.Code != 303 {
		t.Errorf("sign-out: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/cases", "", "Cookie", again); rec.Code != 303 || rec.Header().Get("Location") != "/sign-in?next=%2Fcases" {
		t.Errorf("after sign-out: %d %s", rec.Code, rec.Header().Get("Location"))
	}
	for _, next := range []string{"//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/sign-in", ""} {
		form.Set("next", next)
		if rec := consoletest.Send(h, "POST", "/sign-in", form.Encode()); rec.Header().Get("Location") != "/" {
			t.Errorf("%q leads to %s", next, rec.Header().Get("Location"))
		}
	}
	if rec := consoletest.Send(h, "POST", "/sign-in", form.Encode(), "Sec-Fetch-Site", "cross-site"); rec.Code != 403 {
		t.Errorf("a form of another site: %d", rec.Code)
	}
}

// The words and the status are the same whether there is such an account or not.
func TestAWrongPasswordTellsNothing(t *testing.T) {
	w := consoletest.NewWorld(1)
	staff, m := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff)
	answer := func(name string) (int, string) {
		rec := consoletest.Send(h, "POST", "/sign-in", url.Values{"name": {name}, "password": {"wrong password"}}.Encode())
		return rec.Code, strings.ReplaceAll(rec.Body.String(), name, "NAME")
	}
	for range 7 {
		c1, b1 := answer("a-monitor")
		c2, b2 := answer("b-monitor")
		if c1 != c2 || b1 != b2 || c1 == 303 {
			t.Fatalf("%d and %d, or other words", c1, c2)
		}
	}
	for _, raw := range m.Log {
		if strings.Contains(string(raw), "b-monitor") {
			t.Error("what is no account stands in the record: it may be a password in the wrong field")
		}
	}
}

func TestAOneTimePasswordMustBeChangedFirst(t *testing.T) {
	w := consoletest.NewWorld(1)
	staff, _ := consoletest.Staffed(t)
	var d console.Deps
	h := consoletest.Start(t, w, staff, func(x *console.Deps) { d = *x })
	once, err := d.Accounts.Book.Reset(t.Context(), "a-handler")
	if err != nil {
		t.Fatal(err)
	}
	cookie := consoletest.SignIn(t, h, "a-handler", once)
	if rec := consoletest.Send(h, "GET", "/cases", "", "Cookie", cookie); rec.Code != 303 || !strings.HasPrefix(rec.Header().Get("Location"), "/account") {
		t.Errorf("%d %s", rec.Code, rec.Header().Get("Location"))
	}
	if rec := consoletest.Send(h, "GET", "/api/v1/cases", "", "Cookie", cookie); rec.Code != 403 {
		t.Errorf("the API: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/account/token", "name=x&days=1&scope=read", "Cookie", cookie); rec.Code != 303 || strings.Contains(rec.Body.String(), "hy_") {
		t.Errorf("a token before the change: %d", rec.Code)
	}
	form := url.Values{"old": {once}, "next": {"short"}, "again": {"short"}}
	if rec := consoletest.Send(h, "POST", "/account/password", form.Encode(), "Cookie", cookie); rec.Code != 422 || !strings.Contains(rec.Body.String(), "10 到 128") {
		t.Errorf("a short one: %d", rec.Code)
	}
	form = url.Values{"old": {once}, "next": {"一个足够长的新密码哦"}, "again": {"一个足够长的新密码哦"}}
	rec := consoletest.Send(h, "POST", "/account/password", form.Encode(), "Cookie", cookie)
	if rec.Code != 303 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if rec := consoletest.Send(h, "GET", "/cases", "", "Cookie", consoletest.CookieIn(rec)); rec.Code != 200 {
		t.Errorf("after the change: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/cases", "", "Cookie", cookie); rec.Code != 303 {
		t.Errorf("the session before the change still counts: %d", rec.Code)
	}
}

// An account that is changed or disabled loses its sessions at once.
func TestPrivilegesEndWithTheirSessions(t *testing.T) {
	w := consoletest.NewWorld(1)
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff)
	admin, monitor := consoletest.SignIn(t, h, "a-administrator", consoletest.Password), consoletest.SignIn(t, h, "a-monitor", consoletest.Password)
	if rec := consoletest.Send(h, "POST", "/accounts/a-monitor/disable", "", "Cookie", admin); rec.Code != 303 {
		t.Fatalf("%d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/", "", "Cookie", monitor); rec.Code != 303 {
		t.Errorf("a disabled account: %d", rec.Code)
	}
	rec := consoletest.Send(h, "POST", "/accounts", url.Values{"id": {"new.one"}, "name": {"<b>新</b>"}, "role": {"handler"}, "unit": {"u-water"}}.Encode(), "Cookie", admin)
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), "new.one") || strings.Contains(rec.Body.String(), "<b>新</b>") {
		t.Errorf("a new account: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/accounts", url.Values{"id": {"x"}, "name": {"x"}, "role": {"handler"}}.Encode(), "Cookie", admin); rec.Code != 422 {
		t.Errorf("one without a unit: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/accounts/a-administrator/disable", "", "Cookie", admin); rec.Code != 422 {
		t.Errorf("the last administrator: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/account/end", "", "Cookie", admin); rec.Code != 303 {
		t.Errorf("everywhere: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/accounts", "", "Cookie", admin); rec.Code != 303 {
		t.Errorf("after the end of all sessions: %d", rec.Code)
	}
}

func TestTheRecordHoldsWhatWasDone(t *testing.T) {
	w := consoletest.NewWorld(2)
	staff, m := consoletest.Staffed(t)
	var d console.Deps
	h := consoletest.Start(t, w, staff, func(x *console.Deps) { d = *x })
	monitor, auditor := consoletest.SignIn(t, h, "a-monitor", consoletest.Password), consoletest.SignIn(t, h, "a-auditor", consoletest.Password)
	id := w.Order[0]
	consoletest.Send(h, "GET", "/cases/"+id, "", "Cookie", monitor)
	consoletest.Send(h, "GET", "/assess.csv", "", "Cookie", monitor)
	consoletest.Send(h, "GET", "/audit", "", "Cookie", monitor)
	consoletest.Send(h, "POST", "/cases/"+id+"/sign", "expected_version=1", "Cookie", monitor)
	if err := d.Accounts.Record.Must(t.Context(), accounts.Entry{What: "start"}); err != nil { // all before it is written
		t.Fatal(err)
	}
	body := consoletest.Send(h, "GET", "/audit?who=a-monitor", "", "Cookie", auditor).Body.String()
	for _, want := range []string{"查看", "导出", "被拒绝", "改动", "GET /cases/" + id, "POST /cases/" + id + "/sign"} {
		if !strings.Contains(body, want) {
			t.Errorf("the record lacks %q", want)
		}
	}
	rec := consoletest.Send(h, "GET", "/audit.csv?what=change", "", "Cookie", auditor)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rec.Body.String(), "\uFEFF"))).ReadAll()
	if err != nil || len(lines) != 2 || lines[1][2] != "a-monitor" {
		t.Errorf("csv %v, %v", lines, err)
	}
	for _, raw := range m.Log {
		if strings.Contains(string(raw), "停水") {
			t.Error("the record holds a mention's words")
		}
	}
	m.Lock()
	m.Fail = errors.New("disk full")
	m.Unlock()
	if rec := consoletest.Send(h, "POST", "/cases/"+id+"/sign", "expected_version=1", "Cookie", monitor); rec.Code != 503 {
		t.Errorf("a change that cannot be recorded is answered with %d", rec.Code)
	}
	m.Lock()
	m.Fail = nil
	m.Unlock()
}

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
		r := httptest.NewRequest("POST", "http://"+host+path, strings.NewReader(url.Values{"name": {"a-monitor"}, "password": {consoletest.Password}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("X-Forwarded-For", from)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec
	}
	rec := to("desk.example.gov", "/sign-in", "203.0.113.9")
	cookie := rec.Header().Get("Set-Cookie")
	if rec.Code != 303 || !strings.HasPrefix(cookie, "__Host-session=") || !strings.Contains(cookie, "Secure") || rec.Header().Get("Strict-Transport-Security") == "" {
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
