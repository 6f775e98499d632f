package console_test

import (
	"context"
	"fmt"
	"maps"

	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/setup"
)

// settingsPages are the pages on which the configuration is changed.
func settingsPages() map[string]string {
	out := map[string]string{}
	for name, at := range pagesOf(consoletest.NewWorld(0)) {
		if strings.HasPrefix(name, "settings") {
			out[name] = at
		}
	}
	return out
}

// sizes are the widths and languages in which a page is looked at: all of them where browser tests are
// whole, else another pair for each page.
func sizes(i int) (out []string) {
	all := []string{"zh 1440", "en 390", "zh 390", "en 1440"}
	if consoletest.Whole() {
		return all
	}
	return all[i%4 : i%4+1]
}

// look opens a page at a size and judges it: it fits, names its fields, and hinders nobody.
func look(t *testing.T, b *consoletest.Tab, name, at, size string, checker []byte) {
	t.Helper()
	var lang string
	var width int64
	if _, err := fmt.Sscan(size, &lang, &width); err != nil {
		t.Fatal(err)
	}
	b.Look(in(at, lang), fmt.Sprintf("%s-%s-%d", name, lang, width), width)
	axe(t, b, name+" "+size, checker)
}

func TestNoFormOfTheSettingsHindersAnybody(t *testing.T) {
	checker := installed(t, "axe-core/axe.min.js")
	w, s := consoletest.NewWorld(8), consoletest.NewSettings(consoletest.Now)
	b := consoletest.Browse(t, consoletest.Start(t, w, func(d *console.Deps) { d.Settings = s }), consoletest.Desk)
	at := settingsPages()
	for i, name := range slices.Sorted(maps.Keys(at)) {
		for _, size := range sizes(i) {
			look(t, b, name, at[name], size, checker)
		}
		reached(t, b, name)
	}
	s.Faults = []facts.SettingsFault{{File: "units.yaml", Line: 3, Words: "样例错误"}}
	for i, faults := range [][]facts.SettingsFault{nil, s.Faults} {
		s.Faults = faults
		for j := range sizes(0) {
			size := sizes(i + j)[j%len(sizes(0))]
			b.Open(in("/settings/units/u-water", size[:2]))
			b.Do(chromedp.EmulateViewport(map[bool]int64{true: consoletest.Phone, false: consoletest.Desk}[strings.HasSuffix(size, "390")], 900))
			b.Fill("#name", "局")
			b.Follow(".settings-form button:not(.button-bad)")
			b.Shot(fmt.Sprintf("settings-preview-%d-%s", i, strings.Replace(size, " ", "-", 1)))
			b.Fits("preview " + size)
			axe(t, b, "preview "+size, checker)
		}
	}
}

// reached holds that the keyboard comes to every field, link and button of the page that is open, in the
// order in which they stand, and shows where it is.
func reached(t *testing.T, b *consoletest.Tab, name string) {
	t.Helper()
	n := consoletest.Value[int](b, `(() => {
	  window.stops = [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary, main [tabindex='0']")]
	    .filter(e => e.checkVisibility() && !e.disabled && !(e.type === "radio" && !e.checked));
	  document.querySelector("main").focus(); return stops.length })()`)
	for i := range n {
		b.Press(kb.Tab)
		for i > 0 && b.Is(fmt.Sprintf(`document.activeElement === stops[%d] && document.activeElement.type === "date"`, i-1)) {
			b.Press(kb.Tab) // from its year to its month
		}
		said := consoletest.Value[string](b, fmt.Sprintf(`(() => {
		  const e = document.activeElement, s = getComputedStyle(e);
		  if (e !== stops[%d]) return "the keyboard is at " + e.outerHTML.slice(0, 90) + ", and next stands " + stops[%d].outerHTML.slice(0, 90);
		  if (s.outlineStyle === "none" && s.boxShadow === "none") return "nothing shows that the keyboard is at " + e.outerHTML.slice(0, 90);
		  return "" })()`, i, i))
		if said != "" {
			t.Errorf("%s: %s", name, said)
			return
		}
	}
}

// By the keyboard alone: a clock is changed, what it would change is shown, and it is saved with a reason.
func TestAClockIsChangedByTheKeyboardAlone(t *testing.T) {
	w, s := consoletest.NewWorld(1), consoletest.NewSettings(consoletest.Now)
	b := consoletest.Browse(t, consoletest.Start(t, w, func(d *console.Deps) { d.Settings = s }), consoletest.Phone)
	b.Open("/settings/clocks/sudden")
	b.Do(chromedp.Focus(chromedp.CSS("#name")))
	b.Press(kb.Tab + kb.Tab)
	b.Holds("the keyboard is at the time to answer", `document.activeElement.id === "limit"`)
	b.Press("3h")
	b.FollowKey(kb.Enter)
	// a browser gives a field of a new page the keyboard when it first draws it, after the page has come
	b.See("the keyboard is at the reason", `document.activeElement.id === "reason"`)
	b.Press("样例")
	b.FollowKey(kb.Enter)
	b.Holds("it is in force", `location.pathname === "/settings" && document.querySelector(".ok[role=status]")`)
	if len(s.Saved) != 1 || s.Saved[0] != "样例" {
		t.Errorf("saved: %q", s.Saved)
	}
}

