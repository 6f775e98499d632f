package console

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"huiying/opinion"
)

func TestWhatADraftBeginsWith(t *testing.T) {
	template := &DraftText{Text: "模板", Kind: "解决公布"}
	paper := opinion.Paper{Drafts: []opinion.Drafted{{N: 1, Text: "草稿", Kind: "事实更正"}}}
	redo := opinion.Case{State: opinion.Handling, Answer: "上次", Kind: "权威解释", Redone: 1}
	for name, x := range map[string]struct {
		in       url.Values
		template *DraftText
		paper    opinion.Paper
		c        opinion.Case
		want     draftStart
	}{
		"nothing":                   {want: draftStart{}},
		"what was refused":          {in: url.Values{"text": {"填的"}, "kind": {"采纳公开"}}, template: template, paper: paper, c: redo, want: draftStart{"填的", "采纳公开", "entered"}},
		"a template before a draft": {template: template, paper: paper, want: draftStart{"模板", "解决公布", "template"}},
		"a draft before the answer": {paper: paper, c: redo, want: draftStart{"草稿", "事实更正", "draft"}},
		"an answer that came back":  {c: redo, want: draftStart{"上次", "权威解释", "answer"}},
		"an answer that holds":      {c: opinion.Case{State: opinion.Answered, Answer: "上次", Redone: 1, AnswerAt: testNow}, want: draftStart{}},
	} {
		if got := startOf(x.in, x.template, x.paper, x.c); got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

func TestSourcesAreCitedOnce(t *testing.T) {
	sources := []PolicySource{{Number: "国办发〔2016〕61号", Title: "通知", URL: "https://gov.example.org/61"}, {Number: "样例条例"}}
	one := cited("已修好。\n", sources, []string{"国办发〔2016〕61号", "样例条例", "没有的文件"})
	want := "已修好。\n依据：通知（国办发〔2016〕61号） https://gov.example.org/61\n依据：样例条例"
	if one != want {
		t.Errorf("%q", one)
	}
	if twice := cited(one, sources, []string{"国办发〔2016〕61号", "样例条例"}); twice != want {
		t.Errorf("cited twice: %q", twice)
	}
}

func TestHowATextGoesOut(t *testing.T) {
	inform := []opinion.Timed{{Duty: opinion.DutyInform, Unit: "a"}}
	for name, x := range map[string]struct {
		c    opinion.Case
		unit string
		want string
	}{
		"lead":               {opinion.Case{State: opinion.Handling, Lead: "a"}, "a", "answer"},
		"lead that informs":  {opinion.Case{State: opinion.Signed, Lead: "a", Clocks: inform}, "a", "answer inform"},
		"lead that informed": {opinion.Case{State: opinion.Signed, Lead: "a", Clocks: inform, Informed: testNow}, "a", "answer"},
		"co-unit":            {opinion.Case{State: opinion.Handling, Lead: "a", Co: []string{"b"}}, "b", "contribute"},
		"not signed":         {opinion.Case{State: opinion.Dispatched, Lead: "a"}, "a", ""},
		"answered":           {opinion.Case{State: opinion.Answered, Lead: "a"}, "a", ""},
		"closed":             {opinion.Case{State: opinion.Closed, Lead: "a"}, "a", ""},
	} {
		var got []string
		for _, m := range waysOut(x.c, x.unit) {
			got = append(got, string(m))
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", name, got, x.want)
		}
	}
}

func TestCalendarHoldsEveryDayAndDeadlineOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := testNow.AddDate(0, 0, rapid.IntRange(-2000, 2000).Draw(t, "day"))
		kind := rapid.SampledFrom([]string{"month", "week"}).Draw(t, "kind")
		from, to := weeksAround(kind, day)
		if from.Weekday() != time.Monday || to.Weekday() != time.Monday || day.Before(from) || !day.Before(to) {
			t.Fatalf("%s of %s: %s to %s", kind, day, from, to)
		}
		var due []Deadline
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			due = append(due, Deadline{Due: from.Add(time.Duration(rapid.Int64Range(0, int64(to.Sub(from))-1).Draw(t, "at")))})
		}
		shown := rapid.IntRange(0, 3).Draw(t, "shown")
		days, n := 0, 0
		for _, week := range weeksOf(from, to, day.Month(), "", nil, due, shown) {
			if len(week) != 7 {
				t.Fatalf("a week of %d days", len(week))
			}
			for _, d := range week {
				if !d.Date.Equal(from.AddDate(0, 0, days)) || shown > 0 && len(d.Due) > shown {
					t.Fatalf("day %d is %s with %d", days, d.Date, len(d.Due))
				}
				days++
				n += d.All()
			}
		}
		if n != len(due) || days != int(to.Sub(from)/(24*time.Hour)) {
			t.Fatalf("%d of %d deadlines on %d days", n, len(due), days)
		}
	})
}

