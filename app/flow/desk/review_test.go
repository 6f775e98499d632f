package desk_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/casework"
)

// Where answers are reviewed, none goes out unreviewed by any door: the API, the form on a case's
// page, that for many cases, the console's commands, by which the unit's desk publishes too, and a
// command of the process itself, as the tour's units give it.
func TestNoDoorPassesTheReview(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.Review = true
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	c := apptest.NoiseCase(h)
	front := h.Desktop()
	for _, cmd := range []opinion.Command{{Move: opinion.MoveDispatch, By: "coordinator",
		Unit: c.Lead}, {Move: opinion.MoveSign, By: "unit:" + c.Lead}} {
		after, err := h.Desk().Do(t.Context(), c.ID, cmd)
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
	if _, err := h.Pages().Work().Papers.Act(t.Context(), c.ID, c.Lead,
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
			front.Post("/api/v1/cases/"+c.ID+"/answer",
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
			_, err := h.Pages().Cases().Do(t.Context(), c.ID,
				opinion.Command{Move: opinion.MoveAnswer, By: "api", Text: words, Kind: "解决公布",
					Outcome: opinion.AnsweredAtSource})
			return fmt.Sprint(err)
		},
		"the tour's units": func() string {
			_, err := h.Desk().Do(t.Context(), c.ID, opinion.Command{Move: opinion.MoveAnswer,
				By: "unit:" + c.Lead, Text: words, Kind: "解决公布", URL: "https://a.gov.cn/1"})
			return fmt.Sprint(err)
		},
	} {
		said := ask()
		if !strings.Contains(said, casework.CodeNeedsReview) && !strings.Contains(said, "本机关要求答复先审后发") {
			t.Errorf("%s: %.400s", door, said)
		}
		if now, err := h.Register().Load(t.Context(), c.ID); err != nil || now.Answer != "" ||
			now.Version != c.Version {
			t.Errorf("by %s an answer went out unreviewed: %s %q, %v", door, now.State, now.Answer, err)
		}
	}
}
