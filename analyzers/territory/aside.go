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

// roles finds out what each place of a text is named for.
func (t *Table) roles(sc *scratch, places []place, home int32) {
	groups := sc.groups[:0]
	for k := range places {
		p := places[k].pick
		if n := len(groups); n > 0 && t.joined(sc, &groups[n-1], places, k) {
			groups[n-1].to, groups[n-1].end = k+1, p.end
			continue
		}
		groups = append(groups, group{from: k, to: k + 1, start: p.start, end: p.end})
	}
	sc.groups = groups
	for i := range groups {
		g := &groups[i]
		g.role = sc.roleOf(g)
		if g.role == scene && i > 0 && (groups[i-1].role == aside || groups[i-1].role == weak) {
			g.role = sc.follows(&groups[i-1], g)
		}
		for k := g.from; k < g.to; k++ {
			places[k].role = g.role
		}
	}
	t.repeated(sc, places)
	t.nearest(places, home)
}

// joined says whether place k goes on with what the group before it says: 广东深圳, 广东省的深圳.
func (t *Table) joined(sc *scratch, g *group, places []place, k int) bool {
	gap := sc.text[g.end:places[k].pick.start]
	if len(gap) > 1 || len(gap) == 1 && gap[0] != '的' && gap[0] != ' ' && gap[0] != '省' && gap[0] != '市' {
		return false
	}
	return len(gap) == 0 || t.in(places[k].div, places[g.to-1].div)
}

// roleOf reads what stands around a group.
func (sc *scratch) roleOf(g *group) role {
	before, after := sc.text[:g.start], sc.text[g.end:]
	told := len(before)
	for told > 0 && len(before)-told < 6 && filler.has(before[told-1]) {
		told--
	}
	stops := len(after) == 0 || !han(after[0]) && !latin(after[0])
	ends := stops || after[0] == '的' && (len(after) == 1 || !han(after[1]))
	switch {
	case origin.endsAt(before[:told]) || homeTown.endsAt(before[:told]) && (ends || goesOn.at(after)):
		return aside
	case sellerBefore.endsAt(before[:told]) && (ends || told < len(before)), sellerAfter.at(after):
		if sc.buysAfar() {
			return aside
		}
		return weak
	case from.endsAt(before) && leaving.at(after), arriving.at(after), passing.endsAt(before):
		return aside
	case bound.endsAt(before):
		if sc.vehicle(g) {
			return aside
		}
		return weak
	case native.at(after) && (len(after) == 1 || nativeAfter.at(after[1:]) || !han(after[1])):
		return weak
	case after1(after) == '的' && ends && is.endsAt(before):
		return weak
	case hereBefore.endsAt(before) && !employed.at(after):
		return here
	}
	return scene
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
	case len(gap) == 1 && (gap[0] == '、' || gap[0] == '和' || gap[0] == '，' && before.role == aside && after1(sc.text[g.end:]) == '，'):
		return before.role
	case len(gap) <= 4 && len(gap) > 0 && (gap[len(gap)-1] == '到' || gap[len(gap)-1] == '至' || gap[len(gap)-1] == '往'):
		if sc.vehicle(g) {
			return aside
		}
		return weak
	}
	return scene
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
func (t *Table) repeated(sc *scratch, places []place) {
	for k := range places {
		p := &places[k]
		if p.role != scene || p.title || !yonder.at(sc.text[p.pick.end:]) {
			continue
		}
		if slices.ContainsFunc(places, func(q place) bool { return q.div == p.div && (q.role == aside || q.role == weak) }) {
			p.role = aside
		}
	}
}

// nearest takes back what was said of places that lie at home, or in the city of another place of the
// text: a matter may well lead from one end of a city to the other.
func (t *Table) nearest(places []place, home int32) {
	for k := range places {
		p := &places[k]
		if p.role != aside && p.role != weak {
			continue
		}
		if home >= 0 && (t.in(p.div, home) || t.in(home, p.div) && t.divs[p.div].Level >= opinion.City) {
			p.role = scene
		}
	}
}

// far says whether a place lies outside the province of home.
func (t *Table) far(div, home int32) bool {
	return home >= 0 && t.top(div) != t.top(home)
}

func (t *Table) top(i int32) int32 {
	for t.divs[i].up >= 0 {
		i = t.divs[i].up
	}
	return i
}
