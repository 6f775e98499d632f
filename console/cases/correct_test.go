package cases_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
)

func TestCorrectingByForm(t *testing.T) {
	w := consoletest.NewWorld(3)
	h := consoletest.Start(t, w)
	id := w.Findings[0].ID
	body := consoletest.Send(h, "GET", "/mentions/"+id, "").Body.String()
	for _, want := range []string{"领域判断正确", "市政服务 / 供水", "把握 90%", w.Order[0]} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	rec := consoletest.Send(h, "POST", "/mentions/"+id+"/correct", url.Values{"field": {"topic"},
		"is": {"chengguan/zaosheng"}, "seen": {"0"}, "reason": {"说的是<噪声>"}}.Encode())
	if rec.Code != 303 || rec.Header().Get("Location") != "/mentions/"+id+"?done=correct" {
		t.Fatalf("%d %s\n%s", rec.Code, rec.Header(), rec.Body)
	}
	body = consoletest.Send(h, "GET", rec.Header().Get("Location"), "").Body.String()
	for _, want := range []string{"已更正。", "城市综合执法 / 噪声", "人工判定", "控制台", "说的是&lt;噪声&gt;", "撤销最近一次更正"} {
		if !strings.Contains(body, want) {
			t.Errorf("after the correction the page lacks %q", want)
		}
	}
	rec = consoletest.Send(h, "POST", "/mentions/"+id+"/correct", url.Values{"field": {"topic"},
		"is": {"shizheng"}, "seen": {"0"}}.Encode())
	if rec.Code != 409 || !strings.Contains(rec.Body.String(), "重新载入") {
		t.Errorf("stale: %d", rec.Code)
	}
	rec = consoletest.Send(h, "POST", "/mentions/"+id+"/correct", url.Values{"field": {"place"},
		"is": {"99"}, "seen": {"1"}, "reason": {"看错了"}}.Encode())
	if body = rec.Body.String(); rec.Code != 422 || !strings.Contains(body, "没有这个选项。") ||
		!strings.Contains(body, `value="看错了"`) {
		t.Errorf("refused in place: %d", rec.Code)
	}
	if rec = consoletest.Send(h, "POST", "/mentions/"+id+"/undo", "seen=1"); rec.Code != 303 ||
		len(w.Findings[0].Corrected) != 2 {
		t.Errorf("undo: %d", rec.Code)
	}
	for at, want := range map[string]int{"/mentions/nobody/correct": 404, "/mentions/" + id + "/delete": 404} {
		if rec := consoletest.Send(h, "POST", at, "field=topic&is=x"); rec.Code != want {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	h = consoletest.Start(t, w, func(d *console.Deps) { d.Correct = nil })
	if rec := consoletest.Send(h, "GET", "/mentions/"+id, ""); rec.Code != 503 {
		t.Errorf("where nothing corrects: %d", rec.Code)
	}
}

// A monitor opens a finding, says what it is about, sees it, and takes it back.
func TestCorrectingInABrowser(t *testing.T) {
	w := consoletest.NewWorld(3)
	b := consoletest.Browse(t, consoletest.Start(t, w), consoletest.Phone)
	id := w.Findings[2].ID
	b.Open("/issues/" + w.IssueFiles[2].Issue.ID)
	b.Follow(`a[href="/mentions/` + id + `"]`)
	b.Click("#f-topic summary")
	b.Do(chromedp.SetValue(chromedp.CSS("#is-topic"), "shizheng/gongshui"))
	b.Follow("#f-topic form:last-of-type button")
	if said := b.Text("main"); !strings.Contains(said, "已更正。") ||
		!strings.Contains(said, "市政服务 / 供水") || w.Findings[2].Topic.By != opinion.ByPerson {
		t.Fatalf("after the correction: %q", said)
	}
	b.Follow("#h-corrected ~ form button")
	if said := b.Text("main [role=status]"); !strings.Contains(said, "已撤销") {
		t.Errorf("after taking it back: %q", said)
	}
}

func TestWhatNobodyIsSureAboutHasAQueue(t *testing.T) {
	w := consoletest.NewWorld(6)
	w.Findings[2].Topic = opinion.TopicFinding{By: "rules", Unsure: true, Guess: "shizheng/gongshui", Confidence: .1}
	h := consoletest.Start(t, w)
	body := consoletest.Send(h, "GET", "/search", "").Body.String()
	if !strings.Contains(body, `待人工确认 <span class="count">1</span>`) {
		t.Error("the queue's tab does not say how many wait")
	}
	body = consoletest.Send(h, "GET", "/search?unsure=true", "").Body.String()
	if !strings.Contains(body, "/mentions/"+w.Findings[2].ID) ||
		strings.Contains(body, "/mentions/"+w.Findings[1].ID) || !strings.Contains(body, "把握不足") {
		t.Error("the queue shows something else")
	}
	if body = consoletest.Send(h, "GET", "/mentions/"+w.Findings[2].ID,
		"").Body.String(); !strings.Contains(body, "可能是：市政服务 / 供水") ||
		!strings.Contains(body, "确认为 市政服务 / 供水") {
		t.Error("the page does not offer the guess")
	}
	p := consoletest.Decode[index.Page](t, consoletest.Send(h, "GET", "/api/v1/mentions?unsure=true", ""))
	if p.Total != 1 || !p.Hits[0].Topic.Unsure {
		t.Errorf("%d hits", p.Total)
	}
}

// A monitor opens the form of an issue, chooses a mention, and says that it is another matter.
func TestSplittingInABrowser(t *testing.T) {
	w := consoletest.NewWorld(2)
	w.IssueFiles[0].Moved = true
	b := consoletest.Browse(t, consoletest.Start(t, w), consoletest.Phone)
	b.Open("/issues/" + w.IssueFiles[0].Issue.ID)
	b.Click("#split summary")
	b.Click(`#split input[value="feedfacefeedface"]`)
	b.Shot("split")
	b.Follow("#split button")
	if said := b.Text("main [role=status]"); said != "已拆分。" || len(w.Regrouped) != 1 ||
		w.Regrouped[0].Mentions[0] != "feedfacefeedface" || w.Regrouped[0].By != "console" {
		t.Errorf("%q, %+v", said, w.Regrouped)
	}
}

func TestSplittingAndJoiningByForm(t *testing.T) {
	w := consoletest.NewWorld(2)
	h := consoletest.Start(t, w)
	at := "/issues/" + w.IssueFiles[0].Issue.ID
	if body := consoletest.Send(h, "GET", at, "").Body.String(); !strings.Contains(body,
		"是不是同一件事") || strings.Contains(body, "撤销最近一次") {
		t.Error("the page does not offer to split, or offers to take back what was not done")
	}
	if rec := consoletest.Send(h, "POST", at+"/split", ""); rec.Code != 422 ||
		!strings.Contains(rec.Body.String(), "请选出属于另一件事的信息") {
		t.Errorf("nothing chosen: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", at+"/join",
		"into="+w.IssueFiles[1].Issue.ID); rec.Code != 303 ||
		rec.Header().Get("Location") != "/issues/"+w.IssueFiles[1].Issue.ID+"?done=join" {
		t.Errorf("join: %d %s", rec.Code, rec.Header().Get("Location"))
	}
	if rec := consoletest.Send(h, "POST", at+"/undo", ""); rec.Code != 303 {
		t.Errorf("undo: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", at+"/burn", ""); rec.Code != 404 {
		t.Errorf("no such act: %d", rec.Code)
	}
	rec := consoletest.Send(h, "POST", "/api/v1"+at+"/split",
		`{"mentions":["a","b"],"by":"monitor"}`, "Content-Type", consoletest.JSON)
	if d := consoletest.Decode[facts.Regrouped](t, rec); len(d.Mentions) != 2 ||
		w.Regrouped[len(w.Regrouped)-1].By != "monitor" {
		t.Errorf("%+v", d)
	}
	if rec := consoletest.Send(h, "POST", "/api/v1"+at+"/split", `{`, "Content-Type",
		consoletest.JSON); rec.Code != 400 {
		t.Errorf("no JSON: %d", rec.Code)
	}
}
