// Package demand reads from a text's words what it asks for (诉求类型): inquiry (咨询), help
// (求助), complaint (投诉), report (举报), suggestion (建议), praise (表扬), or none.
//
// Phrases have weights, the form of a sentence (a question, a polite wish) adds to them, and
// a negated phrase does not count. What comes out names the phrases that decided.
package demand

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// order settles a tie: what obliges more comes first.
var order = []opinion.Demand{opinion.Report, opinion.Complaint, opinion.Help, opinion.Suggestion, opinion.Inquiry, opinion.Praise}

const (
	enough       = 1.0 // what a demand must weigh at least
	enoughPraise = 1.5 // a courteous word is not yet praise
	titleTimes   = 1.6 // people put what they want in the title
	courtesy     = 0.25
	maxWords     = 8 // of evidence
)

type hit struct {
	phrase string
	weight float64
	at     int
}

type tally struct {
	demand opinion.Demand
	weight float64
	hits   []hit
}

// Judge says what the text asks for. It looks at words only, never at how they are put.
func Judge(title, text string) opinion.DemandFinding {
	tallies := make([]tally, len(order))
	for i, d := range order {
		tallies[i].demand = d
	}
	read(tallies, title, titleTimes, 0)
	read(tallies, text, 1, len(title))
	balance(tallies)
	slices.SortStableFunc(tallies, func(a, b tally) int { return cmp.Compare(b.weight, a.weight) })
	best, next := tallies[0], tallies[1]
	if best.weight < enough || best.demand == opinion.Praise && best.weight < enoughPraise {
		return opinion.DemandFinding{ID: opinion.NoDemand, Confidence: 0.6}
	}
	return opinion.DemandFinding{
		ID:         best.demand,
		Confidence: min(0.98, 0.5+0.5*(best.weight-next.weight)/(best.weight+0.5)),
		Evidence:   evidence(best.hits),
	}
}

func evidence(hits []hit) []string {
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.weight, a.weight) })
	hits = hits[:min(len(hits), maxWords)]
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.at, b.at) })
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.phrase
	}
	return out
}

// read adds what a text says; each phrase counts once.
func read(tallies []tally, text string, times float64, offset int) {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		e, ok := longest(r, text[at:])
		if !ok {
			at += size
			continue
		}
		if !(e.plain && negated(text[:at])) {
			for _, v := range e.votes {
				if v.demand == opinion.Praise && strings.Contains(e.text, "感谢") && !deed(text, at, len(e.text)) {
					v.weight *= courtesy
				}
				add(tallies, v, e.text, times, offset+at)
			}
		}
		at += len(e.text)
	}
}

// deed says whether thanks have something to thank for close by.
func deed(text string, at, size int) bool {
	if strings.HasSuffix(text[:at+size], "感谢信") {
		return true
	}
	near := text[max(0, at-60):min(len(text), at+size+45)]
	return slices.ContainsFunc(deeds, func(d string) bool { return strings.Contains(near, d) })
}

func longest(r rune, text string) (entry, bool) {
	if r >= 1<<16 {
		return entry{}, false
	}
	for _, e := range phrases[starts[r]] {
		if strings.HasPrefix(text, e.text) {
			return e, true
		}
	}
	return entry{}, false
}

func add(tallies []tally, v vote, phrase string, times float64, at int) {
	t := &tallies[slices.Index(order, v.demand)]
	if slices.ContainsFunc(t.hits, func(h hit) bool { return h.phrase == phrase }) {
		return
	}
	t.weight += v.weight * times
	t.hits = append(t.hits, hit{phrase, v.weight * times, at})
}

// negated says whether a phrase stands under 不, 没, 未 … right before it (不是来投诉).
func negated(before string) bool {
	for range 3 {
		r, size := utf8.DecodeLastRuneInString(before)
		if size == 0 || strings.ContainsRune("，。！？；、,.!?;\n ", r) {
			return false
		}
		if strings.ContainsRune("不没未非别勿", r) {
			return true
		}
		if !strings.ContainsRune("是来想要有再会为在做", r) {
			return false
		}
		before = before[:len(before)-size]
	}
	return false
}

// balance lets what is weighty outdo courtesy: thanks at the end of a complaint are no
// praise, a question within one no inquiry, and a wish that something be set up is a
// suggestion even when it is put as a question.
func balance(tallies []tally) {
	weight := func(d opinion.Demand) *float64 { return &tallies[slices.Index(order, d)].weight }
	trouble := *weight(opinion.Complaint) + *weight(opinion.Report) + *weight(opinion.Help)
	if trouble >= 1.5 || *weight(opinion.Inquiry) >= 2 || *weight(opinion.Suggestion) >= 2 {
		*weight(opinion.Praise) *= 0.4
	}
	if trouble >= 3 {
		*weight(opinion.Inquiry) *= 0.6
		*weight(opinion.Suggestion) *= 0.8
	}
	if *weight(opinion.Suggestion) >= 2 && trouble < 3 {
		*weight(opinion.Inquiry) *= 0.7
	}
	if r := weight(opinion.Report); *r >= 2 { // what is reported is complained of as well
		*weight(opinion.Complaint) *= 0.75
	}
}
