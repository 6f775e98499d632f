package corrections_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// What monitors said in the console becomes a model, and the model judges like them.
func TestFromCorrectionsToAModel(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	topics := []string{"tax/evasion", "budget/spending"}
	texts := []string{"鹅岗里的杏花开了，杏花树下有人唱戏", "榕荫街的灯笼挂好了，灯笼会上有人猜谜"} // the catalogue knows neither
	var letters []opinion.Mention
	for i := range 40 {
		letters = append(letters, flowtest.Letter(t, i, []string{"杏花", "灯笼"}[i%2]+fmt.Sprint("的事",
			i), fmt.Sprintf("%s，第%d回", texts[i%2], i)))
	}
	h.Hear(letters...)
	front := h.Desktop()
	for i, m := range letters[:38] {
		body, _ := json.Marshal(facts.Correct{Field: opinion.FieldTopic, Is: topics[i%2], By: "monitor"})
		if status := front.Post("/api/v1/mentions/"+m.ID+"/correct", string(body), nil); status != 200 {
			t.Fatalf("correct: %d", status)
		}
	}
	if status := front.Post("/api/v1/mentions/"+letters[37].ID+"/undo", `{}`, nil); status != 200 {
		t.Fatalf("undo: %d", status)
	}
	var live bytes.Buffer
	n := 0
	err := app.WithOffice(t.Context(), app.Address{Data: w.Data, Config: w.Config},
		func(ctx context.Context, o app.Office) (err error) {
			n, err = o.Labels(ctx, &live)
			return err
		})
	if err != nil || n != 37 {
		t.Fatalf("from the running server: %d labels, %v", n, err)
	}
	h.Stop()

	dir := t.TempDir()
	file, model := filepath.Join(dir, "labels.jsonl"), filepath.Join(dir, "topics.model")
	if c := flowtest.Run(t, "export", "corrections", "--out", file, "--config", w.Config, "--data",
		w.Data); c.Code != 0 || !strings.Contains(c.Err.String(), "37 lines") {
		t.Fatalf("export: %d\n%s", c.Code, c.Said())
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != live.String() {
		t.Errorf("the file differs from what the server says, %v", err)
	}
	for line := range strings.Lines(string(got)) {
		var keys map[string]string
		if err := json.Unmarshal([]byte(line), &keys); err != nil || len(keys) != 4 ||
			keys["label"] == "" || keys["text"] == "" {
			t.Fatalf("line %s: %v", line, err)
		}
	}
	if c := flowtest.Run(t, "train", file, "--out", model); c.Code != 0 {
		t.Fatalf("train: %s", c.Said())
	}
	judgesByModel(t, w, model, letters[37:], topics)
	if c := flowtest.Run(t, "export"); c.Code != flowtest.Usage {
		t.Errorf("export of nothing: %d", c.Code)
	}
}

// judgesByModel makes the model that of the configuration: the console's process judges by it,
// and huiying check refuses a damaged one.
func judgesByModel(t *testing.T, w flowtest.World, model string, letters []opinion.Mention, topics []string) {
	t.Helper()
	main := filepath.Join(w.Config, "huiying.yaml")
	b, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	flowtest.Write(t, main, string(b)+"topic: {model: topics.model, sure: 0.5}\n")
	if c := flowtest.Run(t, "check", "--config", w.Config); c.Code != flowtest.Failed ||
		!strings.Contains(c.Out.String(), "topics.model") {
		t.Errorf("check without the file: %d\n%s", c.Code, c.Said())
	}
	flowtest.Write(t, filepath.Join(w.Config, "topics.model"), "no model")
	if c := flowtest.Run(t, "check", "--config", w.Config); c.Code != flowtest.Failed ||
		!strings.Contains(c.Out.String(), "huiying.yaml:") ||
		!strings.Contains(c.Out.String(), "[model]") {
		t.Errorf("check of a damaged one: %d\n%s", c.Code, c.Said())
	}
	trained, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	flowtest.Write(t, filepath.Join(w.Config, "topics.model"), string(trained))
	if c := flowtest.Run(t, "check", "--config", w.Config); c.Code != 0 {
		t.Errorf("check: %d\n%s", c.Code, c.Said())
	}
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	for i, m := range letters {
		if found := h.Judges().Parts.Topic(m.Title, m.Text); found.ID != topics[(37+i)%2] ||
			found.By != "model" || found.Name == found.ID {
			t.Errorf("the model says %+v, persons said %s", found, topics[(37+i)%2])
		}
	}
	if found := h.Judges().Parts.Topic("修订", "版本 12345"); found.ID != "" || !found.Unsure {
		t.Errorf("of what it never met it is sure: %+v", found)
	}
}
