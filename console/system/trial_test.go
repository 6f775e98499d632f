package system_test

import (
	"net/http"
	"strings"
	"testing"

	"huiying/console/consoletest"
)

// An address is typed in, looked at, and shown beside the page: which lines come in, what does not,
// and a file to go on with.
func TestAnAddressIsTriedThroughThePage(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(10))
	const form = "application/x-www-form-urlencoded"
	rec := consoletest.Send(h, "POST", "/sources/try", "url=https%3A%2F%2Fboard.example.org%2Flist",
		"Content-Type", form)
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/sources/try/found" {
		t.Fatalf("%d to %q", rec.Code, rec.Header().Get("Location"))
	}
	rec = consoletest.Send(h, "POST", "/sources/try", "url=board%22%3E", "Content-Type", form)
	if rec.Code != http.StatusBadRequest || !strings.Contains(rec.Body.String(), `value="board&#34;&gt;"`) ||
		!strings.Contains(rec.Body.String(), `role="alert"`) {
		t.Errorf("half an address: %d", rec.Code)
	}
	page := consoletest.Send(h, "GET", "/sources/try/found", "").Body.String()
	for _, want := range []string{"<mark>【样例】小区停水三天</mark>", "<p>版权所有</p>", "附件", "已经恢复供水",
		"by: page", "年份是推算的", "/sources/try/found/source.yaml"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<iframe") || strings.Contains(page, "<mark>首页") {
		t.Error("a frame, or a line that came from nowhere")
	}
	rec = consoletest.Send(h, "GET", "/sources/try/running", "")
	if rec.Header().Get("Refresh") == "" || strings.Contains(rec.Body.String(), "source.yaml") {
		t.Errorf("at work: %d", rec.Code)
	}
	if rec = consoletest.Send(h, "GET", "/sources/try/blocked", ""); !strings.Contains(rec.Body.String(), "内网地址") {
		t.Errorf("a private address: %d", rec.Code)
	}
	rec = consoletest.Send(h, "GET", "/sources/try/found/source.yaml", "")
	if !strings.HasPrefix(rec.Body.String(), "sources:\n  - id:") ||
		!strings.Contains(rec.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %s", rec.Body)
	}
	if rec = consoletest.Send(h, "GET", "/sources/try/other", ""); rec.Code != http.StatusNotFound {
		t.Errorf("another's: %d", rec.Code)
	}
}
