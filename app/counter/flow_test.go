package counter_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// entered is the answer of POST /api/v1/cases to a clerk's entry.
type entered struct {
	Cases   []string
	Mention string
	Known   bool
	Stands  struct{ Is, Rule string }
	Errors  []string
	Danger  []string
}

// A program of the office says what was told, redacted before the first write; the answer names the
// case. The same number is one entry, and the books know it.
func TestWhatTheOfficeIsToldBecomesACase(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, testregion.Config(t), apptest.In(dir))
	act := a.Token("monitor", "act")
	entry := map[string]any{"told": "window", "ref": "no-7", "dispatch": true,
		"text": "澄川市柳浦区听涛苑夜间施工噪音扰民，夜里十二点以后还在打桩，请处理。我叫张建国，电话13812345678。"}
	var out entered
	if code := act.JSON(http.MethodPost, "/api/v1/cases", entry, &out); code != http.StatusOK ||
		len(out.Cases) != 1 || out.Known || out.Stands.Is != "case" || len(out.Errors) != 0 {
		t.Fatalf("%d %+v", code, out)
	}
	c, err := a.Register().Case(t.Context(), out.Cases[0])
	if err != nil || c.State != opinion.Dispatched || c.Source != "told-window" {
		t.Errorf("the case: %+v, %v", c, err)
	}
	var again entered
	if code := act.JSON(http.MethodPost, "/api/v1/cases", entry, &again); code != http.StatusOK ||
		!again.Known || len(again.Cases) != 1 || again.Cases[0] != out.Cases[0] {
		t.Errorf("again: %d %+v", code, again)
	}
	var balance struct {
		Total struct{ Received, In_cases, Known int }
	}
	if code := a.SignIn("monitor").JSON(http.MethodGet, "/api/v1/balance?source=told-window", nil,
		&balance); code != http.StatusOK || balance.Total.Received != 2 || balance.Total.Known != 1 {
		t.Errorf("the books: %d %+v", code, balance)
	}
	if code := a.Token("monitor", "read").JSON(http.MethodPost, "/api/v1/cases", entry,
		nil); code != http.StatusForbidden {
		t.Errorf("a token that may only read: %d", code)
	}
	a.Stop()
	apptest.Nowhere(t, dir, "13812345678", "张建国")
}

// The rule of what becomes of a text holds at the counter as at every door: praise opens nothing, and
// the answer says by which rule it was dismissed. What its clerk says otherwise stands over what was
// judged. Life at stake is not given away by a wish: the answer names the number.
func TestTheCounterIsNoDoorPastTheRules(t *testing.T) {
	t.Parallel()
	a := apptest.Start(t, testregion.Config(t))
	act := a.Token("monitor", "act")
	tell := func(entry map[string]any) (out entered) {
		t.Helper()
		if code := act.JSON(http.MethodPost, "/api/v1/cases", entry, &out); code != http.StatusOK {
			t.Fatalf("%v: %d", entry, code)
		}
		return out
	}
	if out := tell(map[string]any{"told": "visit",
		"text": "表扬办事窗口讲得清楚，工作人员很耐心，非常满意，特别感谢。"}); len(out.Cases) != 0 ||
		out.Stands.Rule != "praise" {
		t.Errorf("praise: %+v", out)
	}
	if out := tell(map[string]any{"told": "hotline", "dispatch": true,
		"text": "澄川市柳浦区听涛苑三号楼着火了，楼上还有人没有出来，快来人！"}); len(out.Danger) == 0 || len(out.Errors) != 1 {
		t.Errorf("a fire: %+v", out)
	} else if c, err := a.Register().Case(t.Context(), out.Cases[0]); err != nil || c.State != opinion.Triage {
		t.Errorf("the fire's case: %+v, %v", c, err)
	}
	out := tell(map[string]any{"told": "person", "text": "澄川市柳浦区听涛苑门口路灯不亮，请维修。", "place": "岚桥市"})
	f, err := a.Register().Finding(t.Context(), out.Mention)
	if err != nil || len(f.Corrected) != 1 || f.Corrected[0].Field != opinion.FieldPlace ||
		f.Corrected[0].By != "monitor" {
		t.Errorf("its clerk's own place: %+v, %v, %+v", f.Corrected, err, out)
	}
	for _, bad := range []map[string]any{{"told": "letter", "text": "停水"}, {"told": "window", "text": " "},
		{"text": "停水", "told": "window", "mentions": []string{"x"}}} {
		if code := act.JSON(http.MethodPost, "/api/v1/cases", bad, nil); code != http.StatusBadRequest {
			t.Errorf("%v: %d", bad, code)
		}
	}
}

// A text in the making is judged and kept nowhere: no stream, register or file has it.
func TestASketchIsKeptNowhere(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, testregion.Config(t), apptest.In(dir))
	clerk := a.SignIn("monitor")
	const text = "澄川市柳浦区听涛苑旁边的鱼塘夜里有怪味"
	code, page := clerk.Send(http.MethodPost, "/counter/sketch",
		"application/x-www-form-urlencoded", "told=hotline&text="+text)
	if code != http.StatusOK || !strings.Contains(page, "柳浦区") {
		t.Fatalf("%d %s", code, page)
	}
	a.Settled()
	s, err := a.Register().Stats(t.Context())
	if err != nil || s.Mentions != 0 || s.Findings != 0 {
		t.Errorf("%+v %v", s, err)
	}
	a.Stop()
	apptest.Nowhere(t, dir, "鱼塘夜里有怪味")
}
