package corrections_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

var noises = []string{
	"听涛苑工地夜间打桩噪音扰民，凌晨两点还在施工",
	"听涛苑旁边工地半夜打桩，噪音太大没法睡觉",
	"听涛苑工地夜里施工，打桩噪音影响老人孩子休息",
	"投诉听涛苑工地深夜打桩施工，噪音扰民",
}

func issueOf(t *testing.T, h *apptest.Running, m opinion.Mention) string {
	t.Helper()
	row, err := h.Register().Mention(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	return row.Issue
}

// One matter, told apart and put together again, with its cases, counts and the way back.
func TestSplitJoinAndTheWayBack(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.AutoDispatch = false
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	front := h.Desktop()
	var ms []opinion.Mention
	for i, text := range noises[:3] {
		ms = append(ms, flowtest.Letter(t, i, "澄川市柳浦区"+text, text))
	}
	other := flowtest.Letter(t, 9, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，没有公告，请尽快恢复供水。")
	h.Hear(append(ms, other)...)
	a, b := issueOf(t, h, ms[0]), issueOf(t, h, other)
	if issueOf(t, h, ms[1]) != a || issueOf(t, h, ms[2]) != a || a == b {
		t.Fatalf("the test needs three reports of one matter and one of another")
	}
	expect := func(when string, issue string, size int, state opinion.State, reports int) {
		t.Helper()
		h.Settled()
		i, err := h.Register().Issue(t.Context(), issue, time.Now())
		if size == 0 && errors.Is(err, register.ErrNotFound) {
			err = nil
		}
		c, cerr := h.Register().Load(t.Context(), opinion.CaseID(issue))
		if err != nil || cerr != nil || i.Reports != size || c.State != state || c.Reports != reports {
			t.Errorf("%s: issue of %d, case %s with %d reports (%v, %v); want %d, %s, %d", when,
				i.Reports, c.State, c.Reports, err, cerr, size, state, reports)
		}
	}
	expect("first", a, 3, opinion.Triage, 3)

	var done facts.Regrouped
	if status := front.Post("/api/v1/issues/"+a+"/split",
		fmt.Sprintf(`{"mentions":[%q],"reason":"另一处工地"}`, ms[2].ID), &done); status != 200 ||
		done.Issue == a || len(done.Mentions) != 1 {
		t.Fatalf("split: %d %+v", status, done)
	}
	expect("after the split", a, 2, opinion.Triage, 2)
	expect("the new matter", done.Issue, 1, opinion.Triage, 1)
	if status := front.Post("/api/v1/issues/"+done.Issue+"/undo", `{}`, nil); status != 200 {
		t.Fatalf("undo: %d", status)
	}
	expect("after the way back", a, 3, opinion.Triage, 3)
	expect("the matter that was none", done.Issue, 0, opinion.Merged, 0)

	if status := front.Post("/api/v1/issues/"+b+"/join", fmt.Sprintf(`{"into":%q}`, a),
		&done); status != 200 || done.Issue != a {
		t.Fatalf("join: %d %+v", status, done)
	}
	expect("after the join", a, 4, opinion.Triage, 4)
	expect("what was joined", b, 0, opinion.Merged, 1)
	if status := front.Post("/api/v1/issues/"+a+"/undo", `{}`, &done); status != 200 || done.Issue != b {
		t.Fatalf("undo of the join: %d %+v", status, done)
	}
	expect("after that", a, 3, opinion.Triage, 3)
	expect("its own again", b, 1, opinion.Triage, 1)

	var problem struct{ Code string }
	for body, want := range map[string]string{
		fmt.Sprintf(`{"mentions":[%q,%q,%q]}`, ms[0].ID, ms[1].ID, ms[2].ID): "one_matter",
		`{"mentions":["x"]}`: "one_matter", `{"mentions":[],"into":"i1"}`: "one_matter",
	} {
		if status := front.Post("/api/v1/issues/"+a+"/split", body, &problem); status != 422 ||
			problem.Code != want {
			t.Errorf("%s: %d %s", body, status, problem.Code)
		}
	}
	if status := front.Post("/api/v1/issues/"+a+"/join", `{"into":"inone"}`, &problem); status != 404 {
		t.Errorf("join with nothing: %d %s", status, problem.Code)
	}
	if status := front.Post("/api/v1/issues/"+a+"/undo", `{}`, &problem); status != 422 ||
		problem.Code != "nothing_to_undo" {
		t.Errorf("undo of nothing: %d %s", status, problem.Code)
	}
}
