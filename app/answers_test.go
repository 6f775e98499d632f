package app

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/app/answers"
	"huiying/app/tour"
	"huiying/bus"
	"huiying/console/kit"
	"huiying/fetch"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// noiseCase is the case that comes of one text about noise at night.
func noiseCase(t *testing.T, h *App) opinion.Case {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
		URL: "https://board.example.org/1", CollectedAt: time.Now(),
		Title: "投诉澄川市柳浦区听涛苑工地夜间施工噪音", Text: "澄川市柳浦区，夜里十二点以后还在浇筑和打桩，听涛苑几栋楼都能听见，噪音扰民，请处理。"})
	if err != nil {
		t.Fatal(err)
	}
	h.hear(t, m)
	page, err := h.Store.Cases(t.Context(), register.CaseQuery{})
	if err != nil || page.Total != 1 {
		t.Fatalf("%d cases (%v), want one", page.Total, err)
	}
	return page.Items[0].Case
}

// A published answer that raises doubt is neither verified nor refused by the system; a person
// may let it pass, in words, and its page says what was seen.
func TestADoubtedAnswerWaitsForAPerson(t *testing.T) {
	flowtest.NoLeaks(t)
	w := newWorld(t, "")
	published := ""
	h, _ := w.houseWith(t, Options{Cfg: w.Load(t), Roles: []Role{RoleAnalyze, RoleRespond},
		Log: zap.NewNop()}, func(h *App) {
		h.answers.Pages.Fetch = func(context.Context, string) (string, error) { return published, nil }
	})
	c := noiseCase(t, h)
	do := func(move opinion.Move, cmd opinion.Command) error {
		cmd.Move, cmd.Expected = move, c.Version
		next, err := caseDesk{h.Store, h}.Do(t.Context(), c.ID, cmd)
		if err == nil {
			c = next
		}
		return err
	}
	must := func(move opinion.Move, cmd opinion.Command) {
		if err := do(move, cmd); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	must(opinion.MoveSign, opinion.Command{})
	must(opinion.MoveHandle, opinion.Command{})
	published = tour.FormLetter
	// no address: no timer of the process looks at it while this test does
	must(opinion.MoveAnswer, opinion.Command{Text: tour.FormLetter, Kind: "解决公布", Outcome: opinion.AnsweredAtSource})

	file, err := caseDesk{h.Store, h}.Case(t.Context(), c.ID)
	if err != nil || len(file.Checks) != 2 || file.Checks[1].Name != verify.CheckFormLetter || file.Checks[1].OK {
		t.Errorf("the page shows %+v (%v), want the form letter in doubt", file.Checks, err)
	}
	var no *kit.Error
	if err := do(opinion.MoveVerify, opinion.Command{OK: true}); !errors.As(err, &no) ||
		no.Code != casework.CodeNeedsReason {
		t.Errorf("a doubt was passed over without a word: %v", err)
	}
	must(opinion.MoveVerify, opinion.Command{OK: false, Reason: "答复没有内容，请重新答复"})

	must(opinion.MoveAnswer, opinion.Command{Text: tour.FormLetter, Kind: "解决公布", URL: "https://a.gov.cn/1"})
	if _, err := h.answers.Due(t.Context(), bus.Msg{Subject: "due.verify." + c.ID}); err != nil {
		t.Fatal(err)
	}
	if c, err = h.Store.Load(t.Context(), c.ID); err != nil || c.State != opinion.Answered || len(c.Doubts) == 0 {
		t.Fatalf("the case is %s with doubts %v (%v), want answered: a person decides", c.State, c.Doubts, err)
	}
	if k, ok := c.TimedOf(opinion.DutyDecide, ""); !ok || k.Unit != h.desk.Env.Office {
		t.Errorf("nobody's time runs for the doubted answer: %+v", c.Running())
	}
	if err := do(opinion.MoveVerify, opinion.Command{OK: true}); !errors.As(err, &no) ||
		no.Code != casework.CodeNeedsReason {
		t.Errorf("a noted doubt was passed over without a word: %v", err)
	}
	must(opinion.MoveVerify, opinion.Command{OK: true, Reason: "已电话核实，问题确已解决"})
	if c.State != opinion.Verified {
		t.Errorf("the case is %s, want verified", c.State)
	}
}

// An answer whose address can lastingly not be read is no open case that waits for nobody: a dead
// page and one closed to programs become doubts with a clock of the coordinating office, and one
// that the public cannot reach goes back to its unit.
func TestAnAnswerThatCannotBeReadGetsAClock(t *testing.T) {
	flowtest.NoLeaks(t)
	w := newWorld(t, "")
	var blocked error
	var ahead time.Duration
	h, _ := w.houseWith(t, Options{Cfg: w.Load(t), Roles: []Role{RoleAnalyze, RoleRespond},
		Log: zap.NewNop()}, func(h *App) {
		h.answers.Pages.Fetch = func(context.Context, string) (string, error) { return "", blocked }
		h.answers.Now = func() time.Time { return time.Now().Add(ahead) }
	})
	c := noiseCase(t, h)
	do := func(move opinion.Move, cmd opinion.Command) {
		t.Helper()
		var err error
		cmd.Move = move
		if c, err = h.desk.Do(t.Context(), c.ID, cmd); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	unit := "unit:" + c.Lead
	do(opinion.MoveSign, opinion.Command{By: unit})
	do(opinion.MoveHandle, opinion.Command{By: unit})
	say := "听涛苑旁边工地夜间打桩的噪音问题已经处理：执法队昨夜到场，已责令停工，夜间不再施工。"
	for _, tt := range []struct {
		name  string
		err   error
		looks int
		after time.Duration
		state opinion.State
		doubt string
	}{
		{"dead, once", &fetch.StatusError{Host: "a.gov.cn", Status: 502}, 1, 0, opinion.Answered, ""},
		{"dead, for long", &fetch.StatusError{Host: "a.gov.cn", Status: 502}, 9, 2 * time.Hour,
			opinion.Answered, "unreachable"},
		{"robots", fetch.ErrRobots, 1, 0, opinion.Answered, "不允许程序访问"},
		{"private", fetch.ErrPrivateAddress, 1, 0, opinion.Handling, ""},
	} {
		blocked, ahead = tt.err, tt.after
		// the desk sets no timer for what it is not told; the look is this test's
		do(opinion.MoveAnswer, opinion.Command{By: unit, Text: say, Kind: "解决公布", URL: "https://a.gov.cn/1"})
		_, err := h.answers.Due(t.Context(), bus.Msg{Subject: "due.verify." + c.ID, Attempt: tt.looks})
		if again := tt.state == opinion.Answered && tt.doubt == ""; errors.Is(err,
			answers.ErrLookAgain) != again || !again && err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if c, err = h.Store.Load(t.Context(), c.ID); err != nil || c.State != tt.state || len(c.Running()) == 0 {
			t.Fatalf("%s: the case is %s with clocks %+v (%v)", tt.name, c.State, c.Running(), err)
		}
		k, decides := c.TimedOf(opinion.DutyDecide, "")
		if decides != (tt.doubt != "") || decides && (k.Unit != h.desk.Env.Office ||
			!strings.Contains(strings.Join(c.Doubts, ""), tt.doubt)) {
			t.Errorf("%s: doubts %v, clocks %+v", tt.name, c.Doubts, c.Running())
		}
	}
}
