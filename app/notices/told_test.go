package notices_test

import (
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// A source corrects a report that a unit works on: the unit is told. Later a look finds that the closed
// case is not solved: the coordinator is told that somebody must decide. Neither notice has a word of
// a report.
func TestWhoIsToldOfACorrectionAndOfAContestedCase(t *testing.T) {
	flowtest.NoLeaks(t)
	w, bodies := withChannel(t)
	cfg := w.Load(t)
	cfg.Notify.Tell = append(cfg.Notify.Tell, configs.Tell{Role: "coordinator", Channels: []string{"oa"}})
	for _, u := range cfg.Units {
		cfg.Notify.Tell = append(cfg.Notify.Tell, configs.Tell{Unit: u.ID, Channels: []string{"oa"}})
	}
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond)
	flowtest.Until(t, "notices begun", func() bool {
		n, err := h.Bus().LastSubjectSeq(t.Context(), "CHANNELS", "channel.BEGUN")
		return err == nil && n > 0
	})
	ticket := func(text string) opinion.Mention {
		t.Helper()
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindHotline,
			Ref: "GD2026112900017", Unique: true, Text: text, PublishedAt: time.Now().Add(-time.Hour),
			CollectedAt: time.Now(), Division: "98"})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	heard := func(kind, id string) {
		t.Helper()
		for {
			select {
			case body := <-bodies:
				if strings.Contains(body, "听涛苑") {
					t.Errorf("words of a report: %s", body)
				}
				if strings.Contains(body, `"kind":"`+kind+`"`) {
					if !strings.Contains(body, id) {
						t.Errorf("of which case: %s", body)
					}
					return
				}
			case <-time.After(flowtest.Patience):
				t.Fatalf("nobody was told of %s", kind)
			}
		}
	}
	older := ticket("来电人反映柳浦区听涛苑三栋停水两天，请尽快恢复供水。")
	h.Hear(older)
	cases, err := h.Register().CasesOf(t.Context(), older.ID)
	if err != nil || len(cases) != 1 {
		t.Fatalf("%v %v", cases, err)
	}
	id := cases[0]
	do := func(cmd opinion.Command) opinion.Case {
		t.Helper()
		c, err := h.Desk().Do(t.Context(), id, cmd)
		if err != nil {
			t.Fatalf("%s: %v", cmd.Move, err)
		}
		return c
	}
	c, err := h.Register().Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if c.State == opinion.Triage {
		c = do(opinion.Command{Move: opinion.MoveDispatch, By: "coordinator", Unit: c.Lead})
	}
	h.Hear(ticket("来电人反映柳浦区听涛苑三栋停水五天，家里有病人，请尽快恢复供水。"))
	heard("amend", id)
	unit := "unit:" + c.Lead
	for _, cmd := range []opinion.Command{{Move: opinion.MoveSign, By: unit}, {Move: opinion.MoveHandle, By: unit},
		{Move: opinion.MoveAnswer, By: unit, Text: "三栋已恢复供水。", Kind: "解决公布", Outcome: opinion.AnsweredAtSource},
		{Move: opinion.MoveVerify, By: "coordinator", OK: true, Reason: "已电话核对"},
		{Move: opinion.MoveClose, By: unit, Outcome: opinion.AnsweredAtSource, Solved: "yes"},
		{Move: opinion.MoveConfirm, By: "coordinator", Means: opinion.MeansLook, Solved: "no", Reason: "仍未来水"}} {
		do(cmd)
	}
	heard("contest", id)
	h.Stop()
}
