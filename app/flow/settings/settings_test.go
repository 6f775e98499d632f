package settings_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/app/settings"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// Another unit is in charge of a topic from the next letter on, in the running process: nothing is
// started again. What breaks the routing is refused, and what runs goes on as it did; after a new
// start the log leads.
func TestAnEditIsInForceWithoutARestart(t *testing.T) {
	flowtest.NoLeaks(t)
	dir := t.TempDir() + "/data"
	a := apptest.Start(t, testregion.Config(t), apptest.In(dir))
	ctx := t.Context()
	leads := func(text string) string {
		t.Helper()
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindHotline, Text: text,
			CollectedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		a.Publish(m)
		a.Settled()
		f, err := a.Register().Finding(ctx, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		return f.Route.Lead
	}
	if lead := leads("柳浦区龙泉南里停水两天没有通知，请尽快恢复供水。"); lead != "lp-works" {
		t.Fatalf("before: %q", lead)
	}
	_, files, err := app.Settings(a.App).Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(old, new string) configs.Files {
		t.Helper()
		out := configs.Files{}
		for name, text := range files {
			out[name] = text
		}
		if !strings.Contains(out["units.yaml"], old) {
			t.Fatalf("no %q", old)
		}
		out["units.yaml"] = strings.Replace(out["units.yaml"], old, new, 1)
		return out
	}
	broken := edit("topics: [tax]", "topics: [ecology]")
	if _, faults, err := app.Settings(a.App).Change(ctx, settings.Change{By: "li", Reason: "试", Files: broken}); err != nil ||
		!strings.Contains(faults.Error(), "tax") {
		t.Errorf("routing that leads nowhere is taken: %v %v", faults, err)
	}
	moved := edit("topics: [projects, municipal_services, property_management]}\n  - {id: ty",
		"topics: [projects, property_management]}\n  - {id: lp-water, name: 柳浦区水务局, division: \"980101\", "+
			"level: county, superior: lp-office, topics: [municipal_services]}\n  - {id: ty")
	began := time.Now()
	v, faults, err := app.Settings(a.App).Change(ctx, settings.Change{By: "li", Reason: "水务局成立", Files: moved})
	if err != nil || len(faults) > 0 || v.Number != 1 {
		t.Fatal(v, faults, err)
	}
	if err := app.InForce(ctx, a.App, v.Number); err != nil {
		t.Fatal(err)
	}
	t.Logf("in force after %v", time.Since(began).Round(time.Millisecond))
	if lead := leads("柳浦区翠屏雅苑自来水发黄三天，没有人来看。"); lead != "lp-water" {
		t.Errorf("after: %q", lead)
	}
	onPages(t, a)
	a.Stop()

	a = apptest.Start(t, testregion.Config(t), apptest.In(dir))
	if lead := leads("柳浦区向阳小区水压太低，四楼以上没有水。"); lead != "lp-water" {
		t.Errorf("after a new start: %q", lead)
	}
	if _, faults, err := app.Settings(a.App).Undo(ctx, "wang", "撤回", 2, 0); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	if err := app.InForce(ctx, a.App, 3); err != nil {
		t.Fatal(err)
	}
	if lead := leads("柳浦区红星路自来水管爆裂，水流了一天。"); lead != "lp-works" {
		t.Errorf("taken back: %q", lead)
	}
}

// onPages changes who is in charge of a topic by the form: shown first, then saved with a reason; what
// was made on an older version is refused, and nobody but an administrator changes anything.
func onPages(t *testing.T, a *apptest.Running) {
	t.Helper()
	keeper, monitor := a.SignIn("administrator"), a.SignIn("monitor")
	for _, at := range []string{"", "/units", "/units/lp-works", "/units/new", "/sources", "/sources/mailbox",
		"/sources/new", "/office", "/files/units.yaml"} {
		if code, page := keeper.Get("/settings" + at); code != http.StatusOK {
			t.Errorf("%s: %d %s", at, code, page)
		}
	}
	if code, _ := monitor.Get("/settings"); code != http.StatusForbidden {
		t.Errorf("a monitor sees the settings: %d", code)
	}
	send := func(f url.Values) (int, string) {
		return keeper.Send(http.MethodPost, "/settings", "application/x-www-form-urlencoded", f.Encode())
	}
	form := url.Values{"form": {"topics"}, "from": {"1"}, "division": {"980101"}, "topic:projects": {"lp-water"}}
	code, page := send(form)
	if code != http.StatusOK || !strings.Contains(page, "&#43;projects") || !strings.Contains(page, `name="reason"`) {
		t.Fatalf("what it would change: %d %s", code, page)
	}
	broken := url.Values{"form": {"topics"}, "from": {"1"}, "division": {"98"}, "topic:tax": {""}}
	if _, page := send(broken); strings.Contains(page, `name="reason"`) || !strings.Contains(page, "tax") {
		t.Errorf("a gap at the region can be saved: %s", page)
	}
	form.Set("do", "save")
	form.Set("reason", "工程归水务")
	if code, page := send(form); code != http.StatusOK || !strings.Contains(page, "工程归水务") {
		t.Errorf("saving: %d %s", code, page)
	}
	form.Set("topic:projects", "lp-works")
	if code, page := send(form); code != http.StatusConflict || !strings.Contains(page, "工程归水务") {
		t.Errorf("on an older version: %d %s", code, page)
	}
}
