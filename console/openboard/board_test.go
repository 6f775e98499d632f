package openboard_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/ask"
	"huiying/console/consoletest"
	"huiying/opinion"
)

// openPages are all addresses of the board, with one released case.
func openPages(id, unit string) []string {
	return []string{"/open/", "/open/answers", "/open/answers?q=SECRET",
		"/open/answers?q=" + url.QueryEscape("样例"), "/open/answers/" + id, "/open/units",
		"/open/units/" + unit,
		"/open/topics", "/open/places", "/open/sources", "/open/feed.xml",
		"/open/feed.xml?q=SECRET", "/open/sitemap.xml", "/open/cases.json?size=200",
		"/open/cases.json?q=SECRET",
		"/open/case.json?id=" + id, "/open/topics.json", "/open/places.json", "/open/rates.json",
		"/open/sources.json", "/robots.txt"}
}

// On no address of the board stands an id or a word of a case that is not released, in whatever
// state it is; asked for by its id it is not there, as one that never was.
func TestWhatIsNotReleasedIsNotOnTheBoard(t *testing.T) {
	w := consoletest.NewWorld(28)
	var out, in []string
	for id, f := range w.Files {
		if f.Case.State == opinion.Verified || f.Case.State == opinion.Closed {
			out = append(out, id)
			continue
		}
		in = append(in, id)
		f.Title, f.Case.Answer, f.Case.AnswerURL = "SECRET-TITLE", "SECRET-ANSWER", "https://secret.example/SECRET"
		w.Files[id] = f
	}
	if len(out) == 0 || len(in) < 5 {
		t.Fatal("the world lacks states")
	}
	h := consoletest.Start(t, w)
	for _, at := range openPages(out[0], "u-water") {
		rec := consoletest.Send(h, "GET", at, "")
		body := strings.ReplaceAll(rec.Body.String(), "q=SECRET", "")
		body = strings.ReplaceAll(strings.ReplaceAll(body, `value="SECRET"`, ""), "SECRET <span", "")
		if rec.Code != 200 || strings.Contains(body, "SECRET") {
			t.Errorf("%s: %d, tells a secret: %v", at, rec.Code, strings.Contains(body, "SECRET"))
		}
		for _, id := range in {
			if strings.Contains(body, id) {
				t.Errorf("%s names %s", at, id)
			}
		}
	}
	never := consoletest.Send(h, "GET", "/open/answers/never", "").Body.String()
	for _, id := range in {
		if rec := consoletest.Send(h, "GET", "/open/answers/"+id, ""); rec.Code != 404 ||
			strings.ReplaceAll(rec.Body.String(), id, "never") != never {
			t.Errorf("%s: %d, or otherwise than what never was", id, rec.Code)
		}
		if rec := consoletest.Send(h, "GET", "/open/case.json?id="+id, ""); rec.Code != 404 ||
			strings.Contains(rec.Body.String(), "SECRET") {
			t.Errorf("%s as JSON: %d", id, rec.Code)
		}
		if rec := vote(h, id, "yes", "192.0.2.1:9"); rec.Code != 404 {
			t.Errorf("%s takes a vote: %d", id, rec.Code)
		}
	}
	// One that is reopened goes at once, and with it the tag of the copies that others keep.
	at := "/open/answers/" + out[0]
	tag := consoletest.Send(h, "GET", at, "").Header().Get("ETag")
	f := w.Files[out[0]]
	f.Case.State = opinion.Dispatched
	w.Files[out[0]] = f
	if rec := consoletest.Send(h, "GET", at, "", "If-None-Match", tag); rec.Code != 404 ||
		rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("reopened: %d %s", rec.Code, rec.Header().Get("Cache-Control"))
	}
}

