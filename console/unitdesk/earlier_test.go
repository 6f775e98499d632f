package unitdesk_test

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/opinion"
)

// Who writes is offered what was answered and verified about the same topic, and takes it in with its
// source; the draft stays as it is until that is saved.
func TestEarlierAnswersAreOfferedWithTheirSource(t *testing.T) {
	w := consoletest.NewWorld(40)
	var id, earlier string
	for _, r := range w.Released() {
		for _, other := range w.Order {
			c := w.Files[other].Case
			if c.Topic == r.Topic && c.Lead == r.Unit && c.State == opinion.Handling {
				id, earlier = other, r.ID
			}
		}
	}
	if id == "" {
		t.Fatal("the world has no case like one that was answered")
	}
	f := w.Files[earlier]
	f.Case.Answer, f.Case.AnswerURL = "样例：已更换管线。", "https://gov.example.org/7"
	w.Files[earlier] = f
	g := w.Files[id]
	g.Items = []facts.ItemMatch{{ID: "t1", Name: "停水公告", State: opinion.ItemPublished, Address: "https://gov.example.org/gg/1", Words: []string{"停水"}},
		{ID: "t2", Name: "抢修安排", State: opinion.ItemDraft, Words: []string{"停水"}}}
	w.Files[id] = g
	h := consoletest.Start(t, w)
	unit := w.Files[id].Case.Lead
	page := consoletest.Send(h, "GET", "/work/"+id+"?unit="+unit, "").Body.String()
	if !strings.Contains(page, "同类事项已核实的答复") || !strings.Contains(page, `value="earlier:`+earlier) {
		t.Fatal("nothing is offered")
	}
	// Duties to publish that hold what is asked: the published can be cited, the other is named alone.
	if !strings.Contains(page, `value="item:t1"`) || strings.Contains(page, `value="item:t2"`) || !strings.Contains(page, "抢修安排") {
		t.Error("the duties to publish are not offered")
	}
	put := func(what, at string) string {
		t.Helper()
		rec := consoletest.Post(h, "/work/"+id+"/insert", url.Values{"unit": {unit}, "seen": {"0"}, "insert": {what},
			"at": {at}, "text": {"您好：\n此致"}, "kind": {"调查发布"}})
		if rec.Code != 200 {
			t.Fatalf("%s: %d", what, rec.Code)
		}
		_, text, _ := strings.Cut(rec.Body.String(), `<textarea id="draft-text"`)
		text, _, _ = strings.Cut(text, "</textarea>")
		return html.UnescapeString(text)
	}
	text := put("earlier:"+earlier, "2")
	for _, want := range []string{"您好：\n样例：已更换管线。", "参考：", "https://gov.example.org/7\n此致"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the text: %s", want, text)
		}
	}
	if text := put("policy:样例条例", ""); !strings.Contains(text, "此致\n依据：样例条例") {
		t.Error(text)
	}
	if text := put("template:solved", "0"); !strings.Contains(text, "〔待填：结果〕") {
		t.Error(text)
	}
	if text := put("item:t1", ""); !strings.Contains(text, "此致\n详见“停水公告”：https://gov.example.org/gg/1") {
		t.Error(text)
	}
	form := url.Values{"unit": {unit}, "insert": {"earlier:nothing"}, "text": {"您好"}}
	if rec := consoletest.Post(h, "/work/"+id+"/insert", form); rec.Code != 400 {
		t.Errorf("what is not there: %d", rec.Code)
	}
	if p, _ := consoletest.NewUnitDesk(w).Papers.Paper(t.Context(), id, unit); p.State != "" {
		t.Error("something was saved")
	}
}

// Who writes sees the answer as the open board will show it, without what tells of a person, and keeps
// what was written.
func TestAnAnswerIsSeenAsThePublicWillSeeIt(t *testing.T) {
	w := consoletest.NewWorld(40)
	h := consoletest.Start(t, w)
	id := w.CaseIn("u-water", opinion.Handling)
	f := w.Files[id]
	f.Title = "样例：停水三天"
	w.Files[id] = f
	text := "已修好，联系 " + "1380013" + "8000 〔待填：日期〕<b>"
	rec := consoletest.Post(h, "/work/"+id+"/preview", url.Values{"unit": {"u-water"}, "text": {text}, "kind": {"解决公布"}})
	body := rec.Body.String()
	_, page, found := strings.Cut(body, `id="preview"`)
	if rec.Code != 200 || !found {
		t.Fatal(rec.Code)
	}
	page, _, _ = strings.Cut(page, "</section>")
	for _, want := range []string{"样例：停水三天", "已修好", "&lt;b&gt;", "个人身份信息", "〔待填〕", "解决公布"} {
		if !strings.Contains(page, want) {
			t.Errorf("the preview lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "8000") {
		t.Error("the public would read a telephone")
	}
	if !strings.Contains(body, "8000 〔待填：日期〕&lt;b&gt;</textarea>") {
		t.Error("what was written is lost")
	}
	road := access.Account{ID: "sun", Role: access.Handler, Unit: "u-road"}
	for _, act := range []string{"preview", "insert"} {
		if rec := consoletest.Post(consoletest.As(h, road), "/work/"+id+"/"+act, url.Values{"text": {text}}); rec.Code != 404 {
			t.Errorf("%s of another unit's case: %d", act, rec.Code)
		}
	}
	f.Title = ""
	w.Files[id] = f
	rec = consoletest.Post(h, "/work/"+id+"/preview", url.Values{"unit": {"u-water"}, "text": {"已修好"}})
	if !strings.Contains(rec.Body.String(), "这里只列事项和地点") {
		t.Error("a question that was not said in public is shown to it")
	}
}
