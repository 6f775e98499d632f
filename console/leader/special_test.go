package leader_test

import (
	"encoding/json"
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/console/leader"
	"huiying/responders/briefing/pagedata"
)

// One button of an issue's page makes its special report, which is had as a page and as files, with the head
// and the number of an official paper.
func TestAnIssueHasASpecialReportByOneButton(t *testing.T) {
	w := consoletest.NewWorld(12)
	h := consoletest.Start(t, w, consoletest.Reporting(t, w, 0))
	issue := w.IssueFiles[8].Issue
	body := consoletest.Send(h, "GET", "/issues/"+issue.ID, "").Body.String()
	if !strings.Contains(body, `action="/specials" method="post"><input type="hidden" name="issue" value="`+issue.ID+`"`) {
		t.Error("the issue's page has no button")
	}
	rec := consoletest.Send(h, "POST", "/specials", "issue="+issue.ID, "Content-Type", "application/x-www-form-urlencoded")
	at := rec.Header().Get("Location")
	if rec.Code != 303 || at != "/specials/2026-1" {
		t.Fatalf("%d to %s", rec.Code, at)
	}
	page := consoletest.Send(h, "GET", at, "").Body.String()
	for _, want := range []string{"2026年第1期", "关于“", "经过", "首次有人反映", at + "/briefing.docx", at + "/briefing.pdf",
		at + "/briefing.json", `href="/issues/` + issue.ID + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "浅色为此前") {
		t.Error("the plot speaks of a past that it does not draw")
	}
	var b pagedata.Briefing
	if err := json.Unmarshal(consoletest.Send(h, "GET", at+"/briefing.json", "").Body.Bytes(), &b); err != nil || b.No != 1 || b.Period != "issue" {
		t.Errorf("as JSON: %v, %+v", err, b)
	}
	docx := consoletest.Send(h, "GET", at+"/briefing.docx", "")
	if doc := bodyOf(t, docx.Body.Bytes()); !strings.Contains(doc, "2026年第1期") || !strings.Contains(doc, "民情专报") {
		t.Error("the document has no head")
	}
	if got := docx.Header().Get("Content-Disposition"); !strings.Contains(got, "huiying-special-2026-1.docx") {
		t.Error(got)
	}
	if list := consoletest.Send(h, "GET", "/specials", "").Body.String(); !strings.Contains(list, at) {
		t.Error("the list of the year lacks it")
	}
	for _, gone := range []string{"/specials/2026-2", "/specials/x-1", "/specials/2026-0", "/specials/2026", at + "/briefing.exe", at + "/other.pdf"} {
		if rec := consoletest.Send(h, "GET", gone, ""); rec.Code != 404 {
			t.Errorf("%s: %d", gone, rec.Code)
		}
	}
}

// A special report without a heading says so, and one that another paper's name stands above keeps it.
func TestASpecialReportWithoutItsHeading(t *testing.T) {
	b := pagedata.Briefing{Period: "issue", Date: "2026-11-22", Last: "2026-11-22", Year: 2026, No: 3, Whole: true}
	body := bodyOf(t, rendered(t, b, leader.BriefingFile{Ext: "docx", Lang: "zh", Paper: leader.Paper{Name: "社情专报"}}))
	for _, want := range []string{"标题已不保存", "社情专报", "2026年第3期", "2026年11月22日"} {
		if !strings.Contains(body, want) {
			t.Errorf("the paper lacks %s", want)
		}
	}
}
