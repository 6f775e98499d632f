package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// asked is what every operation of the API knows of its request. Parameters are declared
// on each operation for the document, and read by the same functions as those of pages.
type asked struct {
	values url.Values
	lang   string
	route  string
}

// Resolve is called by huma before the operation.
func (q *asked) Resolve(c huma.Context) []error {
	u := c.URL()
	q.values = u.Query()
	q.lang = words.Pick(q.values.Get("lang"), kit.CookieOf(c.Header("Cookie")))
	q.route = c.Operation().Method + " " + c.Operation().Path
	return nil
}

// answer is a body of type T.
type answer[T any] struct{ Body T }

// operation registers one route of the API.
func operation[I, O any](api huma.API, method, path, id, summary string, run func(context.Context,
	*I) (*O, error), errs ...int) {
	huma.Register(api, huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		Errors:       append(errs, http.StatusServiceUnavailable),
		MaxBodyBytes: access.FormBytes, BodyReadTimeout: access.PageTime, SkipValidateBody: true,
	}, run)
}

// Register registers the JSON API and serves its document. The document is made once, here:
// huma's own handler makes it at the first request without a lock.
func (a *Room) Register(mux *http.ServeMux) error {
	config := huma.DefaultConfig(a.Product, a.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.Info.Description = "huiying (回应): mentions, issues, cases and who answers. Add lang=en or lang=zh for the language of words."
	if a.Token != "" {
		config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"import": {Type: "http", Scheme: "bearer"}}
	}
	api := humago.New(mux, config)
	a.readAPI(api)
	a.caseAPI(api)
	a.ledgerAPI(api)
	a.codesAPI(api)
	a.mentionAPI(api)
	a.correctAPI(api)
	a.regroupAPI(api)
	a.systemAPI(api)
	a.purgeAPI(api)
	a.openAPI(api)
	a.ratesAPI(api)
	a.rulesAPI(api)
	a.noticesAPI(api)
	alertsRoom{a}.open(api)
	a.itemsAPI(api)
	a.accountAPI(api)
	document, err := json.Marshal(api.OpenAPI())
	if err != nil {
		return fmt.Errorf("write the OpenAPI document: %w", err)
	}
	mux.HandleFunc("GET /api/v1/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(document)
	})
	return nil
}

// fail gives an operation's error its shape.
func (a *Room) fail(q *asked, err error) error { return a.Problem(q.route, q.lang, err) }

// away is the answer of an operation whose part does not run here.
func (a *Room) away(q *asked, code, phrase string) error {
	return a.fail(q, kit.Away(code, words.Say(q.lang, phrase)))
}

// answered gives what a part says its shape, or its error.
func answered[T any](a *Room, q *asked, what T, err error) (*answer[T], error) {
	if err != nil {
		return nil, a.fail(q, err)
	}
	return &answer[T]{what}, nil
}

// said reads the body of what a person says, and who says it.
func said[T any](ctx context.Context, lang string, body raw, by func(*T) *string) (what T, err error) {
	if err := json.Unmarshal(body.RawBody, &what); err != nil {
		return what, kit.BadInput("bad_json", words.Say(lang, "error.bad_json"))
	}
	who := by(&what)
	*who, err = ask.ByOf(ctx, *who, lang)
	return what, err
}

// answersFile documents that an operation answers with a file.
func answersFile(api huma.API, path, what, kind string, schema *huma.Schema) {
	api.OpenAPI().Paths[path].Get.Responses["200"] = &huma.Response{Description: what,
		Content: map[string]*huma.MediaType{kind: {Schema: schema}}}
}

type empty struct{ asked }

type byID struct {
	asked
	ID string `path:"id" maxLength:"128"`
}

type mentionsIn struct {
	asked
	Q        string `query:"q" doc:"words, \"phrases\", -not"`
	Topic    string `query:"topic"`
	Division string `query:"division" doc:"with everything below it"`
	Severity string `query:"severity" enum:"I,II,III,IV"`
	Demand   string `query:"demand"`
	Issue    string `query:"issue"`
	Source   string `query:"source"`
	Unit     string `query:"unit" doc:"proposed lead unit"`
	Unsure   bool   `query:"unsure" doc:"only what waits for a person's judgement"`
	Right    bool   `query:"corrected" doc:"only what a person corrected or confirmed"`
	From     string `query:"from" doc:"date of +08:00, or RFC 3339"`
	To       string `query:"to" doc:"date of +08:00 (that day included), or RFC 3339"`
	Size     int    `query:"size" minimum:"1" maximum:"200" default:"20"`
	Cursor   string `query:"cursor" doc:"next of the page before"`
	Facets   bool   `query:"facets" doc:"count facets even when nothing narrows the question"`
}

