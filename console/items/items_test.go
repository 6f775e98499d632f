package items_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"os"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/opinion"
)

func TestMain(m *testing.M) { os.Exit(consoletest.Main(m)) }

func start(t *testing.T, change ...func(*console.Deps)) (*consoletest.ItemDesk, func(method, path, body string,
	header ...string) (int, string)) {
	return startIn(t, consoletest.NewWorld(6), change...)
}

func startIn(t *testing.T, w *consoletest.World, change ...func(*console.Deps)) (*consoletest.ItemDesk, func(method, path, body string,
	header ...string) (int, string)) {
	desk := consoletest.NewItemDesk(consoletest.Now)
	with := append([]func(*console.Deps){func(d *console.Deps) { d.Items = desk }}, change...)
	h := consoletest.Start(t, w, with...)
	return desk, func(method, path, body string, header ...string) (int, string) {
		rec := consoletest.Send(h, method, path, body, header...)
		return rec.Code, rec.Body.String() + rec.Header().Get("Location")
	}
}

// The desk shows coverage, what is due, what waits and what is dead or late; each list holds its own.
func TestTheRegisterDesk(t *testing.T) {
	world := consoletest.NewWorld(6)
	desk, send := startIn(t, world)
	for path, want := range map[string][]string{
		"/items":                          {"覆盖情况", "市政服务", "逾期", `href="/items?field=shizheng&amp;of=all&amp;unit=u-water"`},
		"/items?of=review":                {"待初审", `name="id"`, "已做保密审查"},
		"/items?of=trouble":               {"查验未过", "逾期"},
		"/items?of=all":                   {"征集中", "&lt;b&gt;征求意见"},
		"/items?of=all&unit=u-road":       {"停水通知1"},
		"/items?of=rates":                 {"按时公开率", "合计", `class="bar"`, `href="/items?of=all&amp;unit=u-water"`},
		"/items?of=rates&by=field":        {"按领域", "市政服务"},
		"/items/new":                      {`action="/items/new"`, "公开依据"},
		"/items/" + desk.Files[4].Item.ID: {"查验", "页面可访问", "公开依据", "登记"},
	} {
		code, body := send("GET", path+map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]+"lang=zh", "")
		if code != 200 {
			t.Errorf("%s: %d %s", path, code, body)
			continue
		}
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s: without %q", path, w)
			}
		}
	}
	desk.Questions = []facts.ItemQuestion{{Issue: "i-none", Reports: 4}, {Issue: world.IssueFiles[0].Issue.ID, Reports: 2, Words: []string{"停水"}}}
	if _, body := send("GET", "/items?of=asked&lang=zh", ""); !strings.Contains(body, "6 次") ||
		!strings.Contains(body, "/items/"+desk.Files[1].Item.ID+"#asked") {
		t.Errorf("what many ask about:\n%s", body)
	}
	if _, body := send("GET", "/items/"+desk.Files[1].Item.ID+"?lang=zh", ""); !strings.Contains(body, "近 30 天问到这一项的较多") ||
		!strings.Contains(body, "/issues/"+world.IssueFiles[0].Issue.ID) || strings.Contains(body, "/issues/i-none") {
		t.Errorf("the item's questions, those that can be read:\n%s", body)
	}
	if code, body := send("GET", "/api/v1/items/asked", ""); code != 200 || !strings.Contains(body, `"reports":6`) {
		t.Errorf("the API: %d %.300s", code, body)
	}
	guide := desk.Files[4].Item
	guide.Kind, guide.Shown.Kind, guide.Shown.Addresses = opinion.ItemGuide, opinion.ItemGuide, []string{"https://gov.example.org/g"}
	desk.Files[4].Item = guide
	if _, body := send("GET", "/items/"+guide.ID+"?lang=zh", ""); !strings.Contains(body, "一次性告知单") {
		t.Errorf("a guide without its sheet:\n%s", body)
	}
	if code, body := send("POST", "/items/"+guide.ID+"/sheet", "as=.docx"); code != 200 || !strings.HasPrefix(body, "sheet.docx") {
		t.Errorf("the sheet: %d %s", code, body)
	}
	if code, body := send("POST", "/api/v1/items/guides", `{"items":["`+guide.ID+`"]}`); code != 200 || !strings.Contains(body, "户口簿") {
		t.Errorf("guides: %d %s", code, body)
	}
	if code, body := send("POST", "/api/v1/items/names", `{"name":"a.csv","raw":"YQ=="}`); code != 200 || !strings.Contains(body, `"case":"differs"`) {
		t.Errorf("names: %d %s", code, body)
	}
	if code, _ := send("GET", "/items/none", ""); code != 404 {
		t.Errorf("an item that is not there: %d", code)
	}
	if code, body := send("GET", "/items.csv", ""); code != 200 || !strings.HasPrefix(body, "file") {
		t.Errorf("the file: %d %s", code, body)
	}
	if code, body := send("GET", "/api/v1/items?state=waiting&kind=catalogue", ""); code != 200 || !strings.Contains(body, `"total":4`) {
		t.Errorf("the API: %d %.200s", code, body)
	}
}

