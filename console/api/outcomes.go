package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// Brought names mentions that were brought in.
type Brought struct {
	IDs []string `json:"ids" doc:"as POST /api/v1/mentions gave them; about 5,000 at once"`
}

// outcomesAPI tells who brought mentions what became of them.
func (a *Room) outcomesAPI(api huma.API) {
	const path = "/api/v1/outcomes"
	operation(api, http.MethodPost, path, "outcomes-of-mentions",
		"What became of mentions: how many are in cases, wait, were dismissed, or are on their way", a.outcomes, 400)
	bodyOf(api, path, reflect.TypeFor[Brought](), false)
}

func (a *Room) outcomes(ctx context.Context, in *openCasesIn) (*answer[facts.Became], error) {
	if a.Intake == nil {
		return nil, a.away(&in.asked, "no_intake", "away.intake")
	}
	var what Brought
	if err := json.Unmarshal(in.RawBody, &what); err != nil {
		return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
	}
	out, err := a.Intake.OutcomeOf(ctx, what.IDs)
	return answered(a, &in.asked, out, err)
}
