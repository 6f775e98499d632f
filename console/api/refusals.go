package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/kit"
	"huiying/words"
)

// Refusals are records of a source that are no mentions. Whoever reads a file for a running server
// refuses them before anything is sent, so the server is told how many there were.
type Refusals struct {
	Source string         `json:"source" doc:"id of the source"`
	Why    map[string]int `json:"why" doc:"how many, by the code of the reason: no_text, time, ..."`
}

// Counted says how many were counted: none where the source is unknown here.
type Counted struct {
	Counted int `json:"counted"`
}

// refusalsAPI counts for the balance what is refused elsewhere.
func (a *Room) refusalsAPI(api huma.API) {
	const path = "/api/v1/refusals"
	operation(api, http.MethodPost, path, "count-refusals",
		"Count, for the balance, records of a source that were refused before they were sent", a.refusals, 400)
	bodyOf(api, path, reflect.TypeFor[Refusals](), false)
}

func (a *Room) refusals(ctx context.Context, in *openCasesIn) (*answer[Counted], error) {
	if a.Intake == nil {
		return nil, a.away(&in.asked, "no_intake", "away.intake")
	}
	var what Refusals
	if err := json.Unmarshal(in.RawBody, &what); err != nil {
		return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
	}
	maps.DeleteFunc(what.Why, func(_ string, n int) bool { return n <= 0 })
	n, err := a.Intake.Refuse(ctx, what.Source, what.Why)
	return answered(a, &in.asked, Counted{n}, err)
}
