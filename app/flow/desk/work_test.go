package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// A unit's answer, from the desk to the public, where answers are reviewed: an answer by the API or
// the page of a case is refused until a second person has approved its very words; then its draft
// is gone for good.
func TestAReviewedAnswer(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.Review = true
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	c := apptest.NoiseCase(h)
	answer := func(text string) error {
		_, err := h.Pages().Cases().Do(t.Context(), c.ID,
			opinion.Command{Move: opinion.MoveAnswer, By: "api", Text: text, Kind: "解决公布",
				Outcome: opinion.AnsweredAtSource})
		return err
	}
	refusal := func(err error) string {
		var no *casework.MoveRefusal
		if !errors.As(err, &no) {
			t.Fatalf("want a refusal, have %v", err)
		}
		return no.Code
	}
	var err error
	for _, move := range []opinion.Move{opinion.MoveDispatch, opinion.MoveSign} {
		if c, err = h.Pages().Cases().Do(t.Context(), c.ID, opinion.Command{Move: move,
			Unit: c.Lead}); err != nil && move == opinion.MoveSign {
			t.Fatal(err)
		}
	}
	unit, words := c.Lead, "经核查，噪声来自夜间施工，已责令停工并于 23 日复查。"
	if code := refusal(answer(words)); code != casework.CodeNeedsReview {
		t.Errorf("without a draft: %s", code)
	}
	desk := h.Pages().Work()
	list, err := desk.Book.Desk(t.Context(), register.DeskQuery{Unit: unit, Sections: []opinion.DeskSection{opinion.DeskWorking}})
	rows := list.Items
	if err != nil || len(rows) != 1 || len(rows[0].Owes(unit)) == 0 {
		t.Fatalf("%+v, %v", rows, err)
	}
	for _, d := range desk.Aids.Templates(c, unit) {
		if strings.ContainsAny(d.Text, "{}") || !strings.Contains(d.Text, c.ID) {
			t.Errorf("template %s is not filled: %s", d.ID, d.Text)
		}
	}
	if len(desk.Aids.Policies(c)) == 0 {
		t.Error("nothing to cite")
	}
	p := opinion.Paper{}
	for _, cmd := range []opinion.PaperCommand{
		{Act: opinion.PaperAssign, By: "wang", Post: "执法科", To: "li"},
		{Act: opinion.PaperSave, By: "li", Text: words, Kind: "解决公布"},
		{Act: opinion.PaperSubmit, By: "li"},
		{Act: opinion.PaperApprove, By: "wang", Head: true},
	} {
		cmd.Seen = p.Version
		if p, err = desk.Papers.Act(t.Context(), c.ID, unit, cmd); err != nil {
			t.Fatalf("%s: %v", cmd.Act, err)
		}
	}
	if code := refusal(answer(words + "又及")); code != casework.CodeNotApproved {
		t.Errorf("other words: %s", code)
	}
	if err := answer(words); err != nil {
		t.Fatal(err)
	}
	if p, err = desk.Papers.Paper(t.Context(), c.ID, unit); err != nil || p.State != "" ||
		len(p.Drafts) != 0 || p.To != "li" {
		t.Errorf("after the answer: %+v, %v", p, err)
	}
	if _, err := h.Bus().Read(t.Context(), "PAPERS", "", 1, func(m bus.Msg) error {
		if strings.Contains(string(m.Data), "噪声") {
			t.Errorf("the draft's words stay in the log, at %d", m.Seq)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	history, err := h.Register().History(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range history {
		if strings.Contains(e.By+e.Reason+strings.Join(e.Why, ""), "li") || strings.Contains(e.Reason, "执法科") {
			t.Errorf("the history tells who of the unit it was: %+v", e)
		}
	}
	if err := h.Forgetter().Papers(t.Context()); err != nil {
		t.Error(err)
	}
}
