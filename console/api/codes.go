package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
)

// HandedCode is the answer of POST /api/v1/mentions/{id}/code.
type HandedCode struct {
	Code string `json:"code" doc:"query code, for whoever wrote the mention; it is kept nowhere and never shown again"`
}

// codesAPI hands query codes out for what was brought in otherwise than at the counter.
func (a *Room) codesAPI(api huma.API) {
	operation(api, http.MethodPost, "/api/v1/mentions/{id}/code", "hand-out-code",
		"Hand out the query code of a mention, once", func(ctx context.Context, in *byID) (*answer[HandedCode], error) {
			if a.Correct == nil {
				return nil, a.away(&in.asked, "no_correct", "away.correct")
			}
			_, err := a.Correct.Mention(ctx, in.ID) // there, and within reach
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			code, err := ask.Hand(ctx, a.Codes, in.ID)
			return answered(a, &in.asked, HandedCode{code}, err)
		}, 404, 422)
}
