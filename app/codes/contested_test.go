package codes_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// answerAndClose takes a dispatched case through its unit's work to its end.
func answerAndClose(t *testing.T, act *apptest.Client, id string) {
	t.Helper()
	for _, m := range []struct {
		move string
		body map[string]any
	}{{"sign", nil}, {"handle", nil},
		{"answer", map[string]any{"text": "经查，工地夜间施工，已责令停工整改。", "kind": "解决公布", "outcome": "answered_at_source"}},
		{"verify", map[string]any{"ok": true, "reason": "已电话核对"}},
		{"close", map[string]any{"outcome": "answered_at_source", "solved": "yes"}}} {
		body := map[string]any{"expected_version": 0}
		maps.Copy(body, m.body)
		if code, said := act.Send(http.MethodPost, "/api/v1/cases/"+id+"/"+m.move,
			"application/json", asJSON(t, body)); code != http.StatusOK {
			t.Fatalf("%s: %d %s", m.move, code, said)
		}
	}
}

// notSolved says by a code that the case is not solved.
func notSolved(t *testing.T, a *apptest.Running, code, why string) {
	t.Helper()
	sealed := ticketOf.FindStringSubmatch(asked(t, a, code))
	if len(sealed) != 2 {
		t.Fatal("no verdict can be given")
	}
	res, err := (&http.Client{}).PostForm(a.URL("/open/code"), url.Values{"ticket": {sealed[1]}, "solved": {"no"},
		"why": {why}})
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", res, err)
	}
	_ = res.Body.Close()
}

// The first "not solved" by code opens the case again by itself. The second stands in a queue of the
// desk, counted in its number, until one press decides; who decided, and why, is in the history.
func TestASecondNotSolvedIsDecidedOnTheDesk(t *testing.T) {
	t.Parallel()
	a := apptest.Start(t, testregion.Config(t))
	clerk, act := a.SignIn("monitor"), a.Token("monitor", "act")
	var out struct {
		Code  string
		Cases []string
	}
	if status := act.JSON(http.MethodPost, "/api/v1/cases", map[string]any{"told": "window", "code": true,
		"dispatch": true, "text": "澄川市柳浦区听涛苑夜间施工噪音扰民，夜里十二点以后还在打桩，请处理。"}, &out); status != http.StatusOK {
		t.Fatal(status)
	}
	id := out.Cases[0]
	answerAndClose(t, act, id)
	notSolved(t, a, out.Code, "not_done")
	desk := func(want ...string) string {
		t.Helper()
		_, page := clerk.Get("/desk?of=contested")
		for _, w := range want {
			if !strings.Contains(html.UnescapeString(page), w) {
				t.Errorf("the desk lacks %q", w)
			}
		}
		return page
	}
	desk("没有待决定的异议", `待研判 <span class="count">0</span>`)
	answerAndClose(t, act, id)
	notSolved(t, a, out.Code, "came_back")
	desk("反映人（受理码）说未解决：办过，又和原来一样", `待研判 <span class="count">1</span>`,
		`办结有异议 <span class="count">1</span>`, "已重办 1 次")
	c, err := a.Register().Case(t.Context(), id)
	if err != nil || !c.Contested || c.State != opinion.Closed {
		t.Fatalf("%+v %v", c, err)
	}
	status, page := clerk.Send(http.MethodPost, "/desk/act", "application/x-www-form-urlencoded", url.Values{
		"move": {"uphold"}, "reason": {"seen"}, "asked": {"of=contested"},
		"case": {id + ":" + asJSON(t, c.Version)}}.Encode())
	if status != http.StatusOK || !strings.Contains(page, "已维持办结 1 件") ||
		!strings.Contains(page, `待研判 <span class="count">0</span>`) {
		t.Errorf("decided: %d %s", status, page)
	}
	history, err := a.Register().History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if last := history[len(history)-1]; last.Type != opinion.MoveUphold || last.By != "monitor" ||
		last.Reason != "seen" {
		t.Errorf("recorded as %+v", last)
	}
	if _, page := clerk.Get("/cases/" + id); !strings.Contains(page, "已察看或回访，现已办成") {
		t.Error("the case does not say why it was upheld")
	}
	if page := asked(t, a, out.Code); !strings.Contains(page, "维持办结") {
		t.Errorf("whoever asked does not see what was decided")
	}
	if status, said := act.Send(http.MethodPost, "/api/v1/cases/"+id+"/confirm", "application/json", asJSON(t,
		map[string]any{"expected_version": 0, "means": "look", "solved": "no",
			"reason": "夜里仍在打桩"})); status != http.StatusOK {
		t.Fatalf("a look: %d %s", status, said)
	}
	desk("察看说未解决：夜里仍在打桩")
	if c, err = a.Register().Case(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if status, page := clerk.Send(http.MethodPost, "/desk/act", "application/x-www-form-urlencoded", url.Values{
		"move": {"reopen"}, "case": {id + ":" + asJSON(t, c.Version)}}.Encode()); status != http.StatusOK {
		t.Errorf("opened again: %d %s", status, page)
	}
	if c, err = a.Register().Case(t.Context(), id); err != nil || c.State != opinion.Dispatched || c.Contested {
		t.Errorf("opened again: %+v %v", c, err)
	}
	desk("没有待决定的异议")
}
