package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app/tour"
)

// judgeLine runs judge-answer over lines and reads what it writes.
func judgeLine(t *testing.T, in string, more ...string) (out []map[string]any, err error) {
	t.Helper()
	c := judgeAnswerCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	var b bytes.Buffer
	c.SetIn(strings.NewReader(in))
	c.SetOut(&b)
	c.SetArgs(append([]string{"-", "--config", regionConfig(t)}, more...))
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

// The emptiest answers are asked for by number: form letters first, then the shortest, each with
// its reason.
func TestTheEmptiestAnswers(t *testing.T) {
	out, err := judgeLine(t, strings.Join([]string{
		`{"id":"a","title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"经查，听涛苑东门3盏路灯因电缆老化不亮，我局已于昨日更换电缆并恢复照明。"}`,
		`{"id":"b","title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"` + tour.FormLetter + `"}`,
		`{"title":"听涛苑路灯不亮","text":"听涛苑东门路灯坏了两个月","reply":"` + tour.FormLetter + `"}`,
	}, "\n"), "--emptiest", "2")
	if err != nil || len(out) != 2 {
		t.Fatalf("%d lines, %v: %v", len(out), err, out)
	}
	if out[0]["id"] != "b" || out[1]["line"] != float64(3) || out[0]["reason"] == "" ||
		out[0]["form_letter"].(float64) < 0.5 || out[0]["length"].(float64) < 5 {
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
	if b := out[1]; b["form_letter"].(float64) < 0.5 || len(b["promises"].([]any)) != 0 ||
		len(b["reasons"].([]any)) < 2 {
		t.Errorf("a form letter: %v", b)
	}
	if out[2]["id"] != "c" || out[2]["error"] == nil || out[3]["line"] != 4.0 || out[3]["error"] == nil {
		t.Errorf("bad lines: %v, %v", out[2], out[3])
	}
	if e := out[4]; e["line"] != 5.0 || e["about"] != 0.0 || e["form_letter"] != 1.0 {
		t.Errorf("an empty answer: %v", e)
	}
}

func TestEvaluateAnswerTellsRealPairsFromShuffled(t *testing.T) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	seen := map[string]bool{}
	for _, s := range tour.Stream(1, time.Now(), time.Minute, 200) {
		if reply := tour.Answer(s.Title); !seen[reply] {
			seen[reply] = true
			if err := enc.Encode(map[string]string{"id": fmt.Sprint("s", s.N), "title": s.Title,
				"text": s.Text, "reply": reply}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := enc.Encode(map[string]string{"id": "empty", "title": "榕荫街油烟直排", "text": "榕荫街餐饮店油烟直排",
		"reply": tour.FormLetter}); err != nil {
		t.Fatal(err)
	}
	printed, f := evaluated(t, evaluateOptions{task: "answer"}, evaluateAnswer, loaded(t), b.String())
	wants(t, printed, "real, about", "shuffled, not about", "border  wrong kept",
		fmt.Sprintf("form letters: 1 of %d real answers; the emptiest:\nempty 0.9", len(seen)+1))
	if d := f["detail"].(map[string]any); d["pairs"] != float64(len(seen)+1) || d["auc"].(float64) < 0.95 {
		t.Errorf("got %v", d)
	}
	bad := write(t, filepath.Join(t.TempDir(), "bad.jsonl"), `{"id":"x","title":"没有答复"}`)
	if _, err := evaluateAnswer(t.Context(), loaded(t), bad); err == nil ||
		!strings.Contains(err.Error(), "bad.jsonl:1: reply") {
		t.Errorf("a file without answers: %v", err)
	}
}
