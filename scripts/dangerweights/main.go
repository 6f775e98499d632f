// Command dangerweights learns the weights of package danger from the texts in its testdata and writes
// weights.bin; the same texts give the same file. With -measure it says instead how well such weights do
// on the texts of a writer whom they did not see, each writer in turn, and how they and the phrases are
// best weighed together (the constants of danger.go).
//
//	go run ./scripts/dangerweights -ordinary orders.jsonl,letters.jsonl [-measure]
//
// Ordinary texts keep the weights from taking what people complain of every day for danger. They are
// records of citizens, so they are not in this project, and no text of theirs is in the file: JSON lines
// with "title" and "text", or only "text". Every second line is learned from, the others are counted.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"huiying/analyzers/classify"
	"huiying/analyzers/danger"
	"huiying/analyzers/harm"
)

const texts = "analyzers/danger/testdata"

// row is a text, the set that it belongs to, and what it is.
type row struct {
	set, title, text string
	label            string // of package danger
}

func (r row) now() bool { return r.label != danger.None }

func main() {
	log.SetFlags(0)
	ordinary := flag.String("ordinary", "", "files of ordinary texts, by commas")
	unseen := flag.Bool("measure", false, "only measure: weights that did not see a writer, for each writer")
	flag.Parse()
	if err := run(*ordinary, *unseen); err != nil {
		log.Fatal("dangerweights: ", err)
	}
}

func run(ordinary string, unseen bool) error {
	own, err := written()
	if err != nil {
		return err
	}
	var learned, counted []row
	for _, file := range strings.FieldsFunc(ordinary, func(r rune) bool { return r == ',' }) {
		usual, err := usually(file)
		if err != nil {
			return err
		}
		for i, r := range usual {
			if i%2 == 0 {
				learned = append(learned, r)
			} else {
				counted = append(counted, r)
			}
		}
	}
	if unseen {
		return measure(own, learned, counted)
	}
	m, err := fit(append(own, learned...))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		return err
	}
	return os.WriteFile("analyzers/danger/weights.bin", b.Bytes(), 0o644)
}

// weighed is a text and what it weighs for weights that did not see it.
type weighed struct {
	row
	like, phrases float64
}

func measure(own, learned, counted []row) error {
	var writers []string
	for _, r := range own {
		if !slices.Contains(writers, r.set) {
			writers = append(writers, r.set)
		}
	}
	var unseen []weighed
	for _, w := range writers {
		var others, his []row
		for _, r := range own {
			if r.set == w {
				his = append(his, r)
			} else {
				others = append(others, r)
			}
		}
		m, err := fit(append(others, learned...))
		if err != nil {
			return err
		}
		got := weigh(m, his)
		report(w, got)
		if strings.HasPrefix(w, "writer_") { // the phrases knew the others when they were written
			unseen = append(unseen, got...)
		}
		if w == writers[len(writers)-1] {
			got = weigh(m, counted)
			report("ordinary", got)
			report("unseen writers", unseen)
			fmt.Println("base, byLike, byPhrases:", logistic(append(unseen, got...)))
		}
	}
	return nil
}

func weigh(m *classify.Model, rows []row) []weighed {
	out := make([]weighed, len(rows))
	for i, r := range rows {
		h := harm.Read(r.title, r.text)
		out[i] = weighed{r, danger.Likeness(m, r.title, r.text), math.Max(-4, math.Min(7, float64(h.Stake.Weight)))}
		h.Free()
	}
	return out
}

// report prints, for a few places to draw the line, the share of dangers found and how many other texts
// were taken for one.
func report(name string, rows []weighed) {
	fmt.Printf("%-16s", name)
	for _, line := range []float64{-1.5, -1.2, -0.9, -0.6, -0.3, 0, 0.5} {
		var now, found, falsely int
		for _, r := range rows {
			above := danger.Together(r.like, float32(r.phrases)) >= line
			switch {
			case r.now() && above:
				now, found = now+1, found+1
			case r.now():
				now++
			case above:
				falsely++
			}
		}
		fmt.Printf("  %5.2f: %d/%d %d/%d", line, found, now, falsely, len(rows)-now)
	}
	fmt.Println()
}

// logistic fits base and the two weights by gradient descent.
func logistic(rows []weighed) (w [3]float64) {
	for range 4000 {
		var slope [3]float64
		for _, r := range rows {
			x := [3]float64{1, r.like, r.phrases}
			miss := -1 / (1 + math.Exp(-(w[0] + w[1]*x[1] + w[2]*x[2])))
			if r.now() {
				miss++
			}
			for i := range slope {
				slope[i] += miss * x[i]
			}
		}
		for i := range w {
			w[i] += slope[i] / float64(len(rows))
		}
	}
	return w
}

func fit(rows []row) (*classify.Model, error) {
	examples := make([]classify.Example, len(rows))
	for i, r := range rows {
		examples[i] = classify.Example{Title: r.title, Text: r.text, Label: r.label, Group: strconv.Itoa(i)}
	}
	m, _, err := classify.Train(context.Background(), examples, classify.Options{Folds: 2})
	return m, err
}

// aliases are what the writers called kinds that have another name.
var aliases = map[string]string{
	"poison": "poisoning", "food_poisoning": "poisoning", "overdose": "suicide", "co": "gas", "smoke": "fire",
	"electric": "electricity", "elevator": "lift", "crowd": "crush", "landslip": "landslide",
	"avalanche": "cold", "snow": "cold", "altitude": "cold", "mountain": "cold", "ice": "drowning",
	"well": "drowning", "kidnap": "violence", "domestic_violence": "violence", "intent": "suicide",
	"lost_person": "missing", "elder_no_answer": "medical", "heat": "medical", "animals": "animal",
	"railway": "traffic", "confined": "chemical", "construction": "collapse",
}

func written() ([]row, error) {
	files, err := filepath.Glob(texts + "/*.tsv")
	if err != nil {
		return nil, err
	}
	var out []row
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
			f := strings.Split(line, "\t")
			if len(f) != 5 {
				return nil, fmt.Errorf("%s:%d: %d columns", file, i+2, len(f))
			}
			r := row{set: strings.TrimSuffix(filepath.Base(file), ".tsv"), text: f[4], label: danger.None}
			if f[0] == "1" {
				r.label = kind(f[3])
			}
			out = append(out, r)
		}
	}
	data, err := os.ReadFile(texts + "/everyday.txt")
	for line := range strings.Lines(string(data)) {
		out = append(out, row{set: "everyday", text: strings.TrimSpace(line), label: danger.None})
	}
	return out, err
}

func kind(name string) string {
	if other, ok := aliases[name]; ok {
		name = other
	}
	if _, ok := danger.Kinds[name]; !ok {
		return danger.Other
	}
	return name
}

func usually(file string) ([]row, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var v struct{ Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = append(out, row{set: "ordinary", title: v.Title, text: v.Text, label: danger.None})
	}
	return out, lines.Err()
}
