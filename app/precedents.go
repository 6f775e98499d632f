package app

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"go.uber.org/zap"

	"huiying/analyzers"
	"huiying/analyzers/route"
	"huiying/analyzers/territory"
	"huiying/console"
	"huiying/opinion"
	"huiying/register/sqlite"
)

// ruleArbitrated is the name under which a route says that a past decision made it.
const RuleArbitrated = "arbitrated"

// withPrecedents lets routing read the decisions that were adopted as rules of dispatch (裁定转规则). They
// are events in their cases; the register keeps those in force. A rule speaks for one item in one place and what lies
// within it, of ordinary weight: several places or sectors, grave matters and those with a channel of their
// own go by the principles.
func (h *House) withPrecedents() {
	j := h.Judges
	principles := j.Parts.Route
	j.Parts.Route = func(req opinion.RouteRequest) opinion.Route {
		r, err := ByPrecedent(req, principles(req), j.Places, j.Units, func(topic, place string) (sqlite.Rule, bool, error) {
			return h.Store.RuleFor(context.Background(), topic, place)
		})
		if err != nil {
			h.Log.Error("rules of dispatch cannot be read; the principles decide", zap.Error(err))
		}
		return r
	}
	j.Analyzer = analyzers.New(j.Parts)
}

// byPrecedent is the route by an adopted rule, or r, the route by the principles, where none speaks. Of several the one
// for the narrowest place holds. An error leaves r as it is.
func ByPrecedent(req opinion.RouteRequest, r opinion.Route, places *territory.Table, units *route.Table, ruleFor func(topic, place string) (sqlite.Rule, bool, error)) (opinion.Route, error) {
	place := cmp.Or(req.Division, req.Home)
	if req.Topic == "" || place == "" || req.Refer != "" || len(req.Also)+len(req.Places) > 0 || req.Severity.Grave() {
		return r, nil
	}
	for _, code := range slices.Backward(places.Path(place)) {
		rule, ok, err := ruleFor(req.Topic, code)
		if err != nil {
			return r, err
		}
		u, known := units.Unit(rule.Unit)
		if !ok || !known {
			continue
		}
		r.Why = append(slices.Clip(r.Why), fmt.Sprintf("裁定：办件 %s 的裁定已定为派单规则，此事项在此地由%s负责", rule.Case, u.Name))
		r.Lead, r.Rule, r.Basis = u.ID, RuleArbitrated, "国办函〔2025〕66号（派单异议审核）"
		r.Co = slices.DeleteFunc(slices.Clone(r.Co), func(id string) bool { return id == u.ID })
		return r, nil
	}
	return r, nil
}

// Rules lists the rules of dispatch of a house that this process holds.
func (d desk) Rules(ctx context.Context) ([]console.DispatchRule, error) {
	rules, err := d.h.Store.Rules(ctx)
	out := make([]console.DispatchRule, len(rules))
	for i, r := range rules {
		out[i] = console.DispatchRule(r)
	}
	return out, err
}

// Rules lists those of a running server.
func (r remote) Rules(ctx context.Context) ([]console.DispatchRule, error) {
	var out []console.DispatchRule
	return out, r.call(ctx, http.MethodGet, "/api/v1/rules", nil, &out)
}

// rulesIn looks rules up in a list in the order in which they were adopted.
func RulesIn(rules []console.DispatchRule) func(topic, place string) (sqlite.Rule, bool, error) {
	return func(topic, place string) (sqlite.Rule, bool, error) {
		for _, r := range slices.Backward(rules) {
			if r.Topic == topic && r.Division == place {
				return sqlite.Rule(r), true, nil
			}
		}
		return sqlite.Rule{}, false, nil
	}
}
