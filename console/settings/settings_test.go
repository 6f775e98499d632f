package settings_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

func open(t *testing.T) (*consoletest.Settings, func(f url.Values) (code int, page string)) {
	t.Helper()
	w, s := consoletest.NewWorld(1), consoletest.NewSettings(consoletest.Now)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Settings = s })
	return s, func(f url.Values) (int, string) {
		t.Helper()
		if !f.Has("from") {
			f.Set("from", "2")
		}
		rec := consoletest.Send(h, "POST", "/settings", f.Encode())
		return rec.Code, rec.Body.String()
	}
}

// said is an edit in one line.
func said(e facts.SettingsEdit) string {
	var out []string
	for _, x := range e.Entries {
		line := x.List + " " + x.ID + x.In
		if x.Remove {
			line += " removed"
		}
		for i, key := range x.Keys {
			line += fmt.Sprintf(" %s=%v", key, x.Values[i])
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// A form says what it changes and nothing else: fields that stand as they were are not written anew.
func TestAFormSaysWhatItChanges(t *testing.T) {
	s, send := open(t)
	for name, c := range map[string]struct{ form, want string }{
		"a clock": {"form=clock&was=sudden&name=突发与危险事项&limit=3h&sign=30m&inform=1h&urge=1h&escalate=1d12h&calendar=24x7&basis=样例",
			"clocks sudden limit=3h"},
		"a new clock": {"form=clock&id=x&name=甲&limit=5d&calendar=working&basis=乙&sign=",
			"clocks  id=x name=甲 limit=5d calendar=working basis=乙"},
		"a clock out": {"form=clock&was=sudden&remove=1", "clocks sudden removed"},
		"a template": {"form=template&was=explain&name=权威解释&name_en=Explanation&for=answer&kind=权威解释&topics=shizheng&text=" +
			url.QueryEscape("关于{topic}：〔待填：答复〕\r\n\r\n{place}{unit}\r\n"), "templates explain text=关于{topic}：〔待填：答复〕\n\n{place}{unit}"},
		"the same template": {"form=template&was=explain&name=权威解释&name_en=Explanation&for=answer&kind=权威解释&topics=shizheng&text=" +
			url.QueryEscape("关于{topic}：〔待填：答复〕\r\n\r\n{unit}\r\n"), ""},
		"a regulation": {"form=policy&was=" + url.QueryEscape("DB11/T 2021-2022") + "&number=" + url.QueryEscape("DB11/T 2021-2022") + "&title=&url=https://x.example/",
			"policies DB11/T 2021-2022 url=https://x.example/"},
		"a channel": {"form=channel&was=water-mail&from_address=a@example.org&to=b@example.org%0D%0Ad@example.org&language=",
			"channels water-mail to=[b@example.org d@example.org]"},
		"who is told": {"form=tell&was=0&whom=role:leader&channels=water-mail&channels=oa&kinds=danger&quiet=22:00-07:00&digest=08:30，14:00&working_days=1",
			"tell 0 unit= role=leader channels=[water-mail oa] kinds=[danger] digest=[08:30 14:00]"},
		"who is told too": {"form=tell&whom=unit:u-water&channels=oa", "tell  unit=u-water channels=[oa]"},
		"words and the unit": {"form=topic&was=shizheng/gongshui&in=shizheng&division=320200&unit=u-office&name=供水&name_en=Water+supply&terms=停水!+水压、水质&exclude=水压机&basis=样例〔2026〕1号",
			"topics shizheng/gongshui terms=[停水! 水压 水质]; units u-office topics=[shizheng/gongshui]; units u-water topics=[shizheng]"},
		"a new item": {"form=topic&in=shizheng&id=shuibiao&division=320200&unit=u-water&name=水表&terms=水表",
			"topics shizheng id=shuibiao name=水表 terms=[水表]; units u-water topics=[shizheng shizheng/gongshui shizheng/shuibiao]"},
		"an item out": {"form=topic&was=shizheng/gongshui&remove=1",
			"topics shizheng/gongshui removed; units u-water topics=[shizheng]; units u-county topics=[]"},
		"a unit":     {"form=unit&was=u-water&name=样例水利局&division=320200&level=city&superior=u-office&topics=shizheng+shizheng/gongshui", "units u-water name=样例水利局"},
		"the office": {"form=office&collect.contact=mailto:office@example.org&site.code=3202000001&site.records=" + url.QueryEscape("苏ICP备 1\n苏公网安备 2"), "  site.records=[苏ICP备 1 苏公网安备 2]"},
	} {
		f, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(name, err)
		}
		if code, page := send(f); code != 200 || said(s.Last) != c.want {
			t.Errorf("%s: %d %q, want %q\n%.300s", name, code, said(s.Last), c.want, page)
		}
	}
}

// Days come as a file, as words or one by one, and go.
func TestDaysComeByAFormInFourWays(t *testing.T) {
	s, send := open(t)
	if code, _ := send(url.Values{"form": {"days"}, "date": {"2027-01-02"}, "kind": {"holiday"}, "name": {`元旦,"x"`}}); code != 200 ||
		string(s.Last.Days.List) != "2027-01-02,holiday,元旦，x\n" {
		t.Errorf("%d %q", code, s.Last.Days)
	}
	if code, _ := send(url.Values{"form": {"days"}, "drop": {"2027-01-01"}}); code != 200 || len(s.Last.Days.List) != 0 ||
		!slices.Equal(s.Last.Days.Drop, []string{"2027-01-01"}) {
		t.Errorf("%d %q", code, s.Last.Days)
	}
	h := consoletest.Start(t, consoletest.NewWorld(0), func(d *console.Deps) { d.Settings = s })
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for key, value := range map[string]string{"form": "days", "from": "2", "list": ""} {
		if err := m.WriteField(key, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", "2027.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("2027-01-03,休,元旦\n")); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	rec := consoletest.Send(h, "POST", "/settings", body.String(), "Content-Type", m.FormDataContentType())
	if rec.Code != 200 || string(s.Last.Days.List) != "2027-01-03,休,元旦\n" {
		t.Errorf("%d %q", rec.Code, s.Last.Days)
	}
}

// What was shown is what is saved, whole files of it, however large they are; without a reason nothing is.
func TestWhatWasShownIsSaved(t *testing.T) {
	s, send := open(t)
	_, page := send(url.Values{"form": {"topic"}, "was": {"shizheng/gongshui"}, "in": {"shizheng"}, "division": {"320200"},
		"unit": {"u-office"}, "name": {"供水"}, "terms": {"水质"}})
	for _, want := range []string{`name="file" value="units.yaml"`, `name="file" value="catalogue.yaml"`, `name="reason"`,
		"小区停水两天"} {
		if !strings.Contains(page, want) {
			t.Errorf("the preview lacks %s", want)
		}
	}
	large := strings.Repeat("# 很长的一行注释\n", 40_000)
	if len(url.QueryEscape(large)) < access.FormBytes {
		t.Fatal("not large")
	}
	form := url.Values{"form": {"file"}, "do": {"save"}, "file": {"units.yaml", "holidays.csv"}, "text": {large, "date,kind,name\r\n"}}
	if code, _ := send(form); code != 400 || len(s.Saved) != 0 {
		t.Errorf("without a reason: %d", code)
	}
	form.Set("reason", "样例")
	if code, _ := send(form); code != 303 || len(s.Saved) != 1 || s.Last.Texts["units.yaml"] != large ||
		s.Last.Texts["holidays.csv"] != "date,kind,name\n" {
		t.Errorf("%d %v", code, s.Saved)
	}
	form.Set("file", "../x.yaml")
	if code, _ := send(form); code < 400 || len(s.Saved) != 1 {
		t.Errorf("a file that is none of it: %d", code)
	}
}

// A fault is shown at its line, and the text can be mended there; a refusal says why.
func TestAFaultIsShownWhereItIs(t *testing.T) {
	s, send := open(t)
	s.Faults = []facts.SettingsFault{{File: "units.yaml", Line: 3, Words: "样例错误"}}
	code, page := send(url.Values{"form": {"unit"}, "was": {"u-water"}, "name": {"样例水利局"}})
	if code != 200 || strings.Contains(page, `name="reason"`) || !strings.Contains(page, "样例错误") ||
		!strings.Contains(page, `<textarea id="text"`) {
		t.Errorf("%d %s", code, page)
	}
	s.Faults, s.Refuses = nil, &kit.Error{Kind: kit.Refused, Code: "settings_not_yours", Phrase: words.Of("settings.nothing")}
	if code, page := send(url.Values{"form": {"unit"}, "was": {"u-water"}, "name": {"样例水利局"}}); code != 422 ||
		!strings.Contains(page, words.Say("zh", "settings.nothing")) {
		t.Errorf("%d %s", code, page)
	}
}

// Who is bound to a division sees no button that would be refused, and his division goes with what he
// changes.
func TestWhoIsBoundChangesUnitsAndSourcesAlone(t *testing.T) {
	s := consoletest.NewSettings(consoletest.Now)
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, consoletest.NewWorld(8), staff, func(d *console.Deps) {
		d.Settings = s
		bind := func(a *accounts.Account) error { a.Division = "320206"; return nil }
		if _, err := d.Accounts.Book.Change(t.Context(), "a-"+string(access.Administrator), bind); err != nil {
			t.Fatal(err)
		}
	})
	cookie := consoletest.SignIn(t, h, "a-"+string(access.Administrator), consoletest.Password)
	see := func(at string) string {
		t.Helper()
		rec := consoletest.Send(h, "GET", at, "", "Cookie", cookie)
		if rec.Code != 200 {
			t.Errorf("%s: %d", at, rec.Code)
		}
		return rec.Body.String()
	}
	const send = `<form class="stack card settings-form" action="/settings"`
	for _, at := range []string{"/settings/units/u-county", "/settings/units/new", "/settings/sources/sample-board"} {
		if page := see(at); !strings.Contains(page, send) || !strings.Contains(page, `type="submit">看看会改变什么`) {
			t.Errorf("%s cannot be changed", at)
		}
	}
	for _, at := range []string{"/settings/office", "/settings/days", "/settings/clocks", "/settings/clocks/sudden",
		"/settings/templates", "/settings/templates/explain", "/settings/policies/0", "/settings/notices",
		"/settings/channels/water-mail", "/settings/told/0", "/settings/topics", "/settings/topics/shizheng",
		"/settings/topics/shizheng/gongshui"} {
		if page := see(at); strings.Contains(page, "看看会改变什么") || strings.Contains(page, "/new\"") ||
			strings.Contains(page, "试发一条") || !strings.Contains(page, "限定在") {
			t.Errorf("%s offers what would be refused, or does not say so", at)
		}
	}
	consoletest.Send(h, "POST", "/settings", "form=unit&from=2&was=u-county&name=x", "Cookie", cookie)
	if s.By != "320206" {
		t.Errorf("bound to %q", s.By)
	}
	s.Tried = ""
	if rec := consoletest.Send(h, "POST", "/settings", "form=try&channel=oa", "Cookie", cookie); rec.Code != 403 || s.Tried != "" {
		t.Errorf("tries a channel: %d %q", rec.Code, s.Tried)
	}
}

// A year's days are read by holidays, and lengths of time as the files write them.
func TestWordsOfThePages(t *testing.T) {
	w, s := consoletest.NewWorld(1), consoletest.NewSettings(consoletest.Now)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Settings = s })
	for at, want := range map[string]string{"/settings": "恢复到第 0 版", "/settings/days": "2026-10-01 – 2026-10-02", "/settings/clocks/sudden": `value="1d12h"`,
		"/settings/notices": "示例市水务局", "/settings/clocks": "突发与危险事项",
		"/settings/templates/explain": "{unit}", "/settings/topics/shizheng/gongshui": "停水! 水压"} {
		if body := consoletest.Send(h, "GET", at, "").Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s lacks %s:\n%s", at, want, body)
		}
	}
	if len(s.Now.Clocks) == 0 || s.Now.Clocks[0].Calendar != opinion.CalendarWorking {
		t.Error("nothing was looked at")
	}
	for _, at := range []string{"/settings/clocks/x", "/settings/told/9", "/settings/topics/x", "/settings/topics/shizheng/x",
		"/settings/channels/oa"} {
		if code := consoletest.Send(h, "GET", at, "").Code; code != 404 {
			t.Errorf("%s: %d", at, code)
		}
	}
}

