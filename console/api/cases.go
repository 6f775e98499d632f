package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

type casesIn struct {
	asked
	State     string `query:"state" doc:"one or several with commas between"`
	Unit      string `query:"unit"`
	DueBefore string `query:"due_before" doc:"date of +08:00 (that day included), or RFC 3339"`
	Overdue   bool   `query:"overdue" doc:"only those whose time to answer ran out"`
	Q         string `query:"q"`
	Topic     string `query:"topic"`
	Division  string `query:"division" doc:"with everything below it"`
	Issue     string `query:"issue"`
	Severity  string `query:"severity" enum:"I,II,III,IV"`
	Source    string `query:"source" doc:"of the first report"`
	From      string `query:"from" doc:"opened: date of +08:00, or RFC 3339"`
	To        string `query:"to" doc:"opened: date of +08:00 (that day included), or RFC 3339"`
	Order     string `query:"order" doc:"due, updated, opened, severity, place, unit or reports; - before it turns it round"`
	Matter    string `query:"matter" enum:"disclosure" doc:"requests for disclosure instead of what the public said"`
	Size      int    `query:"size" minimum:"1" maximum:"200" default:"20"`
	Cursor    string `query:"cursor" doc:"next of the page before"`
}

// raw is a JSON body that we read ourselves: huma would refuse unknown keys, and would
// repeat a faulty body, raw text and all, in its answer.
type raw struct {
	RawBody []byte `contentType:"application/json"`
}

type moveIn struct {
	asked
	ID   string `path:"id" maxLength:"128"`
	Move string `path:"move" enum:"dismiss,dispatch,sign,handle,return,arbitrate,inform,contribute,ask,deny,extend,answer,verify,close,reopen,keep,confirm,merge,unmerge,recall,refer,raise,adopt,withdraw,review,pause,resume,deliver,archive"`
	raw
}

// commandBody is a Command as JSON. It documents the body and reads it.
type commandBody struct {
	opinion.Command
	Limit string `json:"limit,omitempty" doc:"extend: the time added, such as 48h or 7d"`
}

func (a *Room) caseAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/cases", "list-cases", "List cases",
		func(ctx context.Context, in *casesIn) (*answer[register.CaseList], error) {
			q, err := ask.CaseQuery(in.values, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l, err := a.Cases.Cases(ctx, q)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l.Items = ask.OrEmpty(l.Items)
			return &answer[register.CaseList]{l}, nil
		}, 400, 422)
	operation(api, http.MethodGet, "/api/v1/cases/{id}", "get-case",
		"One case with its whole history", func(ctx context.Context,
			in *byID) (*answer[facts.CaseFile], error) {
			f, err := a.Cases.Case(ctx, in.ID)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			f.History, f.Mentions, f.Clocks = ask.OrEmpty(f.History), ask.OrEmpty(f.Mentions), ask.OrEmpty(f.Clocks)
			return &answer[facts.CaseFile]{f}, nil
		}, 404)
	const path = "/api/v1/cases/{id}/{move}"
	operation(api, http.MethodPost, path, "move-case", "Make a move on a case", a.moveCase, 400, 404, 409, 422)
	bodyOf(api, path, reflect.TypeFor[commandBody](), false)
	const requests = "/api/v1/disclosures"
	operation(api, http.MethodPost, requests, "register-disclosure",
		"Register a request for disclosure: its number, never who applied", a.registerRequest, 400,
		409, 422)
	bodyOf(api, requests, reflect.TypeFor[registerBody](), false)
}

type registerIn struct {
	asked
	raw
}

// registerBody is a request for disclosure (依申请公开) as it is registered.
type registerBody struct {
	Ref      string `json:"ref" doc:"its number where it was received"`
	Unit     string `json:"unit,omitempty" doc:"who reviews it; the coordinating office when empty"`
	Topic    string `json:"topic,omitempty"`
	Division string `json:"division,omitempty"`
	Received string `json:"received,omitempty" doc:"date of +08:00, or RFC 3339"`
}

func (a *Room) registerRequest(ctx context.Context, in *registerIn) (*answer[opinion.Case], error) {
	var b registerBody
	if err := json.Unmarshal(in.RawBody, &b); err != nil {
		return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
	}
	received, err := ask.MomentOf("received", b.Received, false, in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	by, _ := ask.ByOf(ctx, "", in.lang)
	c, err := a.Cases.Do(ctx, "", opinion.Command{Move: opinion.MoveRegister, By: by,
		Ref: strings.TrimSpace(b.Ref), Unit: b.Unit, Topic: b.Topic, Division: b.Division,
		Received: received})
	return answered(a, &in.asked, c, err)
}

func (a *Room) moveCase(ctx context.Context, in *moveIn) (*answer[opinion.Case], error) {
	var body commandBody
	if err := json.Unmarshal(in.RawBody, &body); err != nil {
		return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(in.RawBody, &given); err != nil || given["expected_version"] == nil {
		return nil, a.fail(&in.asked, kit.BadInput("no_version", words.Say(in.lang, "error.no_version")))
	}
	cmd := body.Command
	if cmd.By == "system" {
		return nil, a.fail(&in.asked, kit.BadInput("bad_by", words.Say(in.lang, "error.bad_by")))
	}
	by, err := ask.ByOf(ctx, cmd.By, in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	cmd.By = by
	if body.Limit != "" {
		d, err := ask.LimitOf(body.Limit, in.lang)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		cmd.Limit = d
	}
	cmd.Move = opinion.Move(in.Move)
	c, err := a.Cases.Do(ctx, in.ID, cmd)
	return answered(a, &in.asked, c, err)
}

// bodyOf writes the true shape of a raw body into the document.
func bodyOf(api huma.API, path string, t reflect.Type, many bool) {
	one := huma.SchemaFromType(api.OpenAPI().Components.Schemas, t)
	one.AdditionalProperties = true // unknown keys are ignored
	s := one
	if many {
		s = &huma.Schema{OneOf: []*huma.Schema{one, {Type: huma.TypeArray, Items: one}}}
	}
	api.OpenAPI().Paths[path].Post.RequestBody.Content["application/json"].Schema = s
}
