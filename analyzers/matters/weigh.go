package matters

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// weigher adds up what speaks for and against each cut of one text. It is lazy: nearly all texts raise
// one matter, and what their pieces are about says so before anything else is looked at.
type weigher struct {
	ear         Ear
	title, text string
	pieces      []piece
	signs       *signs // nil: not looked for yet
}

// stretch is a piece, or several that were joined, with what is heard in it.
type stretch struct {
	piece
	title  string // what the title calls it, where it says too little by itself
	topic  opinion.TopicFinding
	weight float64
	how    *manner // nil: not looked for yet
}

// manner is how a stretch says what it says.
type manner struct {
	asks   bool
	behind int  // words of background
	praise bool // thanks, or something settled
	goesOn bool // it begins as what goes on about the same
}

func (w *weigher) hear(p piece) stretch {
	s := stretch{piece: p}
	s.topic, s.weight = w.ear.Topic("", w.text[p.from:p.to])
	return s
}

// whole are the signs of the text as a whole.
func (w *weigher) whole() *signs {
	if w.signs == nil {
		s := signsOf(w.title, w.text, w.pieces, w.ear)
		w.signs = &s
	}
	return w.signs
}

// manner is how a stretch says what it says.
func (w *weigher) manner(s *stretch) *manner {
	if s.how == nil {
		said := w.text[s.from:s.to]
		d := w.ear.Demand("", said)
		head := strings.TrimLeft(said, " \n\t，、")
		n, _ := markAt(head)
		head = strings.TrimLeft(head[n:], " ，、：:")
		_, on := goesOn.At(head)
		for _, word := range s.topic.Evidence {
			if len(word) > on && strings.HasPrefix(head, word) {
				on = 0 // 物业|费
			}
		}
		s.how = &manner{asks: d.ID.Asks(), behind: count(background, said),
			praise: has(settled, said) || d.ID == opinion.Praise, goesOn: on > 0}
	}
	return s.how
}

// called lets the title say what the n-th matter is, where its own words say nothing and the title
// joins so many: 小区养狗与楼顶搭建.
func (w *weigher) called(s stretch, n int) stretch {
	if s.topic.ID != "" || !strings.ContainsAny(w.title, titleJoins) || n >= len(w.whole().parts) ||
		s.why != ByOrder && n > 0 && !w.whole().several() {
		return s
	}
	if t, weight := w.ear.Topic("", w.whole().parts[n]); t.ID != "" {
		s.title, s.topic, s.weight = w.whole().parts[n], t, min(weight, 1)
	}
	return s
}

