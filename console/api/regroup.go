package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// regroupAPI is the same for programs.
func (a *Room) regroupAPI(api huma.API) {
	for _, op := range []struct{ act, id, summary string }{
		{"split", "split-issue", "Say that mentions of an issue are another matter"},
		{"join", "join-issues", "Say that two issues are one matter"},
		{"undo", "undo-regroup", "Take back the latest split or join that brought mentions into an issue"},
	} {
		path := "/api/v1/issues/{id}/" + op.act
		operation(api, http.MethodPost, path, op.id, op.summary, func(ctx context.Context, in *correctIn) (*answer[facts.Regrouped], error) {
			if a.Regroup == nil {
				return nil, a.fail(&in.asked, kit.Away("no_correct", words.Say(in.lang, "away.correct")))
			}
			var what facts.Regroup
			if err := json.Unmarshal(in.RawBody, &what); err != nil {
				return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
			}
			by, err := ask.ByOf(ctx, what.By, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			what.By = by
			done, err := ask.Regroupings[op.act](a.Regroup, ctx, in.ID, what)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			return &answer[facts.Regrouped]{done}, nil
		}, 400, 404, 422)
		bodyOf(api, path, reflect.TypeFor[facts.Regroup](), false)
	}
}
