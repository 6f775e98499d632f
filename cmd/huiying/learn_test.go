package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/analyzers/dispatch"
	"huiying/opinion"
)

// pastLines are orders of an invented office; no citizen said them.
func pastLines(n int) string {
	kinds := [][2]string{
		{"水务公司", "自来水管爆裂，家里停水，请派人抢修"},
		{"公交公司", "公交车班次太少，站台没有雨棚，请增加班次"},
		{"教育局", "孩子今年入学，请问学区怎么划分"},
	}
	var b strings.Builder
	for i := range n {
		k := kinds[i%3]
		j, _ := json.Marshal(map[string]any{"id": fmt.Sprint("G-", i), "unit": k[0], "phone": "x",
			"text": fmt.Sprint(k[1], "，第", i, "次反映"), "category": []string{"城市", k[0][:6]}, "date": "2026-03-04"})
		b.Write(append(j, '\n'))
	}
	return b.String()
}

func runCommand(name string, args ...string) (stdout, stderr string, err error) {
	c := newRoot()
	var out, errOut bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&errOut)
	c.SetArgs(append([]string{name}, args...))
	err = c.Execute()
	return out.String(), errOut.String(), err
}

func TestLearnWritesAModelThatEvaluateMeasures(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	data, model := filepath.Join(dir, "past.jsonl"), filepath.Join(dir, "a.model")
	lines := pastLines(90) + `{"id":"u","text":"没有单位"}` + "\n"
	if err := os.WriteFile(data, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errOut, err := runCommand("learn", data, "--out", model)
	if err != nil || !strings.HasPrefix(out, "90 orders, 3 units: first 1.000") {
		t.Fatalf("%q, %v", out, err)
	}
	if !strings.Contains(errOut, "1 orders name no unit") {
		t.Errorf("who has no unit is not counted: %q", errOut)
	}
	b, err := os.ReadFile(model)
	if err != nil || bytes.Contains(b, []byte("抢修")) || bytes.Contains(b, []byte("G-")) {
		t.Errorf("the model holds words or numbers of orders, or is none: %v", err)
	}
	if m, err := dispatch.Load(bytes.NewReader(b)); err != nil || m.Facts().Until != "2026-03-04" {
		t.Errorf("%v: the model does not know until when it has learned", err)
	}
	out, _, err = runCommand("evaluate", data, "--task", "dispatch", "--model", model, "--json")
	var f struct {
		Detail struct {
			First, Three, ECE float64
			Units             []dispatch.UnitFigure
		}
	}
	if err == nil {
		err = json.Unmarshal([]byte(out), &f)
	}
	if err != nil || f.Detail.First != 1 || f.Detail.Three != 1 || len(f.Detail.Units) != 3 ||
		f.Detail.Units[0].Orders != 30 {
		t.Errorf("%v: %+v", err, f.Detail)
	}
}

func TestEvaluateDispatchRefusesWhatIsNoModel(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	data := filepath.Join(t.TempDir(), "past.jsonl")
	if err := os.WriteFile(data, []byte(pastLines(3)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand("evaluate", data, "--task", "dispatch", "--model", data); err == nil {
		t.Error("a file of orders was taken for a model")
	}
}

func TestAnalyzeProposesUnitsOfPastOrders(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	data, model := filepath.Join(dir, "past.jsonl"), filepath.Join(dir, "a.model")
	if err := os.WriteFile(data, []byte(pastLines(90)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand("learn", data, "--out", model); err != nil {
		t.Fatal(err)
	}
	ask := filepath.Join(dir, "ask.jsonl")
	if err := os.WriteFile(ask, []byte(`{"id":"1","text":"自来水管爆裂，家里停水"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err := runCommand("analyze", ask, "--model", model)
	var line judged
	if err == nil {
		err = json.Unmarshal([]byte(out), &line)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := line.Route.Proposals
	if len(p) != 3 || p[0].Name != "水务公司" || p[0].By != "history" || p[0].Confidence < .8 || len(p[0].Evidence) == 0 {
		t.Errorf("%+v", p)
	}
	if line.Route.Lead == "" || !strings.Contains(strings.Join(line.Route.Why, "\n"), "历史：") {
		t.Errorf("the steps say nothing of past orders: %q", line.Route.Why)
	}
}

// What past orders propose is printed below the rules' steps, and stands in the JSON.
func TestRoutePrintsWhatPastOrdersPropose(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	data, model := filepath.Join(dir, "past.jsonl"), filepath.Join(dir, "a.model")
	if err := os.WriteFile(data, []byte(pastLines(90)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand("learn", data, "--out", model); err != nil {
		t.Fatal(err)
	}
	ask := []string{"--topic", "municipal_services/water_supply", "--model", model}
	out, _, err := runCommand("route", append(ask[:4:4], "--text", "自来水管爆裂，家里停水")...)
	_, proposals, _ := strings.Cut(out, "往年派单建议 proposals\n")
	if err != nil || !strings.HasPrefix(proposals, "  1. 水务公司 ") || strings.Count(proposals, "\n") != 3 ||
		!strings.Contains(proposals, "件中 100 % 由水务公司办理；依据词：") || !strings.Contains(out, "历史：") {
		t.Errorf("%v: %s", err, out)
	}
	out, _, err = runCommand("route", append(ask[:4:4], "--json")...)
	var r opinion.Route
	if err == nil {
		err = json.Unmarshal([]byte(out), &r)
	}
	if err != nil || len(r.Proposals) != 3 || r.Proposals[0].Name != "水务公司" {
		t.Errorf("by the topic alone: %v %+v", err, r.Proposals)
	}
	out, _, err = runCommand("route", ask[:2]...)
	if err != nil || strings.Contains(out, "proposals") {
		t.Errorf("without a model: %v %s", err, out)
	}
}