func TestPagesOfTheBoardAreKeptShortlyAndByLanguage(t *testing.T) {
	w := consoletest.NewWorld(14)
	h := consoletest.Start(t, w)
	for _, at := range openPages(w.Released()[0].ID, "u-water")[:19] {
		if at == "/robots.txt" {
			continue
		}
		rec := consoletest.Send(h, "GET", at, "")
		tag := rec.Header().Get("ETag")
		if rec.Header().Get("Cache-Control") != "public, max-age=60" || tag == "" ||
			rec.Header().Get("Vary") != "Cookie" {
			t.Errorf("%s: %v", at, rec.Header())
		}
		if again := consoletest.Send(h, "GET", at, "", "If-None-Match",
			tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s asked again: %d", at, again.Code)
		}
		if own := consoletest.Send(h, "GET", at, "", "Cookie",
			"lang=en"); own.Header().Get("Cache-Control") != "private, max-age=60" {
			t.Errorf("%s with a cookie: %v", at, own.Header())
		}
	}
	body := consoletest.Send(h, "GET", "/open/", "").Body.String()
	for _, want := range []string{`<link rel="canonical" href="http://`, `hreflang="en"`, `<meta name="description"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the board lacks %s", want)
		}
	}
	robots := consoletest.Send(h, "GET", "/robots.txt", "").Body.String()
	if !strings.Contains(robots, "Allow: /open/\n") || !strings.Contains(robots, "\nDisallow: /\n") {
		t.Error(robots)
	}
	var site struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(consoletest.Send(h, "GET", "/open/sitemap.xml", "").Body.Bytes(),
		&site); err != nil || len(site.URLs) != 8+len(w.Released()) {
		t.Errorf("sitemap: %v, %d", err, len(site.URLs))
	}
}

func vote(h http.Handler, id, satisfied, from string, more ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "http://localhost/open/answers/"+id+"/vote",
		strings.NewReader("satisfied="+satisfied))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	r.RemoteAddr = from
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// A reader votes once a day on a case; nothing but sums is kept, and they show from five on.
func TestVotesCountOnceADayAndShowFromFiveOn(t *testing.T) {
	w, now := consoletest.NewWorld(14), consoletest.Now
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Now = func() time.Time { return now } })
	id := w.Released()[0].ID
	count := func() int { v := w.Votes[id]; return v[0] + v[1] }
	for i, c := range []struct {
		from, said string
		more       []string
		n          int
	}{
		{"192.0.2.1:1000", "counted", nil, 1},
		{"192.0.2.1:2000", "again", nil, 1},
		{"[2001:db8::1]:1", "counted", nil, 2},
		{"[2001:db8::2]:1", "again", nil, 2}, // the same household
		{"127.0.0.1:1", "counted", []string{"X-Forwarded-For", "192.0.2.1, 198.51.100.7"}, 3},
		{"127.0.0.1:1", "again", []string{"X-Forwarded-For", "203.0.113.1, 198.51.100.7"}, 3},
		{"192.0.2.1:1", "again", []string{"X-Forwarded-For", "203.0.113.50"}, 3}, // only a neighbour speaks for others
		{"192.0.2.9:1", "counted", nil, 4},
	} {
		rec := vote(h, id, "yes", c.from, c.more...)
		if rec.Code != http.StatusSeeOther || !strings.Contains(rec.Header().Get("Location"),
			"vote="+c.said) || count() != c.n || rec.Header().Get("Set-Cookie") != "" {
			t.Errorf("%d: %d %s, %d votes", i, rec.Code, rec.Header().Get("Location"), count())
		}
	}
	if body := consoletest.Send(h, "GET", "/open/answers/"+id, "").Body.String(); strings.Contains(body, "满意 4 票") {
		t.Error("four votes are shown")
	}
	now = now.Add(24 * time.Hour)
	vote(h, id, "no", "192.0.2.1:1")
	if body := consoletest.Send(h, "GET", "/open/answers/"+id+"?vote=counted",
		"").Body.String(); !strings.Contains(body, "满意 4 票，不满意 1 票") ||
		!strings.Contains(body, "已计入") {
		t.Error("five votes are not shown")
	}
	var c ask.OpenCase
	if err := json.Unmarshal(consoletest.Send(h, "GET", "/open/case.json?id="+id, "").Body.Bytes(),
		&c); err != nil || c.Votes == nil ||
		*c.Votes != (ask.OpenVotes{Satisfied: 4, Unsatisfied: 1}) {
		t.Errorf("%v %+v", err, c.Votes)
	}
	if rec := vote(h, id, "maybe", "192.0.2.77:1"); rec.Code != 400 {
		t.Errorf("neither yes nor no: %d", rec.Code)
	}
	if rec := vote(h, id, "yes", "192.0.2.78:1", "Sec-Fetch-Site", "cross-site"); rec.Code != 403 {
		t.Errorf("from another site: %d", rec.Code)
	}
}

// Few turns of a unit give no number at all.
func TestTheBoardHidesSmallNumbers(t *testing.T) {
	w := consoletest.NewWorld(3)
	var r ask.OpenRates
	if err := json.Unmarshal(consoletest.Send(consoletest.Start(t, w), "GET", "/open/rates.json",
		"").Body.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	for _, item := range r.Items {
		if item.Turns > 0 && item.Turns < r.Least || item.Few != (item.Turns == 0) {
			t.Errorf("%s: %d turns", item.Unit, item.Turns)
		}
		for _, x := range item.Rates {
			if x.Of > 0 && x.Of < r.Least {
				t.Errorf("%s: a share of %d turns", item.Unit, x.Of)
			}
		}
	}
}
