package accountpages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/accounts"
	"huiying/console/consoletest"
)

// In the tour a visitor changes the account by one button, among those of the tour alone; elsewhere
// nobody does, whatever he sends.
func TestOnlyTheTourChangesAccountsWithoutAPassword(t *testing.T) {
	for _, x := range []struct {
		name           string
		demo, loopback bool
		account        string
		code           int
	}{
		{"the tour", true, true, "demo-auditor", http.StatusSeeOther},
		{"an account that is not of the tour", true, true, "a-monitor", http.StatusNotFound},
		{"nobody", true, true, "demo-nobody", http.StatusNotFound},
		{"no name", true, true, "", http.StatusNotFound},
		{"serve", false, true, "demo-auditor", http.StatusNotFound},
		{"serve to others", false, false, "demo-auditor", http.StatusNotFound},
		{"a tour that others reach", true, false, "demo-auditor", http.StatusNotFound},
	} {
		w := consoletest.NewWorld(3)
		staff, _ := consoletest.Staffed(t)
		h := consoletest.Start(t, w, staff, func(d *console.Deps) {
			d.Demo, d.Loopback = x.demo, x.loopback
			for _, role := range []string{"monitor", "auditor"} {
				if _, _, err := d.Accounts.Book.Add(t.Context(),
					accounts.Account{ID: "demo-" + role, Name: "样例", Role: role}); err != nil {
					t.Fatal(err)
				}
			}
		})
		body := consoletest.Send(h, "GET", "/desk", "", "Cookie",
			consoletest.SignIn(t, h, "a-monitor", consoletest.Password)).Body.String()
		if offered := strings.Contains(body, `action="/sign-in/as"`); offered != (x.demo && x.loopback) {
			t.Errorf("%s: the switch is offered: %v", x.name, offered)
		}
		rec := consoletest.Send(h, "POST", "/sign-in/as", url.Values{"account": {x.account}}.Encode())
		if rec.Code != x.code {
			t.Errorf("%s: %d, want %d", x.name, rec.Code, x.code)
		}
		code := consoletest.Send(h, "GET", "/audit", "", "Cookie", consoletest.CookieIn(rec)).Code // an auditor's page
		if in := code == http.StatusOK; in != (x.code == http.StatusSeeOther) {
			t.Errorf("%s: the record answers %d afterwards", x.name, code)
		}
	}
}

// Who signs in begins where the work of the role is.
func TestEachRoleBeginsAtItsOwnPage(t *testing.T) {
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, consoletest.NewWorld(3), staff, func(d *console.Deps) {
		d.Demo, d.Loopback = true, true
		for _, role := range []string{"monitor", "handler", "head", "leader", "auditor", "administrator"} {
			acc := accounts.Account{ID: "demo-" + role, Name: "样例", Role: role}
			if role == "handler" || role == "head" {
				acc.Unit = "u-water"
			}
			if _, _, err := d.Accounts.Book.Add(t.Context(), acc); err != nil {
				t.Fatal(err)
			}
		}
	})
	for role, home := range map[string]string{"monitor": "/desk", "handler": "/work", "head": "/work", "leader": "/",
		"auditor": "/audit", "administrator": "/sources"} {
		rec := consoletest.Send(h, "POST", "/sign-in/as", url.Values{"account": {"demo-" + role}}.Encode())
		if at := rec.Header().Get("Location"); at != home {
			t.Errorf("%s begins at %s", role, at)
		}
		if code := consoletest.Send(h, "GET", home, "", "Cookie", consoletest.CookieIn(rec)).Code; code != 200 {
			t.Errorf("%s: %d", home, code)
		}
	}
}
