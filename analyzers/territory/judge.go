package territory

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
	"huiying/opinion"
)

const (
	maxPicks  = 96 // names of one text that are weighed; a text with more is a list
	maxOthers = 20
	certain   = 0.5 // the confidence from which a judgement is one
	margin    = 0.3 // by which the best candidate must lead
)

// context is what the names of a text say together, by division.
type context struct {
	named   []float32 // how much is it named itself
	below   []float32 // how much is it or anything in it named
	touched []int32
}

// place is a pick with what it turned out to mean.
type place struct {
	pick       *mention
	div        int32
	confidence float64
	ranked     []ranked // all meanings, in no order
	title      bool
	role       role
	before     *mention // the name before it in the text
	over       *mention // the parent that the text gives it, from which it has moved away
}

type ranked struct {
	div   int32
	score float32
}

// Judge is JudgeCut without a cut of the text.
func (t *Table) Judge(title, text, home string) *opinion.Territory {
	return t.JudgeCut(title, text, home, nil)
}

// JudgeCut says which division the text speaks of, or nil when it names none. home is the
// code of the source's own division, a hint that settles names which many places share, and before
// which far ones give way; "" stands for the whole country. words are those of title and text, in
// order and without gaps: a name that they run across is none.
func (t *Table) JudgeCut(title, text, home string, words []string) *opinion.Territory {
	sc := t.scratch.Get().(*scratch)
	defer t.scratch.Put(sc)
	sc.text = appendRunes(sc.text[:0], title)
	body := int32(len(sc.text))
	if title != "" && text != "" {
		sc.text = append(sc.text, '\n')
	}
	sc.text = appendRunes(sc.text, text)
	h := int32(-1)
	if i, ok := t.index[home]; ok {
		h = i
	}
	sc.afar = unasked
	if sc.isCut = len(words) > 0; sc.isCut {
		sc.align(words)
	}
	t.scan(sc, h)
	t.choose(sc)
	places := t.resolve(sc, h, body)
	if len(places) == 0 {
		return t.abbreviated(sc)
	}
	if places = (scenes{t, sc, places, h}).happened(); len(places) == 0 {
		return nil
	}
	return t.conclude(sc, places, h)
}

// appendRunes adds the characters of a text, of which nearly all are Chinese.
func appendRunes(to []rune, text string) []rune {
	for len(text) > 0 {
		r, n := rune(0), 3
		if chinese, ok := phrase.Chinese(text); ok {
			r = chinese
		} else {
			r, n = utf8.DecodeRuneInString(text)
		}
		to, text = append(to, r), text[n:]
	}
	return to
}

// resolve decides what each picked name means.
func (t *Table) resolve(sc *scratch, home, body int32) []place {
	picks := sc.picks[:min(len(sc.picks), maxPicks)]
	if len(picks) == 0 {
		return nil
	}
	for k, p := range picks {
		if !slices.ContainsFunc(picks[:k], func(q *mention) bool { return q.name == p.name && q.kinds == p.kinds }) {
			t.contribute(sc, p, 1)
		}
	}
	places := sc.places[:0]
	sc.ranked = sc.ranked[:0]
	for k, p := range picks {
		var before *mention
		if k > 0 {
			before = picks[k-1]
		}
		if same := again(places, picks, k); same >= 0 {
			pl := places[same]
			pl.pick, pl.title = p, p.end <= body
			places = append(places, pl)
			continue
		}
		t.contribute(sc, p, -1)
		if pl, ok := t.weigh(sc, p, before, home); ok {
			pl.title, pl.before = p.end <= body, nil
			if k > 0 {
				pl.before = picks[k-1]
			}
			places = append(places, pl)
		}
		t.contribute(sc, p, 1)
	}
	places = slices.DeleteFunc(places, func(p place) bool {
		return slices.ContainsFunc(places, func(q place) bool { return q.over == p.pick })
	})
	sc.places = places
	for _, i := range sc.touched {
		sc.named[i], sc.below[i] = 0, 0
	}
	sc.touched = sc.touched[:0]
	return places
}

// again finds an earlier place of the same name after the same name: it means the same.
func again(places []place, picks []*mention, k int) int {
	if k == 0 {
		return -1
	}
	p, before := picks[k], picks[k-1]
	gap := p.start - before.end
	return slices.IndexFunc(places, func(q place) bool {
		return q.pick.name == p.name && q.pick.kinds == p.kinds && q.before != nil && q.over == nil &&
			q.before.name == before.name && q.before.kinds == before.kinds &&
			q.pick.start-q.before.end == gap && (gap == 0 || gap > 2)
	})
}

func (t *Table) meanings(m *mention) []meaning { return t.means[t.offs[m.name]:t.offs[m.name+1]] }

// contribute adds (or takes back) what one name says to the context. A name with many
// meanings says little about each.
func (t *Table) contribute(sc *scratch, m *mention, sign float32) {
	n := float32(0)
	for _, x := range t.meanings(m) {
		if x.kind&m.kinds != 0 {
			n++
		}
	}
	if n == 0 {
		return
	}
	w := sign / n
	switch {
	case m.kinds&(full|town|old) == 0 && m.kinds&short == 0:
		w *= 0.6
	case m.variant:
		w *= 0.8
	}
	for _, x := range t.meanings(m) {
		if x.kind&m.kinds == 0 {
			continue
		}
		sc.named[x.div] += w
		for a := x.div; a >= 0; a = t.divs[a].up {
			sc.below[a] += w
			if sign > 0 {
				sc.touched = append(sc.touched, a)
			}
		}
	}
}

