package classify

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"huiying/internal/sharedtest"
)

// messages are the labelled messages to government of the shared data.
func messages(t testing.TB) (out []Example, ids []string) {
	f, err := os.Open(sharedtest.File(t, "tipdm2020c/messages_dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for s.Scan() {
		var m struct {
			ID, Title, Text, Label string
			Group                  string `json:"dup_group"`
		}
		if err := json.Unmarshal(s.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		out, ids = append(out, Example{m.Title, m.Text, m.Label, m.Group}), append(ids, m.ID)
	}
	return out, ids
}

// TestRealMessages trains on four fifths of the messages, judges the rest, copies whole,
// and holds what the product promises of quality, size and time.
func TestRealMessages(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes a minute")
	}
	all, ids := messages(t)
	c, err := prepare(all)
	if err != nil {
		t.Fatal(err)
	}
	var known, held []Example
	for i, e := range all {
		// A group is told by its name, so that copies stay together.
		if key := e.Group + map[bool]string{true: ids[i]}[e.Group == ""]; digest(key)[0] < 51 {
			held = append(held, e)
		} else {
			known = append(known, e)
		}
	}
	start := time.Now()
	m, report, err := Train(t.Context(), known, Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	m, err = Load(&file)
	if err != nil {
		t.Fatal(err)
	}

	hit, said, of := map[string]float64{}, map[string]float64{}, map[string]float64{}
	hits := 0.0
	for _, e := range held {
		got := m.Judge(e.Title, e.Text, nil).ID
		said[got]++
		of[e.Label]++
		if got == e.Label {
			hit[got]++
			hits++
		}
	}
	macro := 0.0
	for _, label := range c.labels {
		macro += 2 * hit[label] / (said[label] + of[label]) / float64(len(c.labels))
	}
	data, _ := m.bytes()
	t.Logf("trained on %d in %s, held out %d: accuracy %.4f, macro F1 %.4f (cross-validated %.4f, ECE %.3f); %d features, %d bytes",
		len(known), took.Round(time.Second/10), len(held), hits/float64(len(held)), macro, report.MacroF1, report.ECE, m.facts.Features, len(data))
	if macro < 0.90 {
		t.Errorf("macro F1 %.4f on unseen messages: want at least 0.90", macro)
	}
	if len(data) > 20<<20 {
		t.Errorf("the model has %d bytes: want at most 20 MB", len(data))
	}
	if report.ECE > 0.05 {
		t.Errorf("confidence is off by %.3f on average: want at most 0.05", report.ECE)
	}
}

func BenchmarkJudge(b *testing.B) {
	all, _ := messages(b)
	m, _, err := Train(b.Context(), all, Options{Folds: 2})
	if err != nil {
		b.Fatal(err)
	}
	words := map[string][]string{} // as long as words are on average, which is what counts here
	for _, e := range all {
		rs := []rune(e.Title + "\n" + e.Text)
		for chunk := range slices.Chunk(rs, 2) {
			words[e.Title] = append(words[e.Title], string(chunk))
		}
	}
	for _, e := range []struct {
		name  string
		judge func(Example)
	}{
		{"Judge/words", func(x Example) { m.Judge(x.Title, x.Text, words[x.Title]) }},
		{"Judge", func(x Example) { m.Judge(x.Title, x.Text, nil) }},
		{"Confidences", func(x Example) { m.Confidences(x.Title, x.Text) }},
	} {
		b.Run(e.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				e.judge(all[i%len(all)])
			}
		})
	}
}
