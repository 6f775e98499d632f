package unitdesk_test

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/opinion"
)

func TestTwoPersonsAnswer(t *testing.T) {
	w := consoletest.NewWorld(20)
	h := consoletest.Start(t, w)
	id := w.CaseIn("u-water", opinion.Handling)
	drafter, head := access.Account{ID: "li", Role: access.Head, Unit: "u-water"},
		access.Account{ID: "wang", Role: access.Head, Unit: "u-water"}
	seen := func(me access.Account) string {
		body := consoletest.Send(consoletest.As(h, me), "GET", "/work/"+id, "").Body.String()
		_, rest, _ := strings.Cut(body, `name="seen" value="`)
		n, _, _ := strings.Cut(rest, `"`)
		return n
	}
	do := func(me access.Account, act string, want int, form url.Values) string {
		t.Helper()
		form.Set("seen", seen(me))
		form.Set("expected_version", "4")
		rec := consoletest.Post(consoletest.As(h, me), "/work/"+id+"/"+act, form)
		if rec.Code != want {
			t.Fatalf("%s by %s: %d, want %d\n%s", act, me.ID, rec.Code, want, rec.Body)
		}
		return rec.Body.String()
	}
	do(drafter, "save", 422, url.Values{"text": {"经查，〔待填：结果〕"}, "then": {"submit"}}) // kept, and not handed in
	do(drafter, "save", 303, url.Values{"text": {"已修好 <b>。"}, "kind": {"解决公布"}, "then": {"submit"}})
	if body := do(drafter, "approve", 422, url.Values{}); !strings.Contains(body, "另一位负责人审核") {
		t.Error("no word of why")
	}
	do(access.Account{ID: "zhao", Role: access.Handler, Unit: "u-water"}, "approve", 422, url.Values{})
	do(head, "send_back", 303, url.Values{"reason": {"写明日期"}})
	if body := consoletest.Send(consoletest.As(h, drafter), "GET", "/work/"+id,
		"").Body.String(); !strings.Contains(body, "写明日期") {
		t.Error("the drafter does not see what to change")
	}
	do(drafter, "save", 303, url.Values{"text": {"22 日已修好。"}, "kind": {"解决公布"}, "then": {"submit"}})
	do(head, "approve", 303, url.Values{})
	stale := consoletest.Post(consoletest.As(h, head), "/work/"+id+"/answer",
		url.Values{"seen": {"1"}, "expected_version": {"4"}, "url": {"https://gov.example.org/1"}})
	if stale.Code != 409 {
		t.Errorf("a text that nobody looked at: %d", stale.Code)
	}
	// what the form brings along is not what goes out
	do(head, "answer", 303, url.Values{"url": {"https://gov.example.org/1"}, "kind": {"解决公布"}, "text": {"别的话"}})
	if c := w.Files[id].Case; c.State != opinion.Answered || c.Answer != "22 日已修好。" ||
		w.LastCommand.By != "unit:u-water" {
		t.Errorf("%s %q by %s", c.State, c.Answer, w.LastCommand.By)
	}
}