// weigh ranks the meanings of one mention in its context.
func (t *Table) weigh(sc *scratch, m, before *mention, home int32) (place, bool) {
	if before != nil && (before.end < m.start-2 || strings.ContainsRune("。！？；\n", sc.text[m.start-1])) {
		before = nil
	}
	begin := len(sc.ranked)
	parents, follows := false, false
	for _, x := range t.meanings(m) {
		if x.kind&m.kinds == 0 {
			continue
		}
		s, parent, right := t.score(sc, x, before, home)
		if x.kind == site && m.kinds&(full|town) != 0 {
			s -= 0.5 // 滨湖区 is a district, and a word for a part of Hefei
		}
		follows = follows || right
		if m.beside && !parent {
			continue
		}
		parents = parents || parent
		sc.ranked = append(sc.ranked, ranked{x.div, s})
	}
	all := sc.ranked[begin:len(sc.ranked):len(sc.ranked)]
	if len(all) == 0 {
		return place{}, false
	}
	contradicts := before != nil && before.end == m.start && !follows
	if contradicts && m.kinds&short == 0 && (m.kinds&(full|old) == 0 ||
		len(all) > 1 && t.deepest(before) >= opinion.County) {
		return place{}, false // 高邮市天山镇: a town that Gaoyou no longer has, not one far away
	}
	lead := t.first(all)
	p := place{pick: m, div: all[0].div, ranked: all}
	if contradicts && len(all) == 1 && t.divs[p.div].Level == opinion.County && t.deepest(before) == opinion.City {
		p.over = before // 四平市公主岭市: the county has moved, and it is what is meant
	}
	switch {
	case lead < margin:
		p.confidence = min(0.45, 1/float64(len(all)))
	case len(all) == 1:
		p.confidence = t.alone(m, all[0].div)
	default:
		p.confidence = min(0.9, 0.6+0.15*float64(lead))
	}
	if p.confidence >= certain && parents {
		p.confidence = 0.97
	}
	if m.variant && t.divs[p.div].Level == opinion.Township && t.divs[p.div].up >= 0 && p.confidence >= certain {
		// A town that is called otherwise today may have been split since: its county is certain.
		p.div, p.confidence = t.divs[p.div].up, min(p.confidence, 0.7)
	}
	return p, true
}

// first brings the best meaning to the front and says by how much it leads the next.
func (t *Table) first(all []ranked) float32 {
	for i := range all {
		if t.better(all[i], all[0]) < 0 {
			all[0], all[i] = all[i], all[0]
		}
	}
	lead := float32(9)
	for _, r := range all[1:] {
		lead = min(lead, all[0].score-r.score)
	}
	return lead
}

// better orders meanings: the higher score first, then the lower code.
func (t *Table) better(a, b ranked) int {
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return strings.Compare(t.divs[a.div].Code, t.divs[b.div].Code)
}

// deepest is the lowest level among a mention's meanings.
func (t *Table) deepest(m *mention) opinion.Level {
	l := opinion.LevelUnknown
	for _, x := range t.meanings(m) {
		if x.kind&m.kinds != 0 {
			l = max(l, t.divs[x.div].Level)
		}
	}
	return l
}

// alone is the confidence of a name with one meaning and no company.
func (t *Table) alone(m *mention, div int32) float64 {
	switch {
	case m.kinds&(full|old) != 0:
		return 0.95
	case m.kinds&town != 0:
		return 0.85
	case m.kinds&short != 0:
		return 0.8
	case m.kinds&site != 0:
		return 0.75
	case m.variant:
		return 0.7
	}
	return 0.6
}

// score says how well a meaning fits the rest of the text and the home of the source,
// whether one of its parents is named, and whether that is the name right before it.
func (t *Table) score(sc *scratch, x meaning, before *mention, home int32) (s float32, parent, follows bool) {
	d := &t.divs[x.div]
	switch d.Level { // of a name that a city and a county share, the city is meant
	case opinion.Province:
		s = 1.2
	case opinion.City:
		s = 0.8
	case opinion.County:
		s = 0.4
	}
	switch {
	case x.kind&(brief|stem) != 0:
		s -= 0.2
	case x.kind == old:
		s -= 0.5 // a name that another place bears today means that
	case x.kind == site:
		s = 0.2 // of whatever level: it lies there, it is not that
	}
	if d.far {
		s -= 0.5 // shared names mean the mainland unless a parent is named
	}
	for a := d.up; a >= 0; a = t.divs[a].up {
		if sc.named[a] > 0.01 {
			s += 2 * sc.named[a]
			parent = parent || sc.named[a] > 0.3
		}
	}
	s += 1.5 * sc.below[x.div]
	if d.up >= 0 && t.divs[d.up].Level >= opinion.City {
		s += 0.5 * sc.below[d.up]
	}
	if before != nil {
		for _, b := range t.meanings(before) {
			if b.kind&before.kinds != 0 && b.div != x.div && t.in(x.div, b.div) {
				s, parent, follows = s+3, true, true
				break
			}
		}
	}
	return s + t.homely(x.div, home), parent, follows
}

// homely is the prior of a place by how much of its chain it shares with home.
func (t *Table) homely(i, home int32) float32 {
	if home < 0 {
		return 0
	}
	if t.in(i, home) {
		return 1.6
	}
	for a := t.divs[home].up; a >= 0; a = t.divs[a].up {
		if t.in(i, a) {
			return []float32{0, 0.25, 0.9, 1.2, 1.2}[t.divs[a].Level]
		}
	}
	return 0
}
