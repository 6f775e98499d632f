package collecting_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"

	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// What a site shows and what is no text is in the balance of its source, by its reason and once,
// however often it is tried again. The log says so by itself: an audit comes to the same sums.
func TestPagesThatGaveNoTextAreInTheBalance(t *testing.T) {
	flowtest.NoLeaks(t)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/list":
			for _, to := range []string{"good", "gone", "ill", "empty", "form.doc"} {
				_, _ = fmt.Fprintf(w, `<li><a href="/%[1]s">来信标题%[1]s</a></li>`, to)
			}
		case "/good":
			_, _ = io.WriteString(w, `<h1>听涛苑路灯不亮</h1><div class="content">柳浦区听涛苑门口的路灯三天不亮了，请处理。</div>`)
		case "/empty":
			_, _ = io.WriteString(w, `<div class="content"></div>`)
		case "/ill":
			http.Error(w, "", http.StatusInternalServerError)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	w := flowtest.NewWorld(t, "", fmt.Sprintf(`  - {id: board, name: 留言板, kind: board, by: page, url: %q, every: 1h, enabled: true, selectors: {link: "li a", title: h1, text: div.content}}`, site.URL+"/list"))
	w.Relax(t)
	h := apptest.Start(t, w.Load(t), apptest.In(w.Data))
	stands := func() (in int, refused map[string]int) {
		t.Helper()
		h.Settled()
		entries, err := h.Register().Balance(t.Context(), register.BalanceQuery{Source: "board"})
		if err != nil {
			t.Fatal(err)
		}
		refused = map[string]int{}
		for _, e := range entries {
			if e.Is == opinion.DispositionRefused {
				refused[e.Why] += e.N
			} else {
				in += e.N
			}
		}
		return in, refused
	}
	flowtest.Until(t, "the board was visited", func() bool { in, _ := stands(); return in > 0 })
	// what failed for now fails again
	if _, errs := h.Step("crawl").Handle(t.Context(), []bus.Msg{{Subject: "due.crawl.board"}}); errs[0] != nil {
		t.Fatal(errs[0])
	}
	want := map[string]int{"status_404": 1, "status_500": 1, "no_text": 1, "attachment": 1}
	if in, refused := stands(); in != 1 || !maps.Equal(refused, want) {
		t.Errorf("%d came in and refused are %v, want 1 and %v", in, refused, want)
	}
	var source facts.SourceReport
	if code := h.Token("administrator", "read").JSON(http.MethodGet, "/api/v1/sources/board", nil,
		&source); code != http.StatusOK {
		t.Fatalf("how the source did: %d", code)
	}
	if len(source.Visits) != 2 || source.State != opinion.SourceNothing || source.Visits[1].New != 1 ||
		source.Visits[0].Status != http.StatusOK || source.Visits[1].Requests < 5 || source.Visits[1].Bytes == 0 {
		t.Errorf("visits: %+v", source)
	}
	h.Stop()
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != 0 {
		t.Errorf("verify ended with %d: %s", c.Code, c.Said())
	}
}
