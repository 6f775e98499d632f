package verify

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiying/words"
)

// border is the score from which a judgement counts: about at least, form letter at most.
const border = 0.5

// Pair is a question and the answer to it, both redacted: reasons quote them.
type Pair struct {
	ID          string
	Title, Text string
	Reply       string
	RepliedAt   time.Time // zero when unknown; relative terms are counted from it
}

// Check is one thing looked at, in words that a person may overrule in words.
type Check struct {
	Name     string  `json:"name"` // published, about, form_letter or repeats, promises
	OK       bool    `json:"ok"`
	Score    float64 `json:"score,omitempty"`
	Reason   string  `json:"reason"` // Chinese
	ReasonEn string  `json:"reason_en"`
}

// Names of checks.
const (
	CheckPublished  = "published"
	CheckAbout      = "about"
	CheckFormLetter = "form_letter"
	CheckRepeats    = "repeats" // in place of form_letter: it only repeats the question
	CheckPromises   = "promises"
)

// Judgement is what the words of an answer say about it.
type Judgement struct {
	About      float64   // 0..1: the answer is about the question
	FormLetter float64   // 0..1: it says nothing of its own
	Promises   []Promise // what it says will be done by when
	Checks     []Check   // about, form_letter or repeats and, where something is promised, promises
}

// Judge reads answers. The zero value works; its fields make it know more. It is safe for any
// number of goroutines when its fields are.
type Judge struct {
	// Place compares where question and answer are, beside what anonymised exports say in
	// codes; nil compares codes only.
	Place Place
	// WorkingDays is the end of the nth working day after a moment; nil, or an error where the
	// calendar does not reach, leaves such a promise without a day.
	WorkingDays func(from time.Time, n int) (time.Time, error)
}

// Judge judges one pair. others is to how many other questions nearly the same answer went,
// as Alike counts them.
func (j *Judge) Judge(p Pair, others int) Judgement { return j.read(p).judge(j, others) }

// Batch judges pairs whose answers are compared with one another and with those known, and
// adds them to known. each runs do for 0..n-1, at once if it likes; nil runs them in turn.
func (j *Judge) Batch(known *Alike, pairs []Pair, each func(n int, do func(i int))) []Judgement {
	if each == nil {
		each = inTurn
	}
	read, out := make([]readPair, len(pairs)), make([]Judgement, len(pairs))
	sketches := make([]sent, len(pairs))
	each(len(pairs), func(i int) {
		read[i] = j.read(pairs[i])
		sketches[i] = sentOf(read[i])
	})
	for i := range read {
		known.add(read[i], sketches[i])
	}
	each(len(pairs), func(i int) { out[i] = read[i].judge(j, known.others(read[i], sketches[i])) })
	return out
}

func inTurn(n int, do func(i int)) {
	for i := range n {
		do(i)
	}
}

// readPair is a pair taken apart.
type readPair struct {
	Pair
	reply                   string
	title, question, answer *text
	here, there             string // codes of the divisions of question and answer
}

func (j *Judge) read(p Pair) readPair {
	r := readPair{Pair: p, reply: p.Reply, title: read(p.Title),
		question: read(p.Title + "\n" + p.Text), answer: read(p.Reply)}
	if j.Place != nil {
		r.here = j.Place(p.Title, p.Text)
		r.there = j.Place("", p.Reply)
	}
	return r
}

// with compares the question of r with the answer of a.
func (r readPair) with(a readPair) compared {
	where := compare(r.question.places, a.answer.places)
	if where == unknown {
		where = compareCodes(r.here, a.there)
	}
	return compareTexts(r.title, r.question, a.answer, where)
}

func (r readPair) judge(j *Judge, others int) Judgement {
	c := r.with(r)
	out := Judgement{About: c.features.score()}
	if r.answer.size == 0 {
		out.About = 0
	}
	form := formLetter(c, r)
	out.FormLetter = form.score(others, out.About)
	out.Promises = j.promises(r.Reply, r.RepliedAt)
	out.Checks = append(out.Checks, aboutCheck(c, out.About, r), form.check(out.FormLetter, others, out.About))
	if n := len(out.Promises); n > 0 {
		out.Checks = append(out.Checks, promisesCheck(out.Promises))
	}
	return out
}

// OK says that no check raises doubt.
func (j Judgement) OK() bool {
	return !slices.ContainsFunc(j.Checks, func(c Check) bool { return !c.OK })
}

// Reasons are the words of all checks.
func (j Judgement) Reasons() []string {
	out := make([]string, len(j.Checks))
	for i, c := range j.Checks {
		out[i] = c.Reason
	}
	return out
}

// aboutCheck says what speaks for and against: object, place, names.
func aboutCheck(c compared, score float64, r readPair) Check {
	out := Check{Name: CheckAbout, Score: score, OK: score >= border}
	var parts []words.Phrase
	say := func(key string, args ...any) { parts = append(parts, words.Of(key, args...)) }
	told := c.told(5)
	switch {
	case c.question.size == 0:
		out.OK = true
		out.Reason, out.ReasonEn = said("verify.question_gone")
		return out
	case c.answer.size == 0:
		say("verify.empty")
	case len(told) > 0:
		list := "「" + strings.Join(told, "」「") + "」"
		say("verify.about.takes_up", list)
	case out.OK:
		say("verify.about.fits")
	default:
		say("verify.about.nothing")
	}
	switch c.where {
	case same:
		say("verify.about.same_place")
	case apart, elsewhere:
		say("verify.about.other_place", placeWords(r))
	}
	if c.features[namesApart] > 0 {
		say("verify.about.other_names")
	}
	head := "verify.about"
	if !out.OK {
		head = "verify.about.not"
	}
	out.Reason, out.ReasonEn = said(head, listed(parts))
	return out
}

// placeWords shows the places that differ, as far as they have names.
func placeWords(r readPair) string {
	q, a := strings.Join(r.question.places, "、"), strings.Join(r.answer.places, "、")
	if q == "" || a == "" {
		q, a = r.here, r.there
	}
	return fmt.Sprintf("%s / %s", q, a)
}
