package counter_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/opinion"
)

const told = "望江路停水两天，我叫张建国，电话13812345678，请尽快恢复供水。"

// A clerk writes, sees the judgement, saves and dispatches: the case is named, its unit has it, and
// the form is empty again for the next one.
func TestAClerkSavesAndDispatchesInOneStep(t *testing.T) {
	w := consoletest.NewWorld(4)
	ids := w.ToTriage(1)
	h := consoletest.Start(t, w)
	page := consoletest.Send(h, "GET", "/counter", "").Body.String()
	if !strings.Contains(page, `name="told" value="hotline" checked`) || !strings.Contains(page, "autofocus") {
		t.Errorf("the form: %s", page)
	}
	rec := consoletest.Post(h, "/counter", url.Values{"told": {"window"}, "text": {told}, "ref": {"abcd"},
		"do": {"dispatch"}})
	body := rec.Body.String()
	for _, want := range []string{"已派给", `href="/cases/` + ids[0], `name="told" value="window" checked`} {
		if !strings.Contains(body, want) {
			t.Errorf("%d lacks %q: %s", rec.Code, want, body)
		}
	}
	if w.LastCommand.Move != opinion.MoveDispatch || w.LastCommand.Unit == "" {
		t.Errorf("%+v", w.LastCommand)
	}
	if len(w.Taken) != 1 || w.Taken[0].Source != "told-window" || w.Taken[0].Kind != opinion.KindHotline {
		t.Errorf("%+v", w.Taken)
	}
}

// What is typed is redacted before it is handed on, and no page gives it back raw.
func TestWhatIsTypedIsRedactedFirst(t *testing.T) {
	w := consoletest.NewWorld(4)
	w.ToTriage(1)
	h := consoletest.Start(t, w)
	form := url.Values{"told": {"hotline"}, "text": {told}, "ref": {"abcd"}, "do": {"save"}}
	for _, at := range []string{"/counter/sketch", "/counter"} {
		body := consoletest.Send(h, "POST", at, form.Encode(), "HX-Request", "true").Body.String()
		if strings.Contains(body, "13812345678") || strings.Contains(body, "张建国") {
			t.Errorf("%s gives back what was typed", at)
		}
	}
	if s := w.Taken[0].Text; strings.Contains(s, "13812345678") || strings.Contains(s, "张建国") {
		t.Errorf("handed on: %s", s)
	}
}

// The form has no field for who told it, and says so; what somebody sends for one is not read.
func TestTheFormAsksForNobody(t *testing.T) {
	w := consoletest.NewWorld(4)
	w.ToTriage(1)
	h := consoletest.Start(t, w)
	page := consoletest.Send(h, "GET", "/counter", "").Body.String()
	if !strings.Contains(page, "不记姓名、电话、账号") {
		t.Error("the form does not say so")
	}
	may := []string{"ref", "told", "text", "topic", "place", "unit", "code", "do"}
	form := page[strings.Index(page, `<form id="entry"`):]
	form = form[:strings.Index(form, "</form>")]
	for _, m := range regexp.MustCompile(` name="([^"]+)"`).FindAllStringSubmatch(form, -1) {
		known := false
		for _, n := range may {
			known = known || n == m[1]
		}
		if !known {
			t.Errorf("a field %q", m[1])
		}
	}
	consoletest.Post(h, "/counter", url.Values{"told": {"visit"}, "text": {"路灯不亮"}, "do": {"save"},
		"name": {"张建国"}, "phone": {"13812345678"}})
	if m := w.Taken[0]; m.Text != "路灯不亮" || strings.Contains(m.Ref+m.Title+m.URL, "138") {
		t.Errorf("%+v", m)
	}
}

// Beside the form stand topic, place, unit, weight, the number to call, and what is likely the same.
func TestTheTextIsJudgedAsItIsWritten(t *testing.T) {
	w := consoletest.NewWorld(4)
	h := consoletest.Start(t, w)
	body := consoletest.Send(h, "POST", "/counter/sketch", url.Values{"told": {"hotline"},
		"text": {"楼里着火了，有人没有出来"}}.Encode(), "HX-Request", "true").Body.String()
	for _, want := range []string{"险情：请立即拨打 119", "领域", "地点", "主办单位", "可能是同一件",
		w.IssueFiles[0].Issue.Title} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q: %s", want, body)
		}
	}
	if strings.Contains(body, "<html") || len(w.Taken) != 0 {
		t.Error("a sketch is a part of a page, and is kept nowhere")
	}
	page := consoletest.Post(h, "/counter", url.Values{"told": {"hotline"}, "text": {"停水"},
		"do": {"look"}}).Body.String() // without a script
	if !strings.Contains(page, "<html") || !strings.Contains(page, ">停水</textarea>") || len(w.Taken) != 0 {
		t.Error("without a script the page judges too, keeps the text in its form, and nowhere else")
	}
}

// A case in danger is not given away by a key: somebody calls first.
func TestDangerIsNotDispatchedByAKey(t *testing.T) {
	w := consoletest.NewWorld(4)
	id := w.ToTriage(1)[0]
	f := w.Files[id]
	f.Case.Danger = []string{"119"}
	w.Files[id] = f
	h := consoletest.Start(t, w)
	body := consoletest.Post(h, "/counter", url.Values{"told": {"hotline"}, "text": {"楼里着火了"},
		"do": {"dispatch"}}).Body.String()
	if !strings.Contains(body, "请先拨打 119") || w.LastCommand.Move == opinion.MoveDispatch {
		t.Errorf("%s", body)
	}
}

// Pressed twice, the same form is one entry; two callers who say the same are two.
func TestTheSameFormTwiceIsOneEntry(t *testing.T) {
	w := consoletest.NewWorld(4)
	w.ToTriage(1)
	h := consoletest.Start(t, w)
	same := url.Values{"told": {"hotline"}, "text": {"路灯不亮"}, "ref": {"aaaa"}, "do": {"save"}}
	consoletest.Post(h, "/counter", same)
	if body := consoletest.Post(h, "/counter", same).Body.String(); !strings.Contains(body, "已经登记过") {
		t.Errorf("%s", body)
	}
	same.Set("ref", "bbbb")
	consoletest.Post(h, "/counter", same)
	if len(w.Taken) != 2 {
		t.Errorf("%d entries", len(w.Taken))
	}
}

// An empty form says what is missing and loses nothing of what was chosen.
func TestAnEmptyEntryIsRefusedInWords(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(4))
	rec := consoletest.Post(h, "/counter", url.Values{"told": {"visit"}, "text": {" "}, "do": {"save"}})
	if body := rec.Body.String(); rec.Code != http.StatusBadRequest || !strings.Contains(body, "请写下说了什么") ||
		!strings.Contains(body, `value="visit" checked`) {
		t.Errorf("%d %s", rec.Code, body)
	}
}
