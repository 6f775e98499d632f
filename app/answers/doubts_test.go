package answers_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/answers"
	"huiying/app/apptest"
	"huiying/app/tour"
	"huiying/bus"
	"huiying/console/kit"
	"huiying/fetch"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// verifier looks at answers as the process does, at pages that the test gives.
func verifier(t *testing.T, h *apptest.Running, now func() time.Time,
	page func(context.Context, string) (string, error)) answers.Verifier {
	t.Helper()
	env, err := app.CaseEnv(h.Config())
	if err != nil {
		t.Fatal(err)
	}
	return answers.Verifier{Reader: answers.Reader{Judge: answers.NewJudge(env.Calendars, h.Judges().Places),
		Register: h.Register(), Index: h}, State: h.Register(), Pages: verify.Verifier{Fetch: page},
		Desk: h.Desk(), Now: now}
}

// A published answer that raises doubt is neither verified nor refused by the system; a person
// may let it pass, in words, and its page says what was seen.
func TestADoubtedAnswerWaitsForAPerson(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	published := ""
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	looks := verifier(t, h, time.Now, func(context.Context, string) (string, error) { return published, nil })
	c := apptest.NoiseCase(h)
	do := func(move opinion.Move, cmd opinion.Command) error {
		cmd.Move, cmd.Expected = move, c.Version
		next, err := h.Pages().Cases().Do(t.Context(), c.ID, cmd)
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

	file, err := h.Pages().Cases().Case(t.Context(), c.ID)
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
	if _, err := looks.Due(t.Context(), bus.Msg{Subject: "due.verify." + c.ID}); err != nil {
		t.Fatal(err)
	}
	if c, err = h.Register().Load(t.Context(), c.ID); err != nil || c.State != opinion.Answered || len(c.Doubts) == 0 {
		t.Fatalf("the case is %s with doubts %v (%v), want answered: a person decides", c.State, c.Doubts, err)
	}
	if k, ok := c.TimedOf(opinion.DutyDecide, ""); !ok || k.Unit != h.Desk().Env.Office {
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
	w := flowtest.NewWorld(t, "")
	var blocked error
	var ahead time.Duration
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	looks := verifier(t, h, func() time.Time { return time.Now().Add(ahead) },
		func(context.Context, string) (string, error) { return "", blocked })
	c := apptest.NoiseCase(h)
	do := func(move opinion.Move, cmd opinion.Command) {
		t.Helper()
		var err error
		cmd.Move = move
		if c, err = h.Desk().Do(t.Context(), c.ID, cmd); err != nil {
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
		_, err := looks.Due(t.Context(), bus.Msg{Subject: "due.verify." + c.ID, Attempt: tt.looks})
		if again := tt.state == opinion.Answered && tt.doubt == ""; errors.Is(err,
			answers.ErrLookAgain) != again || !again && err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if c, err = h.Register().Load(t.Context(), c.ID); err != nil || c.State != tt.state || len(c.Running()) == 0 {
			t.Fatalf("%s: the case is %s with clocks %+v (%v)", tt.name, c.State, c.Running(), err)
		}
		k, decides := c.TimedOf(opinion.DutyDecide, "")
		if decides != (tt.doubt != "") || decides && (k.Unit != h.Desk().Env.Office ||
			!strings.Contains(strings.Join(c.Doubts, ""), tt.doubt)) {
			t.Errorf("%s: doubts %v, clocks %+v", tt.name, c.Doubts, c.Running())
		}
	}
}
