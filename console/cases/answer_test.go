package cases_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiying/console/consoletest"
	"huiying/opinion"
)

// A person answers a case: refused first, with the words in place, then done. It holds that
// our own policy and forged-request guard let a real browser's form through.
func TestAnsweringACaseInABrowser(t *testing.T) {
	w := consoletest.NewWorld(10)
	i := slices.IndexFunc(w.Order, func(id string) bool { return w.State(id) == opinion.Handling })
	id := w.Order[i]
	b := consoletest.Browse(t, consoletest.Start(t, w), consoletest.Phone)
	b.Open("/cases/" + id)
	b.Fill("#answer-text", "【样例】正在抢修")
	b.Follow(".move-main button[type=submit]")
	if words := b.Text(".move .refused"); !strings.Contains(words, "请填写公布网址") {
		t.Fatalf("refusal in place: %q", words)
	}
	b.Shot("refused")
	if kept, err := chromedp.Run(b.Ctx, chromedp.Value(chromedp.CSS("#answer-text"))); err != nil ||
		kept != "【样例】正在抢修" {
		t.Errorf("what was typed is lost: %q, %v", kept, err)
	}
	b.Fill("#answer-url", "https://gov.example.org/a")
	b.Follow(".move-main button[type=submit]")
	if done := b.Text("main [role=status]"); !strings.Contains(done, "已完成") {
		t.Errorf("after the move: %q", done)
	}
	if s := w.State(id); s != opinion.Answered {
		t.Errorf("the case is %s", s)
	}
}
