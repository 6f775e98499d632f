package route

import (
	"slices"

	"huiying/opinion"
)

// Named (来源指明) is the rule where no department is in charge by the principles and the source
// names a unit that there is.
const Named = "source-named"

const (
	namedTitle = "规则未定主管单位，由来源列指明的单位先行办理"
	namedBasis = doc61 + "（谁主管谁负责）；来源列为线索，可退单"
)

// byName lets the unit lead that the source names (承办单位), where the principles leave open who is in
// charge: the topic is unknown, or nobody is in charge of it. It must serve the place or what lies
// above it, and be no township, to which no work is pushed that is not on its list. A grave matter
// goes by its level. Whatever comes of it, the steps say so.
func (t *Table) byName(req opinion.RouteRequest, r opinion.Route) opinion.Route {
	u := t.units[req.Unit]
	if u == nil {
		return r
	}
	why := func(words string) opinion.Route {
		r.Why = append(slices.Clip(r.Why), "来源：依据"+req.UnitBy+"，"+words)
		return r
	}
	open := r.Rule == UnknownTopic || r.Rule == Backstop
	place := req.Division
	if place == "" {
		place = req.Home
	}
	switch {
	case r.Lead == u.ID:
		return why("与规则一致")
	case !open:
		return why("与规则不同，职责明确，按规则由" + t.units[r.Lead].Name + "负责")
	case req.Severity.Grave():
		return why("事态重大，按等级由" + t.units[r.Lead].Name + "负责")
	case u.Level == opinion.Township:
		return why("不向乡镇（街道）推诿未列入清单的事项，仍由" + t.units[r.Lead].Name + "负责")
	case place != "" && !slices.Contains(t.places.Path(place), u.Division):
		return why(u.Name + "不管辖此地，仍由" + t.units[r.Lead].Name + "负责")
	}
	r.Lead, r.Rule, r.Basis = u.ID, Named, namedBasis
	r.Co = slices.DeleteFunc(slices.Clone(r.Co), func(id string) bool { return id == u.ID })
	return why("规则未定主管单位，由" + u.Name + "先行办理")
}
