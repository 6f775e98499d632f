package console

import (
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiying/console/api"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
)

func TestCorrectingByForm(t *testing.T) {
	w := newWorld(3)
	h := start(t, w)
	id := w.hits[0].ID
	body := send(h, "GET", "/mentions/"+id, "").Body.String()
	for _, want := range []string{"领域判断正确", "市政服务 / 供水", "把握 90%", w.order[0]} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	rec := send(h, "POST", "/mentions/"+id+"/correct", url.Values{"field": {"topic"}, "is": {"chengguan/zaosheng"}, "seen": {"0"}, "reason": {"说的是<噪声>"}}.Encode())
	if rec.Code != 303 || rec.Header().Get("Location") != "/mentions/"+id+"?done=correct" {
		t.Fatalf("%d %s\n%s", rec.Code, rec.Header(), rec.Body)
	}
	body = send(h, "GET", rec.Header().Get("Location"), "").Body.String()
	for _, want := range []string{"已更正。", "城市综合执法 / 噪声", "人工判定", "控制台", "说的是&lt;噪声&gt;", "撤销最近一次更正"} {
		if !strings.Contains(body, want) {
			t.Errorf("after the correction the page lacks %q", want)
		}
	}
	rec = send(h, "POST", "/mentions/"+id+"/correct", url.Values{"field": {"topic"}, "is": {"shizheng"}, "seen": {"0"}}.Encode())
	if rec.Code != 409 || !strings.Contains(rec.Body.String(), "重新载入") {
		t.Errorf("stale: %d", rec.Code)
	}
	rec = send(h, "POST", "/mentions/"+id+"/correct", url.Values{"field": {"place"}, "is": {"99"}, "seen": {"1"}, "reason": {"看错了"}}.Encode())
	if body = rec.Body.String(); rec.Code != 422 || !strings.Contains(body, "没有这个选项。") || !strings.Contains(body, `value="看错了"`) {
		t.Errorf("refused in place: %d", rec.Code)
	}
	if rec = send(h, "POST", "/mentions/"+id+"/undo", "seen=1"); rec.Code != 303 || len(w.hits[0].Corrected) != 2 {
		t.Errorf("undo: %d", rec.Code)
	}
	for at, want := range map[string]int{"/mentions/nobody/correct": 404, "/mentions/" + id + "/delete": 404} {
		if rec := send(h, "POST", at, "field=topic&is=x"); rec.Code != want {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	h = start(t, w, func(d *Deps) { d.Correct = nil })
	if rec := send(h, "GET", "/mentions/"+id, ""); rec.Code != 503 {
		t.Errorf("where nothing corrects: %d", rec.Code)
	}
}

func TestCorrectingThroughTheAPI(t *testing.T) {
	w := newWorld(2)
	h := start(t, w)
	at := "/api/v1/mentions/" + w.hits[0].ID
	post := func(where, body string) *httptest.ResponseRecorder {
		return send(h, "POST", where, body, "Content-Type", asJSON)
	}
	if f := decode[facts.MentionFile](t, send(h, "GET", at, "")); f.Finding.ID != w.hits[0].ID || f.Case == "" {
		t.Errorf("%+v", f)
	}
	f := decode[facts.MentionFile](t, post(at+"/correct", `{"field":"topic","is":"shengtai/shui","reason":"河水","seen":0}`))
	if f.Finding.Topic.ID != "shengtai/shui" || f.Finding.Topic.By != "person" || f.Finding.Corrected[0].By != "api" {
		t.Errorf("%+v", f.Finding.Corrected)
	}
	for body, want := range map[string]string{`{"field":"topic","is":"x","seen":0}`: "stale_version", `{"field":"place","is":"x"}`: "unknown_value", `{`: "bad_json"} {
		var p kit.Problem
		if err := json.Unmarshal(post(at+"/correct", body).Body.Bytes(), &p); err != nil || p.Code != want {
			t.Errorf("%s: %+v", body, p)
		}
	}
	f = decode[facts.MentionFile](t, post(at+"/undo", `{"by":"monitor"}`))
	if len(f.Finding.Corrected) != 2 || !f.Finding.Corrected[1].Undo || f.Finding.Corrected[1].By != "monitor" {
		t.Errorf("%+v", f.Finding.Corrected)
	}
	document := send(h, "GET", "/api/v1/openapi.json", "").Body.String()
	for _, want := range []string{`"/api/v1/mentions/{id}/correct"`, `"undo-correction"`, `"severity","unit"`} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
}

// A monitor opens a finding, says what it is about, sees it, and takes it back.
func TestCorrectingInABrowser(t *testing.T) {
	ctx := browser(t)
	w := newWorld(3)
	server := httptest.NewServer(start(t, w))
	defer server.Close()
	id := w.hits[2].ID
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 900), chromedp.Navigate(server.URL+"/issues/"+w.issues[2].Issue.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(`a[href="/mentions/`+id+`"]`))); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#f-topic summary")), chromedp.SetValue(chromedp.CSS("#is-topic"), "shizheng/gongshui")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS("#f-topic form:last-of-type button"))); err != nil {
		t.Fatal(err)
	}
	said, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main")))
	if err != nil || !strings.Contains(said, "已更正。") || !strings.Contains(said, "市政服务 / 供水") || w.hits[2].Topic.By != opinion.ByPerson {
		t.Fatalf("after the correction: %q, %v", said, err)
	}
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS("#h-corrected ~ form button"))); err != nil {
		t.Fatal(err)
	}
	if said, err = chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main [role=status]"))); err != nil || !strings.Contains(said, "已撤销") {
		t.Errorf("after taking it back: %q, %v", said, err)
	}
}

