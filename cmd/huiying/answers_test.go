package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/analyzers/territory"
	"huiying/bus"
	"huiying/cmd/huiying/tour"
	"huiying/console"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
	"huiying/responders/verify"

	"go.uber.org/zap"
)

// judgeLine runs judge-answer over lines and reads what it writes.
func judgeLine(t *testing.T, in string, more ...string) (out []map[string]any, err error) {
	t.Helper()
	c := judgeAnswerCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	var b bytes.Buffer
	c.SetIn(strings.NewReader(in))
	c.SetOut(&b)
	c.SetArgs(append([]string{"-", "--config", newWorld(t, "").config}, more...))
	err = c.Execute()
	for line := range strings.Lines(b.String()) {
		var o map[string]any
		if e := json.Unmarshal([]byte(line), &o); e != nil {
			t.Fatalf("%q: %v", line, e)
		}
		out = append(out, o)
	}
	return out, err
}

// The emptiest answers are asked for by number: form letters first, then the shortest, each with its reason.
func TestTheEmptiestAnswers(t *testing.T) {
	out, err := judgeLine(t, strings.Join([]string{
		`{"id":"a","title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"经查，听涛苑东门3盏路灯因电缆老化不亮，我局已于昨日更换电缆并恢复照明。"}`,
		`{"id":"b","title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"` + tour.FormLetter + `"}`,
		`{"title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"` + tour.FormLetter + `"}`,
	}, "\n"), "--emptiest", "2")
	if err != nil || len(out) != 2 {
		t.Fatalf("%d lines, %v: %v", len(out), err, out)
	}
	if out[0]["id"] != "b" || out[1]["line"] != float64(3) || out[0]["reason"] == "" || out[0]["form_letter"].(float64) < 0.5 || out[0]["length"].(float64) < 5 {
		t.Errorf("got %v", out)
	}
}

func TestJudgeAnswerCommand(t *testing.T) {
	out, err := judgeLine(t, strings.Join([]string{
		`{"id":"a","title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"经查，听涛苑东门3盏路灯因电缆老化不亮，我局将在15个工作日内更换，有事请找李小明，手机13800138000。","replied_at":"2026-11-20","姓名":"某某","more":{"x":1}}`,
		`{"id":"b","title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"` + tour.FormLetter + `"}`,
		`{"id":"c","title":"没有答复"}`,
		`{"id":"d"`,
		`{"title":"无编号","text":"听涛苑","reply":""}`,
	}, "\n"))
	if !errors.Is(err, errSaid) {
		t.Errorf("bad lines have to end in exit code 1, got %v", err)
	}
	if len(out) != 5 {
		t.Fatalf("%d lines, want one for each of the input", len(out))
	}
	a := out[0]
	if a["id"] != "a" || a["about"].(float64) < 0.5 || a["form_letter"].(float64) >= 0.5 {
		t.Errorf("a good answer: %v", a)
	}
	promise := a["promises"].([]any)[0].(map[string]any)
	if promise["text"] != "15个工作日内" || promise["due"] != "2026-12-11" {
		t.Errorf("promise %v, want the fifteenth working day", promise)
	}
	if s, _ := json.Marshal(a); strings.Contains(string(s), "13800138000") || strings.Contains(string(s), "某某") {
		t.Errorf("somebody can be found by %s", s)
	}
	if d := a["dropped"].(map[string]any); d["姓名"] != 1.0 {
		t.Errorf("dropped %v", d)
	}
	if b := out[1]; b["form_letter"].(float64) < 0.5 || len(b["promises"].([]any)) != 0 || len(b["reasons"].([]any)) < 2 {
		t.Errorf("a form letter: %v", b)
	}
	if out[2]["id"] != "c" || out[2]["error"] == nil || out[3]["line"] != 4.0 || out[3]["error"] == nil {
		t.Errorf("bad lines: %v, %v", out[2], out[3])
	}
	if e := out[4]; e["line"] != 5.0 || e["about"] != 0.0 || e["form_letter"] != 1.0 {
		t.Errorf("an empty answer: %v", e)
	}
}

