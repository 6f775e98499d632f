package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

type purgeIn struct {
	asked
	raw
}

// purgeAPI forgets one address or one mention everywhere.
func (a *Room) purgeAPI(api huma.API) {
	const path = "/api/v1/purge"
	operation(api, http.MethodPost, path, "purge", "Forget one address or mention everywhere",
		func(ctx context.Context, in *purgeIn) (*answer[facts.Purged], error) {
			if a.Forget == nil {
				return nil, a.away(&in.asked, "no_purge", "away.purge")
			}
			var what facts.Purge
			if err := json.Unmarshal(in.RawBody, &what); err != nil {
				return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
			}
			if (what.URL == "") == (what.ID == "") {
				return nil, a.fail(&in.asked, kit.BadInput("one_of_both", words.Say(in.lang, "error.one_of_both")))
			}
			done, err := a.Forget.Purge(ctx, what)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			done.IDs, done.Cases = ask.OrEmpty(done.IDs), ask.OrEmpty(done.Cases)
			return &answer[facts.Purged]{done}, nil
		}, 400, 404)
	bodyOf(api, path, reflect.TypeFor[facts.Purge](), false)
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
	Ticket      string `json:"ticket,omitempty" doc:"a number that is this report's alone at the source: another text under it corrects this one"`
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Text        string `json:"text"`
	PublishedAt string `json:"published_at,omitempty"`
	Division    string `json:"division,omitempty" doc:"home division of the source"`
	Place       string `json:"place,omitempty" doc:"a hint: where it is, as the source has it (also under 所属区域 and the like)"`
	Category    string `json:"category,omitempty" doc:"a hint: what it asks, or what it is about (诉求类型)"`
	Unit        string `json:"handling_unit,omitempty" doc:"a hint: the unit that the source names (承办单位)"`
	Urgency     string `json:"urgency,omitempty" doc:"a hint: how urgent the source calls it (紧急程度)"`
}

const MostMentions = 10000

func (a *Room) mentionAPI(api huma.API) {
	op := huma.Operation{
		OperationID: "submit-mentions", Method: http.MethodPost, Path: "/api/v1/mentions",
		Summary:       "Submit one mention or an array",
		DefaultStatus: http.StatusAccepted, MaxBodyBytes: access.BulkBytes,
		BodyReadTimeout: access.UploadTime, SkipValidateBody: true,
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
	a.refusalsAPI(api)
	a.outcomesAPI(api)
}

// mayImport asks for the token before the body is read.
func (a *Room) mayImport(c huma.Context) *kit.Problem {
	u := c.URL()
	lang := words.Pick(u.Query().Get("lang"), kit.CookieOf(c.Header("Cookie")))
	switch {
	case a.Accounts != nil: // the table of who may do what has decided
		return nil
	case a.Token == "":
		return nil
	}
	// hashes have one length, so the comparison tells nothing about that of the token
	want, got := sha256.Sum256([]byte(a.Token)), sha256.Sum256([]byte(access.Bearer(c.Header("Authorization"))))
	if subtle.ConstantTimeCompare(want[:], got[:]) == 1 {
		return nil
	}
	return kit.StatusProblem(lang, http.StatusUnauthorized)
}

// submit redacts before anything else: what Parse gives becomes a Mention at once, and
// only Mentions go on.
func (a *Room) submit(ctx context.Context, in *submitIn) (*takenOut, error) {
	if a.Intake == nil {
		return nil, a.away(&in.asked, "no_intake", "away.intake")
	}
	items, err := itemsOf(in.RawBody, in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	out := takenOut{Status: http.StatusAccepted, Body: Taken{IDs: []string{}, Errors: []NotTaken{},
		Dropped: map[string]int{}}}
	var good []opinion.Mention
	refused := map[string]map[string]int{} // by source and code
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
			if refused[draft.Source] == nil {
				refused[draft.Source] = map[string]int{}
			}
			refused[draft.Source][a.Intake.Code(err)]++
			continue
		}
		good = append(good, m)
		out.Body.IDs = append(out.Body.IDs, m.ID)
	}
	for source, why := range refused {
		if _, err := a.Intake.Refuse(ctx, source, why); err != nil {
			return nil, a.fail(&in.asked, err)
		}
	}
	if len(good) == 0 && len(items) > 0 {
		p := kit.StatusProblem(in.lang, http.StatusUnprocessableEntity)
		p.Code, p.Detail = "none_taken", words.Say(in.lang, "error.none_taken")
		for _, e := range out.Body.Errors[:min(len(out.Body.Errors), 100)] {
			p.Errors = append(p.Errors, kit.BadParameter{Where: "body[" + strconv.Itoa(e.Index) + "]", Words: e.Error})
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
		return nil, kit.BadInput("bad_json", words.Say(lang, "error.bad_json"))
	}
	if body[0] == '{' {
		return []json.RawMessage{body}, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(body, &items); err != nil {
		return nil, kit.BadInput("bad_json", words.Say(lang, "error.bad_json"))
	}
	if len(items) > MostMentions {
		p := kit.StatusProblem(lang, http.StatusRequestEntityTooLarge)
		p.Detail = words.Say(lang, "error.too_many", MostMentions)
		return nil, p
	}
	return items, nil
}
