package usual

import (
	"fmt"
	"slices"
	"strings"

	"huiying/opinion"
)

// Addition is what a unit gets so that nothing is left without one.
type Addition struct {
	Unit   opinion.Unit // as it is called; with all its topics where it is new
	New    bool
	Topics []string // that it gets
}

// Fill says who usually is in charge of topics of a place that have no unit there (the gaps): units that
// the place has already, known by their id or by their name, get theirs; what is not there is made. A
// place without a coordinating office gets one, a place without any unit all that is usual, with what
// lies above and below it. left are topics that the usual organisation does not know. Errors: as of Make.
func Fill(places Places, t *Table, division string, units []opinion.Unit, gaps []string) (out []Addition,
	left []string, err error) {
	p, err := mainland(places, division)
	if err != nil {
		return nil, nil, err
	}
	own, above, below := t.units(places, p)
	here := slices.DeleteFunc(slices.Clone(units), func(u opinion.Unit) bool { return u.Division != p.Code })
	if len(here) == 0 {
		return whole(units, slices.Concat([]group{own}, above, below)), missing(gaps, own.Units), nil
	}
	f := filler{place: p, kinds: t.of(p.province), have: units, here: here}
	for _, u := range own.Units {
		f.fill(u, gaps)
	}
	return f.out, missing(gaps, own.Units), nil
}

// mainland is a place that the usual organisation is about.
func mainland(places Places, division string) (place, error) {
	d, ok := governed(places, division)
	if !ok {
		return place{}, fmt.Errorf("%w: %q", ErrDivision, division)
	}
	p, _ := placeOf(places, d.Code)
	if slices.Contains(elsewhere, p.province) {
		return place{}, fmt.Errorf("%w: %s", ErrElsewhere, p.Name)
	}
	return p, nil
}

// whole are all units of groups but those that are there.
func whole(have []opinion.Unit, groups []group) (out []Addition) {
	for _, g := range groups {
		for _, u := range g.Units {
			if !slices.ContainsFunc(have, func(h opinion.Unit) bool { return h.ID == u.ID }) {
				out = append(out, Addition{Unit: u.Unit, New: true, Topics: u.Topics})
			}
		}
	}
	return out
}

// missing are gaps that no unit lists, neither themselves nor their field.
func missing(gaps []string, units []unit) (out []string) {
	for _, gap := range gaps {
		field, _, _ := strings.Cut(gap, "/")
		if !slices.ContainsFunc(units, func(u unit) bool {
			return slices.Contains(u.Topics, gap) || slices.Contains(u.Topics, field)
		}) {
			out = append(out, gap)
		}
	}
	return out
}

// filler fills the gaps of one place.
type filler struct {
	place place
	kinds []*Kind
	have  []opinion.Unit // all
	here  []opinion.Unit // of the place
	out   []Addition
}

// fill gives a usual unit's topics that are gaps to the unit that is there in its stead, or makes it.
func (f *filler) fill(u unit, gaps []string) {
	var topics []string
	for _, t := range u.Topics {
		if slices.Contains(gaps, t) {
			topics = append(topics, t)
		}
	}
	kind := strings.TrimSuffix(u.ID, "-"+u.Division)
	there, found := f.standsFor(kind, u.Unit)
	switch {
	case found && len(topics) > 0:
		f.out = append(f.out, Addition{Unit: there, Topics: topics})
	case !found && (len(topics) > 0 || u.Office):
		u.Topics = topics
		u.ID = f.free(u.ID)
		if !f.known(u.Superior) || u.Superior == "" {
			u.Superior = f.office()
		}
		f.out = append(f.out, Addition{Unit: u.Unit, New: true, Topics: topics})
	}
}

// standsFor is the unit of the place that is of a kind: the office is the one that coordinates, others
// bear its id, its name or, most of all kinds, a name that such an office has.
func (f *filler) standsFor(kind string, usual opinion.Unit) (best opinion.Unit, found bool) {
	longest := 0
	for _, u := range f.here {
		switch {
		case u.Office != usual.Office:
		case u.Office, u.ID == usual.ID, u.Name == usual.Name:
			return u, true
		default:
			if k, n := f.kindOf(u.Name); k == kind && n > longest {
				best, found, longest = u, true, n
			}
		}
	}
	return best, found
}

// kindOf is the kind whose names a name holds, the longest of them, and how long that is.
func (f *filler) kindOf(name string) (kind string, longest int) {
	for _, k := range f.kinds {
		for _, called := range append([]string{k.Name, k.Province, k.Municipality, k.City, k.District, k.County}, k.Also...) {
			if called != "" && !strings.Contains(called, "{") && strings.Contains(name, called) && len(called) > longest {
				kind, longest = k.ID, len(called)
			}
		}
	}
	return kind, longest
}

// office is the coordinating office of the place, "" where there is none.
func (f *filler) office() string {
	for _, u := range f.here {
		if u.Office {
			return u.ID
		}
	}
	for _, a := range f.out {
		if a.New && a.Unit.Office {
			return a.Unit.ID
		}
	}
	return ""
}

func (f *filler) known(id string) bool {
	return slices.ContainsFunc(f.have, func(u opinion.Unit) bool { return u.ID == id }) ||
		slices.ContainsFunc(f.out, func(a Addition) bool { return a.New && a.Unit.ID == id })
}

// free is an id that nobody bears.
func (f *filler) free(id string) string {
	for n, first := 2, id; f.known(id); n++ {
		id = fmt.Sprintf("%s-%d", first, n)
	}
	return id
}
