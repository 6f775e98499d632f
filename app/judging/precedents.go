package judging

import (
	"context"

	"go.uber.org/zap"

	"huiying/analyzers"
	"huiying/analyzers/route"
	"huiying/opinion"
	"huiying/register"
)

// Precedents finds the rule of dispatch for a topic at a place.
type Precedents interface {
	RuleFor(ctx context.Context, topic, place string) (register.DispatchRule, bool, error)
}

// FollowPrecedents lets routing read the decisions that were adopted as rules of dispatch (裁定转规则).
// They are events in their cases; the register keeps those in force. Which of them leads is a rule
// of routing (route.Table.ByPrecedent).
func (j *Judges) FollowPrecedents(of Precedents, log *zap.Logger) {
	principles := j.Parts.Route
	adopted := func(topic, place string) (route.Precedent, bool, error) {
		rule, ok, err := of.RuleFor(context.Background(), topic, place)
		return route.Precedent(rule), ok, err
	}
	j.Parts.Route = func(req opinion.RouteRequest) opinion.Route {
		r, err := j.Units.ByPrecedent(req, principles(req), adopted)
		if err != nil {
			log.Error("rules of dispatch cannot be read; the principles decide", zap.Error(err))
		}
		return r
	}
	j.Analyzer = analyzers.New(j.Parts)
}
