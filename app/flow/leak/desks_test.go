package leak_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// desks types into forms, and hears what is answered.
type desks struct {
	t     *testing.T
	g     *seeder
	h     *apptest.Running
	desk  apptest.Desktop
	heard *bytes.Buffer
}

// leakByDesks types identifiers into every form of the console.
func leakByDesks(t *testing.T, g *seeder, h *apptest.Running, desk apptest.Desktop, heard *bytes.Buffer) {
	t.Helper()
	d := desks{t, g, h, desk, heard}
	d.searches()
	d.accounts()
	d.counter()
	d.papers()
	d.findings()
	d.machinery()
	d.strangers()
}

// form sends a form whose answer may hold what was typed: it goes back to whoever typed it, and
// nowhere else. want are the statuses that do; the first is usual.
func (d desks) form(path string, form url.Values, want ...int) {
	d.t.Helper()
	code, body := d.desk.Form(path, form)
	for _, w := range want {
		if w == code {
			return
		}
	}
	d.t.Errorf("POST %s answers %d, want %v: %s", path, code, want, flowtest.Tail(body, 300))
}

func (d desks) searches() {
	d.t.Helper()
	for where, q := range map[string]string{"mobile": d.g.plainMobile("saved search"),
		"identity": d.g.identity("saved search"), "name": "我叫" + d.g.name("saved search")} {
		for _, shared := range []string{"yes", ""} {
			d.form("/desk/queues/save", url.Values{"name": {where + shared + d.g.plainMobile("name of a saved search")},
				"asked":  {url.Values{"q": {q}, "source": {d.g.plainMobile("source of a saved search")}}.Encode()},
				"shared": {shared}}, 400)
		}
	}
	d.form("/desk/queues/save", url.Values{"name": {"水 " + d.g.plainMobile("name of a kept search")},
		"asked": {"q=停水"}, "shared": {"yes"}}, 200)
	for _, list := range []string{"cases", "issues", "search", "work"} {
		d.form("/queues/"+list+"/save", url.Values{"name": {"一"},
			"asked": {url.Values{"q": {d.g.plainMobile("search of a list")}}.Encode()}}, 400)
	}
	d.form("/shifts", url.Values{"note": {"交班：回电 " + d.g.mobile("note of a shift") + " " + d.g.identity("note of a shift")}}, 200)
}

func (d desks) accounts() {
	d.t.Helper()
	account := func(id, name string, want int) {
		d.form("/accounts", url.Values{"id": {id}, "name": {name}, "role": {"monitor"}}, want)
	}
	account(d.g.plainMobile("account id"), "甲", 422)
	account("desk-1", "甲 "+d.g.mobile("account name")+" "+d.g.email("account name"), 200)
	d.form("/accounts/desk-1/assign", url.Values{"name": {"乙" + d.g.identity("account name")},
		"role": {"monitor"}}, 200)
	d.form("/accounts/"+d.g.plainMobile("account in an address")+"/disable", url.Values{}, 404)
	code := d.desk.Post("/api/v1/accounts", flowtest.Object("act", "add", "id", d.g.plainMobile("api account id"),
		"name", "丙", "role", "monitor"), nil)
	if code != 422 && code != 400 {
		d.t.Errorf("an account by the API: %d", code)
	}
	browser := d.h.SignIn("administrator")
	send := func(path string, form url.Values) {
		if code, body := browser.Send("POST", path, "application/x-www-form-urlencoded", form.Encode()); code != 200 {
			d.t.Errorf("%s: %d %s", path, code, flowtest.Tail(body, 300))
		}
	}
	send("/account/token", url.Values{"name": {"导入 " + d.g.mobile("token name")}, "scope": {"import"}, "days": {"3"}})
	send("/account/offer", url.Values{})
}

