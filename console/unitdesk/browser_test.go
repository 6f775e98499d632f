package unitdesk_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"huiying/console/consoletest"
	"huiying/opinion"
)

// The main path of a unit's desk with the keyboard alone: sign, draft, hand in, approve, answer.
// Nobody signs in here, so one person may do all of it, and the page says so.
func TestWorkingACaseByKeyboard(t *testing.T) {
	w := consoletest.NewWorld(20)
	b := consoletest.Browse(t, consoletest.Start(t, w), consoletest.Desk)
	id := w.CaseIn("u-water", opinion.Dispatched)
	// walk presses Tab until the focus is on what the selector names
	walk := func(selector string) {
		t.Helper()
		for range 200 {
			b.Press(kb.Tab)
			if b.Is(`document.activeElement.matches(` + "`" + selector + "`" + `)`) {
				return
			}
		}
		t.Fatalf("Tab never reaches %s", selector)
	}
	enter := func() {
		t.Helper()
		b.FollowKey(kb.Enter)
		b.Shot("keyboard")
	}
	status := func(want string) {
		t.Helper()
		if got := b.Text("main [role=status]"); !strings.Contains(got, want) {
			t.Fatalf("the page says %q; want %q", got, want)
		}
	}
	b.Open("/work?unit=u-water")
	walk(`button[form="sign"][value^="` + id + `:"]`)
	enter()
	status("签收")
	walk(`a[href="/work/` + id + `?unit=u-water"]`)
	enter()
	walk("#draft-text")
	b.Press("经核查，水管已于 22 日修好。")
	walk("#draft-kind")
	b.Press(kb.ArrowDown + kb.ArrowDown)
	walk(`button[value="submit"]`)
	enter()
	status("保存草稿")
	walk(`form[action$="/approve"] button`)
	enter()
	status("审核通过")
	walk("#answer-url")
	b.Press("https://gov.example.org/a")
	walk(`form[action$="/answer"] button`)
	enter()
	status("答复")
	if c := w.Files[id].Case; c.State != opinion.Answered || c.Answer != "经核查，水管已于 22 日修好。" || c.Kind == "" {
		t.Errorf("the case is %s: %q, %q", c.State, c.Answer, c.Kind)
	}
	b.Quiet()
}