// Monitoring staff make, try, change and take out watches, and nothing else; what is shown says what would
// have rung.
func TestWatchesAreMadeWhereAlertsAreRead(t *testing.T) {
	s := consoletest.NewSettings(consoletest.Now)
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, consoletest.NewWorld(8), staff, func(d *console.Deps) { d.Settings = s })
	monitor := consoletest.SignIn(t, h, "a-"+string(access.Monitor), consoletest.Password)
	send := func(f url.Values) (int, string) {
		f.Set("from", "2")
		rec := consoletest.Send(h, "POST", "/watches", f.Encode(), "Cookie", monitor)
		return rec.Code, rec.Body.String() + rec.Header().Get("Location")
	}
	list := consoletest.Send(h, "GET", "/watches?lang=zh", "", "Cookie", monitor).Body.String()
	for _, want := range []string{"汛期积水", "任一：积水、内涝", "不含：演练", "3 件以上、6 小时 内", `href="/watches/new"`} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q:\n%s", want, list)
		}
	}
	form := url.Values{"form": {"watch"}, "was": {""}, "id": {"fire"}, "name": {"消防通道"}, "any": {"消防通道，占用通道"}, "must": {""},
		"tell": {"count"}, "count": {"3"}, "hours": {""}, "demands": {"complaint", "report"}, "first": {"2026-12-01"},
		"topics": {"供水, shizheng"}, "units": {"样例水务局"}}
	code, page := send(form)
	if code != 200 || !strings.Contains(page, "会响 14 次") || !strings.Contains(page, "只看了最近的") ||
		!strings.Contains(page, `href="/mentions/m1"`) || !strings.Contains(page, `action="/watches"`) {
		t.Errorf("what it would ring: %d\n%s", code, page)
	}
	e := s.Last.Entries[0]
	want := facts.SettingsEntry{List: "watches", Keys: []string{"id", "name", "any", "topics", "units", "demands", "from", "tell", "count"},
		Values: []any{"fire", "消防通道", []string{"消防通道", "占用通道"}, []string{"shizheng/gongshui", "shizheng"}, []string{"u-water"},
			[]string{"complaint", "report"}, "2026-12-01", "count", 3}}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("%+v\n%+v", e, want)
	}
	if code, to := send(url.Values{"form": {"file"}, "do": {"save"}, "file": {"watches.yaml"}, "text": {"watches: []\n"}, "reason": {"汛期"}}); code != 303 ||
		!strings.HasSuffix(to, "/watches?done=1") || !slices.Contains(s.Saved, "汛期") {
		t.Errorf("saved: %d %s", code, to)
	}
	form = url.Values{"form": {"watch"}, "was": {"flood"}, "name": {"汛期积水"}, "any": {"积水 内涝"}, "not": {"演练"}, "topics": {"shizheng"},
		"divisions": {"320206"}, "tell": {"count"}, "count": {"5"}, "hours": {"6"}, "unit": {"u-water"}}
	if send(form); !reflect.DeepEqual(s.Last.Entries, []facts.SettingsEntry{{List: "watches", ID: "flood", Keys: []string{"count"}, Values: []any{5}}}) {
		t.Errorf("changed: %+v", s.Last.Entries)
	}
	if send(url.Values{"form": {"watch"}, "was": {"flood"}, "remove": {"1"}}); !s.Last.Entries[0].Remove {
		t.Errorf("taken out: %+v", s.Last.Entries)
	}
	s.Saved = nil
	for name, f := range map[string]url.Values{"a unit": {"form": {"unit"}, "was": {"u-water"}, "name": {"x"}},
		"another file":   {"form": {"file"}, "do": {"save"}, "file": {"units.yaml"}, "text": {"units: []\n"}, "reason": {"x"}},
		"all of it back": {"form": {"restore"}, "do": {"save"}, "restore": {"1"}, "reason": {"x"}},
		"days":           {"form": {"days"}, "list": {"2027-01-01,休,元旦"}}} {
		if code, _ := send(f); code != 403 || len(s.Saved) > 0 {
			t.Errorf("%s by whoever may change watches alone: %d %v", name, code, s.Saved)
		}
	}
	auditor := consoletest.SignIn(t, h, "a-"+string(access.Auditor), consoletest.Password)
	if page := consoletest.Send(h, "GET", "/watches/flood?lang=zh", "", "Cookie", auditor).Body.String(); strings.Contains(page, "试看近 30 天") ||
		!strings.Contains(page, "积水 内涝") {
		t.Errorf("an auditor reads and does not change:\n%s", page)
	}
}