func TestMovesOnTheDesk(t *testing.T) {
	desk, send := start(t)
	id := desk.Files[0].Item.ID
	form := url.Values{"attribute": {"active"}, "secrecy": {"yes"}}
	if code, to := send("POST", "/items/"+id+"/submit", form.Encode()); code != 303 || !strings.Contains(to, id) ||
		desk.Acts[0].Attribute != opinion.AttributeActive || !desk.Acts[0].Secrecy {
		t.Errorf("submit: %d %s %+v", code, to, desk.Acts)
	}
	if code, _ := send("POST", "/items/"+id+"/prove", ""); code != 404 {
		t.Errorf("somebody proves a page by hand: %d", code)
	}
	form = url.Values{"move": {"pass"}, "id": {id, desk.Files[1].Item.ID}}
	if code, to := send("POST", "/items/acts", form.Encode()); code != 303 || !strings.Contains(to, "done=2") {
		t.Errorf("many: %d %s", code, to)
	}
	if code, _ := send("POST", "/items/acts", "move=pass"); code != 400 {
		t.Errorf("none: %d", code)
	}
	form = url.Values{"name": {"新事项"}, "kind": {"policy"}, "level": {"county", "nowhere"}, "active": {"yes"}}
	if code, _ := send("POST", "/items/new", form.Encode()); code != 303 {
		t.Errorf("new: %d", code)
	}
	if f := desk.Acts[len(desk.Acts)-1].Facts; f.Name != "新事项" || f.Kind != opinion.ItemPolicy || len(f.Levels) != 1 || !f.Way.Active {
		t.Errorf("%+v", f)
	}
}

func TestATableComesInThroughThePage(t *testing.T) {
	desk, send := start(t)
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("division", "320200")
	part, _ := w.CreateFormFile("file", `C:\x\目录.xlsx`)
	_, _ = part.Write([]byte("raw"))
	_ = w.Close()
	code, body := send("POST", "/items/import?lang=zh", b.String(), "Content-Type", w.FormDataContentType())
	if code != 200 || !strings.Contains(body, "新增 1") || !strings.Contains(body, "不存在的局") {
		t.Errorf("%d %.300s", code, body)
	}
	if got := desk.Tables[0]; got.Name != "目录.xlsx" || string(got.Raw) != "raw" || got.Division != "320200" {
		t.Errorf("%+v", got)
	}
	if code, body := send("POST", "/items/import?lang=zh", "half", "Content-Type", w.FormDataContentType()); code != 400 ||
		!strings.Contains(body, `role="alert"`) {
		t.Errorf("half a form: %d", code)
	}
}

// Heads and handlers see their unit's items alone and make no move of the openness office; who reads makes none.
func TestWhoSeesAndMoves(t *testing.T) {
	staff, _ := consoletest.Staffed(t)
	desk := consoletest.NewItemDesk(consoletest.Now)
	h := consoletest.Start(t, consoletest.NewWorld(6), staff, func(d *console.Deps) { d.Items = desk })
	get := func(role, path string) (int, string) {
		rec := consoletest.Send(h, "GET", path, "", "Cookie", consoletest.SignIn(t, h, "a-"+role, consoletest.Password))
		return rec.Code, rec.Body.String()
	}
	if code, body := get("handler", "/items?of=all"); code != 200 || strings.Contains(body, "停水通知1") || !strings.Contains(body, "停水通知0") {
		t.Errorf("a handler's list: %d", code)
	}
	if code, body := get("handler", "/api/v1/items/asked"); code != 200 || strings.Contains(body, desk.Files[1].Item.ID) {
		t.Errorf("what is asked about another unit's item: %d %s", code, body)
	}
	if code, body := get("openness", "/api/v1/items/asked"); code != 200 || !strings.Contains(body, desk.Files[1].Item.ID) {
		t.Errorf("what is asked: %d %s", code, body)
	}
	if code, _ := get("handler", "/items/"+desk.Files[1].Item.ID); code != 404 {
		t.Errorf("another unit's item: %d", code)
	}
	for role, want := range map[string]bool{"head": false, "openness": true, "handler": false, "auditor": false} {
		_, body := get(role, "/items/"+desk.Files[2].Item.ID) // waits for the second review
		if strings.Contains(body, "/pass\"") != want {
			t.Errorf("%s passes at the second level: not %t", role, want)
		}
	}
	if code, body := get("openness", "/"); code != 200 || !strings.Contains(body, "覆盖情况") && !strings.Contains(body, "Coverage") {
		t.Errorf("the home of the openness office: %d", code)
	}
	if rec := consoletest.Send(h, "POST", "/items/import", "", "Cookie", consoletest.SignIn(t, h, "a-head", consoletest.Password)); rec.Code != 403 {
		t.Errorf("a head imports: %d", rec.Code)
	}
}

// The public sees what is published, as it was published, and which of it is late.
func TestTheOpenBoardOfItems(t *testing.T) {
	desk, send := start(t)
	code, body := send("GET", "/open/items?lang=zh", "")
	if code != 200 || !strings.Contains(body, "已逾期") || strings.Contains(body, "停水通知0<") || !strings.Contains(body, "停水通知4") {
		t.Errorf("%d %.200s", code, body)
	}
	for path, want := range map[string]int{"/open/items/" + desk.Files[4].Item.ID: 200, "/open/items/" + desk.Files[0].Item.ID: 404} {
		if code, _ := send("GET", path, ""); code != want {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, body := send("GET", "/open/items.json", ""); code != 200 || !strings.Contains(body, `"late":true`) ||
		strings.Contains(body, "停水通知0") {
		t.Errorf("%d %.300s", code, body)
	}
	if _, body := send("GET", "/open/items?q=停水通知4&lang=zh", ""); !strings.Contains(body, "停水通知4") || strings.Contains(body, "停水通知5") {
		t.Error("the search")
	}
	bare := consoletest.Start(t, consoletest.NewWorld(2), func(d *console.Deps) { d.Items = nil })
	for _, path := range []string{"/items", "/open/items", "/api/v1/items"} {
		if rec := consoletest.Send(bare, "GET", path, ""); rec.Code != 503 {
			t.Errorf("%s without a register: %d", path, rec.Code)
		}
	}
}
