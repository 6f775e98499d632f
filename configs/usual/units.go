package usual

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// Places knows divisions: the national table, or a directory's own.
type Places interface {
	Division(code string) (opinion.Division, bool)
	Path(code string) []string     // from the province down to code itself; nil where it is unknown
	Children(code string) []string // right below code, in order; "" lists the provinces
}

// officeKind is the kind that coordinates and takes what nobody is in charge of.
const officeKind = "office"

// group is the offices of one division.
type group struct {
	At    opinion.Division
	Title string // the division with its code
	Units []unit
}

// Town says whether they are those of a township, which stand in one list.
func (g group) Town() bool { return g.At.Level == opinion.Township }

type unit struct {
	opinion.Unit
	Also []string // other names that such an office commonly has
}

// units are the offices of a region, of what lies above it as far as routing needs them, and of what
// lies below it: two levels, since work goes down through a place's own departments.
func (t *Table) units(places Places, region place) (own group, above, below []group) {
	m := maker{table: t, places: places, kinds: t.of(region.province), made: map[string]bool{}}
	for _, d := range region.path[:len(region.path)-1] {
		p, _ := placeOf(places, d.Code)
		above = append(above, m.group(p, func(k *Kind) bool { return m.needed(k, p, region) }))
	}
	slices.Reverse(above)
	all := func(*Kind) bool { return true }
	own = m.group(region, all)
	var down func(code string, levels int)
	down = func(code string, levels int) {
		for _, c := range places.Children(code) {
			d, _ := places.Division(c)
			if d.Level == opinion.Township {
				if g, ok := m.township(d); ok {
					below = append(below, g)
				}
				continue
			}
			p, _ := placeOf(places, c)
			below = append(below, m.group(p, all))
			if levels > 1 {
				down(c, levels-1)
			}
		}
	}
	down(region.Code, 2)
	for _, list := range [][]group{above, {own}, below} {
		for i := range list {
			m.lead(list[i].Units)
		}
	}
	return own, above, below
}

// maker makes units of one province, whose lines of the table it has.
type maker struct {
	table  *Table
	places Places
	kinds  []*Kind
	made   map[string]bool // ids
}

func (m *maker) group(p place, want func(*Kind) bool) group {
	g := group{At: p.Division, Title: p.full + " " + p.Code}
	for _, k := range m.kinds {
		if !k.isAt(p.letter) || !want(k) {
			continue
		}
		name, branch := p.title(k)
		u := unit{Also: k.Also, Unit: opinion.Unit{ID: k.ID + "-" + p.Code, Name: name,
			Division: p.Code, Level: p.Level, Topics: m.topics(k, p.letter),
			Office:   k.ID == officeKind,
			Vertical: k.isVertical(p.letter) && (branch || !k.branches(p.letter))}}
		m.made[u.ID] = true
		g.Units = append(g.Units, u)
	}
	return g
}

// topics are those of a kind, and of kinds that a level does not have and whose work it does there.
func (m *maker) topics(k *Kind, letter byte) []string {
	out := slices.Clone(k.Topics)
	for _, other := range m.kinds {
		if other.Else != k.ID || other.isAt(letter) {
			continue
		}
		for _, topic := range other.Topics {
			field, _, _ := strings.Cut(topic, "/")
			if !slices.Contains(out, topic) && !slices.Contains(out, field) && !m.leads(field, letter) {
				out = append(out, topic)
			}
		}
	}
	return out
}

// leads says whether some kind of a level lists a field: then its items need nobody else.
func (m *maker) leads(field string, letter byte) bool {
	return slices.ContainsFunc(m.kinds, func(k *Kind) bool {
		return k.isAt(letter) && slices.Contains(k.Topics, field)
	})
}

// needed says whether routing needs an office above the region: the government's, which takes what is
// too grave for the region, and those that are led from above or serve districts as one.
func (m *maker) needed(k *Kind, p, region place) bool {
	if k.ID == officeKind {
		return true
	}
	if k.Under != "" { // they lead nobody: needed only where the region and what lies between has none
		return k.isVertical(p.letter) && !k.isAt(region.letter) && m.nearest(k, region) == p.Code
	}
	return k.isVertical(p.letter) || k.isVertical(region.letter) && k.isAt(region.letter)
}

// nearest is the division above the region, the nearest first, that has a kind.
func (m *maker) nearest(k *Kind, region place) string {
	for _, d := range slices.Backward(region.path[:len(region.path)-1]) {
		if k.isAt(letterOf(d)) {
			return d.Code
		}
	}
	return ""
}

func (m *maker) township(d opinion.Division) (group, bool) {
	k, name, ok := m.table.township(d)
	if !ok {
		return group{}, false
	}
	return group{At: d, Units: []unit{{Unit: opinion.Unit{ID: k.ID + "-" + d.Code, Name: name,
		Division: d.Code, Level: d.Level, Topics: k.Topics}}}}, true
}

// lead gives each unit its superior: the kind that oversees it, else the same kind above, else the
// office of its government; an office the office above, a township's the office of its county.
func (m *maker) lead(units []unit) {
	for i := range units {
		u := &units[i]
		kind, _, _ := strings.Cut(u.ID, "-"+u.Division)
		path := m.places.Path(u.Division)
		upper := path[:len(path)-1]
		try := func(kind string, codes ...string) {
			for _, c := range slices.Backward(codes) {
				if id := kind + "-" + c; u.Superior == "" && m.made[id] {
					u.Superior = id
				}
			}
		}
		under := ""
		for _, k := range m.kinds {
			if k.ID == kind {
				under = k.Under
			}
		}
		if under != "" {
			try(under, u.Division)
		} else {
			try(kind, upper...)
		}
		if kind != officeKind {
			try(officeKind, path...)
		}
	}
}
