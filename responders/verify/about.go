package verify

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"huiying/opinion"
)

// features are what speaks for and against an answer being about its question.
type features [10]float64

const (
	always       = iota
	sharedAll    // what both share, beyond what chance would share
	sharedTitle  // the same for the title, which says the demand
	otherCounty  // the answer speaks of another county of the city
	otherCity    // or of another city
	namesShared  // proper names in both
	namesForeign // proper names that only the answer has
	namesApart   // both have proper names, and none in common
	length       // of the answer: a long one that shares nothing is about something else
	sharedLong
)

// coefficients of a logistic regression over real pairs of questions and answers, against
// answers to other questions and to the most similar question about the same place; the fit
// is in fit_test.go. Ten numbers keep nothing of any text.
var coefficients = features{
	always: 0.14, sharedAll: 0.68, sharedTitle: 1.01, otherCounty: -0.84, otherCity: -1.83,
	namesShared: 0.29, namesForeign: -0.59, namesApart: -0.73, length: -1.90, sharedLong: 0.67,
}

// score is the likelihood that the answer is about its question. 0.5 is what nothing speaks
// for or against.
func (f features) score() float64 {
	sum := 0.0
	for i, x := range f {
		sum += coefficients[i] * x
	}
	return 1 / (1 + math.Exp(-sum))
}

// compared is a question beside an answer.
type compared struct {
	title, question, answer *text
	where                   agreement
	features                features
}

func compareTexts(title, question, answer *text, where agreement) compared {
	c := compared{title: title, question: question, answer: answer, where: where}
	f := &c.features
	f[always] = 1
	f[sharedAll] = shared(question, answer)
	f[sharedTitle] = shared(title, answer)
	switch where {
	case apart:
		f[otherCounty] = 1
	case elsewhere:
		f[otherCity] = 1
	}
	c.compareNames()
	f[length] = math.Log1p(float64(answer.size)) / 5
	f[sharedLong] = f[sharedAll] * f[length]
	return c
}

// steady keeps a doubtful share of few words from looking certain.
const steady = 20

// shared is by how many standard deviations the weight of what both texts hold exceeds what
// an unrelated text as long as the answer would hold, on a logarithmic scale.
func shared(q, a *text) float64 {
	var seen, expected, variance float64
	long := float64(a.size)
	for _, p := range q.each {
		chance := table.of(p)
		w := weight(chance)
		if w == 0 {
			continue
		}
		if a.pairs[p] {
			seen += w
		}
		by := 1 - math.Exp(-chance*long)
		expected += w * by
		variance += w * w * by
	}
	z := (seen - expected) / math.Sqrt(variance+steady)
	return math.Copysign(math.Log1p(math.Abs(z)), z)
}

func (c *compared) compareNames() {
	both, foreign := 0, 0
	for _, n := range c.answer.names {
		if c.question.pairs[n] {
			both++
		} else {
			foreign++
		}
	}
	for _, n := range c.question.names {
		if c.answer.pairs[n] && !slices.Contains(c.answer.names, n) {
			both++
		}
	}
	f := &c.features
	f[namesShared], f[namesForeign] = math.Log1p(float64(both)), math.Log1p(float64(foreign))
	if both == 0 && len(c.answer.names) > 0 && len(c.question.names) > 0 {
		f[namesApart] = 1
	}
}

// worthShowing is the weight from which a piece of the question tells something to a person.
const worthShowing = 6

// told are the pieces of the question that the answer takes up, those that tell most first.
func (c *compared) told(most int) []string {
	type piece struct {
		words  string
		weight float64
	}
	var all []piece
	var run []rune
	sum := 0.0
	end := func() {
		if s := strings.Trim(string(run), smallWords); sum > worthShowing && len([]rune(s)) > 1 {
			all = append(all, piece{opinion.Clip(s, 12), sum})
		}
		run, sum = run[:0], 0
	}
	for _, p := range c.question.order {
		if p == (pair{}) || !c.answer.pairs[p] || sign(p.a) || sign(p.b) {
			end()
			continue
		}
		if len(run) == 0 {
			run = append(run, p.a)
		}
		run = append(run, p.b)
		if !table.isCommon(p) && !table.small(p.a) && !table.small(p.b) {
			sum += weight(table.of(p))
		}
	}
	end()
	slices.SortStableFunc(all, func(x, y piece) int { return cmp.Compare(y.weight, x.weight) })
	var out []string
	for _, p := range all {
		if len(out) < most && !slices.ContainsFunc(out, func(s string) bool { return strings.Contains(s, p.words) || strings.Contains(p.words, s) }) {
			out = append(out, p.words)
		}
	}
	return out
}

// smallWords are trimmed from the ends of a piece that is shown.
var smallWords = func() string {
	var b strings.Builder
	for i, c := range table.char {
		if c.small {
			b.WriteRune(firstHan + rune(i))
		}
	}
	return b.String()
}()
