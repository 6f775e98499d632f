package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/configs"
	"huiying/console"
	"huiying/opinion"
)

// What monitors said in the console becomes a model, and the model judges like them.
func TestFromCorrectionsToAModel(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	h, shut := w.house(t, w.load(t), roleAnalyze, roleRespond)
	topics := []string{"tax/evasion", "budget/spending"}
	texts := []string{"鹅岗里的杏花开了，杏花树下有人唱戏", "榕荫街的灯笼挂好了，灯笼会上有人猜谜"} // the catalogue knows neither
	var letters []opinion.Mention
	for i := range 40 {
		letters = append(letters, letter(t, i, []string{"杏花", "灯笼"}[i%2]+fmt.Sprint("的事", i), fmt.Sprintf("%s，第%d回", texts[i%2], i)))
	}
	h.hear(t, letters...)
	front := newDesktop(t, h)
	for i, m := range letters[:38] {
		body, _ := json.Marshal(console.Correct{Field: opinion.FieldTopic, Is: topics[i%2], By: "monitor"})
		if status := front.post(t, "/api/v1/mentions/"+m.ID+"/correct", string(body), nil); status != 200 {
			t.Fatalf("correct: %d", status)
		}
	}
	if status := front.post(t, "/api/v1/mentions/"+letters[37].ID+"/undo", `{}`, nil); status != 200 {
		t.Fatalf("undo: %d", status)
	}
	var live bytes.Buffer
	address := strings.TrimPrefix(front.URL, "http://")
	n, err := remote{running{Address: address}}.Labels(t.Context(), &live)
	if err != nil || n != 37 {
		t.Fatalf("from the running server: %d labels, %v", n, err)
	}
	front.Close()
	shut()

	dir := t.TempDir()
	file, model := filepath.Join(dir, "labels.jsonl"), filepath.Join(dir, "topics.model")
	if c := huiying(t, "export", "corrections", "--out", file, "--config", w.config, "--data", w.data); c.code != 0 || !strings.Contains(c.err.String(), "37 labels") {
		t.Fatalf("export: %d\n%s", c.code, c.said())
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != live.String() {
		t.Errorf("the file differs from what the server says, %v", err)
	}
	for line := range strings.Lines(string(got)) {
		var keys map[string]string
		if err := json.Unmarshal([]byte(line), &keys); err != nil || len(keys) != 4 || keys["label"] == "" || keys["text"] == "" {
			t.Fatalf("line %s: %v", line, err)
		}
	}
	if _, errOut, err := runTrain(file, "--out", model); err != nil {
		t.Fatalf("train: %v\n%s", err, errOut)
	}
	cfg, err := configs.Load(w.config)
	if err != nil {
		t.Fatal(err)
	}
	j, err := openJudges(cfg, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := j.withModel(cfg, model, 0); err != nil {
		t.Fatal(err)
	}
	for i, m := range letters[37:] {
		if found := j.parts.Topic(m.Title, m.Text); found.ID != topics[(37+i)%2] {
			t.Errorf("the model says %s, persons said %s", found.ID, topics[(37+i)%2])
		}
	}
	if c := huiying(t, "export"); c.code != exitUsage {
		t.Errorf("export of nothing: %d", c.code)
	}
}
