package route

import (
	"cmp"
	"fmt"
	"slices"

	"huiying/opinion"
)

// Arbitrated (裁定转规则) is the name of the rule by which an adopted precedent gives the lead.
const Arbitrated = "arbitrated"

const (
	arbitratedTitle = "已定派单规则"
	arbitratedBasis = doc66 + "（派单异议审核）"
)

// Precedent is a decision of an arbiter that was adopted as a rule of dispatch: this topic in this
// place, and in what lies within it, belongs to this unit.
type Precedent struct {
	Case     string // whose decision it was
	Topic    string
	Division string
	Unit     string
}

// PrecedentFor finds the precedent for a topic in exactly this place, and says whether there is
// one.
type PrecedentFor func(topic, place string) (Precedent, bool, error)

// Adopted looks precedents up in a list in the order of their adoption: of two for the same topic
// and place the later holds.
func Adopted(list []Precedent) PrecedentFor {
	return func(topic, place string) (Precedent, bool, error) {
		for _, p := range slices.Backward(list) {
			if p.Topic == topic && p.Division == place {
				return p, true, nil
			}
		}
		return Precedent{}, false, nil
	}
}

// ByPrecedent is the route by an adopted precedent, or byPrinciples, the route of Table.Route,
// where none speaks. Of several precedents the one for the narrowest place around the request
// holds. One whose unit is unknown is passed over. On an error of the lookup the route is
// byPrinciples too.
func (t *Table) ByPrecedent(req opinion.RouteRequest, byPrinciples opinion.Route,
	adopted PrecedentFor) (opinion.Route, error) {
	place := cmp.Or(req.Division, req.Home)
	if place == "" || !forPrecedents(req) {
		return byPrinciples, nil
	}
	for _, code := range slices.Backward(t.places.Path(place)) {
		p, ok, err := adopted(req.Topic, code)
		if err != nil {
			return byPrinciples, err
		}
		if u := t.units[p.Unit]; ok && u != nil {
			return p.lead(byPrinciples, u), nil
		}
	}
	return byPrinciples, nil
}

// forPrecedents says whether a request is of the kind that precedents decide: one item, in one
// place, of ordinary weight. Several places or sectors, grave matters and those with a channel of
// their own go by the principles.
func forPrecedents(req opinion.RouteRequest) bool {
	return req.Topic != "" && req.Refer == "" && len(req.Also)+len(req.Places) == 0 && !req.Severity.Grave()
}

// lead is r with u in the lead, for the reason that p gives. r is not changed.
func (p Precedent) lead(r opinion.Route, u *opinion.Unit) opinion.Route {
	r.Why = append(slices.Clip(r.Why), fmt.Sprintf("裁定：办件 %s 的裁定已定为派单规则，此事项在此地由%s负责", p.Case, u.Name))
	r.Lead, r.Rule, r.Basis = u.ID, Arbitrated, arbitratedBasis
	r.Co = slices.DeleteFunc(slices.Clone(r.Co), func(id string) bool { return id == u.ID })
	return r
}

// RuleTitle is the title of a rule as pages show it; the name itself where there is no such rule.
func RuleTitle(name string) string {
	switch name {
	case Arbitrated:
		return arbitratedTitle
	case Named:
		return namedTitle
	case Historical:
		return historyTitle
	}
	for _, r := range rules {
		if r.Name == name {
			return r.Title
		}
	}
	return name
}
