package api_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"huiying/console/api"
	"huiying/console/consoletest"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

func TestCorrectingThroughTheAPI(t *testing.T) {
	w := consoletest.NewWorld(2)
	h := consoletest.Start(t, w)
	at := "/api/v1/mentions/" + w.Findings[0].ID
	post := func(where, body string) *httptest.ResponseRecorder {
		return consoletest.Send(h, "POST", where, body, "Content-Type", consoletest.JSON)
	}
	if f := consoletest.Decode[facts.MentionFile](t, consoletest.Send(h, "GET", at,
		"")); f.Finding.ID != w.Findings[0].ID || f.Case == "" {
		t.Errorf("%+v", f)
	}
	f := consoletest.Decode[facts.MentionFile](t,
		post(at+"/correct", `{"field":"topic","is":"shengtai/shui","reason":"河水","seen":0}`))
	if f.Finding.Topic.ID != "shengtai/shui" || f.Finding.Topic.By != "person" || f.Finding.Corrected[0].By != "api" {
		t.Errorf("%+v", f.Finding.Corrected)
	}
	for body, want := range map[string]string{`{"field":"topic","is":"x","seen":0}`: "stale_version", `{"field":"place","is":"x"}`: "unknown_value", `{`: "bad_json"} {
		var p kit.Problem
		if err := json.Unmarshal(post(at+"/correct", body).Body.Bytes(), &p); err != nil || p.Code != want {
			t.Errorf("%s: %+v", body, p)
		}
	}
	f = consoletest.Decode[facts.MentionFile](t, post(at+"/undo", `{"by":"monitor"}`))
	if len(f.Finding.Corrected) != 2 || !f.Finding.Corrected[1].Undo || f.Finding.Corrected[1].By != "monitor" {
		t.Errorf("%+v", f.Finding.Corrected)
	}
	document := consoletest.Send(h, "GET", "/api/v1/openapi.json", "").Body.String()
	for _, want := range []string{`"/api/v1/mentions/{id}/correct"`, `"undo-correction"`, `"severity","unit"`} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
}

func TestDownloadOfLabels(t *testing.T) {
	w := consoletest.NewWorld(3)
	server := httptest.NewServer(consoletest.Start(t, w))
	defer server.Close()
	w.Findings[1].Topic.By = opinion.ByPerson
	get := func() (string, error) {
		res, err := server.Client().Get(server.URL + "/api/v1/corrections")
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != api.JSONLines ||
			!strings.Contains(res.Header.Get("Content-Disposition"), "corrections.jsonl") {
			t.Errorf("%s %s", res.Status, res.Header)
		}
		b, err := io.ReadAll(res.Body)
		return string(b), err
	}
	if body, err := get(); err != nil || strings.Count(body, "\n") != 1 || !strings.Contains(body, w.Findings[1].ID) {
		t.Errorf("%q, %v", body, err)
	}
	w.Fail = errors.New("the log is away")
	if body, err := get(); err == nil {
		t.Errorf("half a file came as a whole one: %q", body)
	}
}
