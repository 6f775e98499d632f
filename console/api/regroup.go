package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
)

// regroupAPI is the same for programs.
func (a *Room) regroupAPI(api huma.API) {
	for _, op := range []struct{ act, id, summary string }{
		{"split", "split-issue", "Say that mentions of an issue are another matter"},
		{"join", "join-issues", "Say that two issues are one matter"},
		{"undo", "undo-regroup", "Take back the latest split or join that brought mentions into an issue"},
	} {
		path := "/api/v1/issues/{id}/" + op.act
		operation(api, http.MethodPost, path, op.id, op.summary, func(ctx context.Context,
			in *correctIn) (*answer[facts.Regrouped], error) {
			if a.Regroup == nil {
				return nil, a.away(&in.asked, "no_correct", "away.correct")
			}
			what, err := said(ctx, in.lang, in.raw, func(r *facts.Regroup) *string { return &r.By })
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			done, err := ask.Regroupings[op.act](a.Regroup, ctx, in.ID, what)
			return answered(a, &in.asked, done, err)
		}, 400, 404, 422)
		bodyOf(api, path, reflect.TypeFor[facts.Regroup](), false)
	}
}
