package kit

import (
	"strings"

	"huiying/opinion"
)

func (v *Naming) Owner(unit string) string { return v.unitOr(unit, "duty.nobody") }
func (v *Naming) unitOr(unit, otherwise string) string {
	if unit == "" {
		return v.Say(otherwise)
	}
	return v.Unit(unit)
}

// Belongs says to what an account is bound, in words.
func (v *Naming) Belongs(unit, division string) string {
	switch {
	case unit != "":
		return v.Unit(unit)
	case division != "":
		return v.Place(division)
	}
	return v.Say("accounts.whole")
}

// Topic, Place and Unit are names of codes; nothing shows as a dash.
func (v *Naming) Topic(id string) string {
	if id == "" {
		return v.Say("none.topic")
	}
	return v.kit.Names.Topic(id, v.Lang)
}

// Place names a division.
func (v *Naming) Place(code string) string {
	if code == "" {
		return v.Say("none.place")
	}
	return v.kit.Names.Division(code, v.Lang)
}

// PlaceHere names a division alone, without what it lies in: for lists of one region.
func (v *Naming) PlaceHere(code string) string {
	name := v.Place(code)
	for n := len(code) - 1; n >= 2; n-- {
		if above := v.kit.Names.Division(code[:n], v.Lang); above != code[:n] {
			if rest, ok := strings.CutPrefix(name, above); ok && rest != "" {
				return strings.TrimLeft(rest, " ,")
			}
		}
	}
	return name
}

// UnitHere names a unit without its place where that is the place that stands beside it.
func (v *Naming) UnitHere(id, place string) string {
	name := v.Unit(id)
	at := v.units[id].Division
	if at == "" || v.Lang == "en" {
		return name
	}
	where := v.Place(at)
	if at != place { // whose office it is must stay to be seen
		where = strings.TrimSuffix(where, v.PlaceHere(at))
	}
	for i := range where {
		if rest, ok := strings.CutPrefix(name, where[i:]); ok && rest != "" {
			return rest
		}
	}
	return name
}

// Source names a source.
func (v *Naming) Source(id string) string { return v.kit.Names.Source(id, v.Lang) }

// Unit names a responsible unit; an unknown id shows as itself.
func (v *Naming) Unit(id string) string {
	if id == "" {
		return v.Say("none.unit")
	}
	if v.units == nil {
		v.units = map[string]opinion.Unit{}
		list, err := v.kit.Units.Units(v.ctx)
		if err != nil {
			v.kit.Failed("units", err)
		}
		for _, u := range list {
			v.units[u.ID] = u
		}
	}
	return UnitName(v.units[id], id, v.Lang)
}

func UnitName(u opinion.Unit, id, lang string) string {
	switch {
	case lang == "en" && u.NameEn != "":
		return u.NameEn
	case u.Name != "":
		return u.Name
	}
	return id
}

// By names who made a move: never a person.
func (v *Naming) By(by string) string {
	if id, ok := strings.CutPrefix(by, "unit:"); ok {
		return v.Unit(id)
	}
	return v.Word("by.", by)
}
