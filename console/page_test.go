package console_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"huiying/console/consoletest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/ask"
	"huiying/opinion"
)

func TestHostileTextsStayTexts(t *testing.T) {
	w := consoletest.NewHostileWorld()
	h := consoletest.Start(t, w, func(d *console.Deps) {
		d.Promise = func(string) string {
			return "# " + consoletest.Hostile + "\n\n[x](javascript:alert(7)) " + consoletest.Hostile
		}
	})
	at := pagesOf(w)
	at["search-hostile"] = "/search?q=" + url.QueryEscape(consoletest.Hostile) + "&division=" + url.QueryEscape(consoletest.Hostile)
	at["search-mark"] = "/search?q=" + url.QueryEscape("停水 script")
	at["cases-hostile"] = "/cases?q=" + url.QueryEscape(consoletest.Hostile) + "&unit=" + url.QueryEscape(consoletest.Hostile)
	for name, target := range at {
		rec := consoletest.Send(h, "GET", target, "")
		body := rec.Body.String()
		if rec.Code != 200 {
			t.Errorf("%s: %d", name, rec.Code)
		}
		for _, bad := range []string{"<script", "<img", "onerror=alert(2)>", `href="javascript`, `href="data:`} {
			if strings.Contains(consoletest.WithoutOurScript(body), bad) {
				t.Errorf("%s lets %q through", name, bad)
			}
		}
	}
	for _, target := range []string{"/open/feed.xml", "/open/cases.json"} {
		body := consoletest.Send(h, "GET", target, "").Body.String()
		if strings.Contains(body, "javascript:") || (strings.HasSuffix(target, "xml") && strings.Contains(body, "<script")) {
			t.Errorf("%s: %s", target, body)
		}
	}
	if rec := consoletest.Send(h, "GET", "/"+url.PathEscape(consoletest.Hostile), ""); rec.Code != 404 || strings.Contains(consoletest.WithoutOurScript(rec.Body.String()), "<script") {
		t.Errorf("consoletest.Hostile path: %d", rec.Code)
	}
}

func TestAMoveByFormAndItsRefusal(t *testing.T) {
	w := consoletest.NewWorld(10)
	h := consoletest.Start(t, w)
	i := slices.IndexFunc(w.Order, func(id string) bool { return w.Files[id].Case.State == opinion.Handling })
	id := w.Order[i]
	version := w.Files[id].Case.Version
	form := url.Values{"expected_version": {fmt.Sprint(version)}, "text": {"正在抢修 <b>"}, "kind": {"解决公布"}}

	rec := consoletest.Send(h, "POST", "/cases/"+id+"/answer", form.Encode())
	body := rec.Body.String()
	if rec.Code != 422 || !strings.Contains(body, "请填写公布网址。") || !strings.Contains(body, "正在抢修 &lt;b&gt;</textarea>") {
		t.Fatalf("a refusal in place: %d\n%s", rec.Code, body)
	}
	if !strings.Contains(body, `<option value="解决公布" selected>`) || !strings.Contains(body, `href="/cases/`+id+`?lang=en"`) {
		t.Error("the entry or the way to the other language is lost")
	}

	form.Set("expected_version", "1")
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/answer", form.Encode()); rec.Code != 409 || !strings.Contains(rec.Body.String(), "重新载入") {
		t.Errorf("stale: %d", rec.Code)
	}
	form.Del("expected_version")
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/answer", form.Encode()); rec.Code != 400 {
		t.Errorf("no version: %d", rec.Code)
	}
	form.Set("expected_version", fmt.Sprint(version))
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/close", form.Encode()); rec.Code != 422 || !strings.Contains(rec.Body.String(), "现在不能这样做") {
		t.Errorf("a move that is not legal: %d %s", rec.Code, rec.Body)
	}
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/join", form.Encode()); rec.Code != 422 {
		t.Errorf("a move of the system: %d", rec.Code)
	}
	if rec = consoletest.Send(h, "POST", "/cases/nobody/answer", form.Encode()); rec.Code != 404 {
		t.Errorf("no such case: %d", rec.Code)
	}
	big := url.Values{"expected_version": {"1"}, "text": {strings.Repeat("长", access.FormBytes)}}
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/answer", big.Encode()); rec.Code != 413 {
		t.Errorf("too large: %d", rec.Code)
	}

	form.Set("url", "https://gov.example.org/a/1")
	form.Set("co", "u-road, u-school，u-water")
	rec = consoletest.Send(h, "POST", "/cases/"+id+"/answer", form.Encode())
	if rec.Code != 303 || rec.Header().Get("Location") != "/cases/"+id+"?done=answer" {
		t.Fatalf("done: %d %s", rec.Code, rec.Header())
	}
	if len(w.LastCommand.Co) != 3 || w.LastCommand.By != "console" {
		t.Errorf("command %+v", w.LastCommand)
	}
	if body = consoletest.Send(h, "GET", rec.Header().Get("Location"), "").Body.String(); !strings.Contains(body, "已完成：答复") || !strings.Contains(body, "记录完整") {
		t.Error("the page after the move does not say what was done")
	}
}

