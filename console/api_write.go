package console

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huiying/opinion"
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
	Order     string `query:"order" enum:"due,updated,opened"`
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
	Move string `path:"move" enum:"dismiss,dispatch,sign,handle,return,arbitrate,inform,contribute,ask,deny,extend,answer,verify,close,reopen,keep,merge,unmerge,recall,refer,raise,adopt,withdraw,review,pause,resume,deliver,archive"`
	raw
}

// commandBody is a Command as JSON. It documents the body and reads it.
type commandBody struct {
	Command
	Limit string `json:"limit,omitempty" doc:"extend: the time added, such as 48h or 7d"`
}

func (a *app) caseAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/cases", "list-cases", "List cases", func(ctx context.Context, in *casesIn) (*answer[CaseList], error) {
		q, err := caseQuery(in.values, in.lang)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		l, err := a.Cases.Cases(ctx, q)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		l.Items = orEmpty(l.Items)
		return &answer[CaseList]{l}, nil
	}, 400, 422)
	operation(api, http.MethodGet, "/api/v1/cases/{id}", "get-case", "One case with its whole history", func(ctx context.Context, in *byID) (*answer[CaseFile], error) {
		f, err := a.Cases.Case(ctx, in.ID)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		f.History, f.Mentions, f.Clocks = orEmpty(f.History), orEmpty(f.Mentions), orEmpty(f.Clocks)
		return &answer[CaseFile]{f}, nil
	}, 404)
	const path = "/api/v1/cases/{id}/{move}"
	operation(api, http.MethodPost, path, "move-case", "Make a move on a case", a.moveCase, 400, 404, 409, 422)
	bodyOf(api, path, reflect.TypeFor[commandBody](), false)
	const requests = "/api/v1/disclosures"
	operation(api, http.MethodPost, requests, "register-disclosure", "Register a request for disclosure: its number, never who applied", a.registerRequest, 400, 409, 422)
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