type issuesIn struct {
	asked
	Q        string `query:"q"`
	Topic    string `query:"topic"`
	Division string `query:"division" doc:"with everything below it"`
	Severity string `query:"severity" enum:"I,II,III,IV"`
	Unit     string `query:"unit" doc:"proposed or in charge"`
	From     string `query:"from" doc:"last heard of: date of +08:00, or RFC 3339"`
	To       string `query:"to" doc:"last heard of: date of +08:00 (that day included), or RFC 3339"`
	Order    string `query:"order" doc:"attention, heavy, recent or size; - before it turns it round, but for attention. attention when absent: independent reports of the last 24 hours times their growth, then size"`
	Size     int    `query:"size" minimum:"1" maximum:"200" default:"20"`
	Cursor   string `query:"cursor" doc:"next of the page before"`
}

type countsIn struct {
	asked
	By   string `query:"by" required:"true" enum:"hour,day,topic,division,unit"`
	From string `query:"from" doc:"date of +08:00, or RFC 3339; 30 days ago when absent"`
	To   string `query:"to" doc:"date of +08:00 (that day included), or RFC 3339; now when absent"`
}

// Counts is the answer of GET /api/v1/counts: times for hour and day, keys for the rest.
type Counts struct {
	By    string               `json:"by"`
	Times []register.TimeCount `json:"times,omitempty"`
	Keys  []register.KeyCount  `json:"keys,omitempty"`
}

type briefingIn struct {
	asked
	Date   string `path:"date" doc:"YYYY-MM-DD, of +08:00"`
	Period string `query:"period" enum:"day,week,month" doc:"the period in which the date lies; day when absent"`
	Part   string `query:"division" maxLength:"20" doc:"code of a division: tells of it and what is below it alone; all that the account sees when absent"`
}

// readAPI holds what only reads: totals, counts, mentions, issues, briefings.
func (a *Room) readAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/stats", "stats", "Totals", func(ctx context.Context,
		q *empty) (*answer[facts.Stats], error) {
		s, err := a.Numbers.Stats(ctx)
		if err != nil {
			return nil, a.fail(&q.asked, err)
		}
		return &answer[facts.Stats]{s}, nil
	})
	operation(api, http.MethodGet, "/api/v1/counts", "counts",
		"Findings by hour, day, topic, division or unit", a.counts, 400, 422)
	operation(api, http.MethodGet, "/api/v1/mentions", "list-mentions",
		"Search mentions with their findings", func(ctx context.Context,
			in *mentionsIn) (*answer[index.Page], error) {
			if a.Search == nil {
				return nil, a.away(&in.asked, "no_search", "away.search")
			}
			q, err := ask.FindQuery(in.values, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			q.Facets = q.Facets || in.Facets
			p, err := ask.Find(ctx, a.Search, q, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			p.Hits = ask.OrEmpty(p.Hits)
			return &answer[index.Page]{p}, nil
		}, 400, 422)
	operation(api, http.MethodGet, "/api/v1/issues", "list-issues", "List issues",
		func(ctx context.Context, in *issuesIn) (*answer[register.IssueList], error) {
			q, err := ask.IssueQuery(in.values, in.lang)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l, err := ask.IssueList(ctx, a.Issues, a.Now(), q)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			l.Items = ask.OrEmpty(l.Items)
			return &answer[register.IssueList]{l}, nil
		}, 400, 422)
	operation(api, http.MethodGet, "/api/v1/issues/{id}", "get-issue",
		"One issue with its mentions, its heat and what it has in common", func(ctx context.Context,
			in *byID) (*answer[facts.IssueFile], error) {
			f, err := ask.IssueFile(ctx, a.Issues, a.Now(), in.ID)
			if err != nil {
				return nil, a.fail(&in.asked, err)
			}
			f.Rows = ask.OrEmpty(f.Rows)
			return &answer[facts.IssueFile]{f}, nil
		}, 404)
	operation(api, http.MethodGet, "/api/v1/briefings/{date}", "get-briefing",
		"The briefing of a day, week or month", func(ctx context.Context,
			in *briefingIn) (*answer[pagedata.Briefing], error) {
			b, _, err := ask.Brief(ctx, a.Brief, a.Now(), ask.BriefAsked{Date: in.Date,
				Period: in.Period, Division: in.Part}, in.lang)
			return answered(a, &in.asked, b, err)
		}, 400, 404, 422)
}

func (a *Room) counts(ctx context.Context, in *countsIn) (*answer[Counts], error) {
	from, to, err := ask.SpanOf(in.values, a.Now(), in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	out := Counts{By: in.By}
	if in.By == "hour" || in.By == "day" {
		out.Times, err = a.Numbers.Series(ctx, from, to, in.By)
	} else {
		var all map[string][]register.KeyCount
		all, err = a.Numbers.Tallies(ctx, from, to, in.By)
		out.Keys = all[in.By]
	}
	return answered(a, &in.asked, out, err)
}