// What the sample units of the tour answer holds, and their form letter does not.
func TestSampleAnswersAreAnswers(t *testing.T) {
	table, err := territory.Load(strings.NewReader(places45))
	if err != nil {
		t.Fatal(err)
	}
	days, err := casework.NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	j := answerJudge(days, table)
	for _, s := range tour.Stream(1, time.Now(), time.Minute, 200) {
		p := verify.Pair{Title: s.Title, Text: s.Text, Reply: tour.Answer(s.Title)}
		if v := j.Judge(p, 0); !v.OK() {
			t.Errorf("%s: %s: %v", s.Title, p.Reply, v.Reasons())
		}
		p.Reply = tour.FormLetter
		if v := j.Judge(p, 0); v.OK() {
			t.Fatalf("%s: the form letter passes: %v", s.Title, v.Reasons())
		}
	}
}

// noiseCase is the case that comes of one text of the tour about noise at night.
func noiseCase(t *testing.T, h *house) opinion.Case {
	t.Helper()
	stream := tour.Stream(1, time.Now(), time.Minute, 50)
	said := stream[slices.IndexFunc(stream, func(s tour.Said) bool { return strings.Contains(s.Text, "打桩") })]
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard, URL: "https://board.example.org/1", Title: said.Title, Text: said.Text, CollectedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	h.hear(t, m)
	page, err := h.store.Cases(t.Context(), register.CaseQuery{})
	if err != nil || page.Total != 1 {
		t.Fatalf("%d cases (%v), want one", page.Total, err)
	}
	return page.Items[0].Case
}

// A published answer that raises doubt is neither verified nor refused by the system; a person
// may let it pass, in words, and its page says what was seen.
func TestADoubtedAnswerWaitsForAPerson(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	published := ""
	h, _ := w.houseWith(t, plan{cfg: w.load(t), roles: []role{roleAnalyze, roleRespond}, log: zap.NewNop()}, func(h *house) {
		h.verify.Fetch = func(context.Context, string) (string, error) { return published, nil }
	})
	c := noiseCase(t, h)
	do := func(move opinion.Move, cmd console.Command) error {
		cmd.Expected = c.Version
		next, err := caseDesk{h}.Do(t.Context(), c.ID, move, cmd)
		if err == nil {
			c = next
		}
		return err
	}
	must := func(move opinion.Move, cmd console.Command) {
		if err := do(move, cmd); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	must(opinion.MoveSign, console.Command{})
	must(opinion.MoveHandle, console.Command{})
	published = tour.FormLetter
	// no address: no timer of the house looks at it while this test does
	must(opinion.MoveAnswer, console.Command{Text: tour.FormLetter, Kind: "解决公布", Outcome: opinion.AnsweredAtSource})

	file, err := caseDesk{h}.Case(t.Context(), c.ID)
	if err != nil || len(file.Checks) != 2 || file.Checks[1].Name != verify.CheckFormLetter || file.Checks[1].OK {
		t.Errorf("the page shows %+v (%v), want the form letter in doubt", file.Checks, err)
	}
	var no *console.Error
	if err := do(opinion.MoveVerify, console.Command{OK: true}); !errors.As(err, &no) || no.Code != casework.CodeNeedsReason {
		t.Errorf("a doubt was passed over without a word: %v", err)
	}
	must(opinion.MoveVerify, console.Command{OK: false, Reason: "答复没有内容，请重新答复"})

	must(opinion.MoveAnswer, console.Command{Text: tour.FormLetter, Kind: "解决公布", URL: "https://a.gov.cn/1"})
	if _, err := h.verifyAnswer(t.Context(), bus.Msg{Subject: "due.verify." + c.ID}); err != nil {
		t.Fatal(err)
	}
	if c, err = h.store.Load(t.Context(), c.ID); err != nil || c.State != opinion.Answered || len(c.Doubts) == 0 {
		t.Fatalf("the case is %s with doubts %v (%v), want answered: a person decides", c.State, c.Doubts, err)
	}
	if k, ok := c.TimedOf(opinion.DutyDecide, ""); !ok || k.Unit != h.desk.Env.Office {
		t.Errorf("nobody's time runs for the doubted answer: %+v", c.Running())
	}
	if err := do(opinion.MoveVerify, console.Command{OK: true}); !errors.As(err, &no) || no.Code != casework.CodeNeedsReason {
		t.Errorf("a noted doubt was passed over without a word: %v", err)
	}
	must(opinion.MoveVerify, console.Command{OK: true, Reason: "已电话核实，问题确已解决"})
	if c.State != opinion.Verified {
		t.Errorf("the case is %s, want verified", c.State)
	}
}

// An answer whose address can lastingly not be read is no open case that waits for nobody: a dead page
// and one closed to programs become doubts with a clock of the coordinating office, and one that the public cannot
// reach goes back to its unit.
func TestAnAnswerThatCannotBeReadGetsAClock(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	var blocked error
	var ahead time.Duration
	h, _ := w.houseWith(t, plan{cfg: w.load(t), roles: []role{roleAnalyze, roleRespond}, log: zap.NewNop()}, func(h *house) {
		h.verify.Fetch = func(context.Context, string) (string, error) { return "", blocked }
		h.now = func() time.Time { return time.Now().Add(ahead) }
	})
	c := noiseCase(t, h)
	do := func(move opinion.Move, cmd casework.Command) {
		t.Helper()
		var err error
		cmd.Move = move
		if c, err = h.desk.Do(t.Context(), c.ID, cmd); err != nil {
			t.Fatalf("%s: %v", move, err)
		}
	}
	unit := "unit:" + c.Lead
	do(opinion.MoveSign, casework.Command{By: unit})
	do(opinion.MoveHandle, casework.Command{By: unit})
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
		{"dead, for long", &fetch.StatusError{Host: "a.gov.cn", Status: 502}, 9, 2 * time.Hour, opinion.Answered, "unreachable"},
		{"robots", fetch.ErrRobots, 1, 0, opinion.Answered, "不允许程序访问"},
		{"private", fetch.ErrPrivateAddress, 1, 0, opinion.Handling, ""},
	} {
		blocked, ahead = tt.err, tt.after
		// the desk sets no timer for what it is not told; the look is this test's
		do(opinion.MoveAnswer, casework.Command{By: unit, Text: say, Kind: "解决公布", URL: "https://a.gov.cn/1"})
		_, err := h.verifyAnswer(t.Context(), bus.Msg{Subject: "due.verify." + c.ID, Attempt: tt.looks})
		if again := tt.state == opinion.Answered && tt.doubt == ""; errors.Is(err, errLookAgain) != again || !again && err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if c, err = h.store.Load(t.Context(), c.ID); err != nil || c.State != tt.state || len(c.Running()) == 0 {
			t.Fatalf("%s: the case is %s with clocks %+v (%v)", tt.name, c.State, c.Running(), err)
		}
		k, decides := c.TimedOf(opinion.DutyDecide, "")
		if decides != (tt.doubt != "") || decides && (k.Unit != h.desk.Env.Office || !strings.Contains(strings.Join(c.Doubts, ""), tt.doubt)) {
			t.Errorf("%s: doubts %v, clocks %+v", tt.name, c.Doubts, c.Running())
		}
	}
}

