package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// alertLines are twelve quiet days of a county and a surge on the last, not in order, and two bad lines.
func alertLines() string {
	var b strings.Builder
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, opinion.Beijing)
	line := func(id string, at time.Time, text string) {
		out, _ := json.Marshal(map[string]string{"id": id, "title": text, "text": text + "，请有关部门处理。",
			"published_at": at.Format(time.RFC3339), "source": "12345", "division": "980101"})
		b.Write(append(out, '\n'))
	}
	at := start.AddDate(0, 0, 11).Add(10 * time.Hour)
	for i := range 14 {
		line(fmt.Sprint("surge", i), at.Add(time.Duration(i*5)*time.Minute), fmt.Sprintf("听雨街道%d号小区自来水停水没有水用", i))
	}
	b.WriteString("no json\n")
	b.WriteString(`{"id":"untimed","text":"路灯不亮了"}` + "\n")
	for i := range 12 * 24 {
		line(fmt.Sprint("m", i), start.Add(time.Duration(i)*time.Hour), []string{"路灯坏了晚上很黑", "垃圾没有人清运",
			"广场舞噪音太大影响休息", "公交车等了半个小时不来", "工地拖欠农民工工资"}[i%5]+fmt.Sprint("第", i%17, "次反映"))
	}
	return b.String()
}

func TestAlertsOfLines(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "lines.jsonl"), alertLines())
	config := regionConfig(t)
	run := func(args ...string) (string, string, error) {
		var out, beside bytes.Buffer
		root := newRoot()
		root.SetOut(&out)
		root.SetErr(&beside)
		root.SetArgs(append([]string{"alerts", "--config", config}, args...))
		err := root.Execute()
		return out.String(), beside.String(), err
	}
	out, beside, err := run(file, "--json")
	if err == nil || !strings.Contains(beside, "untimed") || strings.Count(beside, "\n") != 2 {
		t.Errorf("bad lines: %v %q", err, beside)
	}
	surges := 0
	for text := range strings.Lines(out) {
		var a struct {
			At       time.Time
			Kind     string
			Expected float64
			Seen     int
			Mentions []string
			Why      []string
		}
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatal(err)
		}
		if a.Kind == "surge" && strings.HasPrefix(a.Mentions[0], "surge") {
			surges++
			if a.Seen < 3 || a.Seen > 10 || a.Expected >= 1 || len(a.Why) < 3 {
				t.Errorf("%s", text)
			}
		}
	}
	if surges != 1 {
		t.Errorf("%d surges:\n%s", surges, out)
	}
	again, _, _ := run(file, "--json")
	if again != out {
		t.Error("the same lines gave other alerts")
	}
	if table, _, _ := run(file); !strings.Contains(table, "突增") {
		t.Errorf("table:\n%s", table)
	}
}
