package kit

import (
	"context"
	"net/url"
	"strings"

	"huiying/opinion"
)

// Where there are too many units for a list, a field takes a unit by name. Its script asks for the names that
// hold what is typed; whatever was typed becomes the unit's id where a form is read.

// unitKeys are the parameters of forms and addresses that hold a unit.
var unitKeys = []string{"unit", "is"}

// MostUnitNames is how many names a field is offered at once.
const MostUnitNames = 12

// UnitLabel is what a field shows of a unit, and takes for it: its name, with its id where another unit has
// the same name.
func (v *View) UnitLabel(id string) string {
	units, err := v.kit.Units.Units(v.ctx)
	if err != nil || id == "" {
		return id
	}
	return labelOf(units, id, v.Lang)
}

func labelOf(units []opinion.Unit, id, lang string) string {
	name, alike := id, 0
	for _, u := range units {
		if u.ID == id {
			name = UnitName(u, id, lang)
		}
	}
	for _, u := range units {
		if UnitName(u, u.ID, lang) == name {
			alike++
		}
	}
	if alike > 1 {
		return name + " (" + id + ")"
	}
	return name
}

// UnitNames are the labels of units whose name holds every word, for a field to offer.
func (v *View) UnitNames(words string) (out []string) {
	units, err := v.kit.Units.Units(v.ctx)
	if err != nil {
		v.kit.Failed("units", err)
	}
	fields := strings.Fields(strings.ToLower(words))
	for _, u := range units {
		name, fits := strings.ToLower(u.Name+" "+u.NameEn+" "+u.ID), len(fields) > 0
		for _, word := range fields {
			fits = fits && strings.Contains(name, word)
		}
		if fits {
			if out = append(out, labelOf(units, u.ID, v.Lang)); len(out) == MostUnitNames {
				break
			}
		}
	}
	return out
}

// unitOf is the id of the unit that was typed: an id, a name that one unit has, or a label. Anything else stays
// as it is, to be refused where a unit is asked for.
func unitOf(units []opinion.Unit, typed string) string {
	typed = strings.TrimSpace(typed)
	inside := ""
	if at := strings.LastIndex(typed, " ("); at > 0 && strings.HasSuffix(typed, ")") {
		inside = typed[at+len(" (") : len(typed)-1]
	}
	named, names := "", 0
	for _, u := range units {
		switch {
		case u.ID == typed || u.ID == inside:
			return u.ID
		case u.Name == typed || u.NameEn == typed:
			named, names = u.ID, names+1
		}
	}
	if names == 1 {
		return named
	}
	return typed
}

// nameUnits turns the names of units in a question into ids, and says whether there were any.
func (k *Kit) nameUnits(ctx context.Context, q url.Values) (changed bool) {
	var units []opinion.Unit
	for _, key := range unitKeys {
		typed := q.Get(key)
		if typed == "" || key == "is" && q.Get("field") != string(opinion.FieldUnit) {
			continue
		}
		if units == nil {
			var err error
			if units, err = k.Units.Units(ctx); err != nil {
				return changed
			}
		}
		if id := unitOf(units, typed); id != typed {
			q.Set(key, id)
			changed = true
		}
	}
	return changed
}
