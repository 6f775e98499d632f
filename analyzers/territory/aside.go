package territory

import (
	"slices"

	"huiying/opinion"
)

// role is what a place is named for. A text names places where nothing happened: where somebody comes
// from, where a seller sits, where a train began. They give way to where it happened.
type role uint8

const (
	scene role = iota // nothing speaks against it
	weak              // gives way to another place, and to the home of the source
	aside             // is not where it happened
	here              // the text says that it is
)

// group is a run of names that say one place together (广东深圳).
type group struct {
	from, to   int // places
	start, end int32
	role       role
}

// scenes are the places of one text, among which those are looked for where something happened.
type scenes struct {
	*Table
	sc     *scratch
	places []place
	home   int32 // -1: none
}

// roles finds out what each place of a text is named for.
func (t scenes) roles() {
	sc, places := t.sc, t.places
	groups := sc.groups[:0]
	for k := range places {
		p := places[k].pick
		if n := len(groups); n > 0 && t.joined(&groups[n-1], k) {
			groups[n-1].to, groups[n-1].end = k+1, p.end
			continue
		}
		groups = append(groups, group{from: k, to: k + 1, start: p.start, end: p.end})
	}
	sc.groups = groups
	for i := range groups {
		g := &groups[i]
		g.role = sc.roleOf(g)
		if g.role == scene && i+1 < len(groups) && sc.departs(g, &groups[i+1]) {
			g.role = aside
		}
		if g.role == scene && i > 0 && (groups[i-1].role == aside || groups[i-1].role == weak) {
			g.role = sc.follows(&groups[i-1], g)
		}
		for k := g.from; k < g.to; k++ {
			places[k].role = g.role
		}
	}
	t.repeated()
	t.nearest()
}

// joined says whether place k goes on with what the group before it says: 广东深圳, 广东省的深圳.
func (t scenes) joined(g *group, k int) bool {
	gap := t.sc.text[g.end:t.places[k].pick.start]
	if len(gap) > 1 || len(gap) == 1 && gap[0] != '的' && gap[0] != ' ' && gap[0] != '省' && gap[0] != '市' {
		return false
	}
	return len(gap) == 0 || t.in(t.places[k].div, t.places[g.to-1].div)
}

// roleOf reads what stands around a group.
func (sc *scratch) roleOf(g *group) role {
	before, after := sc.text[:g.start], sc.text[g.end:]
	stops := len(after) == 0 || !han(after[0]) && !latin(after[0])
	ends := stops || after[0] == '的' && (len(after) == 1 || !han(after[1]))
	switch {
	case said(origin, before, true) || (ends || goesOn.at(after)) && said(homeTown, before, true):
		return aside
	case said(sellerBefore, before, ends), sellerAfter.at(after):
		if sc.buysAfar() {
			return aside
		}
		return weak
	case works.at(after) && sc.buys(g):
		return weak
	case from.endsAt(before) && leaving.at(after), arriving.at(after), passing.endsAt(before):
		return aside
	case bound.endsAt(before):
		if sc.vehicle(g) {
			return aside
		}
		return weak
	case native.at(after) && (len(after) == 1 || nativeAfter.at(after[1:]) || !han(after[1])), comers.at(after):
		return weak
	case after1(after) == '的' && ends && is.endsAt(before):
		return weak
	case hereBefore.endsAt(before) && !employed.at(after):
		return here
	}
	return scene
}

// said says whether such a word ends right before a place, or with a few fillers between. bare: it may
// stand right before it.
func said(word endings, before []rune, bare bool) bool {
	if bare && word.endsAt(before) {
		return true
	}
	for n := 1; n <= 6 && n < len(before) && filler.has(before[len(before)-n]); n++ {
		if word.endsAt(before[:len(before)-n]) {
			return true
		}
	}
	return false
}

func after1(after []rune) rune {
	if len(after) == 0 {
		return 0
	}
	return after[0]
}

// follows is the role of a group by the one before it: the next of a list (长沙、岳阳), or where a
// journey ends (从厦门到福州).
func (sc *scratch) follows(before, g *group) role {
	gap := sc.text[before.end:g.start]
	switch {
	case len(gap) == 1 && (gap[0] == '、' || gap[0] == '和' ||
		gap[0] == '，' && before.role == aside && after1(sc.text[g.end:]) == '，'):
		return before.role
	case len(gap) <= 4 && len(gap) > 0 && (gap[len(gap)-1] == '到' || gap[len(gap)-1] == '至' || gap[len(gap)-1] == '往'):
		if sc.vehicle(g) || before.role == aside && sc.vehicle(before) {
			return aside
		}
		return weak
	}
	return scene
}

// departs says whether a journey goes from one group to the next: 北京至哈尔滨的列车.
func (sc *scratch) departs(g, next *group) bool {
	gap := sc.text[g.end:next.start]
	return len(gap) > 0 && len(gap) <= 2 && (gap[0] == '到' || gap[0] == '至' || gap[0] == '飞' || gap[0] == '往') &&
		sc.vehicle(next)
}

// buys says whether the clause speaks of something bought, and of no house.
func (sc *scratch) buys(g *group) bool {
	c := sc.clause(g)
	return bought.within(c) && !housing.within(c)
}

// clause is the part of the text between signs in which a group stands.
func (sc *scratch) clause(g *group) []rune {
	from, to := g.start, g.end
	for from > 0 && (han(sc.text[from-1]) || latin(sc.text[from-1])) {
		from--
	}
	for int(to) < len(sc.text) && (han(sc.text[to]) || latin(sc.text[to])) {
		to++
	}
	return sc.text[from:to]
}

// vehicle says whether a journey is what the clause speaks of, and no road.
func (sc *scratch) vehicle(g *group) bool { return vehicles.within(sc.clause(g)) }

// buysAfar says whether the text speaks of goods that were sent.
func (sc *scratch) buysAfar() bool {
	if sc.afar == unasked {
		sc.afar = no
		if afar.within(sc.text) {
			sc.afar = yes
		}
	}
	return sc.afar == yes
}

// answer is one to a question that is asked once for each text at most.
type answer uint8

const (
	unasked answer = iota
	no
	yes
)

// repeated lets a name that was named for an origin mean that again (我老家是安徽的 … 安徽那边).
func (t scenes) repeated() {
	for k := range t.places {
		p := &t.places[k]
		if p.role != scene || p.title || !yonder.at(t.sc.text[p.pick.end:]) {
			continue
		}
		if slices.ContainsFunc(t.places, func(q place) bool {
			return q.div == p.div &&
				(q.role == aside || q.role == weak)
		}) {
			p.role = aside
		}
	}
}

// nearest takes back what was said of places that lie at home.
func (t scenes) nearest() {
	home := t.home
	for k := range t.places {
		p := &t.places[k]
		if p.role != aside && p.role != weak {
			continue
		}
		if home >= 0 && (t.in(p.div, home) || t.in(home, p.div) && t.divs[p.div].Level >= opinion.City) {
			p.role = scene
		}
	}
}
