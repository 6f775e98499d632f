package saved_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/console/saved"
)

// What was asked of a list can be kept under a name, and then stands above it with its number: for whoever
// saved it, or for colleagues too.
func TestSearchesOfEveryListAreKept(t *testing.T) {
	w := consoletest.NewWorld(30)
	h := consoletest.Start(t, w)
	li, wang := access.Account{ID: "li", Role: access.Monitor}, access.Account{ID: "wang", Role: access.Monitor}
	page := func(me access.Account, at string) string {
		t.Helper()
		rec := consoletest.Send(consoletest.As(h, me), "GET", at, "")
		if rec.Code != 200 {
			t.Fatalf("%s: %d", at, rec.Code)
		}
		return rec.Body.String()
	}
	for list, asked := range map[string]string{"cases": "severity=II&state=triage", "issues": "severity=II",
		"search": "severity=II", "work": "due=late&unit=u-water"} {
		save := func(me access.Account, name, shared string) {
			t.Helper()
			rec := consoletest.Post(consoletest.As(h, me), "/queues/"+list+"/save", url.Values{"name": {name},
				"asked": {asked + "&cursor=x&luck=1"}, "shared": {shared}})
			if to := rec.Header().Get("Location"); rec.Code != 303 || to != "/"+list+"?"+asked {
				t.Fatalf("%s: %d, to %q", list, rec.Code, to)
			}
		}
		if !strings.Contains(page(li, "/"+list+"?"+asked), `action="/queues/`+list+`/save"`) {
			t.Errorf("%s: no way to save", list)
		}
		save(li, "我的", "")
		save(li, "大家的", "yes")
		other := strings.ReplaceAll("/"+list+"?"+asked, "severity=II", "severity=I")
		mine, theirs := page(li, other), page(wang, other)
		link := `href="/` + list + "?" + strings.ReplaceAll(asked, "&", "&amp;") + `"`
		if !strings.Contains(mine, ">我的 <span class=\"count\">") || strings.Count(mine, link) < 2 {
			t.Errorf("%s: the account's own is not there with its number", list)
		}
		if strings.Contains(theirs, ">我的 <span") || !strings.Contains(theirs, ">大家的 <span") {
			t.Errorf("%s: a colleague sees what is not shared, or not what is", list)
		}
		drop := url.Values{"name": {"大家的"}, "shared": {"yes"}}
		if rec := consoletest.Post(consoletest.As(h, wang), "/queues/"+list+"/drop", drop); rec.Code != 303 {
			t.Errorf("%s: forget: %d", list, rec.Code)
		}
		if strings.Contains(page(li, other), "大家的") {
			t.Errorf("%s: what was forgotten is there", list)
		}
	}
}

// The searches of a unit's desk are shared with the unit, and with nobody else.
func TestAUnitSharesItsSearches(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(30))
	water := access.Account{ID: "li", Role: access.Handler, Unit: "u-water"}
	road := access.Account{ID: "sun", Role: access.Handler, Unit: "u-road"}
	rec := consoletest.Post(consoletest.As(h, water), "/queues/work/save", url.Values{"name": {"急的"},
		"asked": {"due=late"}, "shared": {"yes"}})
	if rec.Code != 303 {
		t.Fatal(rec.Code)
	}
	for me, want := range map[access.Account]bool{{ID: "wu", Role: access.Head, Unit: "u-water"}: true, road: false} {
		if got := strings.Contains(consoletest.Send(consoletest.As(h, me), "GET", "/work", "").Body.String(), "急的"); got != want {
			t.Errorf("%s of %s sees it: %v", me.ID, me.Unit, got)
		}
	}
}

func TestWhatIsNotKept(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(3))
	telephone := "1380013" + "8000"
	for name, x := range map[string]struct {
		list string
		form url.Values
		want int
	}{
		"a person":         {"cases", url.Values{"name": {"一"}, "asked": {"q=" + telephone}}, 400},
		"nothing":          {"cases", url.Values{"name": {"一"}, "asked": {"luck=1"}}, 400},
		"without a name":   {"cases", url.Values{"name": {" "}, "asked": {"severity=I"}}, 400},
		"of no list":       {"accounts", url.Values{"name": {"一"}, "asked": {"severity=I"}}, 404},
		"a telephone name": {"cases", url.Values{"name": {telephone}, "asked": {"severity=I"}}, 303},
	} {
		if rec := consoletest.Post(h, "/queues/"+x.list+"/save", x.form); rec.Code != x.want {
			t.Errorf("%s: %d, want %d", name, rec.Code, x.want)
		}
	}
	if strings.Contains(consoletest.Send(h, "GET", "/cases", "").Body.String(), telephone) {
		t.Error("a telephone became the name of a search")
	}
	for i := range saved.Most + 1 {
		rec := consoletest.Post(h, "/queues/issues/save", url.Values{"name": {strconv.Itoa(i)}, "asked": {"severity=I"}})
		if want := map[bool]int{true: 303, false: 422}[i < saved.Most]; rec.Code != want {
			t.Errorf("search %d: %d, want %d", i+1, rec.Code, want)
		}
	}
}