func TestADeskIsItsUnitsOwn(t *testing.T) {
	w := consoletest.NewWorld(20)
	h := consoletest.Start(t, w)
	id := w.CaseIn("u-water", opinion.Handling)
	road := access.Account{ID: "sun", Role: access.Handler, Unit: "u-road"}
	if rec := consoletest.Send(consoletest.As(h, road), "GET", "/work?unit=u-water",
		""); rec.Code != 200 || strings.Contains(rec.Body.String(), id) {
		t.Errorf("another unit's desk: %d", rec.Code)
	}
	for _, at := range []string{"/work/" + id, "/work/" + id + "?unit=u-water"} {
		if rec := consoletest.Send(consoletest.As(h, road), "GET", at, ""); rec.Code != 404 {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	for _, act := range []string{"assign", "save", "answer", "sign"} {
		form := url.Values{"unit": {"u-water"}, "seen": {"0"}, "expected_version": {"4"}, "text": {"x"}, "post": {"x"}}
		if rec := consoletest.Post(consoletest.As(h, road), "/work/"+id+"/"+act,
			form); act != "sign" && rec.Code < 400 {
			t.Errorf("%s by another unit: %d", act, rec.Code)
		}
		for _, role := range []access.Role{access.Monitor, access.Leader, access.Auditor, access.Administrator} {
			if rec := consoletest.Post(consoletest.As(h, access.Account{ID: "m", Role: role}),
				"/work/"+id+"/"+act, form); rec.Code != 422 && rec.Code != 404 {
				t.Errorf("%s by %s: %d", act, role, rec.Code)
			}
		}
	}
	if p, _ := consoletest.NewUnitDesk(w).Papers.Paper(context.Background(), id, "u-water"); p.State != "" {
		t.Errorf("%+v", p)
	}
	if rec := consoletest.Send(consoletest.As(h, access.Account{ID: "m", Role: access.Monitor}),
		"GET", "/work?unit=u-water", ""); !strings.Contains(rec.Body.String(), id) ||
		strings.Contains(rec.Body.String(), "/sign\"") {
		t.Error("a monitor reads a desk and signs nothing on it")
	}
}

func TestWhatCameBackIsFirstWithItsReason(t *testing.T) {
	w := consoletest.NewWorld(40)
	id := w.CaseIn("u-water", opinion.Answered)
	f := w.Files[id]
	e := opinion.Event{Type: opinion.MoveVerify, By: "coordinator", At: consoletest.Now,
		Reason: "网址打不开" + consoletest.Hostile}.Seal(f.Case)
	f.Case, f.History = f.Case.Apply(e), append(f.History, e)
	w.Files[id] = f
	for _, at := range []string{"/work?unit=u-water", "/work/" + id + "?unit=u-water"} {
		body := consoletest.Send(consoletest.Start(t, w), "GET", at, "").Body.String()
		if !strings.Contains(body, "网址打不开") || strings.Contains(body, "<script>alert") {
			t.Errorf("%s does not say why it came back", at)
		}
	}
	if body := consoletest.Send(consoletest.Start(t, w), "GET", "/work/"+id+"?unit=u-water",
		"").Body.String(); !strings.Contains(body, "样例答复") {
		t.Error("the last answer is not offered to start from")
	}
}

// The numbers over a desk count what lies on it, each case on one day, answers that wait for a look too.
func TestTheNumbersOverADeskAreThoseOfItsDays(t *testing.T) {
	w := consoletest.NewWorld(40)
	w.CaseIn("u-water", opinion.Answered)
	h := consoletest.Start(t, w)
	// the menu above has counts of its own
	_, body, _ := strings.Cut(consoletest.Send(h, "GET", "/work?unit=u-water", "").Body.String(), "<main")
	number := func(pattern string) (sum int) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(body, -1) {
			k, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			sum += k
		}
		return sum
	}
	all, late := number(`<span class="count">(\d+) 件</span></h1>`), number(`<span class="count late">(\d+)<`)
	if days := number(`<span class="count(?: late)?">(\d+)</span></a></li>`); all == 0 || late == 0 || all != days {
		t.Errorf("%d on the desk, %d of them late, %d on its days", all, late, days)
	}
	for _, day := range opinion.DeskDays {
		rec := consoletest.Send(h, "GET", "/work?unit=u-water&due="+string(day), "")
		if rec.Code != 200 || strings.Contains(rec.Body.String(), "rows-group") {
			t.Errorf("%s: %d", day, rec.Code)
		}
	}
	for _, bad := range []string{"due=never", "order=luck", "severity=V"} {
		if rec := consoletest.Send(h, "GET", "/work?unit=u-water&"+bad, ""); rec.Code != 400 {
			t.Errorf("%s: %d", bad, rec.Code)
		}
	}
}

// Several cases are signed for at once; one that was changed meanwhile is named and holds up no other.
func TestSigningForSeveral(t *testing.T) {
	w := consoletest.NewWorld(60)
	h := consoletest.Start(t, w)
	var refs []string
	for _, id := range w.Order {
		if c := w.Files[id].Case; c.Lead == "u-water" && c.State == opinion.Dispatched {
			refs = append(refs, id+":"+strconv.FormatUint(c.Version, 10))
		}
	}
	if len(refs) < 2 {
		t.Fatal("the world has too little to sign for")
	}
	stale, _, _ := strings.Cut(refs[1], ":")
	form := url.Values{"unit": {"u-water"}, "case": {refs[0], stale + ":99"}, "asked": {"due=late"}}
	rec := consoletest.Post(h, "/work/sign", form)
	first, _, _ := strings.Cut(refs[0], ":")
	if body := rec.Body.String(); rec.Code != 200 || !strings.Contains(body, "已签收 1 件") || !strings.Contains(body, stale) {
		t.Errorf("%d: %s", rec.Code, body)
	}
	if w.Files[first].Case.State != opinion.Signed || w.Files[stale].Case.State != opinion.Dispatched {
		t.Error("not what was seen was signed for")
	}
	rec = consoletest.Post(h, "/work/sign", url.Values{"unit": {"u-water"}, "one": {refs[1]}, "asked": {"due=late"}})
	if to := rec.Header().Get("Location"); rec.Code != 303 || to != "/work?done=sign&due=late&n=1&unit=u-water" {
		t.Errorf("%d to %q", rec.Code, to)
	}
	road := access.Account{ID: "sun", Role: access.Handler, Unit: "u-road"}
	rec = consoletest.Post(consoletest.As(h, road), "/work/sign", form)
	if rec.Code != 409 {
		t.Errorf("another unit's cases: %d", rec.Code)
	}
	monitor := access.Account{ID: "m", Role: access.Monitor}
	if rec := consoletest.Post(consoletest.As(h, monitor), "/work/sign", form); rec.Code != 422 {
		t.Errorf("who works for no unit: %d", rec.Code)
	}
	if rec := consoletest.Post(h, "/work/sign", url.Values{"unit": {"u-water"}}); rec.Code != 400 {
		t.Errorf("nothing chosen: %d", rec.Code)
	}
}

func TestDeskWithoutItsParts(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(3), func(d *console.Deps) { d.Work = nil })
	for _, at := range []string{"/work", "/work/calendar", "/work/calendar.ics", "/work/x"} {
		if rec := consoletest.Send(h, "GET", at, ""); rec.Code != 503 {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
}

func TestWhoeverChoosesAUnitSeesWhichHaveWork(t *testing.T) {
	w := consoletest.NewWorld(8)
	body := consoletest.Send(consoletest.Start(t, w), "GET", "/work", "").Body.String()
	if !strings.Contains(body, `href="/work?unit=u-water"`) || strings.Contains(body, "u-nowhere") {
		t.Errorf("the units with work, and no unit that is not the reader's:\n%s", body)
	}
}
