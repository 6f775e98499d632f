package cases_test

import (
	"slices"
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/register"
)

func TestAnIssueShowsItsHeatAndWhyItIsTogether(t *testing.T) {
	w := consoletest.NewWorld(12)
	h := consoletest.Start(t, w)
	file := consoletest.Decode[facts.IssueFile](t, consoletest.Send(h, "GET",
		"/api/v1/issues/"+w.IssueFiles[8].Issue.ID, ""))
	if file.Heat.By != "day" || len(file.Heat.Beats) == 0 || len(file.Together.Words) != 2 ||
		len(file.Together.Places) != 2 {
		t.Fatalf("%+v", file)
	}
	total := 0
	for _, b := range file.Heat.Beats {
		total += b.Reports
	}
	body := consoletest.Send(h, "GET", "/issues/"+w.IssueFiles[8].Issue.ID+"?lang=zh", "").Body.String()
	for _, want := range []string{`<svg class="plot"`, "为什么归在一起", "示例小区", "示例市市民留言板", "江苏省无锡市", "增长倍数 =", "转载"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(body, ">sample-board<") {
		t.Error("a source is called by its id")
	}
	list := consoletest.Decode[register.IssueList](t, consoletest.Send(h, "GET", "/api/v1/issues?order=attention", ""))
	if len(list.Items) != 12 || len(list.Items[0].Days) != kit.SparkDays || slices.Max(list.Items[0].Days) == 0 {
		t.Errorf("%+v", list.Items[0])
	}
	page := consoletest.Send(h, "GET", "/issues?lang=zh", "").Body.String()
	if strings.Count(page, `<svg class="spark"`) != 12 ||
		!strings.Contains(page, "近 14 天每日独立反映数：") || !strings.Contains(page, "默认按关注度排列") {
		t.Error("the list lacks its small pictures or their definition")
	}
	if rec := consoletest.Send(h, "GET", "/api/v1/issues?order=loud", ""); rec.Code != 400 && rec.Code != 422 {
		t.Errorf("an unknown order: %d", rec.Code)
	}
}

func TestListsCallASourceByItsName(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(12))
	for _, at := range []string{"/search?q=%E5%81%9C%E6%B0%B4&source=sample-board&lang=zh"} {
		body := consoletest.Send(h, "GET", at, "").Body.String()
		if !strings.Contains(body, "示例市市民留言板") || strings.Contains(body, "· sample-board") {
			t.Errorf("%s calls a source by its id", at)
		}
	}
}

// A mention leaves its issue with one press, on the page of the issue and on its own; one that is alone
// has no other to be told apart from. The page that it comes to offers the way back.
func TestAMentionIsTakenOutWithOnePress(t *testing.T) {
	w := consoletest.NewWorld(12)
	h := consoletest.Start(t, w)
	issue := w.IssueFiles[8].Issue
	form := `<form class="take-out" action="/issues/` + issue.ID + `/split" method="post"><input type="hidden" name="mention" value="`
	body := consoletest.Send(h, "GET", "/issues/"+issue.ID+"?lang=zh", "").Body.String()
	if n := strings.Count(body, form); n != len(w.IssueFiles[8].Rows) || !strings.Contains(body, "移出本议题") {
		t.Errorf("%d of %d mentions can be taken out", n, len(w.IssueFiles[8].Rows))
	}
	rec := consoletest.Send(h, "POST", "/issues/"+issue.ID+"/split", "mention="+w.IssueFiles[8].Rows[0].ID,
		"Content-Type", "application/x-www-form-urlencoded")
	if rec.Code != 303 || len(w.Regrouped) != 1 || len(w.Regrouped[0].Mentions) != 1 {
		t.Errorf("%d, %+v", rec.Code, w.Regrouped)
	}
	if mention := consoletest.Send(h, "GET", "/mentions/"+w.Findings[8].ID+"?lang=zh",
		"").Body.String(); !strings.Contains(mention, "移出本议题") {
		t.Error("the mention's own page does not offer it")
	}
}
