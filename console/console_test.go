package console_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
	"huiying/console/kit"
)

// pagesOf lists every page of a world that a reader can open.
func pagesOf(w *consoletest.World) map[string]string {
	out := map[string]string{
		"overview": "/", "search": "/search", "search-found": "/search?q=%E5%81%9C%E6%B0%B4",
		"search-nothing": "/search?q=zzzz&severity=I",
		"issues":         "/issues", "issues-heavy": "/issues?order=heavy&severity=I", "cases": "/cases",
		"cases-late": "/cases?overdue=true", "cases-requests": "/cases?matter=disclosure",
		"desk": "/desk", "desk-unclear": "/desk?of=unclear", "desk-dismissed": "/desk?of=dismissed",
		"desk-narrow": "/desk?topic=shizheng%2Fgongshui&severity=II&q=x",
		"morning":     "/morning", "morning-past": "/morning?day=2026-11-22",
		"sources": "/sources", "try": "/sources/try?url=https%3A%2F%2Fboard.example.org%2Flist",
		"dead": "/dead", "briefing": "/briefings/2026-11-22",
		"briefing-past": "/briefings/2026-11-01",
		"promise":       "/promise", "open": "/open/", "open-answers": "/open/answers",
		"open-nothing": "/open/answers?q=zzzz&topic=shizheng", "open-units": "/open/units",
		"open-unit": "/open/units/u-road", "open-topics": "/open/topics",
		"open-places": "/open/places", "open-sources": "/open/sources",
		"open-accessibility": "/open/accessibility",
		"work":               "/work", "work-unit": "/work?unit=u-water", "work-long": "/work?unit=u-road",
		"work-section":  "/work?unit=u-water&section=working",
		"shifts":        "/shifts",
		"calendar":      "/work/calendar?unit=u-water",
		"calendar-week": "/work/calendar?unit=u-water&view=week&date=2026-11-25",
		"assess":        "/assess", "assess-ranked": "/assess?by=unit&rank=answer&from=2026-11-01",
		"assess-weeks": "/assess?by=week",
		"settings":     "/settings", "settings-done": "/settings?done=1", "settings-units": "/settings/units",
		"settings-unit": "/settings/units/u-water", "settings-unit-new": "/settings/units/new",
		"settings-sources": "/settings/sources", "settings-source": "/settings/sources/sample-board",
		"settings-office": "/settings/office", "settings-days": "/settings/days", "settings-clocks": "/settings/clocks",
		"settings-clock": "/settings/clocks/sudden", "settings-clock-new": "/settings/clocks/new",
		"settings-templates": "/settings/templates", "settings-template": "/settings/templates/explain",
		"settings-policy": "/settings/policies/1", "settings-notices": "/settings/notices?tried=oa",
		"settings-channel": "/settings/channels/water-mail", "settings-told": "/settings/told/0",
		"settings-told-new": "/settings/told/new", "settings-topics": "/settings/topics",
		"settings-field": "/settings/topics/shizheng", "settings-item": "/settings/topics/shizheng/gongshui",
		"settings-item-new": "/settings/topics/shizheng/new", "settings-file": "/settings/files/units.yaml",
		"watches": "/watches", "watches-done": "/watches?done=1", "watch": "/watches/flood", "watch-new": "/watches/new",
		"turns": "/assess/turns?by=unit&key=u-water&measure=answer&verdict=no", "turns-all": "/assess/turns",
	}
	if len(w.Order) > 0 {
		for _, id := range consoletest.TrialIDs {
			out["try-"+id] = "/sources/try/" + id
		}
		out["source"], out["source-ill"] = "/sources/sample-board", "/sources/sample-news"
		out["source-new"] = "/sources/sample-forum"
		out["desk-case"] = "/desk/cases/" + w.Order[min(len(w.Order)-1, 5)]
		out["mention"] = "/mentions/" + w.Findings[0].ID
		out["work-case"] = "/work/" + w.Order[0] + "?unit=" + w.Files[w.Order[0]].Case.Lead
		out["issue"], out["case"] = "/issues/"+w.IssueFiles[0].Issue.ID, "/cases/"+w.Order[0]
	}
	if answered := w.Released(); len(answered) > 0 {
		out["open-answer"], out["open-voted"] = "/open/answers/"+answered[0].ID,
			"/open/answers/"+answered[0].ID+"?vote=counted"
	}
	for i := range min(len(w.Order), 7) {
		out["case-"+string(w.Files[w.Order[i]].Case.State)] = "/cases/" + w.Order[i]
	}
	return out
}