func TestEvaluateAnswerTellsRealPairsFromShuffled(t *testing.T) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	seen := map[string]bool{}
	for _, s := range tour.Stream(1, time.Now(), time.Minute, 200) {
		if reply := tour.Answer(s.Title); !seen[reply] {
			seen[reply] = true
			if err := enc.Encode(map[string]string{"id": fmt.Sprint("s", s.N), "title": s.Title, "text": s.Text, "reply": reply}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := enc.Encode(map[string]string{"id": "empty", "title": "榕荫街油烟直排", "text": "榕荫街餐饮店油烟直排", "reply": tour.FormLetter}); err != nil {
		t.Fatal(err)
	}
	printed, f := evaluated(t, evaluateOptions{task: "answer"}, evaluateAnswer, loaded(t), b.String())
	wants(t, printed, "real, about", "shuffled, not about", "border  wrong kept", "form letters: 1 of 15 real answers; the emptiest:\nempty 0.9")
	if d := f["detail"].(map[string]any); d["pairs"] != 15.0 || d["auc"].(float64) < 0.95 {
		t.Errorf("got %v", d)
	}
	bad := write(t, filepath.Join(t.TempDir(), "bad.jsonl"), `{"id":"x","title":"没有答复"}`)
	if _, err := evaluateAnswer(t.Context(), loaded(t), bad); err == nil || !strings.Contains(err.Error(), "bad.jsonl:1: reply") {
		t.Errorf("a file without answers: %v", err)
	}
}
