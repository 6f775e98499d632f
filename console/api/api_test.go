package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/api"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
)

func TestAPIAnswersWithTheShapesOfTheContract(t *testing.T) {
	w := consoletest.NewWorld(30)
	h := consoletest.Start(t, w)
	get := func(at string) *httptest.ResponseRecorder {
		rec := consoletest.Send(h, "GET", at, "")
		if rec.Code != 200 || rec.Header().Get("Content-Type") != consoletest.JSON {
			t.Errorf("GET %s: %d %s %s", at, rec.Code, rec.Header().Get("Content-Type"), rec.Body)
		}
		return rec
	}
	if s := consoletest.Decode[facts.Stats](t, get("/api/v1/stats")); s.Cases != 30 || s.Sources.Failing != 1 {
		t.Errorf("stats %+v", s)
	}
	p := consoletest.Decode[index.Page](t,
		get("/api/v1/mentions?q=%E5%81%9C%E6%B0%B4&severity=II&from=2026-11-01&to=2026-11-22&size=3"))
	if len(p.Hits) != 3 || p.Next == "" || len(p.Facets) == 0 {
		t.Errorf("mentions: %d hits, next %q, facets %v", len(p.Hits), p.Next, p.Facets)
	}
	if got := w.LastSearch.To.In(kit.Shanghai).Format("2006-01-02 15:04"); got != "2026-11-23 00:00" {
		t.Errorf("a date that closes a span ends at %s", got)
	}
	if p = consoletest.Decode[index.Page](t, get("/api/v1/mentions?q=zzz")); p.Hits == nil {
		t.Error("no hits are null, not a list")
	}
	if w.LastSearch.Size != 20 {
		t.Errorf("usual size is %d", w.LastSearch.Size)
	}
	get("/api/v1/mentions")
	if w.LastSearch.Facets {
		t.Error("a question that narrows nothing asked for facets")
	}
	l := consoletest.Decode[register.CaseList](t, get("/api/v1/cases?state=signed,handling&size=2"))
	if len(l.Items) != 2 || l.Items[0].State != opinion.Signed && l.Items[0].State != opinion.Handling {
		t.Errorf("cases: %+v", l)
	}
	if f := consoletest.Decode[facts.CaseFile](t,
		get("/api/v1/cases/"+w.Order[0])); len(f.History) == 0 || len(f.Mentions) != 1 {
		t.Errorf("case: %d events, %d mentions", len(f.History), len(f.Mentions))
	}
	if i := consoletest.Decode[register.IssueList](t,
		get("/api/v1/issues?order=heavy&size=1")); len(i.Items) != 1 ||
		i.Items[0].Severity != opinion.SeverityI {
		t.Errorf("issues: %+v", i)
	}
	if f := consoletest.Decode[facts.IssueFile](t, get("/api/v1/issues/"+w.IssueFiles[0].Issue.ID)); len(f.Rows) != 2 {
		t.Errorf("issue: %+v", f)
	}
	if u := consoletest.Decode[[]opinion.Unit](t, get("/api/v1/units")); len(u) != 3 {
		t.Errorf("units: %v", u)
	}
	if x := consoletest.Decode[api.UnitRates](t,
		get("/api/v1/units/u-water/rates?from=2026-11-01&to=2026-11-22")); x.Unit != "u-water" ||
		x.Rates[0].N != 19 || w.LastRates.Unit != "u-water" || x.To != "2026-11-22" {
		t.Errorf("rates: %+v", x)
	}
	if b := consoletest.Decode[pagedata.Briefing](t,
		get("/api/v1/briefings/2026-11-22")); len(b.Numbers) != 2 || len(b.Numbers[1].Cases) != 1 {
		t.Errorf("briefing: %+v", b)
	}
	if c := consoletest.Decode[api.Counts](t,
		get("/api/v1/counts?by=day&from=2026-11-01&to=2026-11-10")); len(c.Times) == 0 {
		t.Errorf("counts: %+v", c)
	}
	if c := consoletest.Decode[api.Counts](t, get("/api/v1/counts?by=topic")); len(c.Keys) != 3 {
		t.Errorf("counts: %+v", c)
	}
	get("/api/v1/sources")
	if s := consoletest.Decode[facts.SourceReport](t, get("/api/v1/sources/sample-board")); len(s.Visits) != 50 ||
		s.Visits[1].Status != 304 || s.State != "working" || s.Allowed != 2 || len(s.Days) == 0 {
		t.Errorf("a source: %+v", s.SourceRow)
	}
	if d := consoletest.Decode[[]facts.DeadLetter](t, get("/api/v1/dead?size=1000")); len(d) != 1 {
		t.Errorf("dead: %+v", d)
	}
}