func TestEveryPageOpensInBothLanguagesWithNoneOneAndManyItems(t *testing.T) {
	for _, n := range []int{0, 1, 60} {
		w := consoletest.NewWorld(n)
		h := consoletest.Start(t, w)
		for name, at := range pagesOf(w) {
			for _, lang := range []string{"zh", "en"} {
				rec := consoletest.Send(h, "GET", at, "", "Cookie", "lang="+lang)
				body := rec.Body.String()
				if rec.Code != 200 {
					t.Errorf("%d items, %s in %s: status %d\n%s", n, name, lang, rec.Code, body)
					continue
				}
				want := `<html lang="zh-Hans">`
				if lang == "en" {
					want = `<html lang="en">`
				}
				for _, piece := range []string{want, "<main", "<h1", "</html>"} {
					if !strings.Contains(body, piece) {
						t.Errorf("%d items, %s in %s lacks %q", n, name, lang, piece)
					}
				}
				for _, bad := range []string{"<script", "javascript:", " hx-on", "style=\"",
					"onclick", "%!", "ZgotmplZ", "<no value>"} {
					if strings.Contains(consoletest.WithoutOurScript(body), bad) {
						t.Errorf("%d items, %s in %s holds %q", n, name, lang, bad)
					}
				}
			}
		}
		if len(w.Failures) > 0 {
			t.Errorf("%d items: failures %q", n, w.Failures)
		}
	}
}

func TestSecurityHeadersStandOnEveryAnswer(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	for _, at := range []string{"/", "/nowhere", "/api/v1/stats", "/open/", "/open/cases.json", "/healthz"} {
		rec := consoletest.Send(h, "GET", at, "")
		for k, want := range map[string]string{"Content-Security-Policy": "default-src 'none'",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Permissions-Policy": "camera=()", "Cross-Origin-Opener-Policy": "same-origin"} {
			if !strings.Contains(rec.Header().Get(k), want) {
				t.Errorf("%s: %s is %q", at, k, rec.Header().Get(k))
			}
		}
	}
}

func TestLanguageSwitchIsRememberedInACookie(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	rec := consoletest.Send(h, "GET", "/cases?lang=en", "")
	if c := rec.Header().Get("Set-Cookie"); !strings.HasPrefix(c, "lang=en;") || !strings.Contains(c, "HttpOnly") {
		t.Errorf("Set-Cookie is %q", c)
	}
	if !strings.Contains(rec.Body.String(), "Overview") {
		t.Error("the page is not English")
	}
	rec = consoletest.Send(h, "GET", "/cases", "", "Accept-Language", "en-US")
	if !strings.Contains(rec.Body.String(), "总览") {
		t.Error("without a wish the page is not Chinese")
	}
	if consoletest.Send(h, "GET", "/cases?lang=%3Cscript%3E", "").Header().Get("Set-Cookie") != "" {
		t.Error("an unknown language was remembered")
	}
}