func TestDownloadOfLabels(t *testing.T) {
	w := newWorld(3)
	server := httptest.NewServer(start(t, w))
	defer server.Close()
	w.hits[1].Topic.By = opinion.ByPerson
	get := func() (string, error) {
		res, err := server.Client().Get(server.URL + "/api/v1/corrections")
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != api.JSONLines || !strings.Contains(res.Header.Get("Content-Disposition"), "corrections.jsonl") {
			t.Errorf("%s %s", res.Status, res.Header)
		}
		b, err := io.ReadAll(res.Body)
		return string(b), err
	}
	if body, err := get(); err != nil || strings.Count(body, "\n") != 1 || !strings.Contains(body, w.hits[1].ID) {
		t.Errorf("%q, %v", body, err)
	}
	w.fail = errors.New("the log is away")
	if body, err := get(); err == nil {
		t.Errorf("half a file came as a whole one: %q", body)
	}
}

func TestWhatNobodyIsSureAboutHasAQueue(t *testing.T) {
	w := newWorld(6)
	w.hits[2].Topic = opinion.TopicFinding{By: "rules", Unsure: true, Guess: "shizheng/gongshui", Confidence: .1}
	h := start(t, w)
	body := send(h, "GET", "/search", "").Body.String()
	if !strings.Contains(body, `待人工确认 <span class="count">1</span>`) {
		t.Error("the queue's tab does not say how many wait")
	}
	body = send(h, "GET", "/search?unsure=true", "").Body.String()
	if !strings.Contains(body, "/mentions/"+w.hits[2].ID) || strings.Contains(body, "/mentions/"+w.hits[1].ID) || !strings.Contains(body, "把握不足") {
		t.Error("the queue shows something else")
	}
	if body = send(h, "GET", "/mentions/"+w.hits[2].ID, "").Body.String(); !strings.Contains(body, "可能是：市政服务 / 供水") || !strings.Contains(body, "确认为 市政服务 / 供水") {
		t.Error("the page does not offer the guess")
	}
	p := decode[index.Page](t, send(h, "GET", "/api/v1/mentions?unsure=true", ""))
	if p.Total != 1 || !p.Hits[0].Topic.Unsure {
		t.Errorf("%d hits", p.Total)
	}
}

// A monitor opens the form of an issue, chooses a mention, and says that it is another matter.
func TestSplittingInABrowser(t *testing.T) {
	ctx := browser(t)
	w := newWorld(2)
	w.issues[0].Moved = true
	server := httptest.NewServer(start(t, w))
	defer server.Close()
	at := server.URL + "/issues/" + w.issues[0].Issue.ID
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 900), chromedp.Navigate(at), chromedp.Click(chromedp.CSS("#split summary")),
		chromedp.Click(chromedp.CSS(`#split input[value="feedfacefeedface"]`))); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("HUIYING_SHOTS"); dir != "" {
		if picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100)); err == nil {
			_ = os.WriteFile(filepath.Join(dir, "split.png"), picture, 0o600)
		}
	}
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS("#split button"))); err != nil {
		t.Fatal(err)
	}
	said, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main [role=status]")))
	if err != nil || said != "已拆分。" || len(w.regrouped) != 1 || w.regrouped[0].Mentions[0] != "feedfacefeedface" || w.regrouped[0].By != "console" {
		t.Errorf("%q, %+v, %v", said, w.regrouped, err)
	}
}

func TestSplittingAndJoiningByForm(t *testing.T) {
	w := newWorld(2)
	h := start(t, w)
	at := "/issues/" + w.issues[0].Issue.ID
	if body := send(h, "GET", at, "").Body.String(); !strings.Contains(body, "是不是同一件事") || strings.Contains(body, "撤销最近一次") {
		t.Error("the page does not offer to split, or offers to take back what was not done")
	}
	if rec := send(h, "POST", at+"/split", ""); rec.Code != 422 || !strings.Contains(rec.Body.String(), "请选出属于另一件事的信息") {
		t.Errorf("nothing chosen: %d", rec.Code)
	}
	if rec := send(h, "POST", at+"/join", "into="+w.issues[1].Issue.ID); rec.Code != 303 || rec.Header().Get("Location") != "/issues/"+w.issues[1].Issue.ID+"?done=join" {
		t.Errorf("join: %d %s", rec.Code, rec.Header().Get("Location"))
	}
	if rec := send(h, "POST", at+"/undo", ""); rec.Code != 303 {
		t.Errorf("undo: %d", rec.Code)
	}
	if rec := send(h, "POST", at+"/burn", ""); rec.Code != 404 {
		t.Errorf("no such act: %d", rec.Code)
	}
	rec := send(h, "POST", "/api/v1"+at+"/split", `{"mentions":["a","b"],"by":"monitor"}`, "Content-Type", asJSON)
	if d := decode[facts.Regrouped](t, rec); len(d.Mentions) != 2 || w.regrouped[len(w.regrouped)-1].By != "monitor" {
		t.Errorf("%+v", d)
	}
	if rec := send(h, "POST", "/api/v1"+at+"/split", `{`, "Content-Type", asJSON); rec.Code != 400 {
		t.Errorf("no JSON: %d", rec.Code)
	}
}