func TestMovesThroughTheAPI(t *testing.T) {
	w := consoletest.NewWorld(10)
	h := consoletest.Start(t, w)
	var id string
	for _, c := range w.Order {
		if w.Files[c].Case.State == opinion.Handling {
			id = c
		}
	}
	at := "/api/v1/cases/" + id + "/answer"
	post := func(body string) (*httptest.ResponseRecorder, kit.Problem) {
		rec := consoletest.Send(h, "POST", at, body, "Content-Type", consoletest.JSON)
		var p kit.Problem
		_ = json.Unmarshal(rec.Body.Bytes(), &p)
		return rec, p
	}
	version := w.Files[id].Case.Version
	for _, c := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"expected_version":1,"text":"x","url":"https://a.example/"}`, 409, "stale_version"},
		{`{"text":"x"}`, 400, "no_version"},
		{`{"expected_version":`, 400, "bad_json"},
		{`[]`, 400, "bad_json"},
		{``, 400, "invalid"},
		{fmt.Sprintf(`{"expected_version":%d,"text":"x"}`, version), 422, "needs_url"},
		{fmt.Sprintf(`{"expected_version":%d,"by":"system"}`, version), 400, "bad_by"},
		{fmt.Sprintf(`{"expected_version":%d,"limit":"soon"}`, version), 400, "bad_limit"},
	} {
		rec, p := post(c.body)
		if rec.Code != c.status || p.Code != c.code || p.Detail == "" || p.Title == "" ||
			rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %+v", c.body, rec.Code, p)
		}
	}
	if _, p := post(fmt.Sprintf(`{"expected_version":%d,"text":"x"}`, version)); len(p.Moves) == 0 {
		t.Errorf("a refusal names no possible moves: %+v", p)
	}
	rec, _ := post(fmt.Sprintf(`{"expected_version":%d,"text":"x","url":"https://a.example/","kind":"解决公布","unknown_key":1,"limit":"2d"}`, version))
	if c := consoletest.Decode[opinion.Case](t, rec); rec.Code != 200 || c.State != opinion.Answered {
		t.Errorf("%d %+v", rec.Code, c)
	}
	if w.LastCommand.By != "api" || w.LastCommand.Limit.Hours() != 48 {
		t.Errorf("command %+v", w.LastCommand)
	}
	if rec := consoletest.Send(h, "POST", "/api/v1/cases/"+id+"/join", `{"expected_version":1}`,
		"Content-Type", consoletest.JSON); rec.Code != 422 {
		t.Errorf("a move of the system: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "POST", "/api/v1/cases/nobody/sign", `{"expected_version":1}`,
		"Content-Type", consoletest.JSON); rec.Code != 404 {
		t.Errorf("no such case: %d", rec.Code)
	}
	rec = consoletest.Send(h, "POST", at, `{"expected_version":1}`, "Content-Type",
		consoletest.JSON, "Cookie", "lang=en")
	if !strings.Contains(rec.Body.String(), `"detail":"stale"`) {
		t.Errorf("refusal in English: %s", rec.Body)
	}
}

func TestSubmittedMentions(t *testing.T) {
	w := consoletest.NewWorld(0)
	h := consoletest.Start(t, w)
	post := func(body string, header ...string) *httptest.ResponseRecorder {
		return consoletest.Send(h, "POST", "/api/v1/mentions", body,
			append([]string{"Content-Type", consoletest.JSON}, header...)...)
	}
	rec := post(`{"source":"s","url":"https://x.example/1","title":"样例","text":"电话13800138000","author":"某人","whatever":{"a":1}}`)
	got := consoletest.Decode[api.Taken](t, rec)
	if rec.Code != 202 || len(got.IDs) != 1 || got.Duplicates != 0 || got.Dropped["author"] != 1 || got.Errors == nil {
		t.Errorf("one: %d %s", rec.Code, rec.Body)
	}
	rec = post(`[{"source":"s","url":"https://x.example/1","title":"样例","text":"电话13800138000"},{"source":"s","text":""},{"source":"s","url":"https://x.example/2","text":"新的"}]`)
	got = consoletest.Decode[api.Taken](t, rec)
	if rec.Code != 202 || len(got.IDs) != 2 || got.Duplicates != 1 || len(got.Errors) != 1 || got.Errors[0].Index != 1 {
		t.Errorf("three: %d %s", rec.Code, rec.Body)
	}
	rec = consoletest.Send(h, "POST", "/api/v1/outcomes", `{"ids":["`+got.IDs[0]+`","elsewhere"]}`,
		"Content-Type", consoletest.JSON)
	if of := consoletest.Decode[facts.Became](t, rec); rec.Code != 200 || of.Waiting != 1 || of.OnTheWay != 1 {
		t.Errorf("what became of them: %d %s", rec.Code, rec.Body)
	}
	for _, m := range w.Taken {
		if strings.Contains(m.Text, "13800138000") || strings.Contains(m.Text, "某人") {
			t.Errorf("raw text went on: %q", m.Text)
		}
	}
	if rec = post(`{"source":"","text":"secret words"}`); rec.Code != 422 ||
		!strings.Contains(rec.Body.String(), "none_taken") ||
		strings.Contains(rec.Body.String(), "secret") {
		t.Errorf("none: %d %s", rec.Code, rec.Body)
	}
	for _, bad := range []string{`{`, `"text"`, `{"text":"secret"} x`, ``} {
		if rec = post(bad); rec.Code != 400 || strings.Contains(rec.Body.String(), "secret") {
			t.Errorf("%q: %d %s", bad, rec.Code, rec.Body)
		}
	}
	if rec = post(`[]`); rec.Code != 202 {
		t.Errorf("an empty array: %d", rec.Code)
	}
	if rec = post(`[` + strings.Repeat(`{},`, api.MostMentions) + `{}]`); rec.Code != 413 {
		t.Errorf("too many: %d", rec.Code)
	}
	if rec = post(`{"source":"s","text":"` + strings.Repeat("x",
		access.BulkBytes) + `"}`); rec.Code != 413 ||
		!strings.Contains(rec.Body.String(), `"too_large"`) {
		t.Errorf("too large: %d %.200s", rec.Code, rec.Body)
	}
}