func (a *app) registerRequest(ctx context.Context, in *registerIn) (*answer[opinion.Case], error) {
	var b registerBody
	if err := json.Unmarshal(in.RawBody, &b); err != nil {
		return nil, a.fail(&in.asked, invalid("bad_json", words.Say(in.lang, "error.bad_json")))
	}
	received, err := momentOf("received", b.Received, false, in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	by, _ := byOf(ctx, "", in.lang)
	c, err := a.Cases.Do(ctx, "", Command{Move: opinion.MoveRegister, By: by, Ref: strings.TrimSpace(b.Ref), Unit: b.Unit, Topic: b.Topic, Division: b.Division, Received: received})
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	return &answer[opinion.Case]{c}, nil
}

func (a *app) moveCase(ctx context.Context, in *moveIn) (*answer[opinion.Case], error) {
	var body commandBody
	if err := json.Unmarshal(in.RawBody, &body); err != nil {
		return nil, a.fail(&in.asked, invalid("bad_json", words.Say(in.lang, "error.bad_json")))
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(in.RawBody, &given); err != nil || given["expected_version"] == nil {
		return nil, a.fail(&in.asked, invalid("no_version", words.Say(in.lang, "error.no_version")))
	}
	cmd := body.Command
	if cmd.By == "system" {
		return nil, a.fail(&in.asked, invalid("bad_by", words.Say(in.lang, "error.bad_by")))
	}
	by, err := byOf(ctx, cmd.By, in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	cmd.By = by
	if body.Limit != "" {
		d, err := limitOf(body.Limit, in.lang)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		cmd.Limit = d
	}
	cmd.Move = opinion.Move(in.Move)
	c, err := a.Cases.Do(ctx, in.ID, cmd)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	return &answer[opinion.Case]{c}, nil
}

type purgeIn struct {
	asked
	raw
}

// purgeAPI forgets one address or one mention everywhere.
func (a *app) purgeAPI(api huma.API) {
	const path = "/api/v1/purge"
	operation(api, http.MethodPost, path, "purge", "Forget one address or mention everywhere", func(ctx context.Context, in *purgeIn) (*answer[Purged], error) {
		if a.Forget == nil {
			return nil, a.fail(&in.asked, away("no_purge", words.Say(in.lang, "away.purge")))
		}
		var what Purge
		if err := json.Unmarshal(in.RawBody, &what); err != nil {
			return nil, a.fail(&in.asked, invalid("bad_json", words.Say(in.lang, "error.bad_json")))
		}
		if (what.URL == "") == (what.ID == "") {
			return nil, a.fail(&in.asked, invalid("one_of_both", words.Say(in.lang, "error.one_of_both")))
		}
		done, err := a.Forget.Purge(ctx, what)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		done.IDs, done.Cases = orEmpty(done.IDs), orEmpty(done.Cases)
		return &answer[Purged]{done}, nil
	}, 400, 404)
	bodyOf(api, path, reflect.TypeFor[Purge](), false)
}

// Taken is the answer to submitted mentions.
type Taken struct {
	IDs        []string       `json:"ids" doc:"of the mentions taken, in order"`
	Duplicates int            `json:"duplicates" doc:"of these, how many were known already"`
	Errors     []NotTaken     `json:"errors" doc:"those that were not taken"`
	Dropped    map[string]int `json:"dropped,omitempty" doc:"keys about persons that were dropped, with how often"`
}

// NotTaken says which of several mentions was refused, and why. Index counts from 0.
type NotTaken struct {
	Index int    `json:"index"`
	Error string `json:"error"`
}

type takenOut struct {
	Status int
	Body   Taken
}

type submitIn struct {
	asked
	raw
}

// submitted documents one mention of the body; the console hands the raw object to
// Intake.Parse, which ignores keys it does not know.
type submitted struct {
	Source      string `json:"source" doc:"id of the source"`
	ID          string `json:"id,omitempty" doc:"the record's own number at the source"`
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Text        string `json:"text"`
	PublishedAt string `json:"published_at,omitempty"`
	Division    string `json:"division,omitempty" doc:"home division of the source"`
}

const mostMentions = 10000

func (a *app) mentionAPI(api huma.API) {
	op := huma.Operation{
		OperationID: "submit-mentions", Method: http.MethodPost, Path: "/api/v1/mentions", Summary: "Submit one mention or an array",
		DefaultStatus: http.StatusAccepted, MaxBodyBytes: bulkBytes, BodyReadTimeout: pageTime, SkipValidateBody: true,
		Errors: []int{400, 401, 403, 413, 422, 503},
		Middlewares: huma.Middlewares{func(c huma.Context, next func(huma.Context)) {
			if p := a.mayImport(c); p != nil {
				c.SetHeader("Content-Type", p.ContentType(""))
				if p.Status == http.StatusUnauthorized {
					c.SetHeader("WWW-Authenticate", "Bearer")
				}
				c.SetStatus(p.Status)
				_ = json.NewEncoder(c.BodyWriter()).Encode(p) // the reader has gone away; nobody is left to tell
				return
			}
			next(c)
		}},
	}
	if a.Token != "" {
		op.Security = []map[string][]string{{"import": {}}}
	}
	huma.Register(api, op, a.submit)
	bodyOf(api, op.Path, reflect.TypeFor[submitted](), true)
}

// mayImport asks for the token before the body is read.
func (a *app) mayImport(c huma.Context) *Problem {
	u := c.URL()
	lang := words.Pick(u.Query().Get("lang"), cookieOf(c.Header("Cookie")))
	switch {
	case a.Accounts != nil: // the table of who may do what has decided
		return nil
	case a.Token == "":
		return nil
	}
	// hashes have one length, so the comparison tells nothing about that of the token
	want, got := sha256.Sum256([]byte(a.Token)), sha256.Sum256([]byte(bearer(c.Header("Authorization"))))
	if subtle.ConstantTimeCompare(want[:], got[:]) == 1 {
		return nil
	}
	return foreign(lang, http.StatusUnauthorized, "")
}

// submit redacts before anything else: what Parse gives becomes a Mention at once, and
// only Mentions go on.
func (a *app) submit(ctx context.Context, in *submitIn) (*takenOut, error) {
	if a.Intake == nil {
		return nil, a.fail(&in.asked, away("no_intake", words.Say(in.lang, "away.intake")))
	}
	items, err := itemsOf(in.RawBody, in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	out := takenOut{Status: http.StatusAccepted, Body: Taken{IDs: []string{}, Errors: []NotTaken{}, Dropped: map[string]int{}}}
	var good []opinion.Mention
	for i, item := range items {
		draft, dropped, err := a.Intake.Parse(item)
		for k, n := range dropped {
			out.Body.Dropped[k] += n
		}
		var m opinion.Mention
		if err == nil {
			m, err = opinion.NewMention(draft)
		}
		if err != nil {
			out.Body.Errors = append(out.Body.Errors, NotTaken{i, err.Error()})
			continue
		}
		good = append(good, m)
		out.Body.IDs = append(out.Body.IDs, m.ID)
	}
	if len(good) == 0 && len(items) > 0 {
		p := foreign(in.lang, http.StatusUnprocessableEntity, "")
		p.Code, p.Detail = "none_taken", words.Say(in.lang, "error.none_taken")
		for _, e := range out.Body.Errors[:min(len(out.Body.Errors), 100)] {
			p.Errors = append(p.Errors, Fault{"body[" + strconv.Itoa(e.Index) + "]", e.Error})
		}
		return nil, p
	}
	if len(good) > 0 {
		added, err := a.Intake.Publish(ctx, good)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		out.Body.Duplicates = len(good) - added
	}
	return &out, nil
}

// itemsOf takes the body apart: one object, or an array.
func itemsOf(body []byte, lang string) ([]json.RawMessage, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || (body[0] != '[' && body[0] != '{') || !json.Valid(body) {
		return nil, invalid("bad_json", words.Say(lang, "error.bad_json"))
	}
	if body[0] == '{' {
		return []json.RawMessage{body}, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(body, &items); err != nil {
		return nil, invalid("bad_json", words.Say(lang, "error.bad_json"))
	}
	if len(items) > mostMentions {
		p := foreign(lang, http.StatusRequestEntityTooLarge, "")
		p.Detail = words.Say(lang, "error.too_many", mostMentions)
		return nil, p
	}
	return items, nil
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

// bearer takes the token out of an Authorization header.
func bearer(header string) string {
	kind, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
