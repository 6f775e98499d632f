package triage_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/saved"
	"huiying/console/triage"
	"huiying/opinion"
)

func TestTheDeskShowsWhatWaitsAndWhy(t *testing.T) {
	w := consoletest.NewWorld(60)
	ids := w.ToTriage(60)
	body := consoletest.Send(consoletest.Start(t, w), "GET", "/desk", "").Body.String()
	for _, want := range []string{
		`href="/desk" aria-current="page"`, `<mark class="mark-topic" title="领域事项">停水</mark>`, `<mark class="mark-severity" title="等级">三天</mark>`, "研判超时",
		"示例市水务局", `全部待研判 <span class="count">60</span>`, "险情在前",
		`value="` + w.Ref(ids[0]) + `"`,
		"把握不足，可能是：市政服务 / 供水", `rel="next"`, `id="keys"`, "个独立反映",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the desk lacks %q", want)
		}
	}
	if n := strings.Count(body, `<tr class="wait"`); n != triage.PageSize {
		t.Errorf("%d rows on a page", n)
	}
	rest := consoletest.Send(consoletest.Start(t, w), "GET", "/desk?cursor=50", "").Body.String()
	if n := strings.Count(rest, `<tr class="wait"`); n != 10 {
		t.Errorf("%d rows on the second page", n)
	}
}

func TestSeveralCasesAreMovedAtOnceEachWithItsOwnResult(t *testing.T) {
	w := consoletest.NewWorld(6)
	ids := w.ToTriage(5)
	h := consoletest.Start(t, w)
	stale := ids[2] + ":99"
	form := url.Values{"move": {"dispatch"}, "case": {w.Ref(ids[0]), w.Ref(ids[1]), stale,
		w.Ref(ids[3]), w.Ref(w.Order[5])}, "asked": {"division=320200"}}
	w.Files[w.Order[5]] = func() facts.CaseFile { f := w.Files[w.Order[5]]; f.Case.State = opinion.Closed; return f }()
	rec := consoletest.Send(h, "POST", "/desk/act", form.Encode())
	body := rec.Body.String()
	if rec.Code != 200 || w.State(ids[0]) != opinion.Dispatched || w.State(ids[3]) != opinion.Dispatched {
		t.Fatalf("%d; %s, %s\n%s", rec.Code, w.State(ids[0]), w.State(ids[3]), body)
	}
	if w.State(ids[1]) != opinion.Triage || w.State(ids[2]) != opinion.Triage {
		t.Error("an unsure or a stale one was dispatched")
	}
	for _, want := range []string{"已派单 2 件", "3 件没有办成", "请先确认或更正领域", "办件已有新版本", "已不在待研判", `action="/desk/undo"`, "地区"} {
		if !strings.Contains(body, want) {
			t.Errorf("the answer lacks %q", want)
		}
	}
	if c := w.Files[ids[0]].Case; c.Lead != c.Route.Lead {
		t.Errorf("dispatched to %s, proposed was %s", c.Lead, c.Route.Lead)
	}
	rec = consoletest.Send(h, "POST", "/desk/act", url.Values{"move": {"dispatch"}, "case": {stale}}.Encode())
	if rec.Code != 409 {
		t.Errorf("a stale one alone: %d", rec.Code)
	}
}

func TestAnUndoBringsCasesBack(t *testing.T) {
	w := consoletest.NewWorld(4)
	ids := w.ToTriage(4)
	h := consoletest.Start(t, w)
	consoletest.Send(h, "POST", "/desk/act", url.Values{"move": {"dismiss"}, "reason": {"广告"},
		"case": {w.Ref(ids[0]), w.Ref(ids[2])}}.Encode())
	if w.State(ids[0]) != opinion.Dismissed {
		t.Fatal(w.State(ids[0]))
	}
	rec := consoletest.Send(h, "POST", "/desk/undo",
		url.Values{"case": {ids[0], ids[2], ids[3]}}.Encode(), "HX-Request", "true")
	body := rec.Body.String()
	if w.State(ids[0]) != opinion.Triage || w.State(ids[2]) != opinion.Triage ||
		!strings.Contains(body, `data-back="`+ids[0]+" "+ids[2]+`"`) {
		t.Errorf("%s, %s: %s", w.State(ids[0]), w.State(ids[2]), body)
	}
	if !strings.Contains(body, "1 件没有办成") || strings.Contains(body, "<html") {
		t.Errorf("the part: %s", body)
	}
	if n := len(w.Files[ids[0]].History); n != 3 {
		t.Errorf("%d events: both steps belong to the history", n)
	}
}

