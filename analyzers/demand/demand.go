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
	"sync"
	"unicode/utf8"

	"huiying/opinion"
)

// demand is a demand by its rank, which settles a tie: what obliges more comes first.
type demand int

const (
	report demand = iota
	complaint
	help
	suggestion
	inquiry
	praise
	demands
)

var ids = [demands]opinion.Demand{opinion.Report, opinion.Complaint, opinion.Help,
	opinion.Suggestion, opinion.Inquiry, opinion.Praise}

const (
	enough       = 1.0  // what a demand must weigh at least
	enoughPraise = 1.5  // a courteous word is not yet praise
	titleTimes   = 1.6  // people put what they want in the title
	thanksAlone  = 0.25 // of the weight of thanks that name no deed
	maxWords     = 8    // of evidence
)

// hit is the vote of a phrase that was heard.
type hit struct {
	vote
	phrase int
	at     int
}

// reading is what was heard so far.
type reading struct {
	weights [demands]float64
	hits    []hit
	told    []string // trouble that the text tells of, see tell
}

// readings is memory for the next reading, so that reading makes no garbage.
var readings = sync.Pool{New: func() any { return new(reading) }}

// Judge says what the text asks for. It looks at words only, never at how they are put. An office's
// own answer and an advertisement ask for nothing, and say so.
func Judge(title, text string) opinion.DemandFinding {
	asks := asked(title, text)
	if what, words := noMatter(title, text, asks); what != "" {
		return opinion.DemandFinding{ID: opinion.NoDemand, Confidence: 0.9, Evidence: words, NoMatter: what}
	}
	return asks
}

// asked is what the text's words ask for.
func asked(title, text string) opinion.DemandFinding {
	r := readings.Get().(*reading)
	defer readings.Put(r)
	*r = reading{hits: r.hits[:0]}
	r.read(title, titleTimes, 0)
	r.read(text, 1, len(title))
	r.balance()
	r.tell(title, text)
	best, next := demand(0), 0.0
	for d := demand(1); d < demands; d++ {
		if r.weights[d] > r.weights[best] {
			best = d
		}
	}
	for d, w := range r.weights {
		if demand(d) != best {
			next = max(next, w)
		}
	}
	weight := r.weights[best]
	if weight < enough || best == praise && weight < enoughPraise {
		return request(title, text, r.told)
	}
	return opinion.DemandFinding{
		ID:         ids[best],
		Confidence: min(0.98, 0.5+0.5*(weight-next)/(weight+0.5)),
		Evidence:   r.evidence(best),
	}
}

// evidence lists the weightiest phrases that spoke for a demand, in the order of the text.
func (r *reading) evidence(d demand) []string {
	hits := slices.DeleteFunc(r.hits, func(h hit) bool { return h.demand != d })
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.weight, a.weight) })
	hits = hits[:min(len(hits), maxWords)]
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.at, b.at) })
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = entries[h.phrase].text
	}
	if d == complaint {
		for _, w := range r.told {
			if len(out) < maxWords && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// read adds what a text says; each phrase counts once.
func (r *reading) read(text string, times float64, offset int) {
	phrases.Find(text, func(i, from, to int) int {
		e := &entries[i]
		if len(e.votes) == 0 || e.plain && negated(text[:from]) {
			return to
		}
		for _, v := range e.votes {
			if slices.ContainsFunc(r.hits, func(h hit) bool { return h.phrase == i && h.demand == v.demand }) {
				continue
			}
			if v.demand == praise && strings.Contains(e.text, "感谢") && !deed(text, from, to) {
				v.weight *= thanksAlone
			}
			v.weight *= times
			r.weights[v.demand] += v.weight
			r.hits = append(r.hits, hit{v, i, offset + from})
		}
		return to
	})
}

// deed says whether thanks have something to thank for close by.
func deed(text string, from, to int) (found bool) {
	if strings.HasSuffix(text[:to], "感谢信") {
		return true
	}
	near := text[max(0, from-60):min(len(text), to+45)]
	deeds.Find(near, func(_, _, _ int) int {
		found = true
		return len(near)
	})
	return found
}

// negated says whether a phrase stands under 不, 没, 未 … right before it (不是来投诉).
func negated(before string) bool {
	for range 3 {
		r, size := utf8.DecodeLastRuneInString(before)
		switch r {
		case '不', '没', '未', '非', '别', '勿':
			return true
		case '是', '来', '想', '要', '有', '再', '会', '为', '在', '做':
			before = before[:len(before)-size]
		default: // the begin of a clause, too
			return false
		}
	}
	return false
}

// balance lets what is weighty outdo polite words: thanks at the end of a complaint are no
// praise, a question within one no inquiry, and a wish that something be set up is a
// suggestion even when it is put as a question.
func (r *reading) balance() {
	w := &r.weights
	trouble := w[complaint] + w[report] + w[help]
	if trouble >= 1.5 || w[inquiry] >= 2 || w[suggestion] >= 2 {
		w[praise] *= 0.4
	}
	if trouble >= 3 {
		w[inquiry] *= 0.6
		w[suggestion] *= 0.8
	}
	if w[suggestion] >= 2 && trouble < 3 {
		w[inquiry] *= 0.7
	}
	if w[report] >= 2 { // what is reported is complained of as well
		w[complaint] *= 0.75
	}
}
