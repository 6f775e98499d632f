package alerts_test

import (
	"encoding/xml"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/opinion"
)

func TestMain(m *testing.M) { os.Exit(consoletest.Main(m)) }

func start(t *testing.T, change ...func(*console.Deps)) (*consoletest.AlertDesk, func(method, path, body string,
	header ...string) (int, string)) {
	desk := consoletest.NewAlertDesk(consoletest.Now)
	with := append([]func(*console.Deps){func(d *console.Deps) { d.Alerts = desk }}, change...)
	h := consoletest.Start(t, consoletest.NewWorld(6), with...)
	return desk, func(method, path, body string, header ...string) (int, string) {
		rec := consoletest.Send(h, method, path, body, header...)
		return rec.Code, rec.Body.String() + rec.Header().Get("Location")
	}
}

// The desk tells what rings, and of the one that is open what was expected and seen, since when and why.
func TestTheDesk(t *testing.T) {
	desk, send := start(t)
	code, body := send("GET", "/alerts?lang=zh", "")
	if code != 200 {
		t.Fatalf("%d: %s", code, body)
	}
	for _, want := range []string{"突增", "专题", "传播", "静默", "预期 0.4 件", "实际 7 件", "约 5,000,000 分之一",
		"另有转载 3 篇", "尚未见到", `action="/alerts/` + desk.Files[0].ID + `/take"`, "交班：我认领的 1 件",
		`>预警 <span class="count">4</span></a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the desk", want)
		}
	}
	for path, want := range map[string]string{"/alerts?kind=reach": "传播", "/alerts?of=mine": "我",
		"/alerts?of=over": "计划&lt;b&gt;停水", "/alerts?of=hushes": "没有屏蔽", "/alerts?of=quiet": "没有静音的预警",
		"/alerts?lang=en&of=taken": "Hand all over"} {
		if !strings.Contains(path, "lang=") {
			path += "&lang=zh"
		}
		if code, body := send("GET", path, ""); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d, without %q", path, code, want)
		}
	}
	if code, _ := send("GET", "/alerts?id=none", ""); code != 404 {
		t.Errorf("an alert that is not there: %d", code)
	}
	if code, body := send("GET", "/api/v1/alerts?state=open&kind=surge", ""); code != 200 ||
		strings.Count(body, `"kind":"surge"`) < 2 || !strings.Contains(body, `"expected":0.4`) {
		t.Errorf("the API: %d %s", code, body)
	}
}

// An alert is taken, dismissed, silenced, and a shift ends.
func TestActsOnTheDesk(t *testing.T) {
	desk, send := start(t)
	id := desk.Files[0].ID
	if code, to := send("POST", "/alerts/"+id+"/take", ""); code != 303 || !strings.Contains(to, "of=mine&id="+id) &&
		!strings.Contains(to, "id="+id+"&of=mine") {
		t.Errorf("take: %d %s", code, to)
	}
	form := url.Values{"reason": {"计划停水"}}
	if code, to := send("POST", "/alerts/"+id+"/dismiss", form.Encode()); code != 303 {
		t.Errorf("dismiss: %d %s", code, to)
	}
	if f := desk.Files[0]; f.State != opinion.AlertDismissed || f.Reason != "计划停水" || f.Who != "console" {
		t.Errorf("%+v", f)
	}
	if code, _ := send("POST", "/alerts/"+id+"/end", ""); code != 404 {
		t.Errorf("somebody ends an alert: %d", code)
	}
	form = url.Values{"scope": {"topic"}, "topic": {"shizheng"}, "division": {"320200"}, "hours": {"24"}, "reason": {"检修"}}
	if code, to := send("POST", "/alerts/hush", form.Encode()); code != 303 || len(desk.Kept) != 1 ||
		desk.Kept[0].Topic != "shizheng" || desk.Kept[0].Issue != "" {
		t.Errorf("hush: %d %s %+v", code, to, desk.Kept)
	}
	if code, body := send("GET", "/alerts?of=hushes&lang=zh", ""); code != 200 || !strings.Contains(body, "生效中") {
		t.Errorf("silences: %d", code)
	}
	if code, _ := send("POST", "/alerts/hushes/"+desk.Kept[0].ID+"/end", ""); code != 303 || desk.Kept[0].Ended.IsZero() {
		t.Errorf("it does not end: %d", code)
	}
	form.Set("hours", "9999")
	if code, _ := send("POST", "/alerts/hush", form.Encode()); code != 400 {
		t.Errorf("for ever: %d", code)
	}
	if code, _ := send("POST", "/alerts/hand-over", "reason=x"); code != 303 || desk.Acts[len(desk.Acts)-1].Move != opinion.AlertHand {
		t.Errorf("hand over: %d", code)
	}
}

// A reader may look and not act, and without the part the page says so.
func TestWhoMayUseTheDesk(t *testing.T) {
	staff, _ := consoletest.Staffed(t)
	desk := consoletest.NewAlertDesk(consoletest.Now)
	h := consoletest.Start(t, consoletest.NewWorld(6), staff, func(d *console.Deps) { d.Alerts = desk })
	cookie := consoletest.SignIn(t, h, "a-auditor", consoletest.Password)
	rec := consoletest.Send(h, "GET", "/alerts", "", "Cookie", cookie)
	if rec.Code != 200 || strings.Contains(rec.Body.String(), "/take") {
		t.Errorf("an auditor: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/alerts/"+desk.Files[0].ID+"/take", "", "Cookie", cookie); rec.Code != 403 {
		t.Errorf("an auditor takes an alert: %d", rec.Code)
	}
	bare := consoletest.Start(t, consoletest.NewWorld(2), func(d *console.Deps) { d.Alerts = nil })
	if rec := consoletest.Send(bare, "GET", "/alerts", ""); rec.Code != 503 {
		t.Errorf("without alerts: %d", rec.Code)
	}
}

// The feed says what the desk says, the latest change first, with addresses of the site as it was asked for,
// and narrows as the list does.
func TestAlertsAsAFeed(t *testing.T) {
	desk, send := start(t)
	code, body := send("GET", "/api/v1/alerts/feed.xml?lang=zh", "")
	var feed struct {
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
			Link  struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Updated time.Time `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(body), &feed); code != 200 || err != nil || len(feed.Entries) != len(desk.Files) {
		t.Fatalf("%d, %v, %d entries of %d\n%s", code, err, len(feed.Entries), len(desk.Files), body)
	}
	for i, e := range feed.Entries {
		if e.Title == "" || !strings.HasPrefix(e.Link.Href, "http://") ||
			!strings.HasSuffix(e.Link.Href, "/alerts?id="+strings.TrimPrefix(e.ID, "tag:huiying,2026:alert:")) {
			t.Errorf("%+v", e)
		}
		if i > 0 && e.Updated.After(feed.Entries[i-1].Updated) {
			t.Errorf("%s stands below an older one", e.ID)
		}
	}
	if code, body := send("GET", "/api/v1/alerts/feed.xml?state=led", ""); code != 200 || strings.Contains(body, "<entry>") {
		t.Errorf("none led on: %d %s", code, body)
	}
	if code, _ := send("GET", "/api/v1/alerts/feed.xml?from=never", ""); code != 400 {
		t.Errorf("a wrong day: %d", code)
	}
}