func TestTheChecksOfAnAnswerShow(t *testing.T) {
	w := consoletest.NewWorld(10)
	h := consoletest.Start(t, w)
	i := slices.IndexFunc(w.Order, func(id string) bool { return w.Files[id].Case.State == opinion.Answered })
	for lang, says := range map[string][]string{
		"zh": {"答复核查", "是否针对来信", "是否有实质内容</b> 存疑", "答复像是套话", "2026-12-31到期", "请在“核实”中写明理由"},
		"en": {"Checks of the answer", "in doubt", "the answer looks like a form letter", "To overrule them"},
	} {
		body := consoletest.Send(h, "GET", "/cases/"+w.Order[i]+"?lang="+lang, "").Body.String()
		for _, words := range says {
			if !strings.Contains(body, words) {
				t.Errorf("%s: the page does not say %q", lang, words)
			}
		}
	}
	i = slices.IndexFunc(w.Order, func(id string) bool { return w.Files[id].Case.State == opinion.Handling })
	if body := consoletest.Send(h, "GET", "/cases/"+w.Order[i], "").Body.String(); strings.Contains(body, "答复核查") {
		t.Error("a case without an answer has no checks")
	}
}

func TestDeadLettersByForm(t *testing.T) {
	w := consoletest.NewWorld(1)
	h := consoletest.Start(t, w)
	if rec := consoletest.Send(h, "POST", "/dead/7/drop", ""); rec.Code != 400 || len(w.DeadLetters) != 1 {
		t.Errorf("without the tick: %d", rec.Code)
	}
	for at, want := range map[string]int{"/dead/99/replay": 404, "/dead/x/replay": 404, "/dead/7/burn": 404} {
		if rec := consoletest.Send(h, "POST", at, "sure=yes"); rec.Code != want {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	if rec := consoletest.Send(h, "POST", "/dead/7/drop", "sure=yes"); rec.Code != 303 || len(w.DeadLetters) != 0 {
		t.Errorf("with it: %d", rec.Code)
	}
}

func TestTheOpenBoardHoldsReleasedFactsOnly(t *testing.T) {
	w := consoletest.NewWorld(14)
	for id, f := range w.Files {
		f.Case.Route.Why, f.Case.Route.Rule = []string{"INTERNAL-WHY"}, "INTERNAL-RULE"
		if f.Case.State == opinion.Closed {
			f.Title, f.Case.SourceKind = "HOTLINE-WORDS", opinion.KindHotline
		}
		if f.Case.State == opinion.Handling || f.Case.State == opinion.Triage {
			f.Title = "UNANSWERED"
		}
		w.Files[id] = f
	}
	w.SourceRows[1].Reason = "INTERNAL-REASON"
	h := consoletest.Start(t, w)
	for _, at := range []string{"/open/", "/open/cases.json", "/open/feed.xml", "/open/sources.json", "/open/rates.json"} {
		rec := consoletest.Send(h, "GET", at, "")
		body := rec.Body.String()
		if rec.Code != 200 {
			t.Errorf("%s: %d", at, rec.Code)
		}
		for _, inside := range []string{"INTERNAL", "HOTLINE-WORDS", "UNANSWERED", "503 Service", "last_hash", "route"} {
			if strings.Contains(body, inside) {
				t.Errorf("%s shows %s", at, inside)
			}
		}
	}
	var l ask.OpenCases
	if err := json.Unmarshal(consoletest.Send(h, "GET", "/open/cases.json?size=3", "").Body.Bytes(), &l); err != nil || len(l.Items) != 3 || l.Total < 3 || l.Next == "" {
		t.Errorf("%v %+v", err, l)
	}
	var r ask.OpenRates
	if err := json.Unmarshal(consoletest.Send(h, "GET", "/open/rates.json", "").Body.Bytes(), &r); err != nil || len(r.Items) != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	if x, few := r.Items[0].Rates[0].Share, r.Items[1].Rates[0].Share; x == nil || *x != 18.0/22 || few != nil {
		t.Errorf("shares: %v, %v", x, few)
	}
	if len(r.Measures) != 1 || r.Measures[0].What == "" || r.Rules == "" || !strings.Contains(consoletest.Send(h, "GET", "/open/", "").Body.String(), r.Measures[0].What) {
		t.Error("the definitions are not published")
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(consoletest.Send(h, "GET", "/open/feed.xml", "").Body.Bytes(), &feed); err != nil || len(feed.Entries) == 0 {
		t.Fatalf("feed: %v", err)
	}
	if _, err := time.Parse(time.RFC3339, feed.Updated); err != nil {
		t.Errorf("feed updated: %v", err)
	}
}
