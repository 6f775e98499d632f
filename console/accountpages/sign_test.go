package accountpages_test

import (
	"net/url"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
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
	if !strings.Contains(raw, "HttpOnly") || !strings.Contains(raw, "SameSite=Lax") ||
		strings.Contains(raw, "planted") || strings.Contains(raw, "Secure") {
		t.Errorf("cookie %s", raw)
	}
	cookie := consoletest.CookieIn(rec)
	for k := range m.Notes {
		if strings.Contains(k, strings.TrimPrefix(cookie, "session=")) {
			t.Error("the token of a session is kept as it is")
		}
	}
	body := consoletest.Send(h, "GET", "/", "", "Cookie", cookie).Body.String()
	if !strings.Contains(body, "样例") || !strings.Contains(body, `action="/sign-out"`) ||
		strings.Contains(body, "/accounts") {
		t.Error("the header does not say who is signed in, or offers what is not allowed")
	}
	again := consoletest.CookieIn(consoletest.Send(h, "POST", "/sign-in", form.Encode(), "Cookie", cookie))
	if again == cookie || again == "" {
		t.Error("signing in again kept the token")
	}
	if rec := consoletest.Send(h, "GET", "/", "", "Cookie", cookie); rec.Code != 303 {
		t.Errorf("the token before the change still counts: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/sign-out", "", "Cookie", again); rec.Code != 303 ||
		!strings.Contains(rec.Header().Get("Clear-Site-Data"), `"storage"`) {
		t.Errorf("sign-out: %d %v", rec.Code, rec.Header())
	}
	if rec := consoletest.Send(h, "GET", "/cases", "", "Cookie", again); rec.Code != 303 ||
		rec.Header().Get("Location") != "/sign-in?next=%2Fcases" {
		t.Errorf("after sign-out: %d %s", rec.Code, rec.Header().Get("Location"))
	}
	for _, next := range []string{"//evil.example", "https://evil.example/", "/\\evil.example",
		"javascript:alert(1)", "/sign-in", "", "/\t/evil.example", "/\r\n/evil.example", "/\x7f/evil.example"} {
		form.Set("next", next)
		if rec := consoletest.Send(h, "POST", "/sign-in", form.Encode()); rec.Header().Get("Location") != "/desk" {
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
		rec := consoletest.Send(h, "POST", "/sign-in", url.Values{"name": {name},
			"password": {"wrong password"}}.Encode())
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
	if rec := consoletest.Send(h, "GET", "/cases", "", "Cookie", cookie); rec.Code != 303 ||
		!strings.HasPrefix(rec.Header().Get("Location"), "/account") {
		t.Errorf("%d %s", rec.Code, rec.Header().Get("Location"))
	}
	if rec := consoletest.Send(h, "GET", "/api/v1/cases", "", "Cookie", cookie); rec.Code != 403 {
		t.Errorf("the API: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/account/token", "name=x&days=1&scope=read", "Cookie",
		cookie); rec.Code != 303 || strings.Contains(rec.Body.String(), "hy_") {
		t.Errorf("a token before the change: %d", rec.Code)
	}
	form := url.Values{"old": {once}, "next": {"short"}, "again": {"short"}}
	if rec := consoletest.Send(h, "POST", "/account/password", form.Encode(), "Cookie",
		cookie); rec.Code != 422 || !strings.Contains(rec.Body.String(), "10 到 128") {
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
	admin, monitor := consoletest.SignIn(t, h, "a-administrator", consoletest.Password),
		consoletest.SignIn(t, h, "a-monitor", consoletest.Password)
	if rec := consoletest.Send(h, "POST", "/accounts/a-monitor/disable", "", "Cookie", admin); rec.Code != 303 {
		t.Fatalf("%d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/", "", "Cookie", monitor); rec.Code != 303 {
		t.Errorf("a disabled account: %d", rec.Code)
	}
	rec := consoletest.Send(h, "POST", "/accounts", url.Values{"id": {"new.one"},
		"name": {"<b>新</b>"}, "role": {"handler"}, "unit": {"u-water"}}.Encode(), "Cookie", admin)
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), "new.one") ||
		strings.Contains(rec.Body.String(), "<b>新</b>") {
		t.Errorf("a new account: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/accounts", url.Values{"id": {"x"}, "name": {"x"},
		"role": {"handler"}}.Encode(), "Cookie", admin); rec.Code != 422 {
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