func TestMergingTakesTheOldestOfTheChosen(t *testing.T) {
	w := consoletest.NewWorld(4)
	ids := w.ToTriage(4) // the later in the list, the older
	h := consoletest.Start(t, w)
	rec := consoletest.Send(h, "POST", "/desk/act", url.Values{"move": {"merge"},
		"case": {w.Ref(ids[0]), w.Ref(ids[2]), w.Ref(ids[3])}}.Encode())
	if rec.Code != 200 || w.Files[ids[0]].Case.Into != ids[3] ||
		w.Files[ids[2]].Case.Into != ids[3] || w.State(ids[3]) != opinion.Triage {
		t.Errorf("%d: %s, %s, %s", rec.Code, w.Files[ids[0]].Case.Into, w.Files[ids[2]].Case.Into, w.State(ids[3]))
	}
}

func TestTheDeskRefusesInWords(t *testing.T) {
	w := consoletest.NewWorld(4)
	ids := w.ToTriage(4)
	h := consoletest.Start(t, w)
	for name, c := range map[string]struct {
		form   url.Values
		status int
		words  string
	}{
		"nothing chosen":   {url.Values{"move": {"dispatch"}}, 400, "请先选择办件"},
		"another move":     {url.Values{"move": {"close"}, "case": {w.Ref(ids[0])}}, 400, "请选择派单"},
		"Enter in a field": {url.Values{"case": {w.Ref(ids[0])}, "reason": {"x"}}, 400, "请选择派单"},
		"no version":       {url.Values{"move": {"dispatch"}, "case": {ids[0]}}, 400, ""},
		"one into what":    {url.Values{"move": {"merge"}, "case": {w.Ref(ids[0])}}, 400, "至少选择两件"},
		"without reason":   {url.Values{"move": {"dismiss"}, "case": {w.Ref(ids[0])}}, 422, "请写明理由"},
	} {
		rec := consoletest.Send(h, "POST", "/desk/act", c.form.Encode())
		if rec.Code != c.status || !strings.Contains(rec.Body.String(), c.words) {
			t.Errorf("%s: %d, want %d and %q", name, rec.Code, c.status, c.words)
		}
	}
	if w.State(ids[2]) != opinion.Triage {
		t.Error("a row's button moved what was chosen elsewhere")
	}
}

