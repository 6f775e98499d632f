package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/accounts/accountstest"
)

const testPassword = "correct horse battery"

// staffed adds accounts to a console: one of each role, handlers and heads of the sample water
// bureau.
func staffed(t testing.TB, w *world) (func(*Deps), *accountstest.Memory) {
	t.Helper()
	m := &accountstest.Memory{}
	now := func() time.Time { return testNow }
	seal, err := accounts.NewSeal([]byte("a key of a test"))
	if err != nil {
		t.Fatal(err)
	}
	b := &accounts.Directory{Notes: m, Now: now, Cost: accounts.Cost{Memory: 64, Passes: 1, Threads: 1}, Seal: seal}
	for _, role := range accounts.Roles {
		a := accounts.Account{ID: "a-" + role, Name: "样例", Role: role}
		if role == "handler" || role == "head" {
			a.Unit = "u-water"
		}
		if role == "leader" {
			a.Unit = "u-water"
		}
		_, once, err := b.Add(t.Context(), a)
		if err == nil {
			_, err = b.SetPassword(t.Context(), a.ID, once, testPassword)
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
	return func(d *Deps) {
		d.Accounts = &access.Accounts{Book: b, Gate: accounts.Gate{Notes: m, Now: now}, Sessions: accounts.NewSessions(m, false, now), Record: r, Log: m, Key: "the-key"}
	}, m
}

// signIn returns the cookie of a session.
func signIn(t testing.TB, h http.Handler, name, password string) string {
	t.Helper()
	rec := send(h, "POST", "/sign-in", url.Values{"name": {name}, "password": {password}}.Encode())
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", name, rec.Code, rec.Body)
	}
	return cookieIn(rec)
}

func cookieIn(rec *httptest.ResponseRecorder) string {
	for _, c := range rec.Result().Cookies() {
		if strings.Contains(c.Name, "session") {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}