func (d desks) counter() {
	d.t.Helper()
	d.form("/counter", url.Values{"told": {"hotline"}, "text": {"澄川市柳浦区" + control + "又坏了。" + d.g.confession("counter") +
		d.g.dressed("counter")}, "ref": {"T-" + d.g.plainMobile("counter ref")},
		"place": {d.g.plainMobile("counter place")}}, 200, 422)
	d.form("/counter", url.Values{"told": {"hotline"}, "text": {"澄川市柳浦区路灯" + control + "不亮。" + d.g.confession("counter 2")},
		"ref": {d.g.plainMobile("counter ref 2")}}, 200)
	d.form("/counter/sketch", url.Values{"told": {"hotline"}, "text": {d.g.confession("counter, only looked at")}}, 200)
	d.h.Settled()
}

// papers writes drafts, templates' blanks filled in, posts and opinions of a second person.
func (d desks) papers() {
	d.t.Helper()
	page, err := d.h.Register().Cases(d.t.Context(), register.CaseQuery{States: []opinion.State{opinion.Dispatched,
		opinion.Signed}, Size: 50})
	if err != nil || len(page.Items) == 0 {
		d.t.Fatalf("no case is with a unit (%v)", err)
	}
	c := page.Items[0]
	seen := uint64(0)
	handler, head := d.h.SignInAt("handler", c.Lead), d.h.SignInAt("head", c.Lead)
	act := func(by *apptest.Client, name string, form url.Values) {
		d.t.Helper()
		form.Set("seen", fmt.Sprint(seen))
		code, body := by.Send("POST", "/work/"+c.ID+"/"+name, "application/x-www-form-urlencoded", form.Encode())
		if code != 200 {
			d.t.Errorf("%s: %d %s", name, code, flowtest.Tail(body, 300))
		}
		p, err := d.h.Register().Paper(d.t.Context(), c.ID, c.Lead)
		if err != nil {
			d.t.Fatal(err)
		}
		seen = p.Version
	}
	act(head, "assign", url.Values{"post": {"二科 " + d.g.mobile("post")}})
	act(handler, "save", url.Values{"text": {"您好。" + d.g.confession("draft") + d.g.dressed("draft")}})
	act(handler, "submit", url.Values{})
	act(head, "send_back", url.Values{"reason": {"不妥。" + d.g.confession("opinion on a draft")}})
	d.form("/cases/"+c.ID+"/ask", url.Values{"reason": {d.g.confession("reason of a form")}, "limit": {"48h"},
		"expected_version": {fmt.Sprint(c.Version)}}, 200, 409, 422)
}

// findings corrects, regroups, dismisses and registers.
func (d desks) findings() {
	d.t.Helper()
	hits := apptest.Hits(d.t, d.h.App, index.Query{Text: control})
	if len(hits) == 0 {
		d.t.Fatal("nothing is found")
	}
	f := hits[0]
	d.form("/mentions/"+f.ID+"/correct", url.Values{"field": {"severity"}, "is": {"II"},
		"reason": {d.g.confession("reason of a correction")}}, 200)
	d.form("/mentions/"+f.ID+"/correct", url.Values{"field": {"place"}, "is": {d.g.plainMobile("place of a correction")},
		"reason": {d.g.mobile("refused correction")}}, 422)
	d.form("/issues/"+f.Issue.ID+"/split", url.Values{"mention": {f.ID, d.g.plainMobile("mention of a split")},
		"reason": {d.g.confession("reason of a split")}}, 200, 404, 409, 422)
	d.form("/issues/"+f.Issue.ID+"/join", url.Values{"into": {d.g.plainMobile("issue to join")},
		"reason": {d.g.confession("reason of a join")}}, 200, 404, 409, 422)
	d.form("/desk/letters", url.Values{"do": {"nothing"}, "case": {hits[len(hits)-1].ID},
		"reason": {d.g.confession("reason of a letter")}}, 200, 409, 422)
	d.form("/desk/act", url.Values{"move": {"dismiss"}, "case": {d.g.plainMobile("case of the desk") + ".1"},
		"reason": {d.g.confession("reason at the desk")}}, 200, 409, 422, 400)
	d.form("/cases/register", url.Values{"ref": {"依申请" + d.g.plainMobile("number of a request")}}, 422)
	d.form("/cases/register", url.Values{"ref": {d.g.name("name of an applicant")}}, 422)
}

