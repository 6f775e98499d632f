package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/facts"
)

type correctIn struct {
	asked
	ID string `path:"id" maxLength:"128"`
	raw
}

// undoBody documents the body of an undo.
type undoBody struct {
	By     string `json:"by,omitempty" doc:"a role or \"unit:<id>\""`
	Reason string `json:"reason,omitempty"`
	Seen   *int   `json:"seen,omitempty" doc:"how many corrections the finding had when you looked; 409 when it has others by now"`
}

// correctAPI reads one mention and puts its finding right.
func (a *Room) correctAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/mentions/{id}", "get-mention",
		"One mention with its finding as it holds now", func(ctx context.Context,
			in *byID) (*answer[facts.MentionFile], error) {
			if a.Correct == nil {
				return nil, a.away(&in.asked, "no_correct", "away.correct")
			}
			f, err := a.Correct.Mention(ctx, in.ID)
			return answered(a, &in.asked, f, err)
		}, 404)
	const correct, undo = "/api/v1/mentions/{id}/correct", "/api/v1/mentions/{id}/undo"
	operation(api, http.MethodPost, correct, "correct-mention",
		"Correct or confirm what was found about a mention", a.correcting(Corrector.Correct),
		400, 404, 409, 422)
	bodyOf(api, correct, reflect.TypeFor[facts.Correct](), false)
	operation(api, http.MethodPost, undo, "undo-correction",
		"Take the latest correction of a mention back", a.correcting(Corrector.Undo), 400,
		404, 409, 422)
	bodyOf(api, undo, reflect.TypeFor[undoBody](), false)
	const labels = "/api/v1/corrections"
	huma.Register(api, huma.Operation{OperationID: "export-corrections", Method: http.MethodGet, Path: labels,
		Summary: "What persons said of mentions (topic, whether it asks, which issue it is not of), as training data: JSON lines",
		Errors:  []int{http.StatusServiceUnavailable}}, a.labels)
	one := huma.SchemaFromType(api.OpenAPI().Components.Schemas, reflect.TypeFor[facts.Label]())
	answersFile(api, labels, "a line for each mention of which a person said something that teaches", JSONLines, one)
}

// JSONLines is the type of a file of JSON lines.
const JSONLines = "application/x-ndjson"

// labels streams training data. What fails on the way cuts the file off, so that no reader
// takes the half for the whole.
func (a *Room) labels(_ context.Context, in *empty) (*huma.StreamResponse, error) {
	if a.Correct == nil {
		return nil, a.away(&in.asked, "no_correct", "away.correct")
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", JSONLines)
		c.SetHeader("Cache-Control", "no-store")
		c.SetHeader("Content-Disposition", `attachment; filename="corrections.jsonl"`)
		if _, err := a.Correct.Labels(c.Context(), c.BodyWriter()); err != nil {
			a.Failed(in.route, err)
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

func (a *Room) correcting(do func(Corrector, context.Context, string,
	facts.Correct) (facts.MentionFile, error)) func(context.Context,
	*correctIn) (*answer[facts.MentionFile], error) {
	return func(ctx context.Context, in *correctIn) (*answer[facts.MentionFile], error) {
		if a.Correct == nil {
			return nil, a.away(&in.asked, "no_correct", "away.correct")
		}
		what, err := said(ctx, in.lang, in.raw, func(c *facts.Correct) *string { return &c.By })
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		f, err := do(a.Correct, ctx, in.ID, what)
		return answered(a, &in.asked, f, err)
	}
}