func TestSavedSearchesAreQueues(t *testing.T) {
	w := consoletest.NewWorld(9)
	w.ToTriage(9)
	h := consoletest.Start(t, w)
	rec := consoletest.Send(h, "POST", "/desk/queues/save", url.Values{"name": {"  停水 专班 "},
		"asked": {"q=停水&cursor=zzz&evil=1"}}.Encode())
	at := rec.Header().Get("Location")
	if rec.Code != 303 || at != "/desk?q="+url.QueryEscape("停水") {
		t.Fatalf("%d %s", rec.Code, at)
	}
	body := consoletest.Send(h, "GET", at, "").Body.String()
	if !strings.Contains(body, `aria-current="page">停水 专班 <span class="count">3</span>`) {
		t.Errorf("no tab for what was saved:\n%s", body[strings.Index(body, `<nav class="tabs"`):][:900])
	}
	for name, form := range map[string]url.Values{"no name": {"asked": {"q=x"}},
		"no filter": {"name": {"x"}}, "long": {"name": {strings.Repeat("长", 31)},
			"asked": {"q=x"}}} {
		if rec := consoletest.Send(h, "POST", "/desk/queues/save", form.Encode()); rec.Code != 400 {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
	consoletest.Send(h, "POST", "/desk/queues/drop", url.Values{"name": {"停水 专班"}}.Encode())
	if strings.Contains(consoletest.Send(h, "GET", "/desk", "").Body.String(), "停水 专班") {
		t.Error("a dropped queue is still there")
	}
	for i := range saved.Most + 1 {
		rec = consoletest.Send(h, "POST", "/desk/queues/save",
			url.Values{"name": {fmt.Sprint("q", i)}, "asked": {"q=x"}}.Encode())
	}
	if rec.Code != 422 {
		t.Errorf("one too many: %d", rec.Code)
	}
}

func TestACaseIsReadAndCorrectedAtTheDesk(t *testing.T) {
	w := consoletest.NewWorld(3)
	ids := w.ToTriage(3)
	for i := range w.IssueFiles {
		w.IssueFiles[i].Issue.State = opinion.Triage
	}
	h := consoletest.Start(t, w)
	rec := consoletest.Send(h, "GET", "/desk/cases/"+ids[1], "", "HX-Request", "true")
	body := rec.Body.String()
	if text := consoletest.Send(h, "GET", "/desk/cases/"+ids[0],
		"").Body.String(); !strings.Contains(text, `title="等级">三天</mark>没有自来水`) {
		t.Errorf("the page does not show the evidence in the text:\n%s", text)
	}
	if strings.Contains(body, "<html") || !strings.Contains(body, `hx-post="/desk/correct"`) {
		t.Errorf("the part:\n%s", body)
	}
	// What may be the same matter is offered to be joined: the other cases, never the case itself.
	for _, id := range ids {
		want := id != ids[1]
		if got := strings.Contains(body, `name="into" value="`+id+`"`); got != want {
			t.Errorf("offers to join %s: %v, want %v", id, got, want)
		}
	}
	form := url.Values{"case": {ids[1]}, "mention": {w.Findings[1].ID}, "field": {"topic"},
		"is": {"shizheng/gongshui"}, "seen": {"0"}}
	rec = consoletest.Send(h, "POST", "/desk/correct", form.Encode())
	if rec.Code != 303 || rec.Header().Get("Location") != "/desk/cases/"+ids[1]+"?done=correct" {
		t.Errorf("%d %s", rec.Code, rec.Header().Get("Location"))
	}
	form.Set("is", "nonsense")
	form.Set("field", "place")
	rec = consoletest.Send(h, "POST", "/desk/correct", form.Encode(), "HX-Request", "true")
	if rec.Code < 400 || !strings.Contains(rec.Body.String(), `class="refused"`) ||
		strings.Contains(rec.Body.String(), "<html") {
		t.Errorf("a refusal in place: %d\n%s", rec.Code, rec.Body)
	}
	if rec := consoletest.Send(h, "GET", "/desk/cases/nobody", "", "HX-Request",
		"true"); rec.Code != 404 || strings.Contains(rec.Body.String(), "<html") {
		t.Errorf("no such case: %d", rec.Code)
	}
}

// What past orders propose stands at the opened case with its confidence and its reasons, and a unit
// other than the first may be chosen.
func TestTheDeskShowsWhatPastOrdersPropose(t *testing.T) {
	w := consoletest.NewWorld(3)
	ids := w.ToTriage(3)
	file := w.Files[ids[0]]
	units, _ := w.Units(t.Context())
	other := units[1]
	file.Case.Route.Proposals = []opinion.Proposal{
		{Unit: file.Case.Route.Lead, Name: "市水务局", Confidence: .9, By: opinion.ByHistory,
			Evidence: []string{"同类 1,240 件中 96 % 由市水务局办理"}},
		{Unit: other.ID, Name: "旧名", Confidence: .05, By: opinion.ByHistory, Evidence: []string{"依据词：停水"}},
		{Name: "撤并的<b>公司</b>", Confidence: .01, By: opinion.ByHistory},
	}
	w.Files[ids[0]] = file
	h := consoletest.Start(t, w)
	body := consoletest.Send(h, "GET", "/desk/cases/"+ids[0], "").Body.String()
	_, list, _ := strings.Cut(body, "往年同类工单的派单建议")
	list, _, _ = strings.Cut(list, "</details>")
	at := 0
	for _, want := range []string{"0.90", "同类 1,240 件中 96 % 由市水务局办理", other.Name, "0.05", "依据词：停水",
		"撤并的&lt;b&gt;公司", "0.01"} {
		next := strings.Index(list[at:], want)
		if next < 0 {
			t.Fatalf("%q is missing, or not in its place: %s", want, list)
		}
		at += next
	}
	rec := consoletest.Send(h, "POST", "/desk/act",
		url.Values{"move": {"dispatch"}, "case": {w.Ref(ids[0])}, "unit": {other.ID}}.Encode())
	if c := w.Files[ids[0]].Case; c.State != opinion.Dispatched || c.Lead != other.ID {
		t.Errorf("%d: %s to %s", rec.Code, c.State, c.Lead)
	}
}

func TestColleaguesSeeWhoIsOnIt(t *testing.T) {
	w := consoletest.NewWorld(2)
	ids := w.ToTriage(2)
	now := consoletest.Now
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Now = func() time.Time { return now } })
	rec := consoletest.Send(h, "GET", "/desk/cases/"+ids[0], "")
	mine := strings.SplitN(rec.Header().Get("Set-Cookie"), ";", 2)[0]
	if !strings.HasPrefix(mine, "seat=") || !strings.Contains(rec.Header().Get("Set-Cookie"), "HttpOnly") {
		t.Fatalf("the seat: %q", rec.Header().Get("Set-Cookie"))
	}
	sees := func(cookie string) bool {
		return strings.Contains(consoletest.Send(h, "GET", "/desk", "", "Cookie", cookie).Body.String(), "同事 正在处理")
	}
	if sees(mine) || !sees("lang=zh") {
		t.Errorf("own desk %v, other desk %v", sees(mine), sees("lang=zh"))
	}
	if strings.Contains(consoletest.Send(h, "GET", "/open/", "").Body.String(), "正在处理") {
		t.Error("the public sees it")
	}
	consoletest.Send(h, "GET", "/desk/cases/"+ids[1]+"?glance=yes", "") // passing over it with the keys
	if n := strings.Count(consoletest.Send(h, "GET", "/desk", "", "Cookie", "lang=zh").Body.String(), "正在处理"); n != 1 {
		t.Errorf("%d of two are worked on", n)
	}
	now = now.Add(2 * time.Minute)
	if rec := consoletest.Send(h, "POST", "/desk/cases/"+ids[0]+"/here", "x=1", "Cookie", mine); rec.Code != 204 {
		t.Errorf("renewed: %d", rec.Code)
	}
	if now = now.Add(2 * time.Minute); !sees("lang=zh") {
		t.Error("a renewed mark ran out")
	}
	if now = now.Add(2 * time.Minute); sees("lang=zh") {
		t.Error("a mark does not run out")
	}
	consoletest.Send(h, "POST", "/desk/cases/"+ids[1]+"/here", "x=1", "Cookie", mine)
	consoletest.Send(h, "POST", "/desk/cases/"+ids[1]+"/away", "x=1", "Cookie", mine)
	if sees("lang=zh") {
		t.Error("who left is still on it")
	}
}

