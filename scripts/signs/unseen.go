package main

import (
	"fmt"
	"slices"

	"huiying/analyzers/harm"
)

// tally is how often danger was found, and said where there is none.
type tally struct{ danger, found, others, falsely int }

// trial is what is found of texts that were kept out while learning.
type trial struct {
	kinds        []string
	files        map[string]*tally
	right, asked [harm.Questions]int
	loud, calm   int // ordinary texts said to be in danger, and all
}

// fold is in which of the rounds a text is kept out: all of its kind together.
func (t *trial) fold(x text) int { return slices.Index(t.kinds, x.from+x.kind) % folds }

// unseen prints how well each question is answered for kinds of text that were kept out while
// learning, file by file, and how many ordinary texts that were kept out are said to be in danger.
func unseen(own, ordinary []text) {
	t := &trial{files: map[string]*tally{}}
	for _, x := range own {
		if k := x.from + x.kind; !slices.Contains(t.kinds, k) {
			t.kinds = append(t.kinds, k)
		}
	}
	var some []text // a third of the ordinary ones, so that it does not take long
	for i := 0; i < len(ordinary); i += 3 {
		x := ordinary[i]
		x.counts *= 3
		some = append(some, x)
	}
	for round := range folds {
		t.round(round, own, some)
	}
	t.print()
}

// round learns without one part of the texts and asks about it.
func (t *trial) round(round int, own, ordinary []text) {
	var in, kept, calm, asked []text
	for _, x := range own {
		if t.fold(x) != round {
			in = append(in, x)
		} else if !x.framed {
			kept = append(kept, x)
		}
	}
	for i, x := range ordinary {
		if i%folds != round {
			calm = append(calm, x)
		} else {
			asked = append(asked, x)
		}
	}
	m := learn(in, calm)
	for _, x := range asked {
		t.calm++
		if m.sum(x, harm.Now) > 0 {
			t.loud++
		}
	}
	for _, x := range kept {
		t.ask(m, x)
	}
}

func (t *trial) ask(m *model, x text) {
	for q := range harm.Questions {
		if yes, ok := x.answer(q); ok {
			t.asked[q]++
			if (m.sum(x, q) > 0) == yes {
				t.right[q]++
			}
		}
	}
	if !x.danger {
		return
	}
	c := t.files[x.from]
	if c == nil {
		c = &tally{}
		t.files[x.from] = c
	}
	said := 0
	if m.sum(x, harm.Now) > 0 {
		said = 1
	}
	if x.now {
		c.danger, c.found = c.danger+1, c.found+said
	} else {
		c.others, c.falsely = c.others+1, c.falsely+said
	}
}

func (t *trial) print() {
	var files []string
	for f := range t.files {
		files = append(files, f)
	}
	slices.Sort(files)
	for _, f := range files {
		c := t.files[f]
		fmt.Printf("%s: found %d of %d, falsely %d of %d\n", f, c.found, c.danger, c.falsely, c.others)
	}
	for q := range harm.Questions {
		fmt.Printf("question %d: right %d of %d\n", q, t.right[q], t.asked[q])
	}
	fmt.Printf("ordinary texts said to be in danger: %d of %d\n", t.loud, t.calm)
}
