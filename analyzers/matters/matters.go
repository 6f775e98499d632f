// Package matters cuts a text that raises several matters (一信多事) into them. A citizen writes of the
// lamps and then of the rubbish; two departments answer. Background is no matter of its own: causes
// and effects, what it is not about, what was tried before, what is settled.
//
// The cut is made where a sentence begins, or an order word (第二, 另外), and only where what follows
// is about something else with enough evidence of its own. What speaks for and against a cut is added
// up (weigh.go); each span says why it is one.
package matters

import (
	"slices"

	"huiying/opinion"
)

// Ear is how a piece of a text is judged by itself.
type Ear struct {
	// Topic says what a piece is about, and what its words weigh (topic.Lexicon.Weigh).
	Topic func(title, text string) (opinion.TopicFinding, float64)
	// Demand says what it asks for.
	Demand func(title, text string) opinion.DemandFinding
}

// Span is one matter of a text.
type Span struct {
	From, To int    // bytes of the text
	Title    string // the part of the title that is of it, where its own words say too little
	Why      string // by what it is a matter of its own: "order", "link" or "topic"; "" of the first
}

// Why a span is a matter of its own.
const (
	ByOrder = "order" // an order word: 第二, 二是, 2、
	ByLink  = "link"  // a word that adds: 另外, 还有, 同时
	ByTopic = "topic" // its own topic and demand alone
)

// mostMatters is how many matters a text is cut into; further ones stay in the last.
const mostMatters = 5

// Cut returns the matters of a text, two at least, in order and disjoint: together they are the text.
// It returns nil where there is one matter, as in nearly all texts. topic is what the whole is about.
func Cut(title, text string, topic opinion.TopicFinding, ear Ear) []Span {
	if !maybe(text, topic) {
		return nil
	}
	pieces := split(text)
	if len(pieces) < 2 || len(pieces) > longest && !slices.ContainsFunc(pieces, piece.marked) {
		return nil
	}
	w := weigher{ear: ear, title: title, text: text, pieces: pieces}
	parts := []stretch{w.called(w.hear(pieces[0]), 0)}
	for _, p := range pieces[1:] {
		last, next := parts[len(parts)-1], w.called(w.hear(p), len(parts))
		why := w.apart(parts, &next)
		if why != "" && len(parts) < mostMatters {
			next.why = why
			parts = append(parts, next)
			continue
		}
		parts[len(parts)-1] = w.join(last, next)
	}
	return w.spans(parts)
}

// spans are the parts that are about something of their own still, now that each is whole.
func (w *weigher) spans(parts []stretch) []Span {
	out := []Span{{From: 0, To: parts[0].to, Title: parts[0].title}}
	said := []string{parts[0].topic.ID}
	for _, p := range parts[1:] {
		if p.topic.ID == "" || slices.Contains(said, p.topic.ID) {
			out[len(out)-1].To = p.to
			continue
		}
		out, said = append(out, Span{From: p.from, To: p.to, Title: p.title, Why: p.why}), append(said, p.topic.ID)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// longest is from how many pieces on a text is a story: what else it touches is background there, and
// only what an order word or one that adds begins is a matter of its own.
const longest = 8

// clear is the confidence of a topic from which nothing else in the text weighs enough to be a matter.
const clear = 0.92

// maybe says whether looking closer may find a second matter. It keeps texts with one quick.
func maybe(text string, topic opinion.TopicFinding) bool {
	if topic.By != "rules" || topic.Confidence < clear {
		return true
	}
	return has(marks, text)
}
