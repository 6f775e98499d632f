package cases_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/opinion"
)

func fetchPage(h http.Handler, at string) *httptest.ResponseRecorder {
	return consoletest.Send(h, "GET", at, "")
}

func TestACasePageExplainsItsClocks(t *testing.T) {
	w := consoletest.NewWorld(8)
	h := consoletest.Start(t, w)
	id := w.Order[0]
	f := w.Files[id]
	e := opinion.Event{Type: opinion.MoveUrge, By: "system", At: consoletest.Now,
		Duty: opinion.DutyAnswer, Unit: f.Case.Lead, Text: "催办通知书：样例"}.Seal(f.Case)
	f.Case, f.History = f.Case.Apply(e), append(f.History, e)
	w.Files[id] = f
	page := fetchPage(h, "/cases/"+id).Body.String()
	for _, want := range []string{"各项时限", "数了哪些天", "周末", "同类事项的裁定", "管网归供水单位", "催办", "催办通知书：样例"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if !strings.Contains(fetchPage(h, "/api/v1/cases/"+id).Body.String(), `"counted":[{"day":"2026-11-21"`) {
		t.Error("the API does not list what was counted")
	}
}

func TestARequestIsRegistered(t *testing.T) {
	w := consoletest.NewWorld(3)
	h := consoletest.Start(t, w)
	if page := fetchPage(h, "/cases?matter=disclosure").Body.String(); !strings.Contains(page,
		"登记申请") || strings.Contains(page, w.Order[0]) {
		t.Error("the list of requests has no form, or lists what the public said")
	}
	form := url.Values{"ref": {"张三的申请"}, "received": {"2026-11-20"}}
	if r := consoletest.Send(h, "POST", "/cases/register",
		form.Encode()); r.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(r.Body.String(), "请填写申请的登记编号") {
		t.Errorf("a name instead of a number: %d", r.Code)
	}
	form.Set("ref", "依申请〔2026〕15号")
	r := consoletest.Send(h, "POST", "/cases/register", form.Encode())
	at := r.Header().Get("Location")
	if r.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/cases/") || w.LastCommand.Received.IsZero() {
		t.Fatalf("registered: %d to %q", r.Code, at)
	}
	page := fetchPage(h, at).Body.String()
	for _, want := range []string{"依申请〔2026〕15号", "已登记", "审查", "中止计时"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
