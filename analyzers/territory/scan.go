package territory

import (
	"slices"

	"huiying/opinion"
)

// mention is one name in the text with the meanings it may have there.
type mention struct {
	start, end int32 // runes; end covers a suffix that the name does not have today
	name       int32 // -1: the mention only takes the place (a road, a dish, a word)
	kinds      kind  // the kinds of meaning that count here
	beside     bool  // it needs a parent right before it
	variant    bool  // stem with another suffix than today's
	weight     int32
}

// scratch is what one judgement needs; it is used again to keep judging free of garbage.
type scratch struct {
	text     []rune
	letters  []int32 // text position -> the character's number in the names
	mentions []mention
	ends     []bool  // a county or higher ends here
	best     []int32 // text position -> weight of the best reading that ends there
	last     []int32 // text position -> 1 + the mention that ends that reading
	sum      []int32 // mention -> weight of the best reading that ends with it
	prev     []int32 // mention -> the one before it in that reading; -1 for none
	picks    []*mention
	places   []place
	ranked   []ranked
	nodes    []node
	leaves   []*node
	kept     []place
	groups   []group
	inner    []bool // text position -> a word of the cut goes on there
	isCut    bool
	afar     answer // whether the text speaks of goods that were sent
	context
}

func newScratch(divisions int) *scratch {
	return &scratch{context: context{named: make([]float32, divisions), below: make([]float32, divisions)}}
}

const (
	perRune   = 10
	bonusFull = 3 // so that an official name beats a short one and the next short one
	bonusWord = 5
	bonusNext = 6 // for a parent right before it
)

// scan collects all names of sc.text that may count where they stand.
func (t *Table) scan(sc *scratch, home int32) {
	n := len(sc.text)
	sc.mentions = sc.mentions[:0]
	sc.ends = zeros(sc.ends, n+1)
	sc.letters = zeros(sc.letters, n+1) // the last is none
	for i, r := range sc.text {
		sc.letters[i] = t.names.number(r)
	}
	for i := range n {
		if !t.names.begins(sc.letters[i], sc.letters[i+1]) {
			continue
		}
		state, ok := int32(0), true
		for j := i; sc.letters[j] != 0; {
			if state, ok = t.names.step(state, sc.letters[j]); !ok {
				break
			}
			j++
			if v, ok := t.names.value(state); ok {
				t.found(sc, int32(i), int32(j), v, home)
			}
		}
	}
}

// zeros makes n zeros in the memory of s.
func zeros[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}

// found judges one name where it stands, and keeps it if it may count.
func (t *Table) found(sc *scratch, start, end, name, home int32) {
	notes := t.notes[name]
	means := t.means[t.offs[name]:t.offs[name+1]]
	if len(means) == 0 || notes&blocker != 0 {
		sc.mentions = append(sc.mentions, mention{start: start, end: end, name: -1,
			weight: (end-start)*perRune + bonusWord})
		return
	}
	if inWord(sc.text, start, end) {
		return
	}
	var kinds kind
	for _, m := range means {
		kinds |= m.kind
	}
	m := mention{start: start, end: end, name: name, weight: (end - start) * perRune}
	switch {
	case kinds&(full|town|old) != 0:
		if !t.stands(sc, m) {
			return
		}
		m.kinds, m.weight = kinds&(full|town|old|site), m.weight+bonusFull
		if kinds&short != 0 { // 吉林市 is no short name, but 香港 or 九龙 may be both
			m.kinds |= short
		}
	case kinds&site != 0:
		if !siteAt(sc.text, &m) {
			return
		}
		m.kinds, m.weight = kinds&(site|short|brief), m.weight+bonusFull
	case kinds&generic != 0:
		m.kinds, m.beside, m.weight = generic, !zoneAtHome(t, sc, m, home), m.weight-perRune
		if m.beside && !t.parentBefore(sc, start) {
			return
		}
	default:
		if !t.shortName(sc, &m, kinds, notes, home) {
			return
		}
	}
	if disagrees(t, sc, &m) {
		return
	}
	sc.mentions = append(sc.mentions, m)
	if m.kinds&(full|old|short|brief|generic) != 0 {
		sc.ends[m.end] = true
	}
}

// shortName decides about a name without its suffix; kinds are short, brief, stem.
func (t *Table) shortName(sc *scratch, m *mention, kinds kind, notes note, home int32) bool {
	after := sc.text[m.end:]
	beside := t.parentBefore(sc, m.start)
	if n := suffixAt(after); n > 0 && otherSuffix(sc.text, m, kinds, after[:n], beside) {
		return true
	}
	if elsewhere(t, sc, m, kinds) {
		if kinds&(short|brief) == 0 {
			return false
		}
		m.name, m.weight = -1, m.weight+bonusWord
		return true
	}
	switch {
	case kinds&short != 0 && notes&word == 0:
		m.kinds = short | kinds&brief
	case kinds&(short|brief) != 0 && beside:
		m.kinds, m.beside = short|brief, true
		if road(after) {
			return false
		}
	case kinds&brief != 0 && notes == 0 && freeBefore(sc.text, m.start) && freeAfter(after):
		m.kinds = brief
	case kinds&(short|brief) != 0 && notes&word == 0 && home >= 0 && t.near(m.name, home):
		m.kinds = short | brief
	case kinds&brief != 0 && notes == 0 && sc.isCut && sc.wordAt(m.start) == m.end-m.start:
		m.kinds, m.beside = brief, true // a parent elsewhere in the text settles it
	case kinds&stem != 0 && beside && townAfter.at(after):
		m.kinds, m.beside = stem, true
	default:
		return false
	}
	return true
}

