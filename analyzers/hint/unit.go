package hint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// leastName is the length of a part of a name that may stand for the whole.
const leastName = 3

// named are the units that a value may mean: by their whole name, else those whose name is the end
// of it, or that it is the end of (拉萨市教育局, 教育局).
func (r *Reader) named(value string) []opinion.Unit {
	v := plain(value)
	if found := r.units[v]; len(found) > 0 {
		return found
	}
	var out []opinion.Unit
	if utf8.RuneCountInString(v) < leastName {
		return nil
	}
	for _, u := range r.t.Units {
		n := plain(u.Name)
		if strings.HasSuffix(n, v) || strings.HasSuffix(v, n) && utf8.RuneCountInString(n) >= leastName {
			out = append(out, u)
		}
	}
	return out
}

// unit is the one that is meant: of several, the one that serves the place, or else the next above it.
func (r *Reader) unit(value, place string) (opinion.Unit, bool) {
	all := r.named(value)
	if len(all) == 1 {
		return all[0], true
	}
	for _, code := range slices.Backward(r.t.Path(place)) {
		at := slices.DeleteFunc(slices.Clone(all), func(u opinion.Unit) bool { return u.Division != code })
		if len(at) == 1 {
			return at[0], true
		}
		if len(at) > 1 {
			break
		}
	}
	return opinion.Unit{}, false
}

// Unit is the unit that a name means, as a column may write it; place is where it is likely to be.
func (r *Reader) Unit(name, place string) (opinion.Unit, bool) { return r.unit(name, place) }
