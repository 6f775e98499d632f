package main

import (
	"context"
	"fmt"
	"slices"

	"go.uber.org/zap"

	"huiying/analyzers"
	"huiying/opinion"
)

// ruleArbitrated is the name under which a route says that a past decision made it.
const ruleArbitrated = "arbitrated"

// withPrecedents lets routing read the decisions that were adopted as rules of dispatch (裁定转规则). They
// are events in their cases; the register keeps those in force. A rule speaks for one item in one place and what lies
// within it, of ordinary weight: several places or sectors, grave matters and those with a channel of their
// own go by the principles.
func (h *house) withPrecedents() {
	principles := h.judges.parts.Route
	h.judges.parts.Route = func(req opinion.RouteRequest) opinion.Route {
		return h.precedent(req, principles(req))
	}
	h.judges.analyzer = analyzers.New(h.judges.parts)
}

func (h *house) precedent(req opinion.RouteRequest, r opinion.Route) opinion.Route {
	place := req.Division
	if place == "" {
		place = req.Home
	}
	grave := req.Severity == opinion.SeverityI || req.Severity == opinion.SeverityII
	if req.Topic == "" || place == "" || req.Refer != "" || len(req.Also)+len(req.Places) > 0 || grave {
		return r
	}
	for _, code := range slices.Backward(h.judges.places.Path(place)) {
		rule, ok, err := h.store.RuleFor(context.Background(), req.Topic, code)
		if err != nil {
			h.log.Error("rules of dispatch cannot be read; the principles decide", zap.Error(err))
			return r
		}
		u, known := h.judges.units.Unit(rule.Unit)
		if !ok || !known {
			continue
		}
		r.Why = append(slices.Clip(r.Why), fmt.Sprintf("裁定：办件 %s 的裁定已定为派单规则，此事项在此地由%s负责", rule.Case, u.Name))
		r.Lead, r.Rule, r.Basis = u.ID, ruleArbitrated, "国办函〔2025〕66号（派单异议审核）"
		r.Co = slices.DeleteFunc(slices.Clone(r.Co), func(id string) bool { return id == u.ID })
		return r
	}
	return r
}