// asked makes nothing.
type asked struct{ setup.Maker }

func (asked) Find(query, _ string) ([]setup.Place, string) {
	if query == "x" {
		return nil, "样例：没有这个地方；您是否要找：桂林市"
	}
	return []setup.Place{{Code: "450305", Name: "广西壮族自治区 桂林市 七星区"}, {Code: "450304", Name: "广西壮族自治区 桂林市 象山区"}}, ""
}
func (asked) Place(code string) string                                { return "广西壮族自治区 桂林市 七星区" }
func (asked) OfficeOf(string) string                                  { return "七星区人民政府办公室" }
func (asked) Tidy(a setup.Answers) (setup.Answers, map[string]string) { return a, tidy(a) }
func (asked) Ends() []string                                          { return []string{".xlsx", ".csv"} }
func (asked) Begin(context.Context, setup.Answers, setup.Admin) error { return nil }
func (asked) Read(setup.Answers, string) (setup.Read, error) {
	return setup.Read{Columns: []setup.Column{{Label: "部门", Means: "name"}, {Label: "职责", Means: "duties"}, {Label: "联系人", Means: "person"}},
		Meanings: []string{"-", "name", "duties"}, Units: 3, Dropped: 2, Unknown: []string{"样例局"},
		Proposals: []setup.Proposal{{Key: "a", Words: "样例水务局负责供水（依据：职责一栏写着“城市供水”）"}, {Key: "b", Words: "新增样例中心"}}}, nil
}
func (asked) Look(setup.Answers, string) (setup.Preview, error) {
	return setup.Preview{Place: "广西壮族自治区 桂林市 七星区", Own: []setup.Unit{{Name: "七星区水务局", Topics: []string{"供水", "排水"}}},
		Above: 24, Below: 8, Topics: 185, All: 186, Clocks: []string{"热线一般事项 7 天"}, Sources: []setup.Source{{ID: "mailbox", Name: "领导信箱"}},
		Faults: []string{"样例错误"}}, nil
}

func tidy(a setup.Answers) map[string]string {
	if a.Contact == "" {
		return map[string]string{"contact": "setup.bad.contact"}
	}
	return map[string]string{}
}

// The set-up has no pages behind a console: it stands alone, and is held to the same.
func TestNoPageOfTheSetUpHindersAnybody(t *testing.T) {
	checker := installed(t, "axe-core/axe.min.js")
	h, err := setup.New(setup.Deps{Maker: asked{}, Word: "sample-word", Product: "huiying", Version: "test", Now: func() time.Time { return consoletest.Now },
		Failed: func(route string, err error) { t.Errorf("%s: %v", route, err) }})
	if err != nil {
		t.Fatal(err)
	}
	b := consoletest.Browse(t, h, consoletest.Desk)
	for _, size := range sizes(0) {
		look(t, b, "setup-word", "/", size, checker)
	}
	reached(t, b, "setup-word")
	b.Do(chromedp.Focus(chromedp.CSS("input[name=word]")))
	b.Press("sample-word")
	b.FollowKey(kb.Enter)
	b.Holds("the word was taken", `location.pathname === "/setup/place"`)
	post := func(at, body string) {
		consoletest.Value[string](b, fmt.Sprintf(`(() => { const x = new XMLHttpRequest(); x.open("POST", %q, false);
		  x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); x.send(%q); return x.responseURL })()`, at, body))
	}
	for i, page := range []struct{ name, at string }{{"place", "/setup/place"}, {"place-found", "/setup/place?q=七星"},
		{"place-nothing", "/setup/place?q=x"}, {"office", "/setup/office"}, {"units", "/setup/units"}, {"look", "/setup/look"}} {
		if page.name == "office" {
			post("/setup/place", url.Values{"code": {"450305"}}.Encode())
		}
		for _, size := range sizes(i) {
			look(t, b, "setup-"+page.name, page.at, size, checker)
		}
		reached(t, b, "setup-"+page.name)
	}
	b.Open("/setup/units")
	consoletest.Value[bool](b, `(() => { const f = new DataTransfer(); f.items.add(new File(["部门,职责\n"], "样例.csv"));
	  document.querySelector("#list").files = f.files; return true })()`)
	b.Follow("button[type=submit]")
	for i, size := range append(sizes(1), sizes(2)...) {
		look(t, b, fmt.Sprintf("setup-list-%d", i), "/setup/units", size, checker)
	}
	reached(t, b, "setup-list")
	post("/setup/look", "id=admin&name=x&password=y&again=y")
	for _, size := range sizes(3) {
		look(t, b, "setup-start", "/", size, checker)
	}
}