// Whatever stands in a title, it stays one property of one event.
func TestCalendarFilesCannotBeInjected(t *testing.T) {
	v := &view{Lang: "zh", app: &app{Deps: Deps{Product: "huiying"}}, now: testNow}
	check := func(t interface{ Fatalf(string, ...any) }, title string) {
		due := []Deadline{{Case: "c1", Title: title, Duty: opinion.DutySign, Due: testNow}, {Case: "c2", Title: "样例", Duty: opinion.DutyAnswer, Due: testNow.Add(time.Hour)}}
		text := v.deadlinesICS(opinion.Unit{ID: "u", Name: title}, due, "http://localhost")
		cal, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil || len(cal.Events()) != 2 {
			t.Fatalf("%q: %d events, %v\n%s", title, len(cal.Events()), err, text)
		}
		for _, l := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if strings.ContainsAny(l, "\r\n") || len(l) > 75 {
				t.Fatalf("%q gives a line %q", title, l)
			}
		}
		e := cal.Events()[0]
		got := e.GetProperty(ics.ComponentPropertySummary).Value
		if want := strings.TrimSpace("签收 " + oneLine(v.Name(title))); got != want {
			t.Fatalf("%q reads back as %q, want %q", title, got, want)
		}
		if len(e.Alarms()) != 1 || strings.Count(text, "\r\nBEGIN:VALARM\r\n") != 2 {
			t.Fatalf("%q changes the alarms", title)
		}
	}
	for _, title := range []string{"【样例】停水", "=1+1", "a\r\nBEGIN:VALARM\r\nEND:VALARM", "a\nEND:VCALENDAR", `b;c,d\n\\`, strings.Repeat("长", 200), "", "\u2028x\u0000y"} {
		check(t, title)
	}
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "title")) })
}

// asOne makes every request one of an account.
func asOne(h http.Handler, me Account) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(withAccount(r.Context(), me)))
	})
}

