package app

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/zap"

	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/casework"
)

// Where answers are reviewed, none goes out unreviewed by any door: the API, the form on a case's
// page, that for many cases, the console's commands, by which the unit's desk publishes too, and a
// command of the process itself, as the tour's units give it.
func TestNoDoorPassesTheReview(t *testing.T) {
	flowtest.NoLeaks(t)
	w := newWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.Review = true
	h, _ := w.houseWith(t, Options{Cfg: cfg, Roles: []Role{RoleAnalyze, RoleRespond}, Log: zap.NewNop()}, func(*App) {})
	c := noiseCase(t, h)
	front := newDesktop(t, h)
	for _, cmd := range []opinion.Command{{Move: opinion.MoveDispatch, By: "coordinator",
		Unit: c.Lead}, {Move: opinion.MoveSign, By: "unit:" + c.Lead}} {
		after, err := h.desk.Do(t.Context(), c.ID, cmd)
		if err != nil && cmd.Move == opinion.MoveSign {
			t.Fatal(err)
		} else if err == nil {
			c = after
		}
	}
	form := func(path string, f url.Values) string {
		res, err := http.PostForm(front.URL+path, f)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	const words = "经核查，噪声来自夜间施工，已责令停工。"
	if _, err := h.unitDesk().Papers.Act(t.Context(), c.ID, c.Lead,
		opinion.PaperCommand{Act: opinion.PaperSave, By: "li", Text: words,
			Kind: "解决公布"}); err != nil {
		t.Fatal(err)
	}
	version := strconv.FormatUint(c.Version, 10)
	answer := url.Values{"expected_version": {version}, "text": {words}, "kind": {"解决公布"},
		"url": {"https://a.gov.cn/1"}}
	for door, ask := range map[string]func() string{
		"the API": func() string {
			var problem struct{ Code string }
			front.post(t, "/api/v1/cases/"+c.ID+"/answer",
				fmt.Sprintf(`{"expected_version":%d,"text":"`+words+`","kind":"解决公布","url":"https://a.gov.cn/1"}`, c.Version), &problem)
			return problem.Code
		},
		"the form of a case": func() string { return form("/cases/"+c.ID+"/answer", answer) },
		"many cases at once": func() string {
			form("/desk/act", url.Values{"move": {"answer"}, "case": {c.ID + ":" + version},
				"text": {words}, "kind": {"解决公布"}})
			return casework.CodeNeedsReview // this form makes no such move, and says so
		},
		"the console's commands": func() string {
			_, err := caseDesk{h.Store, h}.Do(t.Context(), c.ID,
				opinion.Command{Move: opinion.MoveAnswer, By: "api", Text: words, Kind: "解决公布",
					Outcome: opinion.AnsweredAtSource})
			return fmt.Sprint(err)
		},
		"the tour's units": func() string {
			_, err := h.desk.Do(t.Context(), c.ID, opinion.Command{Move: opinion.MoveAnswer,
				By: "unit:" + c.Lead, Text: words, Kind: "解决公布", URL: "https://a.gov.cn/1"})
			return fmt.Sprint(err)
		},
	} {
		said := ask()
		if !strings.Contains(said, casework.CodeNeedsReview) && !strings.Contains(said, "本机关要求答复先审后发") {
			t.Errorf("%s: %.400s", door, said)
		}
		if now, err := h.Store.Load(t.Context(), c.ID); err != nil || now.Answer != "" || now.Version != c.Version {
			t.Errorf("by %s an answer went out unreviewed: %s %q, %v", door, now.State, now.Answer, err)
		}
	}
}
