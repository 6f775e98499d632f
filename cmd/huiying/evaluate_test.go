package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"huiying/app/judging"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/internal/testregion"
)

// sharedJudges are loaded once: that takes longer than all the cases here.
var sharedJudges = sync.OnceValues(func() (*judging.Judges, error) {
	cfg, err := configs.LoadFS(testregion.Files())
	if err != nil {
		return nil, err
	}
	dir, err := judging.WordsDir()
	if err != nil {
		return nil, err
	}
	return judging.Open(cfg, dir)
})

// evaluated judges lines and returns what is printed and the JSON.
func evaluated(t *testing.T, o evaluateOptions, judge task, j *judging.Judges,
	text string) (printed string, f map[string]any) {
	t.Helper()
	file := write(t, filepath.Join(t.TempDir(), "cases.jsonl"), text)
	var said, coded bytes.Buffer
	o.misses = 5
	if err := o.report(t.Context(), judge, j, file, &said); err != nil {
		t.Fatal(err)
	}
	o.json = true
	if err := o.report(t.Context(), judge, j, file, &coded); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(coded.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	return said.String(), f
}

func loaded(t *testing.T) *judging.Judges {
	t.Helper()
	j, err := sharedJudges()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func wants(t *testing.T, printed string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(printed, w) {
			t.Errorf("%q is not in\n%s", w, printed)
		}
	}
}

// Nine people speak of one quarry in much the same words and one of it in others; the gold
// also holds a mention that the group cannot have.
func TestEvaluateIssueSetsGroupsBesideKnownIssues(t *testing.T) {
	var b strings.Builder
	line := func(id, title, text string) {
		fmt.Fprintf(&b, `{"id":%q,"title":%q,"text":%q,"published_at":"2026-03-0%dT08:00:00+08:00"}`+"\n", id, title, text, 1+len(id)%5)
	}
	for i := range 6 {
		line(fmt.Sprint("q", i), "云岭采石场夜间爆破扰民", fmt.Sprintf("澄川市柳浦区云岭采石场夜里放炮，第%d次反映，窗户震得直响，请联系13800138000", i+1))
	}
	line("other", "咨询居住证办理", "请问居住证在哪里办理，需要带什么材料")
	dir := t.TempDir()
	gold := filepath.Join(dir, "gold.jsonl")
	write(t, gold, `{"id":"G1","name":"云岭采石场","message_ids":["q0","q1","q2","q3","q4","q5","other"],"ambiguous_ids":[]}`+"\n")
	o := evaluateOptions{task: "issue", gold: gold}
	printed, f := evaluated(t, o, o.evaluateIssue, loaded(t), b.String())
	wants(t, printed, "G1", "missed   other 「咨询居住证办理」", "times the largest known issue (7)", "mean best-cluster F1")
	if strings.Contains(printed, "窗户") || strings.Contains(printed, "13800138000") {
		t.Errorf("texts are shown:\n%s", printed)
	}
	match := f["detail"].(map[string]any)["matches"].([]any)[0].(map[string]any)
	if match["hit"] != 6.0 || match["size"] != 6.0 || match["precision"] != 1.0 ||
		fmt.Sprint(match["missed"]) != "[other]" {
		t.Errorf("match %v", match)
	}
}

func TestEvaluateTopicShowsWhatTheCatalogueMisses(t *testing.T) {
	lines := `{"id":"a","title":"烧烤店噪音扰民","text":"夜里噪音很大","label":"环境"}
{"id":"b","title":"工厂污水直排","text":"河水发黑","label":"环境"}
{"id":"c","title":"学校乱收费","text":"中学乱收补课费","label":"教育"}
{"id":"d","title":"嗯嗯嗯","text":"啊啊啊","label":"教育"}
{"id":"e","title":"学校旁噪音扰民","text":"工地噪音污染","label":"教育"}
{"id":"f","title":"没有标签","text":"噪音"}
`
	printed, f := evaluated(t, evaluateOptions{task: "topic"}, evaluateTopic, loaded(t), lines)
	wants(t, printed, "macro F1", "precision", "rows: label", "missed, 教育: nothing heard: 1",
		"d, got no topic", "missed, 教育: misread: 1", "stands for 环境", "噪音")
	detail := f["detail"].(map[string]any)
	if got := fmt.Sprint(detail["confusion"]); got != "[[1 1 1] [0 2 0]]" {
		t.Errorf("confusion %s", got)
	}
	if total := f["total"].(map[string]any); total["cases"] != 5.0 || total["right"] != 3.0 {
		t.Errorf("total %v: a line without a label is no case", total)
	}
}

func TestEvaluateTopicByAModel(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	data, model := filepath.Join(dir, "data.jsonl"), filepath.Join(dir, "topic.model")
	write(t, data, labelledLines(60))
	if _, _, err := runTrain(data, "--out", model); err != nil {
		t.Fatal(err)
	}
	j := *loaded(t)
	if err := j.WithModel(&configs.Config{}, model, 0); err != nil {
		t.Fatal(err)
	}
	printed, f := evaluated(t, evaluateOptions{task: "topic"}, evaluateTopic, &j, `{"id":"x","title":"停水","text":"自来水管爆裂，家里停水，请水务公司抢修","label":"水务"}
{"id":"y","title":"公交","text":"公交车班次太少，请公交公司增加班次","label":"公交"}`+"\n")
	if f["extra"].(map[string]any)["macro F1"] != "1.000" || strings.Contains(printed, "stands for") {
		t.Errorf("a model's labels stand for themselves:\n%s", printed)
	}
}

func TestEvaluateRouteTellsTheSteps(t *testing.T) {
	printed, f := evaluated(t, evaluateOptions{task: "route"}, evaluateRoute, loaded(t), `{"id":"r1","topic":"tax","division":"980101","severity":"IV","lead":"lp-works"}
{"id":"r2","topic":"tax","division":"980101","severity":"IV","lead":"jc-tax","rule":"vertical"}
`)
	wants(t, printed, "missed, vertical: 1", "r1, 「tax 980101 IV」, got jc-tax (vertical)", "结论：", "want lp-works")
	if total := f["total"].(map[string]any); total["cases"] != 2.0 || total["right"] != 1.0 {
		t.Errorf("total %v", total)
	}
}

func TestEvaluateRedactNamesWhatStaysAndWhatGoes(t *testing.T) {
	printed, f := evaluated(t, evaluateOptions{task: "redact"}, evaluateRedact, nil, `{"kind":"mobile","value":"13800138000","valid":true}
{"kind":"hotline","value":"12345","valid":true,"personal":false}
{"kind":"name","value":"李小明","valid":true,"text":"我叫李小明，想反映停水。"}
{"kind":"wrong","value":"停水","valid":true}
`)
	wants(t, printed, "look-alike: hotline", "identifiers gone", "not the same twice         0", "missed, wrong: 5")
	if k := f["kinds"].(map[string]any); fmt.Sprint(k["name"]) != "map[cases:1 right:1]" ||
		fmt.Sprint(k["mobile"]) != "map[cases:5 right:5]" {
		t.Errorf("kinds %v", k)
	}
}

func TestEvaluateRefuses(t *testing.T) {
	for _, args := range [][]string{{"x.jsonl", "--task", "mood"}, {"x.jsonl", "--task", "issue"}} {
		c := evaluateCommand()
		c.SilenceErrors, c.SilenceUsage = true, true
		c.SetArgs(args)
		if err := c.Execute(); !errors.Is(err, cli.ErrUsage) {
			t.Errorf("%v: %v, want wrong use", args, err)
		}
	}
}
