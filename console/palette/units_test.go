package palette_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/opinion"
)

// Where an office has many units no page carries all of them: a field takes a name, and is offered some.
func TestAFieldTakesAUnitByName(t *testing.T) {
	w := consoletest.NewWorld(6)
	ids := w.ToTriage(6)
	for i := range 120 {
		w.More = append(w.More, opinion.Unit{ID: fmt.Sprintf("u-%03d", i), Name: fmt.Sprintf("样例第%d局", i)})
	}
	h := consoletest.Start(t, w)
	for _, at := range []string{"/cases?unit=u-007", "/cases/" + ids[0], "/desk/cases/" + ids[0], "/work?unit=u-water"} {
		body := consoletest.Send(h, "GET", at, "").Body.String()
		if strings.Contains(body, "样例第99局") || !strings.Contains(body, "data-units") {
			t.Errorf("%s carries every unit, or no field for one", at)
		}
	}
	if body := consoletest.Send(h, "GET", "/cases?unit=u-007", "").Body.String(); !strings.Contains(body,
		`name="unit" value="样例第7局"`) {
		t.Error("the field shows the id and not the name")
	}
	rec := consoletest.Post(h, "/find/units", url.Values{"q": {"第9"}})
	if n := strings.Count(rec.Body.String(), "<option"); rec.Code != 200 || n != 11 { // 9 and 90 to 99
		t.Errorf("%d, %d names: %s", rec.Code, n, rec.Body)
	}
	rec = consoletest.Post(h, "/cases", url.Values{"unit": {"样例第7局"}})
	if to := rec.Header().Get("Location"); to != "/cases?unit=u-007" {
		t.Errorf("a list is asked by name: %q", to)
	}
	rec = consoletest.Send(h, "GET", "/work?unit="+url.QueryEscape("示例市水务局"), "")
	if to := rec.Header().Get("Location"); rec.Code != 303 || to != "/work?unit=u-water" {
		t.Errorf("a desk is opened by name: %d, %q", rec.Code, to)
	}
	version := fmt.Sprint(w.Files[ids[0]].Case.Version)
	rec = consoletest.Post(h, "/cases/"+ids[0]+"/dispatch", url.Values{"unit": {"样例第7局"}, "expected_version": {version}})
	if rec.Code != 303 || w.LastCommand.Unit != "u-007" {
		t.Errorf("dispatched by name: %d, to %q", rec.Code, w.LastCommand.Unit)
	}
}