func TestPurgeAndDeadLettersThroughTheAPI(t *testing.T) {
	w := consoletest.NewWorld(1)
	h := consoletest.Start(t, w)
	for body, want := range map[string]int{`{"id":"m1"}`: 200, `{"url":"https://x.example/"}`: 200,
		`{}`: 400, `{"id":"a","url":"b"}`: 400, `x`: 400, `{"id":"unknown"}`: 404} {
		if rec := consoletest.Send(h, "POST", "/api/v1/purge", body, "Content-Type",
			consoletest.JSON); rec.Code != want {
			t.Errorf("purge %s: %d %s", body, rec.Code, rec.Body)
		}
	}
	for at, want := range map[string]int{"/api/v1/dead/99/replay": 404, "/api/v1/dead/7/burn": 422} {
		if rec := consoletest.Send(h, "POST", at, ""); rec.Code != want {
			t.Errorf("%s: %d %s", at, rec.Code, rec.Body)
		}
	}
	if rec := consoletest.Send(h, "POST", "/api/v1/dead/7/replay", ""); rec.Code != 204 || len(w.DeadLetters) != 0 {
		t.Errorf("replay: %d, %d left", rec.Code, len(w.DeadLetters))
	}
}

func TestTheOpenAPIDocumentIsWholeAndTrue(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1), func(d *console.Deps) { d.Token = "t" })
	rec := consoletest.Send(h, "GET", "/api/v1/openapi.json", "")
	doc := consoletest.Decode[struct {
		OpenAPI    string
		Info       struct{ Title, Version string }
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]json.RawMessage }
	}](t, rec)
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") || doc.Info.Title != "huiying" {
		t.Errorf("version %q, title %q", doc.OpenAPI, doc.Info.Title)
	}
	for path, methods := range map[string]string{
		"/api/v1/stats": "get", "/api/v1/counts": "get", "/api/v1/mentions": "get post",
		"/api/v1/issues": "get", "/api/v1/issues/{id}": "get",
		"/api/v1/cases": "get", "/api/v1/cases/{id}": "get", "/api/v1/cases/{id}/{move}": "post",
		"/api/v1/units":            "get",
		"/api/v1/units/{id}/rates": "get", "/api/v1/rates": "get", "/api/v1/rates/turns": "get",
		"/api/v1/briefings/{date}": "get", "/api/v1/sources": "get", "/api/v1/sources/{id}": "get",
		"/api/v1/dead":             "get",
		"/api/v1/dead/{seq}/{act}": "post", "/api/v1/purge": "post",
		"/api/v1/outcomes": "post", "/open/cases.json": "get",
		"/open/case.json": "get", "/open/topics.json": "get", "/open/places.json": "get",
		"/open/sources.json": "get", "/open/rates.json": "get",
	} {
		for m := range strings.FieldsSeq(methods) {
			if doc.Paths[path][m] == nil {
				t.Errorf("%s %s is missing", m, path)
			}
		}
	}
	raw := rec.Body.String()
	for _, ref := range regexp.MustCompile(`"#/components/schemas/([^"]+)"`).FindAllStringSubmatch(raw, -1) {
		if doc.Components.Schemas[ref[1]] == nil {
			t.Errorf("schema %s is referred to and not there", ref[1])
		}
	}
	if !strings.Contains(string(doc.Components.Schemas["Problem"]), `"code"`) {
		t.Error("problems are not documented")
	}
	move := string(doc.Paths["/api/v1/cases/{id}/{move}"]["post"])
	for _, piece := range []string{`"expected_version":{`, `"limit":{`, `"additionalProperties":true`} {
		if !strings.Contains(move, piece) {
			t.Errorf("the body of a move lacks %s: %s", piece, move)
		}
	}
	for _, person := range []string{`"author"`, `"user"`, `"nickname"`, `"ip"`} {
		if strings.Contains(raw, person) {
			t.Errorf("the document has room for a person: %s", person)
		}
	}
}
