package app_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/app/setup"
	"huiying/internal/testregion"
)

// A process is started on a free port, hears of a matter over HTTP, shows its case, and ends.
func TestStart(t *testing.T) {
	t.Parallel()
	cfg := testregion.Config(t)
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, cfg, apptest.In(dir))
	if a.Addr() == "" {
		t.Fatal("it listens nowhere")
	}
	mention := map[string]string{"source": "mailbox", "title": "澄川市柳浦区听涛苑夜间施工噪音扰民", "text": "澄川市柳浦区，夜里十二点以后还在浇筑和打桩，听涛苑几栋楼都能听见，请处理。"}
	var taken struct{ IDs []string }
	if code := a.Token("monitor", "import").JSON(http.MethodPost, "/api/v1/mentions", mention, &taken); code != http.StatusAccepted || len(taken.IDs) != 1 {
		t.Fatalf("the mention: %d %v", code, taken.IDs)
	}
	a.Settled()
	var cases struct {
		Items []struct{ ID string }
	}
	desk := a.SignIn("monitor")
	if code := desk.JSON(http.MethodGet, "/api/v1/cases", nil, &cases); code != http.StatusOK || len(cases.Items) != 1 {
		t.Fatalf("the cases: %d %v", code, cases)
	}
	if code, page := desk.Get("/cases/" + cases.Items[0].ID); code != http.StatusOK {
		t.Errorf("the page of the case: %d %s", code, page)
	}
	a.Stop()
	if _, err := os.Stat(filepath.Join(dir, "serve.json")); !os.IsNotExist(err) {
		t.Errorf("it says that it still serves: %v", err)
	}
	apptest.Start(t, cfg, apptest.In(dir)).Stop() // the directory is free again
}

// A process takes the address of the set-up before it, and its first administrator signs in with the
// password that they chose there.
func TestStartAfterTheSetUp(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), testregion.Config(t), app.Options{Dir: filepath.Join(t.TempDir(), "data"), Given: l,
		Roles: app.AllRoles(), First: setup.First{ID: "guanli", Name: "系统管理员", Password: "kanhai-tingfeng-73"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for password, want := range map[string]int{"kanhai-tingfeng-73": http.StatusSeeOther, "kanhai-tingfeng-74": http.StatusUnauthorized} {
		res, err := c.PostForm("http://"+l.Addr().String()+"/sign-in", url.Values{"name": {"guanli"}, "password": {password}, "next": {"/accounts"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		if res.StatusCode != want || want == http.StatusSeeOther && res.Header.Get("Location") != "/accounts" {
			t.Errorf("%s: %d %s", password, res.StatusCode, res.Header.Get("Location"))
		}
	}
	c.CloseIdleConnections()
	stop()
	if err := errors.Join(<-ended, a.Close()); err != nil {
		t.Error(err)
	}
}
