package openboard_test

import (
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
)

// The first page is short: two screens and 60 KB, with the search in sight and no rates on it.
func TestTheFirstPageIsShort(t *testing.T) {
	w := consoletest.NewWorld(60)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Office, d.Contact = "u-water", "office@example.org" })
	for _, at := range []string{"/open/", "/open/?lang=en"} {
		if n := consoletest.Send(h, "GET", at, "").Body.Len(); n > 60_000 {
			t.Errorf("%s: %d bytes", at, n)
		}
	}
	for _, width := range []int64{consoletest.Desk, consoletest.Phone} {
		b := consoletest.Browse(t, h, width)
		b.Open("/open/")
		if n := consoletest.Value[int](b, `document.documentElement.scrollHeight`); n > 2*900 {
			t.Errorf("%d px high at %d", n, width)
		}
		b.Holds("search comes first", `document.querySelector("#open-q").getBoundingClientRect().bottom < innerHeight / 2`)
		b.Holds("whose it is", `document.querySelector("header").innerText.includes("示例市水务局") && document.querySelector("footer").innerText.includes("office@example.org")`)
		b.Fits("the first page")
		b.Shot("open-home")
		b.Quiet()
	}
}

// What was asked in no public place is named by what it is about, never by a place that is not known.
func TestNoHeadingSaysThatThePlaceIsUnknown(t *testing.T) {
	w := consoletest.NewWorld(14)
	for id, f := range w.Files {
		f.Case.Division, f.Case.SourceKind = "", "hotline"
		w.Files[id] = f
	}
	h := consoletest.Start(t, w)
	for _, at := range []string{"/open/", "/open/answers", "/open/feed.xml", "/open/answers/" + w.Released()[0].ID} {
		body := consoletest.Send(h, "GET", at, "").Body.String()
		if strings.Contains(body, "地点未明") || !strings.Contains(body, "的反映") {
			t.Errorf("%s names a case otherwise", at)
		}
	}
}

// What the foot of a government's site must show stands on the open board, and nowhere in the office.
func TestTheFootShowsTheNumbersOfTheSite(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1), func(d *console.Deps) {
		d.SiteCode, d.Records = "9801010001", []string{"某ICP备12345678号-1", "某公网安备 98010102000001号"}
	})
	body := consoletest.Send(h, "GET", "/open/", "").Body.String()
	if !strings.Contains(body, "网站标识码 9801010001 · 某ICP备12345678号-1 · 某公网安备 98010102000001号") {
		t.Error("the foot of the open board does not show them")
	}
	if strings.Contains(consoletest.Send(h, "GET", "/promise", "").Body.String(), "9801010001") {
		t.Error("a page of the office shows them")
	}
}