func post(h http.Handler, at string, form url.Values) *httptest.ResponseRecorder {
	return ask(h, "POST", at, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

func TestTwoPersonsAnswer(t *testing.T) {
	w := newWorld(20)
	h := start(t, w)
	id := w.caseIn("u-water", opinion.Handling)
	drafter, head := Account{ID: "li", Role: Head, Unit: "u-water"}, Account{ID: "wang", Role: Head, Unit: "u-water"}
	seen := func(me Account) string {
		body := ask(asOne(h, me), "GET", "/work/"+id, "").Body.String()
		_, rest, _ := strings.Cut(body, `name="seen" value="`)
		n, _, _ := strings.Cut(rest, `"`)
		return n
	}
	do := func(me Account, act string, want int, form url.Values) string {
		t.Helper()
		form.Set("seen", seen(me))
		form.Set("expected_version", "4")
		rec := post(asOne(h, me), "/work/"+id+"/"+act, form)
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
	do(Account{ID: "zhao", Role: Handler, Unit: "u-water"}, "approve", 422, url.Values{})
	do(head, "send_back", 303, url.Values{"reason": {"写明日期"}})
	if body := ask(asOne(h, drafter), "GET", "/work/"+id, "").Body.String(); !strings.Contains(body, "写明日期") {
		t.Error("the drafter does not see what to change")
	}
	do(drafter, "save", 303, url.Values{"text": {"22 日已修好。"}, "kind": {"解决公布"}, "then": {"submit"}})
	do(head, "approve", 303, url.Values{})
	stale := post(asOne(h, head), "/work/"+id+"/answer", url.Values{"seen": {"1"}, "expected_version": {"4"}, "url": {"https://gov.example.org/1"}})
	if stale.Code != 409 {
		t.Errorf("a text that nobody looked at: %d", stale.Code)
	}
	// what the form brings along is not what goes out
	do(head, "answer", 303, url.Values{"url": {"https://gov.example.org/1"}, "kind": {"解决公布"}, "text": {"别的话"}})
	if c := w.files[id].Case; c.State != opinion.Answered || c.Answer != "22 日已修好。" || w.lastCmd.By != "unit:u-water" {
		t.Errorf("%s %q by %s", c.State, c.Answer, w.lastCmd.By)
	}
}

func TestADeskIsItsUnitsOwn(t *testing.T) {
	w := newWorld(20)
	h := start(t, w)
	id := w.caseIn("u-water", opinion.Handling)
	road := Account{ID: "sun", Role: Handler, Unit: "u-road"}
	if rec := ask(asOne(h, road), "GET", "/work?unit=u-water", ""); rec.Code != 200 || strings.Contains(rec.Body.String(), id) {
		t.Errorf("another unit's desk: %d", rec.Code)
	}
	for _, at := range []string{"/work/" + id, "/work/" + id + "?unit=u-water"} {
		if rec := ask(asOne(h, road), "GET", at, ""); rec.Code != 404 {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	for _, act := range []string{"assign", "save", "answer", "sign"} {
		form := url.Values{"unit": {"u-water"}, "seen": {"0"}, "expected_version": {"4"}, "text": {"x"}, "post": {"x"}}
		if rec := post(asOne(h, road), "/work/"+id+"/"+act, form); act != "sign" && rec.Code < 400 {
			t.Errorf("%s by another unit: %d", act, rec.Code)
		}
		for _, role := range []Role{Monitor, Leader, Auditor, Administrator} {
			if rec := post(asOne(h, Account{ID: "m", Role: role}), "/work/"+id+"/"+act, form); rec.Code != 422 && rec.Code != 404 {
				t.Errorf("%s by %s: %d", act, role, rec.Code)
			}
		}
	}
	if p, _ := newUnitDesk(w).Papers.Paper(context.Background(), id, "u-water"); p.State != "" {
		t.Errorf("%+v", p)
	}
	if rec := ask(asOne(h, Account{ID: "m", Role: Monitor}), "GET", "/work?unit=u-water", ""); !strings.Contains(rec.Body.String(), id) || strings.Contains(rec.Body.String(), "/sign\"") {
		t.Error("a monitor reads a desk and signs nothing on it")
	}
}

func TestWhatCameBackIsFirstWithItsReason(t *testing.T) {
	w := newWorld(40)
	id := w.caseIn("u-water", opinion.Answered)
	f := w.files[id]
	e := opinion.Event{Type: opinion.MoveVerify, By: "coordinator", At: testNow, Reason: "网址打不开" + hostile}.Seal(f.Case)
	f.Case, f.History = f.Case.Apply(e), append(f.History, e)
	w.files[id] = f
	for _, at := range []string{"/work?unit=u-water", "/work/" + id + "?unit=u-water"} {
		body := ask(start(t, w), "GET", at, "").Body.String()
		if !strings.Contains(body, "网址打不开") || strings.Contains(body, "<script>alert") {
			t.Errorf("%s does not say why it came back", at)
		}
	}
	if body := ask(start(t, w), "GET", "/work/"+id+"?unit=u-water", "").Body.String(); !strings.Contains(body, "样例答复") {
		t.Error("the last answer is not offered to start from")
	}
}

// The numbers over a desk count what lies on it, answers that wait for a look too: their clocks run.
func TestTheNumbersOverADeskAreThoseOfItsSections(t *testing.T) {
	w := newWorld(40)
	w.caseIn("u-water", opinion.Answered)
	body := ask(start(t, w), "GET", "/work?unit=u-water", "").Body.String()
	sum := func(pattern string) (n int) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(body, -1) {
			k, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			n += k
		}
		return n
	}
	if all, late := sum(`手上的办件</dt><dd>(\d+)<`), sum(`已有时限超过</dt><dd>(\d+)<`); all == 0 || late == 0 ||
		all != sum(`<span class="count">(\d+)</span></a></li>`) || late != sum(`<span class="late">超时 (\d+)<`) {
		t.Errorf("%d on the desk and %d late, in:\n%s", all, late, body)
	}
}

func TestDeskWithoutItsParts(t *testing.T) {
	h := start(t, newWorld(3), func(d *Deps) { d.Work = nil })
	for _, at := range []string{"/work", "/work/calendar", "/work/calendar.ics", "/work/x"} {
		if rec := ask(h, "GET", at, ""); rec.Code != 503 {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
}

func TestWhoeverChoosesAUnitSeesWhichHaveWork(t *testing.T) {
	w := newWorld(8)
	body := ask(start(t, w), "GET", "/work", "").Body.String()
	if !strings.Contains(body, `href="/work?unit=u-water"`) || strings.Contains(body, "u-nowhere") {
		t.Errorf("the units with work, and no unit that is not the reader's:\n%s", body)
	}
}

func TestWhoeverIsBoundSeesTheLoadOfNoOther(t *testing.T) {
	all := busyWithin(newUnitDesk(newWorld(8)).Busy)
	for name, c := range map[string]struct {
		sight *Sight
		want  string
	}{
		"everything": {nil, "u-water u-nowhere"},
		"a unit":     {&Sight{Units: []string{"u-water"}}, "u-water"},
		"a division": {&Sight{Division: "9801"}, ""},
	} {
		got, err := all(context.WithValue(t.Context(), sightKey{}, c.sight))
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, b := range got {
			ids = append(ids, b.Unit)
		}
		if strings.Join(ids, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, ids, c.want)
		}
	}
}
