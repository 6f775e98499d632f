package openboard_test

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/facts"
)

// codes hands out the same code for every mention.
type codes struct{}

func (codes) Hand(context.Context, string) (string, error) { return "ABCD-EFGH-JKLM-NPQRS", nil }
func (codes) Follow(context.Context, string) (facts.Followed, error) {
	return facts.Followed{}, nil
}
func (codes) Judge(context.Context, string, string, string) (facts.Followed, error) {
	return facts.Followed{}, nil
}

// taking lets the board take suggestions.
func taking(d *console.Deps) { d.Suggest, d.Codes = true, codes{} }

func say(h http.Handler, form url.Values) *httptest.ResponseRecorder {
	return consoletest.Send(h, "POST", "/open/suggest", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// Anybody may say something: what is looked at is shown redacted and kept nowhere, what is sent gives a
// code, and the page asks nobody who they are.
func TestWhoeverSaysSomethingGetsACode(t *testing.T) {
	w := consoletest.NewWorld(14)
	h := consoletest.Start(t, w, taking)
	page := consoletest.Send(h, "GET", "/open/suggest", "").Body.String()
	for _, field := range regexp.MustCompile(`<(?:input|textarea|select)[^>]* name="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		switch field[1] {
		case "text", "place", "ref", "do":
		default:
			t.Errorf("the form asks for %s", field[1])
		}
	}
	form := url.Values{"do": {"look"}, "text": {"样例小区连续停水三天，请处理，我的电话13812345678"}, "place": {"样例路"}}
	looked := say(h, form)
	body := looked.Body.String()
	kept := regexp.MustCompile(`(?s)suggest-kept">(.*?)</p>`).FindStringSubmatch(body)
	if looked.Code != 200 || kept == nil || strings.Contains(kept[1], "13812345678") || !strings.Contains(kept[1], "停水三天") ||
		!strings.Contains(kept[1], "样例路") || !strings.Contains(body, "去掉了 1 处") {
		t.Fatalf("%d %v", looked.Code, kept)
	}
	if len(w.Taken) != 0 {
		t.Error("what was looked at is kept")
	}
	if looked.Header().Get("Cache-Control") != "no-store" {
		t.Error("a page with a text in the making may be kept by caches")
	}
	form.Set("do", "send")
	form.Set("ref", "abcdefghij")
	sent := say(h, form)
	if sent.Code != 200 || len(w.Taken) != 1 || strings.Contains(w.Taken[0].Text, "13812345678") ||
		w.Taken[0].Source != "told-board" || !strings.Contains(sent.Body.String(), "ABCD-EFGH-JKLM-NPQRS") {
		t.Fatalf("%d %+v", sent.Code, w.Taken)
	}
	if again := say(h, form).Body.String(); strings.Contains(again, "ABCD-EFGH") || !strings.Contains(again, "先前已经收到") {
		t.Error("the same once more gives another code")
	}
	for _, bad := range []url.Values{{"do": {"look"}, "text": {" "}}, {"do": {"send"}, "text": {""}},
		{"do": {"look"}, "text": {strings.Repeat("水", 2001)}}} {
		if rec := say(h, bad); rec.Code != 400 || !strings.Contains(rec.Body.String(), `role="alert"`) {
			t.Errorf("%d for a bad text", rec.Code)
		}
	}
	if edit := say(h, url.Values{"do": {"edit"}, "text": {"停水"}}).Body.String(); !strings.Contains(edit, ">停水</textarea>") {
		t.Error("what is changed is not in the form")
	}
}

// Without a proof of work so many come in each hour for everybody together; the next is refused, and what
// was written stays on the page.
func TestWithoutAProofFewComeInEachHour(t *testing.T) {
	w := consoletest.NewWorld(14)
	h := consoletest.Start(t, w, taking)
	form := url.Values{"do": {"send"}, "text": {"样例小区停水"}}
	for range 30 {
		if rec := say(h, form); rec.Code != 200 {
			t.Fatalf("one of the hour: %d", rec.Code)
		}
	}
	rec := say(h, form)
	if rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") == "" ||
		!strings.Contains(rec.Body.String(), `name="text" value="样例小区停水"`) {
		t.Errorf("one too many: %d", rec.Code)
	}
	form.Set("challenge", "1.2.3")
	form.Set("nonce", "4")
	if rec := say(h, form); rec.Code != http.StatusTooManyRequests {
		t.Errorf("with a false proof: %d", rec.Code)
	}
}

// Where the office does not want it, or nobody could follow it, there is no form and no link to one.
func TestWhereNothingIsTakenThereIsNoForm(t *testing.T) {
	for _, with := range []func(*console.Deps){func(*console.Deps) {}, func(d *console.Deps) { d.Suggest = true },
		func(d *console.Deps) { d.Suggest, d.Codes, d.Counter = true, codes{}, nil }} {
		h := consoletest.Start(t, consoletest.NewWorld(14), with)
		if rec := consoletest.Send(h, "GET", "/open/suggest", ""); rec.Code != 404 {
			t.Errorf("the form: %d", rec.Code)
		}
		if rec := say(h, url.Values{"do": {"send"}, "text": {"停水"}}); rec.Code != 404 {
			t.Errorf("sent: %d", rec.Code)
		}
		if strings.Contains(consoletest.Send(h, "GET", "/open/", "").Body.String(), "/open/suggest") {
			t.Error("the first page leads to it")
		}
	}
}

// In a browser the page solves its challenge by itself, and the code is shown.
func TestABrowserProvesItsWork(t *testing.T) {
	w := consoletest.NewWorld(14)
	h := consoletest.Start(t, w, taking)
	for range 30 { // nothing is left of what is open to everybody
		say(h, url.Values{"do": {"send"}, "text": {"样例小区停水"}})
	}
	b := consoletest.Browse(t, h, consoletest.Phone)
	b.Open("/open/suggest")
	b.Fits("the form")
	b.Shot("open-suggest")
	b.Fill("#s-text", "样例小区路灯不亮，电话13812345678")
	b.Follow(".suggest button")
	b.Holds("what would be kept is shown", `!document.querySelector(".suggest-kept").innerText.includes("13812345678")`)
	b.Fits("the preview")
	b.Shot("open-suggest-look")
	b.Click("#suggest-send button")
	b.See("the code", `document.querySelector(".counter-code strong")?.innerText.includes("ABCD-EFGH")`)
	b.Shot("open-suggest-sent")
	b.Quiet()
}

// Both verdicts weigh alike, sentences name no files of programs, and the frame leads to the statement on
// accessibility and shows the emblem.
func TestTheFrameAndTheWordsOfTheBoard(t *testing.T) {
	w := consoletest.NewWorld(60)
	h := consoletest.Start(t, w, taking, func(d *console.Deps) {
		d.Office, d.Contact = "u-water", "office@example.org"
		d.Emblem = []byte("a picture")
	})
	id := w.Released()[0].ID
	text := regexp.MustCompile(`<[^>]*>`)
	for _, at := range []string{"/open/", "/open/answers", "/open/answers/" + id, "/open/units", "/open/units/u-water",
		"/open/topics", "/open/places", "/open/sources", "/open/suggest", "/open/code", "/open/accessibility"} {
		for _, lang := range []string{"zh", "en"} {
			rec := consoletest.Send(h, "GET", at+"?lang="+lang, "")
			body := rec.Body.String()
			if rec.Code != 200 || !strings.Contains(body, `href="/open/accessibility"`) || !strings.Contains(body, "office@example.org") {
				t.Errorf("%s in %s: %d, or its frame lacks something", at, lang, rec.Code)
			}
			if said := text.ReplaceAllString(body, ""); regexp.MustCompile(`\w\.(json|xml)\b`).MatchString(said) {
				t.Errorf("%s in %s names a file for programs", at, lang)
			}
			if len(body) > 60_000 {
				t.Errorf("%s in %s: %d bytes", at, lang, len(body))
			}
		}
	}
	body := consoletest.Send(h, "GET", "/open/answers/"+id, "").Body.String()
	classes := regexp.MustCompile(`<button class="([^"]+)" name="satisfied"`).FindAllStringSubmatch(body, -1)
	if len(classes) != 2 || classes[0][1] != classes[1][1] {
		t.Errorf("the verdicts look otherwise: %v", classes)
	}
	picture := regexp.MustCompile(`<img class="emblem" src="([^"]+)"`).FindStringSubmatch(body)
	if picture == nil {
		t.Fatal("no emblem")
	}
	if rec := consoletest.Send(h, "GET", picture[1], ""); rec.Code != 200 || rec.Header().Get("Content-Type") != "image/png" {
		t.Errorf("the emblem: %d %s", rec.Code, rec.Header().Get("Content-Type"))
	}
}

// Every place, topic and unit has a feed of its own, with a title and an id that differ.
func TestFeedsByPlaceTopicAndUnit(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(60))
	ids, titles := map[string]bool{}, map[string]bool{}
	for _, q := range []string{"", "?unit=u-water", "?topic=shizheng", "?division=3202"} {
		var feed struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
		}
		rec := consoletest.Send(h, "GET", "/open/feed.xml"+q, "")
		if err := xml.Unmarshal(rec.Body.Bytes(), &feed); err != nil || ids[feed.ID] || titles[feed.Title] {
			t.Errorf("%q: %v, %q %q stands before", q, err, feed.ID, feed.Title)
		}
		ids[feed.ID], titles[feed.Title] = true, true
	}
	for at, want := range map[string]string{"/open/topics": "/open/feed.xml?topic=", "/open/places": "/open/feed.xml?division=",
		"/open/units/u-water": "/open/feed.xml?unit=u-water"} {
		if !strings.Contains(consoletest.Send(h, "GET", at, "").Body.String(), want) {
			t.Errorf("%s leads to no feed", at)
		}
	}
}

// Units are found by name and by place.
func TestUnitsAreFoundByNameAndPlace(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(60))
	rows := func(q string) int {
		return strings.Count(consoletest.Send(h, "GET", "/open/units"+q, "").Body.String(), `<th scope="row">`)
	}
	all := rows("")
	if all == 0 || rows("?q="+url.QueryEscape("水务")) == 0 {
		t.Fatalf("%d units", all)
	}
	if n := rows("?q=zzz"); n != 0 {
		t.Errorf("%d of a name that none has", n)
	}
	if n := rows("?division=99"); n != 0 {
		t.Errorf("%d in a place where none is", n)
	}
}
