// Package severity weighs a matter (等级) by the harm and the reach that its words tell of:
// I 特别重大, II 重大, III 较大, IV 一般. It never looks at who speaks or how loudly.
//
// Three things are told apart: what happened or is happening (a fire, people taken ill, a
// street without water), what is dangerous though nobody is hurt yet (a smell of gas, a bare
// cable), and what is only feared, prevented, rehearsed, remembered or denied (防止火灾,
// 消防演练, 没有伤亡), which weighs nothing.
//
// Deaths, injuries and losses follow the limits of 国务院令第493号 《生产安全事故报告和调查处理
// 条例》 article 3, as recalled, not read: verify before quoting. That rule calls one or two
// deaths 一般; here any death is at least III, because a death that the public reports must be
// looked at by more than the desk that takes complaints. The limits of reach are our own.
package severity

import (
	"slices"
	"sync"

	"huiying/analyzers/harm"
	"huiying/opinion"
)

// Of weighs a text whose harm is read; its title is read as a sentence of its own. danger are the words
// by which life is at stake now, as the judge of danger gives them; none: it is not.
func Of(r *harm.Reading, danger []string, title, text string) opinion.SeverityFinding {
	f := memory.Get().(*facts)
	defer memory.Put(f)
	*f = facts{words: f.words[:0], sentence: f.sentence, harm: r, now: len(danger) > 0}
	f.read(title)
	if title != "" {
		f.at = len(title) + 1
	}
	f.read(text)
	told := f.level()
	f.harm = nil
	if f.now {
		if level := ofStake(r.Stake); level.Heavier(told.Level) {
			return opinion.SeverityFinding{Level: level, Evidence: danger}
		}
	}
	return told
}

// level is the level by what is told as real, whether or not it goes on.
func (f *facts) level() opinion.SeverityFinding {
	for _, r := range rules {
		if r.holds(f) {
			return opinion.SeverityFinding{Level: r.level, Evidence: f.evidence(r.kinds)}
		}
	}
	return opinion.SeverityFinding{Level: opinion.SeverityIV}
}

// rule is one way to reach a level. Kinds are the facts that it rests on, for evidence.
type rule struct {
	level opinion.Severity
	kinds kind
	holds func(*facts) bool
}

// rules are tried in order: the first that holds decides.
var rules = []rule{
	{opinion.SeverityI, death, func(f *facts) bool { return f.deaths >= 30 }},
	{opinion.SeverityI, injury, func(f *facts) bool { return f.injured >= 100 }},
	{opinion.SeverityI, loss | event | release, func(f *facts) bool { return f.loss >= 1e8 && f.has(event|release) }},
	{opinion.SeverityI, illness, func(f *facts) bool { return f.ill >= 1000 }},
	{opinion.SeverityI, reach | outage | event | release, func(f *facts) bool {
		return f.without >= 500_000 || f.struck >= 100_000
	}},

	{opinion.SeverityII, death, func(f *facts) bool { return f.deaths >= 10 }},
	{opinion.SeverityII, injury, func(f *facts) bool { return f.injured >= 50 }},
	{opinion.SeverityII, loss | event | release, func(f *facts) bool { return f.loss >= 5e7 && f.has(event|release) }},
	{opinion.SeverityII, illness | frail, func(f *facts) bool { return f.ill >= 30 || f.ill >= 5 && f.has(frail) }},
	{opinion.SeverityII, event | trapped, func(f *facts) bool { return f.has(event) && f.has(trapped) }},
	{opinion.SeverityII, event | death | injury | illness | frail, func(f *facts) bool {
		return f.has(event) && f.has(frail) && f.together
	}},
	{opinion.SeverityII, release, func(f *facts) bool { return f.has(release) }},
	{opinion.SeverityII, reach | outage, func(f *facts) bool { return f.without >= 30_000 }},
	{opinion.SeverityII, reach | event, func(f *facts) bool { return f.struck >= 10_000 }},

	{opinion.SeverityIII, death, func(f *facts) bool { return f.deaths >= 1 }},
	{opinion.SeverityIII, injury, func(f *facts) bool { return f.injured >= 3 || f.has(grave) }},
	{opinion.SeverityIII, event | hazard | trapped | illness | grave, func(f *facts) bool {
		return f.has(event | hazard | trapped | illness)
	}},
	{opinion.SeverityIII, reach | outage | frail, func(f *facts) bool {
		return f.without >= 1000 || f.frailNear || f.days >= 7
	}},
	{opinion.SeverityIII, reach, func(f *facts) bool { return f.touched >= 10_000 }},
}

// facts are what a text tells of as real.
type facts struct {
	kinds     kind
	deaths    int
	injured   int
	ill       int
	without   int     // people in the sentence of an outage
	struck    int     // people in the sentence of an event or a release
	touched   int     // people whom anything else is said to touch
	days      int     // that an outage has lasted
	loss      float64 // yuan
	together  bool    // an event and frail people in one sentence
	frailNear bool    // an outage and frail people in one sentence
	words     []said
	sentence  sentence // that is being read
	harm      *harm.Reading
	now       bool // life is at stake now
	at        int  // where the text that is being read begins in the reading of harm
}

// memory keeps facts for the next judgement, so that reading makes no garbage.
var memory = sync.Pool{New: func() any { return new(facts) }}

type said struct {
	word string
	kind kind
}

func (f *facts) has(k kind) bool { return f.kinds&k != 0 }

func (f *facts) add(k kind, word string) {
	f.kinds |= k
	if !slices.ContainsFunc(f.words, func(s said) bool { return s.word == word }) {
		f.words = append(f.words, said{word, k})
	}
}

// evidence lists the words of those kinds, in the order of the text, ten at most.
func (f *facts) evidence(kinds kind) []string {
	var out [10]string
	n := 0
	for _, s := range f.words {
		if s.kind&kinds != 0 && n < len(out) {
			out[n] = s.word
			n++
		}
	}
	return append([]string(nil), out[:n]...)
}
