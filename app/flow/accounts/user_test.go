package accounts_test

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/configs"
	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/api"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// The first start makes one administrator; `serve` asks for sign-in also on loopback; accounts are
// kept by command beside the server and without it; and the record of all that verifies.
func TestAccountsFromTheFirstStartOn(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	s, base := apptest.Serve(t, w)
	said := regexp.MustCompile(`first administrator\s+(\S+)\s+one-time password\s+(\S+)`).FindStringSubmatch(s.Err.String())
	if said == nil {
		t.Fatalf("no first administrator\n%s", s.Said())
	}
	user := func(args ...string) *flowtest.Process {
		return flowtest.Run(t, append(append([]string{"user"}, args...), "--config", w.Config, "--data", w.Data)...)
	}
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request,
			[]*http.Request) error {
			return http.ErrUseLastResponse
		}}
	visit := func(path string, form url.Values) *http.Response {
		t.Helper()
		var res *http.Response
		var err error
		if form == nil {
			res, err = browser.Get(base + path)
		} else {
			res, err = browser.PostForm(base+path, form)
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res
	}
	for _, path := range []string{"/", "/cases", "/accounts"} {
		if res := visit(path, nil); res.StatusCode != 303 {
			t.Errorf("%s without an account: %d", path, res.StatusCode)
		}
	}
	if res := visit("/api/v1/stats", nil); res.StatusCode != 401 {
		t.Errorf("the API without an account: %d", res.StatusCode)
	}
	if res := visit("/sign-in", url.Values{"name": {said[1]}, "password": {said[2]}}); res.StatusCode != 303 {
		t.Fatalf("the printed password: %d", res.StatusCode)
	}
	if res := visit("/accounts", nil); !strings.HasPrefix(res.Header.Get("Location"), "/account?") {
		t.Errorf("the one-time password need not be changed: %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	if res := visit("/account/password", url.Values{"old": {said[2]},
		"next":  {"a longer one of my own"},
		"again": {"a longer one of my own"}}); res.StatusCode != 303 {
		t.Fatalf("the change: %d", res.StatusCode)
	}
	if res := visit("/accounts", nil); res.StatusCode != 200 {
		t.Errorf("after the change: %d", res.StatusCode)
	}
	beside := user("add", "Li.Si", "--role", "monitor")
	if beside.Code != 0 || !strings.Contains(beside.Out.String(), "one_time_password") {
		t.Fatalf("beside a server: %s", beside.Said())
	}
	if c := user("add", "li.si", "--role", "monitor"); c.Code != flowtest.Failed {
		t.Errorf("the same again: %d", c.Code)
	}
	if c := user("add", "wang.wu", "--role", "handler", "--unit",
		"jc-work"); c.Code != flowtest.Failed || !strings.Contains(c.Said(), "jc-works") {
		t.Errorf("a unit that does not exist: %s", c.Said())
	}
	apptest.Interrupt(t, s)
	if c := user("add", "zhao.liu", "--role", "leader", "--division",
		"980199"); c.Code != flowtest.Failed || !strings.Contains(c.Said(), "9801") {
		t.Errorf("a division that does not exist: %s", c.Said())
	}

	if c := user("disable", "li.si"); c.Code != 0 {
		t.Errorf("without a server: %s", c.Said())
	}
	var rows []api.AccountRow
	list := user("list", "--json")
	if err := json.Unmarshal([]byte(list.Out.String()), &rows); err != nil || len(rows) != 2 || !rows[1].Disabled {
		t.Errorf("list: %s %v", list.Said(), err)
	}
	if c := user("disable", said[1]); c.Code != flowtest.Failed {
		t.Error("the last administrator was disabled")
	}
	if c := flowtest.Run(t, "audit", "verify", "--config", w.Config, "--data",
		w.Data); c.Code != 0 || !strings.Contains(c.Err.String(), "0 faults") {
		t.Errorf("audit verify: %s", c.Said())
	}
}

func TestRolesAreAlikeEverywhere(t *testing.T) {
	if !slices.Equal(configs.OfficeRoles(), accounts.Roles) {
		t.Errorf("configs knows %v, accounts %v", configs.OfficeRoles(), accounts.Roles)
	}
	for _, role := range accounts.Roles {
		if by := (access.Account{Role: access.Role(role), Unit: "u"}).By(); by == "" ||
			by == "system" || opinion.Move(by) == opinion.MoveOpen {
			t.Errorf("%s acts as %q", role, by)
		}
	}
}
