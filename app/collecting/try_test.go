package collecting

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A page that a script fills says which address it asks, and the proposal asks that one directly, as
// data.
func TestAPageMadeByAScriptIsProposedAsData(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/list.html":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<html><head><title>领导信箱</title></head><body><div id="app"></div>
				<script>$.ajax({url: "/api/letters.json", success: function(d) { render(d); }});</script></body></html>`)
		case "/api/letters.json":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"data":{"list":[
				{"id":1,"title":"听涛苑路灯不亮","content":"听涛苑门口的路灯三天不亮了，请派人来看。","createTime":"2026-03-04 10:00:00"},
				{"id":2,"title":"菜市场门口积水","content":"菜市场门口下雨就积水，走路都难，请处理。","createTime":"2026-03-05 10:00:00"}]}}`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	tr := trials(t, nil)
	for _, path := range []string{"/list.html", "/api/letters.json"} {
		id, err := tr.Begin(t.Context(), "anna", site.URL+path)
		if err != nil {
			t.Fatal(err)
		}
		h := await(t, tr, "anna", id)
		if len(h.Items) != 2 || h.Proposal.By != "json" || h.Proposal.URL != site.URL+"/api/letters.json" ||
			!strings.Contains(h.YAML, "by: json") || !strings.Contains(h.YAML, "items: \"data.list\"") ||
			!strings.Contains(h.YAML, "text: \"content\"") || !strings.Contains(h.YAML, "time: \"createTime\"") {
			t.Errorf("%s: %d items, %s\n%s", path, len(h.Items), h.Code, h.YAML)
		}
	}
}
