package triage_test

import (
	"net/url"
	"strings"
	"testing"

	"huiying/console/consoletest"
)

// What asks for nothing that anybody could hear waits on the desk, counted in its number, until a
// person opens a case or says why there is none.
func TestLettersThatNobodyUnderstoodWaitOnTheDesk(t *testing.T) {
	w := consoletest.NewWorld(4)
	w.ToTriage(4)
	ids := w.ToLetters(3)
	h := consoletest.Start(t, w)
	body := consoletest.Send(h, "GET", "/desk", "").Body.String()
	for _, want := range []string{`待研判 <span class="count">7</span>`,
		`诉求不明 <span class="count">3</span>`, `已排除 <span class="count">0</span>`,
		"未能接收 6（没有正文 3、附件 2、网站报错 1）"} {
		if !strings.Contains(body, want) {
			t.Errorf("the desk lacks %q", want)
		}
	}
	body = consoletest.Send(h, "GET", "/desk?of=unclear", "").Body.String()
	if n := strings.Count(body, `<li class="wait wait-letter"`); n != 3 ||
		!strings.Contains(body, `action="/desk/letters"`) ||
		!strings.Contains(body, `value="open:`+ids[0]+`"`) {
		t.Errorf("%d letters\n%s", n, body)
	}
	act := func(form url.Values) string {
		return consoletest.Send(h, "POST", "/desk/letters", form.Encode()).Body.String()
	}
	if got := act(url.Values{"do": {"open"}, "case": {ids[0], "gone"}}); !strings.Contains(got,
		"已立件 1 条") || !strings.Contains(got, "/desk/cases/") || !strings.Contains(got, "1 件没有办成") {
		t.Errorf("opened: %s", got)
	}
	if got := act(url.Values{"do": {"nothing"}, "case": {ids[1]}}); !strings.Contains(got, "请写明为什么不是诉求") {
		t.Errorf("dismissed without a reason: %s", got)
	}
	if got := act(url.Values{"do": {"nothing"}, "case": {ids[1]}, "reason": {"致谢"},
		"asked": {"of=unclear"}}); !strings.Contains(got, "已判为不是诉求 1 条") ||
		!strings.Contains(got, `诉求不明 <span class="count">1</span>`) ||
		!strings.Contains(got, `name="do" value="undo"`) {
		t.Errorf("dismissed: %s", got)
	}
	if got := consoletest.Send(h, "GET", "/desk?of=dismissed",
		"").Body.String(); !strings.Contains(got, `value="undo:`+ids[1]+`"`) ||
		!strings.Contains(got, "人工判定不是诉求") {
		t.Errorf("what was dismissed: %s", got)
	}
	if got := act(url.Values{"one": {"undo:" + ids[1]},
		"asked": {"of=dismissed"}}); !strings.Contains(got, "已撤销 1 条") ||
		!strings.Contains(got, `诉求不明 <span class="count">2</span>`) {
		t.Errorf("taken back: %s", got)
	}
	for _, bad := range []url.Values{{"do": {"open"}}, {"do": {"burn"}, "case": {ids[2]}}} {
		if rec := consoletest.Send(h, "POST", "/desk/letters", bad.Encode()); rec.Code != 400 && rec.Code != 422 {
			t.Errorf("%v: %d", bad, rec.Code)
		}
	}
}
