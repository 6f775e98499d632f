package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/bus/bustest"
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

func issueOf(t *testing.T, h *App, m opinion.Mention) string {
	t.Helper()
	row, err := h.Store.Mention(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	return row.Issue
}

// Two analyzers share one log: what one has seen first, the other joins, and what a person
// moved both know.
func TestAnalyzersShareWhatTheyKnow(t *testing.T) {
	flowtest.NoLeaks(t)
	log := bustest.Start(t)
	w := newWorld(t, "")
	cfg := w.Load(t)
	start := func(dir string) (h *App, stop func()) {
		h, err := open(t.Context(), Options{Cfg: cfg, Dir: dir, bus: log, Log: zap.NewNop(), Now: time.Now, Roles: []Role{RoleAnalyze}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 2)
		if err := h.known.catchUp(ctx, log); err != nil {
			t.Fatal(err)
		}
		go func() { done <- h.Store.Run(ctx) }()
		go func() { done <- h.known.follow(ctx, log) }()
		return h, func() {
			cancel()
			if err := errors.Join(<-done, <-done, h.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	one, stopOne := start(t.TempDir())
	defer stopOne()
	two, stopTwo := start(t.TempDir())
	defer stopTwo()
	// each analyzes what it is handed, as the step does with its share of the work
	judge := func(h *App, n int, text string) opinion.Finding {
		m := letter(t, n, "澄川市柳浦区"+text, text)
		found := h.Judges.All(t.Context(), []opinion.Mention{m}, make([]error, 1))
		data, err := json.Marshal(found[0])
		if err == nil {
			_, err = log.Publish(t.Context(), bus.Message{Subject: opinion.FindingSubject(found[0]), ID: m.ID, Data: data, Header: map[string]string{publishedBy: h.known.self}})
		}
		if err != nil {
			t.Fatal(err)
		}
		return found[0]
	}
	knows := func(h *App, f opinion.Finding) func() bool {
		return func() bool { return h.Judges.Issues.Group(f.Mention, "", "", nil).ID == f.Issue.ID }
	}
	heard := func(h *App) {
		t.Helper()
		last, err := log.LastSeq(t.Context(), "FINDINGS")
		if err != nil {
			t.Fatal(err)
		}
		flowtest.Until(t, "an analyzer hears of what another found", func() bool { return h.known.upTo() >= last })
	}
	first := judge(one, 1, noises[0])
	heard(two) // asking it before would make it open an issue itself
	if !knows(two, first)() {
		t.Fatal("the other analyzer did not hear of it")
	}
	second := judge(two, 2, noises[1])
	if second.Issue.ID != first.Issue.ID || second.Issue.New {
		t.Fatalf("a concern first seen by one analyzer is opened again by the other: %+v", second.Issue)
	}
	heard(one)
	if !knows(one, second)() {
		t.Fatal("the first analyzer did not hear of the second")
	}
	// a person says that the second is another matter; the first analyzer puts later ones there
	caughtUp(t, one)
	done, err := (regrouper{one}).Split(t.Context(), first.Issue.ID, facts.Regroup{Mentions: []string{second.ID}, By: "monitor"})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []*App{one, two} {
		moved := second
		moved.Issue.ID = done.Issue
		flowtest.Until(t, "the split reaches an analyzer", knows(h, moved))
	}
	again := letter(t, 3, second.Title, second.Text+"。转发")
	if found := two.Judges.All(t.Context(), []opinion.Mention{again}, make([]error, 1)); found[0].Issue.ID != done.Issue {
		t.Errorf("a copy of what a person moved went to %s, not %s", found[0].Issue.ID, done.Issue)
	}
}

// One matter, told apart and put together again, with its cases, counts and the way back.
func TestSplitJoinAndTheWayBack(t *testing.T) {
	flowtest.NoLeaks(t)
	w := newWorld(t, "")
	cfg := w.Load(t)
	cfg.Casework.AutoDispatch = false
	h, shut := w.process(t, cfg, RoleAnalyze, RoleRespond)
	defer shut()
	front := newDesktop(t, h)
	var ms []opinion.Mention
	for i, text := range noises[:3] {
		ms = append(ms, letter(t, i, "澄川市柳浦区"+text, text))
	}
	other := letter(t, 9, "岚桥市云汀县鹅岗里停水两天", "停水已经两天，没有公告，请尽快恢复供水。")
	h.hear(t, append(ms, other)...)
	a, b := issueOf(t, h, ms[0]), issueOf(t, h, other)
	if issueOf(t, h, ms[1]) != a || issueOf(t, h, ms[2]) != a || a == b {
		t.Fatalf("the test needs three reports of one matter and one of another")
	}
	expect := func(when string, issue string, size int, state opinion.State, reports int) {
		t.Helper()
		settle(t, h)
		i, err := h.Store.Issue(t.Context(), issue, time.Now())
		if size == 0 && errors.Is(err, register.ErrNotFound) {
			err = nil
		}
		c, cerr := h.Store.Load(t.Context(), opinion.CaseID(issue))
		if err != nil || cerr != nil || i.Reports != size || c.State != state || c.Reports != reports {
			t.Errorf("%s: issue of %d, case %s with %d reports (%v, %v); want %d, %s, %d", when, i.Reports, c.State, c.Reports, err, cerr, size, state, reports)
		}
	}
	expect("first", a, 3, opinion.Triage, 3)

	var done facts.Regrouped
	if status := front.post(t, "/api/v1/issues/"+a+"/split", fmt.Sprintf(`{"mentions":[%q],"reason":"另一处工地"}`, ms[2].ID), &done); status != 200 || done.Issue == a || len(done.Mentions) != 1 {
		t.Fatalf("split: %d %+v", status, done)
	}
	expect("after the split", a, 2, opinion.Triage, 2)
	expect("the new matter", done.Issue, 1, opinion.Triage, 1)
	if status := front.post(t, "/api/v1/issues/"+done.Issue+"/undo", `{}`, nil); status != 200 {
		t.Fatalf("undo: %d", status)
	}
	expect("after the way back", a, 3, opinion.Triage, 3)
	expect("the matter that was none", done.Issue, 0, opinion.Merged, 0)

	if status := front.post(t, "/api/v1/issues/"+b+"/join", fmt.Sprintf(`{"into":%q}`, a), &done); status != 200 || done.Issue != a {
		t.Fatalf("join: %d %+v", status, done)
	}
	expect("after the join", a, 4, opinion.Triage, 4)
	expect("what was joined", b, 0, opinion.Merged, 1)
	if status := front.post(t, "/api/v1/issues/"+a+"/undo", `{}`, &done); status != 200 || done.Issue != b {
		t.Fatalf("undo of the join: %d %+v", status, done)
	}
	expect("after that", a, 3, opinion.Triage, 3)
	expect("its own again", b, 1, opinion.Triage, 1)

	var problem struct{ Code string }
	for body, want := range map[string]string{
		fmt.Sprintf(`{"mentions":[%q,%q,%q]}`, ms[0].ID, ms[1].ID, ms[2].ID): "one_matter",
		`{"mentions":["x"]}`: "one_matter", `{"mentions":[],"into":"i1"}`: "one_matter",
	} {
		if status := front.post(t, "/api/v1/issues/"+a+"/split", body, &problem); status != 422 || problem.Code != want {
			t.Errorf("%s: %d %s", body, status, problem.Code)
		}
	}
	if status := front.post(t, "/api/v1/issues/"+a+"/join", `{"into":"inone"}`, &problem); status != 404 {
		t.Errorf("join with nothing: %d %s", status, problem.Code)
	}
	if status := front.post(t, "/api/v1/issues/"+a+"/undo", `{}`, &problem); status != 422 || problem.Code != "nothing_to_undo" {
		t.Errorf("undo of nothing: %d %s", status, problem.Code)
	}
}
