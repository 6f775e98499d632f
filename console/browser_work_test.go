package console_test

import (
	"huiying/console/consoletest"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiying/opinion"
)

// The main path of a unit's desk with the keyboard alone: sign, draft, hand in, approve, answer.
// Nobody signs in here, so one person may do all of it, and the page says so.
func TestWorkingACaseByKeyboard(t *testing.T) {
	ctx := browser(t)
	w := consoletest.NewWorld(20)
	server := httptest.NewServer(consoletest.Start(t, w))
	defer server.Close()
	id := w.CaseIn("u-water", opinion.Dispatched)
	heard := &overheard{}
	if err := heard.hear(ctx); err != nil {
		t.Fatal(err)
	}
	open := func(path string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+path), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
			t.Fatal(err)
		}
	}
	// walk presses Tab until the focus is on what the selector names
	walk := func(selector string) {
		t.Helper()
		for range 200 {
			if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
				t.Fatal(err)
			}
			there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.activeElement.matches(`+"`"+selector+"`"+`)`))
			if err != nil {
				t.Fatal(err)
			}
			if there {
				return
			}
		}
		t.Fatalf("Tab never reaches %s", selector)
	}
	press := func(key string) {
		t.Helper()
		if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(key)); err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("HUIYING_SHOTS"); dir != "" {
			if picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100)); err == nil {
				_ = os.WriteFile(filepath.Join(dir, "keyboard.png"), picture, 0o600)
			}
		}
	}
	say := func(words string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.KeyEvent(words)); err != nil {
			t.Fatal(err)
		}
	}
	status := func(want string) {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main [role=status]")))
		if err != nil || !strings.Contains(got, want) {
			t.Fatalf("the page says %q, %v; want %q", got, err, want)
		}
	}
	open("/work?unit=u-water")
	walk(`form[action="/work/` + id + `/sign"] button`)
	press(kb.Enter)
	status("签收")
	walk(`a[href="/work/` + id + `?unit=u-water"]`)
	press(kb.Enter)
	walk("#draft-text")
	say("经核查，水管已于 22 日修好。")
	walk("#draft-kind")
	say(kb.ArrowDown + kb.ArrowDown)
	walk(`button[value="submit"]`)
	press(kb.Enter)
	status("保存草稿")
	walk(`form[action$="/approve"] button`)
	press(kb.Enter)
	status("审核通过")
	walk("#answer-url")
	say("https://gov.example.org/a")
	walk(`form[action$="/answer"] button`)
	press(kb.Enter)
	status("答复")
	if c := w.Files[id].Case; c.State != opinion.Answered || c.Answer != "经核查，水管已于 22 日修好。" || c.Kind == "" {
		t.Errorf("the case is %s: %q, %q", c.State, c.Answer, c.Kind)
	}
	if len(heard.said) > 0 {
		t.Errorf("the browser complained: %q", heard.said)
	}
}
