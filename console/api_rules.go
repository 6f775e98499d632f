package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huiying/words"
)

// RuleBook lists the rules of dispatch in force, in the order in which they were adopted.
type RuleBook interface {
	Rules(ctx context.Context) ([]DispatchRule, error)
}

// rulesAPI tells by which adopted rules cases are dispatched.
func (a *app) rulesAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/rules", "list-rules", "Rules of dispatch that were adopted from decisions, the earliest first: of two for the same topic and place the later holds",
		func(ctx context.Context, in *empty) (*answer[[]DispatchRule], error) {
			if a.Rules == nil {
				return nil, a.fail(&in.asked, away("no_rules", words.Say(in.lang, "away.rules")))
			}
			l, err := a.Rules.Rules(ctx)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			return &answer[[]DispatchRule]{orEmpty(l)}, nil
		})
}