func TestTheDeskMayBeAway(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(2), func(d *console.Deps) {
		d.Triage, d.Hub,
			d.Notes = nil, nil, nil
	})
	for at, want := range map[string]int{"/desk": 503, "/desk/rows?id=x": 503, triage.EventsAt: 503, "/": 200} {
		rec := consoletest.Send(h, "GET", at, "")
		if rec.Code != want || strings.Contains(rec.Body.String(), `href="/desk"`) {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
}

func TestRowsAloneAreThoseOfTheQuestion(t *testing.T) {
	w := consoletest.NewWorld(8)
	ids := w.ToTriage(8)
	rec := consoletest.Send(consoletest.Start(t, w), "GET",
		"/desk/rows?q="+url.QueryEscape("停水")+"&id="+ids[0]+"&id="+ids[1]+"&id=nobody", "")
	body := rec.Body.String()
	if rec.Code != 200 || strings.Count(body, "<tr") != 1 || !strings.Contains(body, `id="w-`+ids[0]+`"`) {
		t.Errorf("%d %s", rec.Code, body)
	}
}

func TestTextsOnTheDeskStayTexts(t *testing.T) {
	w := consoletest.NewHostileWorld()
	ids := w.ToTriage(2)
	for i := range w.Findings {
		w.Findings[i].Topic.Evidence = []string{consoletest.Hostile, "<script"}
	}
	h := consoletest.Start(t, w)
	for _, rec := range []*httptest.ResponseRecorder{
		consoletest.Send(h, "GET", "/desk?q="+url.QueryEscape(consoletest.Hostile), ""),
		consoletest.Send(h, "GET", "/desk", ""), consoletest.Send(h, "GET", "/desk?of=unclear",
			""), consoletest.Send(h, "GET", "/desk/cases/"+ids[0], ""),
		consoletest.Send(h, "POST", "/desk/act", url.Values{"move": {"dispatch"},
			"case": {w.Ref(ids[0]), consoletest.Hostile + ":1"}}.Encode()),
		consoletest.Send(h, "POST", "/desk/queues/save",
			url.Values{"name": {consoletest.Hostile[:25]},
				"asked": {"q=" + url.QueryEscape(consoletest.Hostile)}}.Encode()),
	} {
		for _, bad := range []string{"<script", "<img", "javascript:"} {
			if strings.Contains(consoletest.WithoutOurScript(rec.Body.String()), bad) {
				t.Errorf("%q came through", bad)
			}
		}
	}
}

func TestAccountsAtTheDesk(t *testing.T) {
	w := consoletest.NewWorld(3)
	ids := w.ToTriage(3)
	h := consoletest.Start(t, w)
	first, second := consoletest.As(h, access.Account{ID: "a1", Name: "样例甲", Role: access.Monitor}),
		consoletest.As(h, access.Account{ID: "a2", Role: access.Monitor})
	unit := consoletest.As(h, access.Account{ID: "a3", Role: access.Handler, Unit: "u-water"})
	consoletest.Send(first, "GET", "/desk/cases/"+ids[0], "")
	consoletest.Send(second, "GET", "/desk/cases/"+ids[2], "")
	if body := consoletest.Send(second, "GET", "/desk", "").Body.String(); strings.Count(body,
		"样例甲 正在处理") != 1 || strings.Contains(body, "监测岗 正在处理") {
		t.Error("the second does not see the first, or sees itself")
	}
	if body := consoletest.Send(first, "GET", "/desk", "").Body.String(); !strings.Contains(body, "监测岗 正在处理") {
		t.Error("an account without a name is not shown by its role")
	}
	if body := consoletest.Send(unit, "GET", "/", "").Body.String(); strings.Contains(body, `href="/desk"`) {
		t.Error("the menu of a unit leads to the triage desk")
	}
	consoletest.Send(first, "POST", "/desk/queues/save", url.Values{"name": {"own"}, "asked": {"q=x"}}.Encode())
	consoletest.Send(first, "POST", "/desk/queues/save", url.Values{"name": {"ours"},
		"asked": {"q=y"}, "shared": {"yes"}}.Encode())
	for name, c := range map[string]struct {
		at        http.Handler
		own, ours bool
	}{"first": {first, true, true}, "second": {second, false, true}} {
		body := consoletest.Send(c.at, "GET", "/desk", "").Body.String()
		if strings.Contains(body, ">own <") != c.own || strings.Contains(body, ">ours <") != c.ours {
			t.Errorf("%s sees other queues than it should", name)
		}
	}
	consoletest.Send(first, "POST", "/desk/act", url.Values{"move": {"dispatch"}, "case": {w.Ref(ids[0])}}.Encode())
	if history := w.Files[ids[0]].History; history[len(history)-1].By != "monitor" {
		t.Errorf("dispatched by %q: a history names the role", history[len(history)-1].By)
	}
}

// What one console is told of a desk it carries to the others, and what it hears of them it shows.
func TestPresenceIsToldToTheOtherConsoles(t *testing.T) {
	w := consoletest.NewWorld(3)
	ids := w.ToTriage(2)
	var told []triage.Present
	marks := triage.NewPresence(func(_ context.Context, m triage.Present) error { told = append(told, m); return nil })
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Presence = marks })
	me := consoletest.As(h, access.Account{ID: "a1", Name: "样例甲", Role: access.Monitor})
	consoletest.Send(me, "GET", "/desk/cases/"+ids[0], "")
	consoletest.Send(me, "POST", "/desk/cases/"+ids[0]+"/away", "")
	consoletest.Send(me, "POST", "/desk/cases/"+ids[1]+"/away", "") // it never had it open
	want := []triage.Present{{Case: ids[0], Who: "a1", Name: "样例甲"}, {Case: ids[0], Who: "a1", Gone: true}}
	if !slices.Equal(told, want) {
		t.Errorf("told %+v, want %+v", told, want)
	}
	for _, x := range []struct {
		mark  triage.Present
		at    time.Time
		shown bool
	}{
		// it passed before it was heard
		{triage.Present{Case: ids[1], Who: "b2", Name: "样例乙"},
			consoletest.Now.Add(-triage.PresentFor), false},
		{triage.Present{Case: ids[1], Who: "b2", Name: "样例乙"}, consoletest.Now, true},
		{triage.Present{Case: ids[1], Who: "b2", Gone: true}, consoletest.Now, false},
	} {
		marks.Heard(x.mark, x.at)
		if got := strings.Contains(consoletest.Send(me, "GET", "/desk", "").Body.String(), "样例乙 正在处理"); got != x.shown {
			t.Errorf("after %+v of %s: shown %v", x.mark, x.at, got)
		}
	}
}
