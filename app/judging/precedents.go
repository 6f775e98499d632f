package judging

import (
	"context"
	"net/http"

	"go.uber.org/zap"

	"huiying/analyzers"
	"huiying/analyzers/route"
	"huiying/opinion"
	"huiying/register"
)

// withPrecedents lets routing read the decisions that were adopted as rules of dispatch (裁定转规则).
// They are events in their cases; the register keeps those in force. Which of them leads is a rule
// of routing (route.Table.ByPrecedent).
func (a *App) withPrecedents() {
	j := a.Judges
	principles := j.Parts.Route
	adopted := func(topic, place string) (route.Precedent, bool, error) {
		rule, ok, err := a.Store.RuleFor(context.Background(), topic, place)
		return route.Precedent(rule), ok, err
	}
	j.Parts.Route = func(req opinion.RouteRequest) opinion.Route {
		r, err := j.Units.ByPrecedent(req, principles(req), adopted)
		if err != nil {
			a.Log.Error("rules of dispatch cannot be read; the principles decide", zap.Error(err))
		}
		return r
	}
	j.Analyzer = analyzers.New(j.Parts)
}

// Rules lists the rules of dispatch of a data directory that this process holds.
func (d desk) Rules(ctx context.Context) ([]register.DispatchRule, error) {
	return d.h.Store.Rules(ctx)
}

// Rules lists those of a running server.
func (r remote) Rules(ctx context.Context) ([]register.DispatchRule, error) {
	var out []register.DispatchRule
	return out, r.call(ctx, http.MethodGet, "/api/v1/rules", nil, &out)
}
