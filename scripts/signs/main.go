// Command signs learns analyzers/harm/signs.tsv from the texts of our own in
// analyzers/danger/testdata and analyzers/severity/testdata, or prints what is found of kinds of text
// that were kept out while learning. Held-out texts are never read.
//
//	go run ./scripts/signs [-o analyzers/harm/signs.tsv] [ORDINARY.jsonl …]
//
// ORDINARY are lines of {"title","text"} in which nobody is in danger, such as a hotline's orders:
// they count less than ours, are read for the weights only, and no word of theirs that our own
// texts do not have goes into the file.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"

	"huiying/analyzers/harm"
)

const (
	rarest   = 3    // own texts that a sign must stand in
	smallest = 0.02 // weight that is kept
	lean     = 0.7  // is added to the bias of Now: to miss a life is worse than to look in vain
	folds    = 6
)

func main() {
	out := flag.String("o", "", "where the weights go; without it, what is found of the unseen is printed")
	flag.Parse()
	own, err := ownTexts()
	if err != nil {
		log.Fatal(err)
	}
	ordinary, err := ordinaryTexts(flag.Args())
	if err != nil {
		log.Fatal(err)
	}
	if *out == "" {
		unseen(own, ordinary)
		return
	}
	m := learn(own, ordinary)
	if err := os.WriteFile(*out, m.file(own), 0o644); err != nil {
		log.Fatal(err)
	}
}

// model are the weights of each question, by sign; the last is the bias.
type model struct {
	signs  []string
	at     map[string]int32
	weight [harm.Questions][]float64
}

// learn fits a logistic regression for each question.
func learn(own, ordinary []text) *model {
	m := &model{at: map[string]int32{}}
	in := map[string]int{}
	for i := range own {
		for _, s := range own[i].signs {
			if !own[i].framed {
				in[s]++
			}
		}
	}
	for s, n := range in {
		if n >= rarest {
			m.signs = append(m.signs, s)
		}
	}
	slices.Sort(m.signs)
	for i, s := range m.signs {
		m.at[s] = int32(i)
	}
	for q := range harm.Questions {
		var d data
		for _, t := range own {
			if yes, asked := t.answer(q); asked {
				d.add(m.row(t), yes, t.counts)
			}
		}
		if q == harm.Now {
			for _, t := range ordinary {
				d.add(m.row(t), false, t.counts)
			}
		}
		m.weight[q] = d.fit(len(m.signs))
		if q == harm.Now {
			m.weight[q][len(m.signs)] += lean
		}
	}
	return m
}

func (m *model) row(t text) []int32 {
	var out []int32
	for _, s := range t.signs {
		if i, ok := m.at[s]; ok {
			out = append(out, i)
		}
	}
	return out
}

func (m *model) sum(t text, q harm.Question) float64 {
	sum := m.weight[q][len(m.signs)]
	for _, i := range m.row(t) {
		sum += m.weight[q][i]
	}
	return sum
}

// file is signs.tsv, in the order of the signs, which keeps its changes small.
func (m *model) file(own []text) []byte {
	danger, other := map[string]int{}, map[string]int{}
	for _, t := range own {
		if t.framed {
			continue
		}
		for _, s := range t.signs {
			if t.now {
				danger[s]++
			} else {
				other[s]++
			}
		}
	}
	var b strings.Builder
	b.WriteString("sign\tnow\t110\t119\t120\t122\tII\tI\treal\tin danger\tother\n")
	line := func(sign string, i int) {
		row, kept := sign, false
		for q := range harm.Questions {
			row += "\t"
			if w := m.weight[q][i]; w >= smallest || w <= -smallest {
				row, kept = row+strconv.FormatFloat(w, 'f', 2, 64), true
			}
		}
		if kept || sign == "-" {
			fmt.Fprintf(&b, "%s\t%d\t%d\n", row, danger[sign], other[sign])
		}
	}
	line("-", len(m.signs))
	for i, s := range m.signs {
		line(s, i)
	}
	return []byte(b.String())
}
