package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/register"
)

// Rules lists the rules of dispatch in force, in the order in which they were adopted.
type Rules interface {
	Rules(ctx context.Context) ([]register.DispatchRule, error)
}

// rulesAPI tells by which adopted rules cases are dispatched.
func (a *Room) rulesAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/rules", "list-rules",
		"Rules of dispatch that were adopted from decisions, the earliest first: of two for the same topic and place the later holds",
		func(ctx context.Context, in *empty) (*answer[[]register.DispatchRule], error) {
			if a.Rules == nil {
				return nil, a.away(&in.asked, "no_rules", "away.rules")
			}
			l, err := a.Rules.Rules(ctx)
			return answered(a, &in.asked, ask.OrEmpty(l), err)
		})
}
