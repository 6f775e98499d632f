package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"huiying/app/judging"
	"huiying/opinion"
)

// topicReport is how a judge of topics falls onto other labels.
type topicReport struct {
	MacroF1   float64       `json:"macro_f1"`
	Labels    []labelFigure `json:"labels"`
	Confusion [][]int       `json:"confusion"` // rows: label; columns: answer, the last one no topic
	Entries   []standing    `json:"entries,omitempty"`
}

type labelFigure struct {
	Label     string  `json:"label"`
	Messages  int     `json:"messages"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Unheard   int     `json:"unheard"` // no topic: no word was there, or the model was not sure
	Misread   int     `json:"misread"` // taken for another label
}

// standing says which label an entry of the catalogue stands for.
type standing struct {
	Entry string `json:"entry"`
	Label string `json:"label"`
	Texts int    `json:"texts"` // that were given the entry
	Share int    `json:"of_label"`
}

// ownVotes is how many texts an item needs to stand for another label than its field.
const ownVotes = 20

type labelled struct{ ID, Title, Text, Label string }

// evaluateTopic compares labels with the answers. Where answers are entries of the catalogue,
// each field stands for the label that most of its texts have, and so does an item that was
// given often and mostly to another label: the figures are those of the best such reading.
func evaluateTopic(_ context.Context, j *judging.Judges, file string) (figures, error) {
	var all []labelled
	var got []opinion.TopicFinding
	labels := map[string]int{}
	err := lines(file, func(m labelled) error {
		if m.Label == "" {
			return nil
		}
		all, got = append(all, m), append(got, j.Parts.Topic(m.Title, m.Text))
		labels[m.Label]++
		return nil
	})
	entries := stand(all, got, labels)
	var f figures
	rep := &topicReport{}
	names := slices.Sorted(maps.Keys(labels))
	rep.Confusion = make([][]int, len(names))
	for i := range names {
		rep.Confusion[i] = make([]int, len(names)+1)
	}
	for i, m := range all {
		answer, label := standsFor(entries, got[i].ID), slices.Index(names, m.Label)
		col := slices.Index(names, answer)
		if col < 0 {
			col = len(names)
		}
		rep.Confusion[label][col]++
		f.add(m.Label, answer == m.Label)
		if answer != m.Label {
			f.Misses = append(f.Misses, misread(m, got[i], answer))
		}
	}
	rep.measure(names)
	for _, id := range slices.Sorted(maps.Keys(entries)) {
		if _, isLabel := labels[id]; !isLabel {
			rep.Entries = append(rep.Entries, entries[id])
		}
	}
	f.Detail = rep
	f.Extra = map[string]any{"macro F1": fmt.Sprintf("%.3f", rep.MacroF1)}
	return f, err
}

func misread(m labelled, got opinion.TopicFinding, answer string) miss {
	if got.ID == "" {
		return miss{Kind: m.Label + ": nothing heard", ID: m.ID, Got: "no topic"}
	}
	was := got.ID
	if answer != got.ID {
		was = fmt.Sprintf("%s %s, which stands for %s", got.ID, got.Name, answer)
	}
	return miss{Kind: m.Label + ": misread", ID: m.ID, Got: was, Evidence: got.Evidence}
}

// stand works out which label each entry stands for; a label stands for itself.
func stand(all []labelled, got []opinion.TopicFinding, labels map[string]int) map[string]standing {
	votes := map[string]map[string]int{}
	vote := func(entry, label string) {
		if votes[entry] == nil {
			votes[entry] = map[string]int{}
		}
		votes[entry][label]++
	}
	for i, m := range all {
		id := got[i].ID
		field, _, isItem := strings.Cut(id, "/")
		switch {
		case id == "":
		case labels[id] > 0:
			vote(id, id)
		case isItem:
			vote(id, m.Label)
			fallthrough
		default:
			vote(field, m.Label)
		}
	}
	entries := map[string]standing{}
	for entry, by := range votes {
		best := slices.MaxFunc(slices.Sorted(maps.Keys(by)), func(a, b string) int { return cmp.Compare(by[a], by[b]) })
		s := standing{Entry: entry, Label: best, Share: by[best]}
		for _, n := range by {
			s.Texts += n
		}
		entries[entry] = s
	}
	for entry, s := range entries { // an item is worth naming where it differs from its field
		if field, _, isItem := strings.Cut(entry, "/"); isItem && labels[entry] == 0 &&
			(s.Texts < ownVotes || s.Label == entries[field].Label) {
			delete(entries, entry)
		}
	}
	return entries
}

func standsFor(entries map[string]standing, id string) string {
	if s, ok := entries[id]; ok {
		return s.Label
	}
	field, _, _ := strings.Cut(id, "/")
	return entries[field].Label
}

func (r *topicReport) measure(names []string) {
	for i, name := range names {
		l := labelFigure{Label: name, Unheard: r.Confusion[i][len(names)]}
		said, hit := 0, r.Confusion[i][i]
		for j := range names {
			said += r.Confusion[j][i]
			l.Messages += r.Confusion[i][j]
		}
		l.Messages += l.Unheard
		l.Misread = l.Messages - l.Unheard - hit
		l.Precision, l.Recall, l.F1 = share(hit, said), share(hit, l.Messages), share(2*hit, said+l.Messages)
		r.MacroF1 += l.F1 / float64(len(names))
		r.Labels = append(r.Labels, l)
	}
}

func (r *topicReport) print(w io.Writer, _ int) {
	fmt.Fprintf(w, "%s %8s %9s %6s %5s  %7s %7s\n", pad("label", 18), "messages", "precision",
		"recall", "F1", "unheard", "misread")
	for _, l := range r.Labels {
		fmt.Fprintf(w, "%s %8d %9.3f %6.3f %.3f  %7d %7d\n", pad(l.Label, 18), l.Messages,
			l.Precision, l.Recall, l.F1, l.Unheard, l.Misread)
	}
	fmt.Fprintf(w, "\nrows: label; columns: what it was taken for\n%s", pad("", 18))
	for i := range r.Labels {
		fmt.Fprintf(w, " %5s", fmt.Sprint("(", i+1, ")"))
	}
	fmt.Fprintln(w, "  none")
	for i, row := range r.Confusion {
		fmt.Fprint(w, pad(fmt.Sprintf("(%d) %s", i+1, r.Labels[i].Label), 18))
		for _, n := range row {
			fmt.Fprintf(w, " %5d", n)
		}
		fmt.Fprintln(w)
	}
	if len(r.Entries) > 0 {
		fmt.Fprintln(w, "\nwhat stands for which label (texts of that label, of all that were given the entry)")
		for _, s := range r.Entries {
			fmt.Fprintf(w, "  %s %s %d of %d\n", pad(s.Entry, 34), pad(s.Label, 18), s.Share, s.Texts)
		}
	}
}
