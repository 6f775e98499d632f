package codes_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/internal/testregion"
	"huiying/opinion"
	"huiying/responders/querycode"
)

var ticketOf = regexp.MustCompile(`name="ticket" value="([^"]+)"`)

// Whoever asked follows the case by the code that was handed out, and judges the answer once; the code
// and what it is kept as are nowhere that anybody could read: no page, answer of the API, open data
// or file but the bucket. "Not solved" opens the case again.
func TestWhoeverAskedFollowsAndJudgesAndStaysUnknown(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, testregion.Config(t), apptest.In(dir))
	desk := a.SignIn("monitor")
	var out struct {
		Code, Mention string
		Cases         []string
	}
	entry := map[string]any{"told": "window", "code": true, "dispatch": true, "ref": "no-1",
		"text": "澄川市柳浦区听涛苑夜间施工噪音扰民，夜里十二点以后还在打桩，请处理。"}
	act := a.Token("monitor", "act")
	if code := act.JSON(http.MethodPost, "/api/v1/cases", entry, &out); code != http.StatusOK || len(out.Cases) != 1 {
		t.Fatalf("%d %+v", code, out)
	}
	given, ok := querycode.Parse(out.Code)
	if !ok {
		t.Fatalf("the code %q", out.Code)
	}
	first := out.Code
	out.Code = ""
	if act.JSON(http.MethodPost, "/api/v1/cases", entry, &out); out.Code != "" {
		t.Error("a second code for the same entry")
	}
	id := out.Cases[0]
	asker := &http.Client{}
	ask := func(form url.Values) (int, string) {
		res, err := asker.PostForm(a.URL("/open/code"), form)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var b strings.Builder
		if _, err := io.Copy(&b, res.Body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, b.String()
	}
	key, err := querycode.ReadKey(filepath.Join(dir, "codes.key"))
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{first, string(given), key.Of(given)}
	unsaid := func(where, body string) {
		t.Helper()
		for _, s := range secrets {
			if strings.Contains(body, s) {
				t.Errorf("%s holds the code, or what it is kept as", where)
			}
		}
	}
	if code, page := ask(url.Values{"code": {"0000-0000-0000-00001"}}); code != http.StatusUnprocessableEntity || !strings.Contains(page, "抄写有误") {
		t.Errorf("mistyped: %d", code)
	}
	if code, page := ask(url.Values{"code": {first}}); code != http.StatusOK || ticketOf.MatchString(page) {
		t.Errorf("before an answer: %d, %t", code, ticketOf.MatchString(page))
	}
	answerAndClose(t, act, id)
	if c, err := a.Register().Case(t.Context(), id); err != nil || c.Solution() != opinion.SolvedClaimed {
		t.Errorf("closed: %q %v", c.Solution(), err)
	}
	_, page := ask(url.Values{"code": {strings.ToLower(first)}})
	unsaid("the page of the case", page)
	sealed := ticketOf.FindStringSubmatch(page)
	if len(sealed) != 2 || !strings.Contains(page, "已责令停工整改") {
		t.Fatalf("the answer: %s", page)
	}
	if code, page := ask(url.Values{"ticket": {sealed[1]}, "solved": {"no"},
		"why": {"came_back"}}); code != http.StatusOK || !strings.Contains(page, "已记下") {
		t.Fatalf("the verdict: %d %s", code, page)
	}
	if code, _ := ask(url.Values{"ticket": {sealed[1]}, "solved": {"yes"}}); code != http.StatusUnprocessableEntity {
		t.Errorf("a second verdict: %d", code)
	}
	now, err := a.Register().Case(t.Context(), id)
	if err != nil || now.State != opinion.Dispatched || !now.AskedAgain {
		t.Errorf("not opened again: %+v %v", now.State, err)
	}
	for _, at := range []string{"/api/v1/cases", "/api/v1/cases/" + id, "/cases/" + id,
		"/api/v1/mentions/" + out.Mention, "/desk",
		"/open/", "/open/cases.json", "/open/rates.json", "/open/feed.xml", "/open/code", "/audit",
		"/api/v1/rates", "/metrics"} {
		_, body := desk.Get(at)
		unsaid(at, body)
	}
	a.Stop()
	apptest.Nowhere(t, dir, first, string(given))
	archived(t, dir, hex.EncodeToString([]byte(key.Of(given))), key.Of(given))
}

// archived looks through the archive, which holds every event.
func archived(t *testing.T, dir string, secrets ...string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "archive")); errors.Is(err, os.ErrNotExist) {
		return
	}
	apptest.Nowhere(t, filepath.Join(dir, "archive"), secrets...)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
