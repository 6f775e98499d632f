package cases_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/opinion"
)

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
	if !strings.Contains(body, `<option value="解决公布" selected>`) ||
		!strings.Contains(body, `href="/cases/`+id+`?lang=en"`) {
		t.Error("the entry or the way to the other language is lost")
	}

	form.Set("expected_version", "1")
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/answer", form.Encode()); rec.Code != 409 ||
		!strings.Contains(rec.Body.String(), "重新载入") {
		t.Errorf("stale: %d", rec.Code)
	}
	form.Del("expected_version")
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/answer", form.Encode()); rec.Code != 400 {
		t.Errorf("no version: %d", rec.Code)
	}
	form.Set("expected_version", fmt.Sprint(version))
	if rec = consoletest.Send(h, "POST", "/cases/"+id+"/close", form.Encode()); rec.Code != 422 ||
		!strings.Contains(rec.Body.String(), "现在不能这样做") {
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
	if body = consoletest.Send(h, "GET", rec.Header().Get("Location"),
		"").Body.String(); !strings.Contains(body, "已完成：答复") || !strings.Contains(body, "记录完整") {
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
