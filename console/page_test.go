package console_test

import (
	"net/url"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/consoletest"
)

func TestHostileTextsStayTexts(t *testing.T) {
	w := consoletest.NewHostileWorld()
	h := consoletest.Start(t, w, func(d *console.Deps) {
		d.Promise = func(string) string {
			return "# " + consoletest.Hostile + "\n\n[x](javascript:alert(7)) " + consoletest.Hostile
		}
	})
	at := pagesOf(w)
	at["search-hostile"] = "/search?q=" + url.QueryEscape(consoletest.Hostile) + "&division=" + url.QueryEscape(consoletest.Hostile)
	at["search-mark"] = "/search?q=" + url.QueryEscape("停水 script")
	at["cases-hostile"] = "/cases?q=" + url.QueryEscape(consoletest.Hostile) + "&unit=" + url.QueryEscape(consoletest.Hostile)
	for name, target := range at {
		rec := consoletest.Send(h, "GET", target, "")
		body := rec.Body.String()
		if rec.Code != 200 {
			t.Errorf("%s: %d", name, rec.Code)
		}
		for _, bad := range []string{"<script", "<img", "onerror=alert(2)>", `href="javascript`, `href="data:`} {
			if strings.Contains(consoletest.WithoutOurScript(body), bad) {
				t.Errorf("%s lets %q through", name, bad)
			}
		}
	}
	for _, target := range []string{"/open/feed.xml", "/open/cases.json"} {
		body := consoletest.Send(h, "GET", target, "").Body.String()
		if strings.Contains(body, "javascript:") ||
			(strings.HasSuffix(target, "xml") && strings.Contains(body, "<script")) {
			t.Errorf("%s: %s", target, body)
		}
	}
	if rec := consoletest.Send(h, "GET", "/"+url.PathEscape(consoletest.Hostile),
		""); rec.Code != 404 || strings.Contains(consoletest.WithoutOurScript(rec.Body.String()),
		"<script") {
		t.Errorf("consoletest.Hostile path: %d", rec.Code)
	}
}
