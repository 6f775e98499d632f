package tour_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// pages asks for every page: it answers, and in Chinese.
func (s *show) pages(t *testing.T) {
	issues, err := s.Register().Issues(t.Context(), register.IssueQuery{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := s.Register().Cases(t.Context(), register.CaseQuery{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	today := opinion.DayOf(time.Now())
	for _, path := range []string{"/", "/search", "/search?q=云杉苑&division=54", "/cases",
		"/cases?state=dispatched", "/cases/" + cases.Items[0].ID,
		"/issues", "/issues/" + issues.Items[0].ID, "/sources", "/dead", "/briefings/" + today,
		"/open/", "/promise", "/open/answers?q=%E6%B0%B4", "/open/topics", "/open/places",
		"/open/units", "/open/sources", "/open/feed.xml",
		"/open/cases.json", "/open/sources.json", "/api/v1/units", "/api/v1/sources",
		"/api/v1/cases/" + cases.Items[0].ID} {
		code, body := s.get(path)
		if code != 200 || !strings.ContainsFunc(body, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s answers %d without a Chinese word: %s", path, code, flowtest.Tail(body, 200))
		}
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready",
		"/metrics":             `huiying_step_done_total{step="analyze"}`,
		"/api/v1/openapi.json": `"openapi":"3.1`, "/open/rates.json": "{",
		"/open/sitemap.xml": "<loc>", "/api/v1/stats": `"mentions"`,
		"/api/v1/briefings/" + today: `"numbers"`} {
		if code, body := s.get(path); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s answers %d without %s: %s", path, code, want, flowtest.Tail(body, 200))
		}
	}
	for path, code := range map[string]int{"/cases/cnone": 404, "/issues/inone": 404,
		"/no/such/page": 404, "/api/v1/cases/cnone": 404,
		"/api/v1/mentions?severity=V": 422, "/api/v1/mentions?from=never": 400,
		"/api/v1/cases?state=lost": 400, "/briefings/never": 400} {
		if got, body := s.get(path); got != code {
			t.Errorf("%s answers %d, want %d: %s", path, got, code, flowtest.Tail(body, 200))
		} else if strings.HasPrefix(path, "/api/") && !strings.Contains(body, `"code":"`) {
			t.Errorf("%s is no problem document: %s", path, body)
		}
	}
}
