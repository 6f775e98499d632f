package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huiying/analyzers/harm"
)

// text is one example with what is known of it.
type text struct {
	from, kind, words string
	signs             []string // each once
	danger            bool     // whether somebody is in danger is known
	now               bool
	call, severity    []string
	framed            bool // one of ours as others would write it down
	counts            float64
}

// answer is what a question's answer is, and whether it is asked of the text and known.
func (t text) answer(q harm.Question) (yes, asked bool) {
	switch q {
	case harm.Now:
		return t.now, t.danger
	case harm.Police, harm.Fire, harm.Ambulance, harm.Traffic:
		number := [...]string{"110", "119", "120", "122"}[q-harm.Police]
		return slices.Contains(t.call, number), t.now
	case harm.Many:
		return t.severity[0] == "I" || t.severity[0] == "II", !slices.Contains(t.severity, "IV")
	case harm.Mass:
		return t.severity[0] == "I", !slices.Contains(t.severity, "IV")
	}
	if slices.Contains(t.severity, "IV") {
		return false, len(t.severity) == 1
	}
	return true, true
}

// heldOut is never read here: what is found in it says what is found in the unseen.
const heldOut = "held_out.tsv"

// ownTexts are those of our own, and each as others might write it down.
func ownTexts() ([]text, error) {
	files, err := filepath.Glob("analyzers/danger/testdata/*.tsv")
	if err != nil {
		return nil, err
	}
	var out []text
	for _, file := range append(files, "analyzers/severity/testdata/examples.tsv") {
		if filepath.Base(file) == heldOut {
			continue
		}
		rows, err := table(file)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	for n, t := range slices.Clone(out) {
		out = append(out, framed(n, t)...)
	}
	return out, nil
}

func table(file string) ([]text, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []text
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		f := strings.Split(line, "\t")
		t := text{from: filepath.Base(file), counts: 1}
		switch {
		case n == 0:
			continue
		case len(f) == 5:
			t.danger, t.now, t.call, t.severity = true, f[0] == "1", strings.Fields(f[1]), strings.Fields(f[2])
			t.kind, t.words = f[3], f[4]
		case len(f) == 2:
			t.severity, t.kind, t.words, t.danger = []string{f[0]}, fmt.Sprint(n%folds), f[1], f[0] == "IV"
		default:
			return nil, fmt.Errorf("%s: line %d has %d columns", file, n+1, len(f))
		}
		t.signs = signs("", t.words)
		out = append(out, t)
	}
	return out, nil
}

func ordinaryTexts(files []string) ([]text, error) {
	var out []text
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var row struct{ Title, Text string }
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			out = append(out, text{from: filepath.Base(file), signs: signs(row.Title, row.Text), counts: 0.4})
			if row.Title != "" { // how people put an ordinary matter in short
				out = append(out, text{from: filepath.Base(file), signs: signs("", row.Title), counts: 0.05})
			}
		}
	}
	return out, nil
}

func signs(title, words string) []string {
	met := map[string]bool{}
	var out []string
	harm.Signs(title, words, func(s string) {
		if !met[s] {
			met[s] = true
			out = append(out, s)
		}
	})
	return out
}
