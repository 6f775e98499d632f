package settings_test

import (
	"net/http"
	"net/url"
	"strconv"
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
	byForms(t, a, func(form url.Values) {
		code, page := a.SignInAt("administrator", testregion.County).Send(http.MethodPost, "/settings",
			"application/x-www-form-urlencoded", form.Encode())
		if code != http.StatusUnprocessableEntity || !strings.Contains(page, "980101") || strings.Contains(page, `name="reason"`) {
			t.Errorf("a county changes what is not its own: %v: %d", form, code)
		}
	})
	watched(t, a)
	if lead := leads("柳浦区龙泉北里门口的月牙石墩倒了，请扶起来。"); lead != "lp-office" {
		t.Errorf("by a word of a new item: %q", lead)
	}
	a.Stop()

	a = apptest.Start(t, testregion.Config(t), apptest.In(dir))
	if lead := leads("柳浦区向阳小区水压太低，四楼以上没有水。"); lead != "lp-water" {
		t.Errorf("after a new start: %q", lead)
	}
	now, _, err := app.Settings(a.App).Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if v, faults, err = app.Settings(a.App).Undo(ctx, "wang", "撤回", now.Number, 0); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	if err := app.InForce(ctx, a.App, v.Number); err != nil {
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
		"/sources/new", "/office", "/files/units.yaml", "/days", "/clocks", "/clocks/triage", "/templates",
		"/templates/explain", "/policies/0", "/notices", "/told/new", "/topics", "/topics/municipal_services",
		"/topics/municipal_services/new"} {
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

// saved is a change by a form, as pages make it: shown first, then saved with a reason; what it would change
// is what was shown.
func saved(t *testing.T, keeper *apptest.Client, form url.Values) (shown string) {
	t.Helper()
	send := func() (int, string) {
		return keeper.Send(http.MethodPost, "/settings", "application/x-www-form-urlencoded", form.Encode())
	}
	code, shown := send()
	if code != http.StatusOK || !strings.Contains(shown, `name="reason"`) {
		t.Fatalf("%v: %d %s", form, code, shown)
	}
	form.Set("do", "save")
	form.Set("reason", "试表单")
	if code, page := send(); code != http.StatusOK || !strings.Contains(page, "试表单") {
		t.Fatalf("saving %v: %d %s", form, code, page)
	}
	return shown
}

// byForms changes a clock, days off, a template, who is told and the words of an item by the forms of the
// pages, each in force at once; beyond is told what a county may not change.
func byForms(t *testing.T, a *apptest.Running, beyond func(url.Values)) {
	t.Helper()
	keeper := a.SignIn("administrator")
	at := func() string {
		t.Helper()
		v, _, err := app.Settings(a.App).Current(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return strconv.Itoa(v.Number)
	}
	clock := url.Values{"form": {"clock"}, "from": {at()}, "was": {"opinion"}, "name": {"舆情回应"}, "limit": {"36h"},
		"calendar": {"24x7"}, "basis": {"试"}}
	beyond(clock)
	saved(t, keeper, clock)
	if p, _ := a.Config().Profile("opinion"); p.Limit != 36*time.Hour || p.Basis != "试" {
		t.Errorf("the clock: %+v", p)
	}
	days := url.Values{"form": {"days"}, "from": {at()}, "list": {"2031-01-01,休,元旦\n2031-01-23,休,春节\n2031-04-05,休,清明\n" +
		"2031-05-01,休,劳动节\n2031-06-24,休,端午\n2031-10-01,休,国庆节、中秋节\n2031-10-04,班,国庆节\n"}}
	beyond(days)
	if shown := saved(t, keeper, days); !strings.Contains(shown, "2031-10-04 workday") {
		t.Errorf("days are not told: %s", shown)
	}
	calendars, err := app.Calendars(a.Config())
	if err != nil || !calendars[opinion.CalendarWorking].Works(time.Date(2031, 10, 4, 12, 0, 0, 0, opinion.Beijing)) {
		t.Errorf("a Saturday that is worked: %v", err)
	}
	template := url.Values{"form": {"template"}, "from": {at()}, "id": {"shi"}, "name": {"试"}, "for": {"answer"},
		"text": {"关于{topic}：\r\n\r\n〔待填：答复〕\r\n"}}
	beyond(template)
	saved(t, keeper, template)
	if n := len(a.Config().Templates); a.Config().Templates[n-1].Text != "关于{topic}：\n\n〔待填：答复〕\n" {
		t.Errorf("the template: %q", a.Config().Templates[n-1].Text)
	}
	wrong := url.Values{"form": {"tell"}, "from": {at()}, "whom": {"role:leader"}, "channels": {"nowhere"}}
	code, page := keeper.Send(http.MethodPost, "/settings", "application/x-www-form-urlencoded", wrong.Encode())
	if code != http.StatusOK || strings.Contains(page, `name="reason"`) || !strings.Contains(page, "nowhere") {
		t.Errorf("a channel that is not there: %d", code)
	}
	item := url.Values{"form": {"topic"}, "from": {at()}, "in": {"municipal_services"}, "id": {"shidun"}, "name": {"石墩"},
		"terms": {"月牙石墩!"}, "division": {testregion.County}, "unit": {"lp-office"}}
	beyond(item)
	if shown := saved(t, keeper, item); !strings.Contains(shown, "units.yaml") || !strings.Contains(shown, "catalogue.yaml") {
		t.Errorf("two files are not told: %s", shown)
	}
	mine := url.Values{"form": {"unit"}, "from": {at()}, "was": {"lp-water"}, "name": {"柳浦区水利局"}, "division": {"980101"},
		"level": {"county"}, "superior": {"lp-office"}, "topics": {"municipal_services projects"}}
	saved(t, a.SignInAt("administrator", testregion.County), mine)
	theirs := url.Values{"form": {"unit"}, "from": {at()}, "was": {"cc-works"}, "name": {"澄川市城乡建设局"},
		"division": {"9801"}, "level": {"city"}, "superior": {"jc-works"},
		"topics": {"projects municipal_services property_management urban_enforcement transport"}}
	beyond(theirs)
}

// watched makes a watch as monitoring staff do: what it would have rung on what was said is shown before it
// is saved, it is in force at once, and one that names a person is refused.
func watched(t *testing.T, a *apptest.Running) {
	t.Helper()
	monitor := a.SignIn("monitor")
	v, _, err := app.Settings(a.App).Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	send := func(f url.Values) (int, string) {
		f.Set("from", strconv.Itoa(v.Number))
		return monitor.Send(http.MethodPost, "/watches", "application/x-www-form-urlencoded", f.Encode())
	}
	form := url.Values{"form": {"watch"}, "id": {"water"}, "name": {"供水"}, "any": {"停水、发黄"}, "tell": {"once"}}
	code, page := send(form)
	if code != http.StatusOK || !strings.Contains(page, "会响 2 次") || !strings.Contains(page, `name="reason"`) {
		t.Errorf("a watch is tried: %d %s", code, page)
	}
	person := url.Values{"form": {"watch"}, "id": {"him"}, "name": {"某人"}, "any": {"王某某"}, "tell": {"once"}}
	if _, page := send(person); strings.Contains(page, `name="reason"`) || !strings.Contains(page, "watches.yaml") {
		t.Errorf("a person is watched: %s", page)
	}
	form.Set("do", "save")
	form.Set("reason", "夏季供水")
	if code, page := send(form); code != http.StatusOK || !strings.Contains(page, "供水") {
		t.Errorf("saving a watch: %d %s", code, page)
	}
	if w := a.Config().Watches; len(w) != 1 || w[0].ID != "water" {
		t.Errorf("in force: %+v", w)
	}
}
