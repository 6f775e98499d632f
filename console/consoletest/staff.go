package consoletest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/accounts/accountstest"
)

// Password is that of every account of Staffed.
const Password = "correct horse battery"

// Staffed adds accounts to a console: one of each role, named a- and the role; handlers, heads and
// leaders are of the sample water bureau. What they keep stands in the memory that it returns.
func Staffed(t testing.TB) (func(*console.Deps), *accountstest.Memory) {
	t.Helper()
	m := &accountstest.Memory{}
	now := func() time.Time { return Now }
	seal, err := accounts.NewSeal([]byte("a key of a test"))
	if err != nil {
		t.Fatal(err)
	}
	b := &accounts.Directory{Notes: m, Now: now, Cost: accounts.Cost{Memory: 64, Passes: 1, Threads: 1}, Seal: seal}
	for _, role := range accounts.Roles {
		a := accounts.Account{ID: "a-" + role, Name: "样例", Role: role}
		if slices.Contains([]string{"handler", "head", "leader"}, role) {
			a.Unit = "u-water"
		}
		_, once, err := b.Add(t.Context(), a)
		if err == nil {
			_, err = b.SetPassword(t.Context(), a.ID, once, Password)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := accounts.NewRecord(t.Context(), m, now, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return func(d *console.Deps) {
		d.Accounts = &access.Accounts{Book: b, Gate: accounts.Gate{Notes: m, Now: now},
			Sessions: accounts.NewSessions(m, false, now), Record: r, Log: m, Key: "the-key"}
	}, m
}

// SignIn returns the cookie of a session.
func SignIn(t testing.TB, h http.Handler, name, password string) string {
	t.Helper()
	rec := Send(h, "POST", "/sign-in", url.Values{"name": {name}, "password": {password}}.Encode())
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", name, rec.Code, rec.Body)
	}
	return CookieIn(rec)
}

// CookieIn is the cookie of a session that an answer sets, or "".
func CookieIn(rec *httptest.ResponseRecorder) string {
	for _, c := range rec.Result().Cookies() {
		if strings.Contains(c.Name, "session") {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}
