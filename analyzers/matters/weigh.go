package matters

import (
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// weigher adds up what speaks for and against each cut of one text.
type weigher struct {
	ear         Ear
	title, text string
	whole       signs
}

// stretch is a piece, or several that were joined, with what is heard in it.
type stretch struct {
	piece
	title  string // what the title calls it, where it says too little by itself
	topic  opinion.TopicFinding
	weight float64
	asks   bool
	behind int  // words of background
	praise bool // thanks, or something settled
	goesOn bool // it begins as what goes on about the same
}

func (w *weigher) hear(p piece) stretch {
	said := w.text[p.from:p.to]
	s := stretch{piece: p}
	s.topic, s.weight = w.ear.Topic("", said)
	d := w.ear.Demand("", said)
	s.asks = d.ID.Asks()
	s.behind, s.praise = count(background, said), has(settled, said) || d.ID == opinion.Praise
	head := strings.TrimLeft(said, " \n\t，、")
	n, _ := markAt(head)
	_, on := goesOn.At(strings.TrimLeft(head[n:], " ，、：:"))
	s.goesOn = on > 0
	return s
}

// called lets the title say what the n-th matter is, where its own words say nothing and the title
// joins so many: 小区养狗与楼顶搭建.
func (w *weigher) called(s stretch, n int) stretch {
	if s.topic.ID != "" || n >= len(w.whole.parts) || s.why != ByOrder && n > 0 && !w.whole.several() {
		return s
	}
	if t, weight := w.ear.Topic("", w.whole.parts[n]); t.ID != "" {
		s.title, s.topic, s.weight = w.whole.parts[n], t, min(weight, 1)
	}
	return s
}

// join lets a stretch go on with the next.
func (w *weigher) join(s, next stretch) stretch {
	joined := w.hear(piece{s.from, next.to, s.why, s.mark})
	joined.asks, joined.goesOn = s.asks || next.asks, s.goesOn
	if s.title != "" {
		joined.title, joined.topic, joined.weight = s.title, s.topic, s.weight
	}
	return joined
}

// What speaks for a cut, and how much must. Set on a hundred texts of another writer and on real
// orders and messages, nearly all of which raise one matter (docs/quality.md).
const (
	enough = 2.5

	forOrder     = 2.0 // an order word
	forLink      = 1.5 // a word that adds
	forWeakLink  = 0.7
	forAnnounced = 1.0 // 两件事, or departments asked side by side
	forTitle     = 2.0 // the title joins both fields
	forJoined    = 0.5 // it joins something
	forWords     = 0.8 // of what its words weigh
	forBefore    = 0.5 // of what those before weigh
	forAsks      = 0.6
	forAsked     = 0.4

	shortest   = 8 // characters of a matter
	mostWords  = 2.5
	mostBefore = 2.0

	againstUnknown  = 1.5 // nobody knows what the matter before is
	againstUnnamed  = 0.3 // the same, where something else says that there are several
	againstField    = 0.8 // both are of one field
	againstKin      = 0.2 // one matter often touches both fields
	againstFaint    = 1.0 // its topic is not clear
	againstWide     = 0.5 // it is known by its field alone
	againstShared   = 1.2 // it speaks of what the matter before is about
	againstBehind   = 0.9 // of each word of background
	againstBehind1  = 0.4 // of each in the matter before
	againstSettled  = 1.5 // what was before is settled
	againstOnly     = 2.0 // the text says that it is about one thing
	againstOneTitle = 0.8 // the title names one field
	againstItsTitle = 0.8 // and that is the one of what follows
	againstList     = 0.8 // and it numbers what it says
	againstFacts    = 1.2 // and what leads to the numbers says that it is one matter
	againstGoesOn   = 1.0
	againstUnmarked = 0.5 // no word and no title says that there are several
	againstAsked    = 0.8 // one question after another
)

// apart says by what next is a matter of its own beside those before it; "" where it is not.
func (w *weigher) apart(parts []stretch, next stretch) string {
	if next.praise && !next.asks || utf8.RuneCountInString(w.text[next.from:next.to]) < shortest {
		return ""
	}
	last := &parts[len(parts)-1]
	for _, p := range parts[:len(parts)-1] {
		if p.topic.ID == next.topic.ID {
			return ""
		}
	}
	if next.topic.ID == "" || last.topic.ID == next.topic.ID || w.score(*last, next) < enough {
		return ""
	}
	if next.why != "" {
		return next.why
	}
	return ByTopic
}

// score is what speaks for a cut between two stretches, less what speaks against it.
func (w *weigher) score(before, next stretch) float64 {
	return w.topics(before, next) + w.begins(next) + w.asked(before, next) + w.titled(before, next)
}

// topics weighs what the two are about.
func (w *weigher) topics(before, next stretch) float64 {
	score := forWords * min(next.weight, mostWords)
	switch field := fieldOf(next.topic.ID); {
	case before.topic.ID == "" && (next.why == ByLink && !weakLinks[next.mark] || w.whole.several()):
		score -= againstUnnamed
	case before.topic.ID == "":
		score -= againstUnknown
	case fieldOf(before.topic.ID) == field:
		score -= againstField
	case related(fieldOf(before.topic.ID), field) && !contains(w.whole.titles, field):
		score -= againstKin
	default:
		score += forBefore * min(before.weight, mostBefore)
	}
	if next.topic.Confidence < 0.7 {
		score -= againstFaint
	}
	if !strings.Contains(next.topic.ID, "/") {
		score -= againstWide
	}
	if w.speaksOf(next, before.topic.Evidence) || w.speaksOf(before, next.topic.Evidence) {
		score -= againstShared
	}
	return score
}

// speaksOf says whether a stretch has one of the words.
func (w *weigher) speaksOf(s stretch, words []string) bool {
	for _, word := range words {
		if strings.Contains(w.text[s.from:s.to], word) {
			return true
		}
	}
	return false
}

// begins weighs how the next one begins.
func (w *weigher) begins(next stretch) (score float64) {
	switch {
	case next.why == ByOrder && w.whole.facts:
		return forOrder - againstFacts
	case next.why == ByOrder:
		return forOrder
	case weakLinks[next.mark]:
		return forWeakLink
	case next.why == ByLink:
		return forLink
	}
	if next.goesOn {
		score -= againstGoesOn
	}
	if !w.whole.several() {
		score -= againstUnmarked
	}
	return score
}

// asked weighs whether both want something, and what is told as background.
func (w *weigher) asked(before, next stretch) (score float64) {
	if next.asks {
		score += forAsks
	}
	if before.asks {
		score += forAsked
	}
	if before.praise {
		score -= againstSettled
	}
	if next.why == "" && question(w.text[before.from:before.to]) && question(w.text[next.from:next.to]) {
		score -= againstAsked
	}
	return score - againstBehind*float64(min(next.behind, 3)) - againstBehind1*float64(min(before.behind, 3))
}

func question(s string) bool { return strings.HasSuffix(s, "？") || strings.HasSuffix(s, "?") }

// titled weighs what the text as a whole says of it.
func (w *weigher) titled(before, next stretch) (score float64) {
	if w.whole.announced {
		score += forAnnounced
	}
	if w.whole.only {
		score -= againstOnly
	}
	field := fieldOf(next.topic.ID)
	switch {
	case len(w.whole.titles) > 1 && contains(w.whole.titles, field):
		score += forTitle
	case w.whole.title == "" || len(w.whole.titles) > 1:
	case w.whole.parts != nil:
		score += forJoined
	default:
		score -= againstOneTitle
		if next.why == ByOrder {
			score -= againstList
		}
		if w.whole.title == field {
			score -= againstItsTitle
		}
	}
	return score
}