// join lets a stretch go on with the next: it is about what weighs more in it.
func (w *weigher) join(s, next stretch) stretch {
	switch {
	case s.title != "":
	case s.topic.ID == next.topic.ID:
		s.weight += next.weight
		s.topic.Evidence = append(slices.Clip(s.topic.Evidence), next.topic.Evidence...)
	case next.weight > s.weight:
		s.topic, s.weight = next.topic, next.weight
	}
	if s.how != nil || next.how != nil {
		how := *w.manner(&s)
		more := w.manner(&next)
		how.asks, how.behind, how.praise = how.asks || more.asks, how.behind+more.behind, how.praise || more.praise
		s.how = &how
	}
	s.to = next.to
	return s
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
	forItems     = 1.0 // both are known by an item of the catalogue, in fields that have nothing to do with each other
	forAnew      = 1.0 // it begins with another place or thing: 门口, 隔壁, 也
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

// most is what may speak for a cut beside topics and marks.
const most = forAnnounced + forTitle + forItems + forAnew + forAsks + forAsked

// apart says by what next is a matter of its own beside those before it; "" where it is not.
func (w *weigher) apart(parts []stretch, next *stretch) string {
	last := &parts[len(parts)-1]
	if len(w.pieces) > longest && !next.marked() {
		return ""
	}
	if next.topic.ID == "" || utf8.RuneCountInString(w.text[next.from:next.to]) < shortest {
		return ""
	}
	for _, p := range parts {
		if p.topic.ID == next.topic.ID {
			return ""
		}
	}
	score := w.topics(last, next) + marked(next)
	if score+most < enough {
		return ""
	}
	if how := w.manner(next); how.praise && !how.asks {
		return ""
	}
	score += w.kin(last, next) + w.items(last, next) + w.begins(next) + w.asked(last, next) + w.titled(next)
	switch {
	case score < enough:
		return ""
	case next.why != "":
		return next.why
	}
	return ByTopic
}

// topics weighs what the two are about, by their own words.
func (w *weigher) topics(before, next *stretch) float64 {
	score := forWords * min(next.weight, mostWords)
	if before.topic.ID != "" && fieldOf(before.topic.ID) != fieldOf(next.topic.ID) {
		score += forBefore * min(before.weight, mostBefore)
	}
	if next.topic.Confidence < 0.7 {
		score -= againstFaint
	}
	if !strings.Contains(next.topic.ID, "/") {
		score -= againstWide
	}
	return score
}

// kin weighs how near the two are to each other.
func (w *weigher) kin(before, next *stretch) (score float64) {
	field, other := fieldOf(next.topic.ID), fieldOf(before.topic.ID)
	switch {
	case other == "" && (next.why == ByLink && !weakLinks[next.mark] || w.whole().several()):
		score -= againstUnnamed
	case other == "":
		score -= againstUnknown
	case other == field:
		score -= againstField
	case related(other, field) && !slices.Contains(w.whole().titles, field):
		score -= againstKin + forBefore*min(before.weight, mostBefore)
	}
	if w.speaksOf(next, before.topic.Evidence) || w.speaksOf(before, next.topic.Evidence) {
		score -= againstShared
	}
	return score
}

// speaksOf says whether a stretch has one of the words.
func (w *weigher) speaksOf(s *stretch, words []string) bool {
	for _, word := range words {
		if strings.Contains(w.text[s.from:s.to], word) {
			return true
		}
	}
	return false
}

// marked weighs the word that the next one begins with.
func marked(next *stretch) float64 {
	switch {
	case next.why == ByOrder:
		return forOrder
	case weakLinks[next.mark]:
		return forWeakLink
	case next.why == ByLink:
		return forLink
	}
	return 0
}

// items weighs whether both are known for certain by what stands under two fields.
func (w *weigher) items(before, next *stretch) float64 {
	field, other := fieldOf(next.topic.ID), fieldOf(before.topic.ID)
	if field == other || field == next.topic.ID || other == before.topic.ID || related(field, other) ||
		min(before.topic.Confidence, next.topic.Confidence) < certain ||
		min(before.weight, next.weight) < plenty || w.manner(before).behind+w.manner(next).behind > 0 {
		return 0
	}
	return forItems
}

// certain is the confidence of a topic that is not in doubt, plenty what its words weigh then: more than one
// word that may be told of another matter.
const (
	certain = 0.8
	plenty  = 1.5
)

// begins weighs how the next one begins, beside that word.
func (w *weigher) begins(next *stretch) (score float64) {
	switch {
	case next.why == ByOrder && w.whole().facts:
		return -againstFacts
	case next.why != "":
		return 0
	}
	if w.manner(next).goesOn {
		score -= againstGoesOn
	} else if anew(w.text[next.from:next.to]) {
		score += forAnew
	}
	if !w.whole().several() {
		score -= againstUnmarked
	}
	return score
}

// asked weighs whether both want something, and what is told as background.
func (w *weigher) asked(before, next *stretch) (score float64) {
	then, now := w.manner(before), w.manner(next)
	if now.asks {
		score += forAsks
	}
	if then.asks {
		score += forAsked
	}
	if then.praise {
		score -= againstSettled
	}
	if next.why == "" && question(w.text[before.from:before.to]) && question(w.text[next.from:next.to]) {
		score -= againstAsked
	}
	return score - againstBehind*float64(min(now.behind, 3)) - againstBehind1*float64(min(then.behind, 3))
}

func question(s string) bool { return strings.HasSuffix(s, "？") || strings.HasSuffix(s, "?") }

// titled weighs what the text as a whole says of it.
func (w *weigher) titled(next *stretch) (score float64) {
	whole := w.whole()
	if whole.announced {
		score += forAnnounced
	}
	if whole.only {
		score -= againstOnly
	}
	field := fieldOf(next.topic.ID)
	switch {
	case len(whole.titles) > 1 && slices.Contains(whole.titles, field):
		score += forTitle
	case whole.title == "" || len(whole.titles) > 1:
	case whole.parts != nil:
		score += forJoined
	default:
		score -= againstOneTitle
		if next.why == ByOrder {
			score -= againstList
		}
		if whole.title == field {
			score -= againstItsTitle
		}
	}
	return score
}
