package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/analyzers/classify"
	"huiying/internal/cli"
)

// invented labelled lines; no citizen wrote them.
func labelledLines(n int) string {
	kinds := [][2]string{
		{"水务", "自来水管爆裂，家里停水，请水务公司抢修"},
		{"公交", "公交车班次太少，站台没有雨棚，请公交公司增加班次"},
	}
	places := []string{"东湖新村", "西山路口", "南门一带", "北园小区"}
	var b strings.Builder
	for i := range n {
		kind := kinds[i%2]
		line := map[string]any{"id": fmt.Sprint(i), "title": places[i%4] + kind[0] + "问题", "label": kind[0], "dup_group": nil}
		switch i % 5 {
		case 0:
			line["tokens"] = strings.ReplaceAll(kind[1], "，", " ") + fmt.Sprint(" ", i)
		case 1:
			line["tokens"] = strings.Split(kind[1], "，")
		default:
			line["text"] = fmt.Sprint(kind[1], "，已经", i, "天")
		}
		j, _ := json.Marshal(line)
		b.Write(append(j, '\n'))
	}
	return b.String()
}

func runTrain(args ...string) (stdout, stderr string, err error) {
	c := trainCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	var out, errOut bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&errOut)
	c.SetArgs(args)
	err = c.Execute()
	return out.String(), errOut.String(), err
}

func TestTrainWritesTheSameModelTwice(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	data := filepath.Join(dir, "data.jsonl")
	if err := os.WriteFile(data, []byte(labelledLines(60)+`{"id":"u","text":"没有标签"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	model, again, report := filepath.Join(dir, "a.model"), filepath.Join(dir, "b.model"), filepath.Join(dir, "report")
	out, errOut, err := runTrain(data, "--out", model, "--report", report)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "60 messages, 2 labels: macro F1 1.000") || !strings.Contains(errOut, "1 lines have no label") {
		t.Errorf("said %q and %q", out, errOut)
	}
	out, _, err = runTrain(data, "--out", again, "--json")
	if err != nil {
		t.Fatal(err)
	}
	var r classify.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Examples != 60 || len(r.Classes) != 2 {
		t.Errorf("--json: %v, %+v", err, r)
	}
	a, _ := os.ReadFile(model)
	b, _ := os.ReadFile(again)
	if len(a) == 0 || !bytes.Equal(a, b) {
		t.Errorf("two models of the same data differ: %d and %d bytes", len(a), len(b))
	}
	for _, name := range []string{"report.md", "report.json", "confusion.svg"} {
		if s, err := os.Stat(filepath.Join(report, name)); err != nil || s.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	m, err := classify.Load(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	if f := m.Judge("公交班次", "站台没有雨棚", nil); f.ID != "公交" {
		t.Errorf("%+v", f)
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".huiying-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTrainRefuses(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	good, out := write("good.jsonl", labelledLines(20)), filepath.Join(dir, "m")
	for name, c := range map[string]struct {
		args []string
		want error
	}{
		"no file":    {[]string{"--out", out}, cli.ErrUsage},
		"no out":     {[]string{good}, cli.ErrUsage},
		"bad folds":  {[]string{good, "--out", out, "--folds", "1"}, cli.ErrUsage},
		"bad time":   {[]string{good, "--out", out, "--at", "gestern"}, cli.ErrUsage},
		"absent":     {[]string{filepath.Join(dir, "none"), "--out", out}, os.ErrNotExist},
		"too few":    {[]string{write("few.jsonl", labelledLines(4)), "--out", out}, classify.ErrData},
		"no labels":  {[]string{write("bare.jsonl", `{"text":"水"}`+"\n"), "--out", out}, classify.ErrData},
		"no place":   {[]string{good, "--out", filepath.Join(dir, "none", "m")}, os.ErrNotExist},
		"not a line": {[]string{write("bad.jsonl", "{\"text\":\"秘密\n"), "--out", out}, nil},
	} {
		_, _, err := runTrain(c.args...)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "秘密") {
			t.Errorf("%s: the error repeats the text: %v", name, err)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: a model was written", name)
			os.Remove(out)
		}
	}
}
