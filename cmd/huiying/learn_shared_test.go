package main

import (
	"encoding/json"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huiying/analyzers/dispatch"
	"huiying/app/judging"
	"huiying/internal/sharedtest"
)

// One fifth of a real city's orders, copies kept together, is judged by what the rest teaches. The
// bounds lie a little below what was measured (docs/quality.md).
func TestRealOrdersGoWhereTheyWent(t *testing.T) {
	if testing.Short() {
		t.Skip("half a minute")
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	type order struct {
		ID, Text, Unit, Cluster, Division string
		Category                          []string
		District                          *string
	}
	dir := t.TempDir()
	files := [2]string{filepath.Join(dir, "learn.jsonl"), filepath.Join(dir, "judge.jsonl")}
	var parts [2][]byte
	for _, o := range sharedtest.Lines[order](t, "orders_haikou/dev.jsonl") {
		h := fnv.New32a()
		h.Write([]byte(o.Cluster))
		to := 0
		if h.Sum32()>>8%5 == 0 {
			to = 1
		}
		line := map[string]any{"id": o.ID, "text": o.Text, "unit": o.Unit, "category": o.Category,
			"division": o.Division, "district": o.District}
		b, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		parts[to] = append(append(parts[to], b...), '\n')
	}
	for i, b := range parts {
		if err := os.WriteFile(files[i], b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	model := filepath.Join(dir, "a.model")
	if _, _, err := runCommand("learn", files[0], "--out", model); err != nil {
		t.Fatal(err)
	}
	out, _, err := runCommand("evaluate", files[1], "--task", "dispatch", "--model", model, "--json")
	var f struct {
		Total  figure
		Detail dispatchReport
	}
	if err == nil {
		err = json.Unmarshal([]byte(out), &f)
	}
	if err != nil {
		t.Fatal(err)
	}
	d := f.Detail
	t.Logf("%d orders: first %.3f, among three %.3f, calibration error %.3f", f.Total.Cases, d.First, d.Three, d.ECE)
	if d.First < .62 || d.Three < .76 || d.ECE > .1 {
		t.Error("worse than it was")
	}
}

// A proposal is timed against jieba's cut of the same text, by turns.
func BenchmarkProposal(b *testing.B) {
	b.Setenv("XDG_CACHE_HOME", b.TempDir())
	cfg, j, err := judging.For("")
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	past, err := readPast(b.Context(), j, []string{sharedtest.File(b, "orders_haikou/dev.jsonl")}, "", nil, io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	m, _, err := dispatch.Learn(b.Context(), past.orders, dispatch.Options{Topics: judging.Duties(cfg)})
	if err != nil {
		b.Fatal(err)
	}
	var cutting, proposing time.Duration
	for b.Loop() {
		for part := range slices.Chunk(past.orders, 128) {
			start := time.Now()
			for _, o := range part {
				j.Words.Jieba.Cut(o.Title + "\n" + o.Text)
			}
			middle := time.Now()
			for _, o := range part {
				m.Propose(o.Reading)
			}
			cutting, proposing = cutting+middle.Sub(start), proposing+time.Since(middle)
		}
	}
	b.ReportMetric(float64(proposing)/float64(cutting), "x-jieba")
	b.ReportMetric(float64(proposing.Nanoseconds())/float64(b.N*len(past.orders)), "ns/proposal")
}