// otherSuffix reads a stem with a suffix that today's name does not have (新津县, 伦教镇):
// an old form, or a change that the tables do not know.
func otherSuffix(text []rune, m *mention, kinds kind, suffix []rune, beside bool) bool {
	last := suffix[len(suffix)-1]
	county := len(suffix) == 1 && (last == '县' || last == '区' || last == '市' || last == '旗')
	switch {
	case county && kinds&brief != 0 && (beside || last == '县' && freeBefore(text, m.start)):
		m.kinds = brief
	case county && kinds&short != 0 && last == '市':
		m.kinds = short
	case !county && kinds&stem != 0 && (beside || last != '区' && last != '木'):
		if townish(text[m.start:int(m.end)+len(suffix)]) && !beside && !freeBefore(text, m.start) {
			return false
		}
		m.kinds = stem
	default:
		return false
	}
	m.variant = true
	m.end += int32(len(suffix))
	m.weight += int32(len(suffix)) * perRune
	return true
}

// parentBefore says whether a county or higher ends at, or one sign before, this place.
func (t *Table) parentBefore(sc *scratch, at int32) bool {
	if sc.ends[at] {
		return true
	}
	return at > 0 && sc.ends[at-1] && (sc.text[at-1] == '的' || !han(sc.text[at-1]) && sc.text[at-1] != '\n')
}

// supported says whether a mention that ends right before m names a parent of m.
func (t *Table) supported(sc *scratch, m *mention) bool {
	if !sc.ends[m.start] {
		return false
	}
	for k := len(sc.mentions) - 1; k >= 0 && k >= len(sc.mentions)-24; k-- {
		if p := &sc.mentions[k]; p.end == m.start && p.name >= 0 && t.parent(p, m.name) {
			return true
		}
	}
	return false
}

// parent says whether a meaning of p contains one of the name.
func (t *Table) parent(p *mention, name int32) bool {
	above := t.means[t.offs[p.name]:t.offs[p.name+1]]
	if len(above) > 12 {
		return false
	}
	for _, m := range t.means[t.offs[name]:t.offs[name+1]] {
		for _, a := range above {
			if a.kind&p.kinds != 0 && a.div != m.div && t.in(m.div, a.div) {
				return true
			}
		}
	}
	return false
}

// near says whether the name may mean a place in the city of home.
func (t *Table) near(name, home int32) bool {
	for home >= 0 && t.divs[home].Level > opinion.City && t.divs[home].up >= 0 {
		home = t.divs[home].up
	}
	if t.divs[home].Level < opinion.City && t.divs[home].up < 0 && len(t.divs[home].Code) == 0 {
		return false
	}
	for _, m := range t.means[t.offs[name]:t.offs[name+1]] {
		if m.kind&(short|brief) != 0 && t.in(m.div, home) {
			return true
		}
	}
	return false
}

// choose finds the reading of the text: mentions that do not overlap, of the greatest
// weight in all, where a parent right before a name adds to it.
func (t *Table) choose(sc *scratch) {
	n := len(sc.text)
	sc.best, sc.last = zeros(sc.best, n+1), zeros(sc.last, n+1)
	sc.sum, sc.prev = zeros(sc.sum, len(sc.mentions)), zeros(sc.prev, len(sc.mentions))
	best, last, k := int32(0), int32(-1), 0 // of the readings up to i; the next mention
	for i := range n + 1 {
		if sc.best[i] >= best {
			best, last = sc.best[i], sc.last[i]-1
		}
		for ; k < len(sc.mentions) && int(sc.mentions[k].start) == i; k++ {
			m := &sc.mentions[k]
			sc.sum[k], sc.prev[k] = best+m.weight, last
			t.follow(sc, int32(k))
			if sc.sum[k] > sc.best[m.end] {
				sc.best[m.end], sc.last[m.end] = sc.sum[k], int32(k)+1
			}
		}
	}
	sc.picks = sc.picks[:0]
	for ; last >= 0; last = sc.prev[last] {
		if m := &sc.mentions[last]; m.name >= 0 {
			sc.picks = append(sc.picks, m)
		}
	}
	slices.Reverse(sc.picks)
}

// follow looks for a better way to mention k: right after a parent.
func (t *Table) follow(sc *scratch, k int32) {
	m := &sc.mentions[k]
	if m.name < 0 || !sc.ends[m.start] {
		return
	}
	for p := k - 1; p >= 0 && p >= k-24; p-- {
		q := &sc.mentions[p]
		if q.end != m.start || q.name < 0 {
			continue
		}
		if s := sc.sum[p] + m.weight + bonusNext; s > sc.sum[k] && t.parent(q, m.name) {
			sc.sum[k], sc.prev[k] = s, p
		}
	}
}