func TestWhatHasNoRouteGetsWords(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	for _, c := range []struct {
		method, at string
		status     int
		kind, want string
	}{
		{"GET", "/nowhere", 404, "text/html", "没有找到"},
		{"GET", "/cases/cunknown", 404, "text/html", "没有找到"},
		{"GET", "/issues/iunknown", 404, "text/html", "没有找到"},
		{"DELETE", "/cases", 405, "text/html", "不支持此操作"},
		{"GET", "/briefings/yesterday", 400, "text/html", "2026-11-22"},
		{"GET", "/briefings/2031-01-01", 404, "text/html", "还没有到"},
		{"GET", "/search?severity=V", 400, "text/html", "I、II、III、IV"},
		{"GET", "/search?from=gestern", 400, "text/html", "RFC 3339"},
		{"GET", "/cases?state=lost", 400, "text/html", "state 只能是"},
		{"GET", "/cases?size=9999", 400, "text/html", "1 到 200"},
		{"GET", "/api/v1/nowhere", 404, "application/problem+json", `"code":"not_found"`},
		{"PATCH", "/api/v1/stats", 405, "application/problem+json", `"code":"method_not_allowed"`},
		{"GET", "/api/v1/cases/cunknown", 404, "application/problem+json", `"code":"unknown_case"`},
		{"GET", "/api/v1/units/nobody/rates", 404, "application/problem+json", `"code":"no_unit"`},
		{"GET", "/api/v1/cases?state=lost", 400, "application/problem+json", `"code":"bad_state"`},
		{"GET", "/api/v1/cases?size=many", 422, "application/problem+json", `"where":"query.size"`},
		{"GET", "/api/v1/mentions?cursor=foreign", 400, "application/problem+json", `"code":"bad_cursor"`},
		{"GET", "/api/v1/briefings/2031-01-01", 404, "application/problem+json", `"code":"not_yet"`},
	} {
		rec := consoletest.Send(h, c.method, c.at, "")
		if rec.Code != c.status || !strings.HasPrefix(rec.Header().Get("Content-Type"), c.kind) ||
			!strings.Contains(rec.Body.String(), c.want) {
			t.Errorf("%s %s: %d %s\n%s", c.method, c.at, rec.Code, rec.Header().Get("Content-Type"), rec.Body.String())
		}
	}
	if allow := consoletest.Send(h, "PATCH", "/api/v1/stats",
		"").Header().Get("Allow"); !strings.Contains(allow, "GET") {
		t.Errorf("405 names the methods %q", allow)
	}
}

func TestReadinessAndHealth(t *testing.T) {
	w := consoletest.NewWorld(0)
	if rec := consoletest.Send(consoletest.Start(t, w), "GET", "/readyz", ""); rec.Code != 200 {
		t.Errorf("ready: %d", rec.Code)
	}
	h := consoletest.Start(t, w, func(d *console.Deps) {
		d.Ready = func(context.Context) error {
			return &kit.Error{Kind: kit.Unavailable, Words: "register catches up\nsecret"}
		}
	})
	if rec := consoletest.Send(h, "GET", "/readyz", ""); rec.Code != 503 ||
		!strings.Contains(rec.Body.String(), "catches up") ||
		strings.Contains(rec.Body.String(), "secret") {
		t.Errorf("not ready: %d %q", rec.Code, rec.Body)
	}
	if rec := consoletest.Send(h, "GET", "/healthz", ""); rec.Code != 200 {
		t.Errorf("health: %d", rec.Code)
	}
	if rec := consoletest.Send(h, "GET", "/metrics", ""); !strings.Contains(rec.Body.String(), "huiying_up") {
		t.Errorf("metrics: %q", rec.Body)
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	if _, err := console.New(console.Deps{}); err == nil || !strings.Contains(err.Error(), "Deps.Cases") {
		t.Errorf("got %v", err)
	}
}

func TestAPartThatFailsDoesNotTakeTheOverviewDown(t *testing.T) {
	w := consoletest.NewWorld(3)
	w.Fail = &kit.Error{Kind: kit.Unavailable, Words: "登记簿正在重建"}
	rec := consoletest.Send(consoletest.Start(t, w), "GET", "/", "")
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), "登记簿正在重建") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	w.Fail = io.ErrUnexpectedEOF
	body := consoletest.Send(consoletest.Start(t, w), "GET", "/cases", "").Body.String()
	if strings.Contains(body, "EOF") {
		t.Error("an internal error showed its insides")
	}
	if len(w.Failures) == 0 || !strings.Contains(strings.Join(w.Failures, " "), "EOF") {
		t.Errorf("nobody heard of the failure: %q", w.Failures)
	}
}

func TestPartsThatDoNotRunHereSaySo(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1), func(d *console.Deps) {
		d.Search, d.Sources, d.Dead, d.Brief, d.Intake, d.Forget, d.Promise, d.Metrics = nil, nil,
			nil, nil, nil, nil, nil, nil
	})
	for at, want := range map[string]int{
		"/": 200, "/open/": 200, "/search": 503, "/sources": 503, "/dead": 503,
		"/briefings/2026-11-22": 503, "/promise": 503, "/metrics": 404,
		"/api/v1/mentions": 503, "/api/v1/sources": 503, "/api/v1/dead": 503,
	} {
		if rec := consoletest.Send(h, "GET", at, ""); rec.Code != want {
			t.Errorf("%s: %d, want %d", at, rec.Code, want)
		}
	}
}