// machinery is what keepers of the machine type.
func (d desks) machinery() {
	d.t.Helper()
	d.form("/sources/try", url.Values{"url": {d.g.address("tried address", "http://192.0.2.1")}}, 200, 422, 400)
	d.form("/dead/"+d.g.plainMobile("number of a dead letter")+"/drop", url.Values{"sure": {"yes"}}, 400, 404, 422)
	d.form("/notices/"+d.g.plainMobile("channel")+"/"+d.g.plainMobile("key of a notice")+"/replay", url.Values{}, 404, 422, 503)
	if code := d.desk.Post("/api/v1/refusals", flowtest.Object("source", "mailbox", "why",
		map[string]int{d.g.plainMobile("reason of a refusal"): 2}), nil); code != 200 {
		d.t.Errorf("refusals: %d", code)
	}
	d.desk.Post("/api/v1/outcomes", flowtest.Object("ids", []string{d.g.plainMobile("mention asked for")}), nil)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("source", "mailbox")
	part, err := form.CreateFormFile("file", d.g.fileName("uploaded file")+".csv")
	if err != nil {
		d.t.Fatal(err)
	}
	fmt.Fprintf(part, "标题,内容,%s\n澄川市柳浦区上传,%s上传。%s,x\n", d.g.plainMobile("uploaded label"), control,
		d.g.dressed("uploaded csv"))
	_ = form.Close()
	res, err := http.Post(d.desk.URL+"/upload", form.FormDataContentType(), &body)
	if err != nil {
		d.t.Fatal(err)
	}
	at := res.Request.URL.Path
	_ = res.Body.Close()
	flowtest.Until(d.t, "the upload was looked at", func() bool {
		_, page := d.desk.Get(at)
		return strings.Contains(page, `value="import"`)
	})
	d.form(at, url.Values{"do": {"import"}}, 200)
	flowtest.Until(d.t, "the upload was stored", func() bool {
		return len(apptest.Hits(d.t, d.h.App, index.Query{Text: "上传"})) > 0
	})
}

// strangers knock at what needs no account, and send headers of their own.
func (d desks) strangers() {
	d.t.Helper()
	visitor := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	send := func(method, path string, form url.Values, headers ...string) {
		d.t.Helper()
		r, err := http.NewRequestWithContext(d.t.Context(), method, d.desk.URL+path, strings.NewReader(form.Encode()))
		if err != nil {
			d.t.Fatal(err)
		}
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		res, err := visitor.Do(r)
		if err != nil {
			d.t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode >= 500 {
			d.t.Errorf("%s %s answers %d", method, path, res.StatusCode)
		}
	}
	send("POST", "/sign-in", url.Values{"name": {d.g.plainMobile("name at the door")}, "password": {d.g.plainMobile("password")},
		"next": {"/cases?q=" + d.g.plainMobile("where to go after")}})
	send("GET", "/cases?q="+d.g.plainMobile("search without an account"), nil)
	send("GET", "/sign-in?next=/cases?q="+d.g.plainMobile("where to go after 2"), nil)
	send("POST", "/open/code", url.Values{"code": {d.g.plainMobile("query code")}})
	send("POST", "/open/answers/"+d.g.plainMobile("answer that is none")+"/vote", url.Values{"solved": {"no"},
		"reason": {d.g.confession("vote")}})
	for _, path := range []string{"/open/answers?q=", "/open/units/", "/open/cases.json?q=", "/open/feed.xml?q=", "/"} {
		send("GET", path+d.g.plainMobile("question of a stranger"), nil)
	}
	send("GET", "/open/", nil, "User-Agent", d.g.plainMobile("user agent"), "Referer", "https://x.example/"+d.g.plainMobile("referer"),
		"Accept-Language", "zh-"+d.g.plainMobile("language"), "Cookie", "session="+d.g.plainMobile("cookie"))
	r, _ := http.NewRequestWithContext(d.t.Context(), "POST", d.desk.URL+"/api/v1/mentions",
		strings.NewReader(flowtest.Object("source", "mailbox", "text", control+"第三盏。")))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	r.Header.Set("tracestate", "x="+d.g.plainMobile("state of a trace"))
	r.Header.Set("baggage", "who="+d.g.plainMobile("baggage"))
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	_ = res.Body.Close()
}
