package collecting_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/internal/flowtest"
)

// A host that asked to be left alone is left alone by the next process as well.
func TestAHostsRestHoldsAfterARestart(t *testing.T) {
	flowtest.NoLeaks(t)
	var asked atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			asked.Add(1)
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	}))
	defer site.Close()
	board := `  - {id: %s, name: 留言板, kind: board, by: page, url: %q, every: 1h, enabled: true}` + "\n"
	w := flowtest.NewWorld(t, "", fmt.Sprintf(board, "board", site.URL+"/list"))
	w.Relax(t)
	first := apptest.Start(t, w.Load(t), apptest.In(w.Data))
	flowtest.Until(t, "the board was visited", func() bool { return asked.Load() > 0 })
	visits := func(h *apptest.Running, id string) []facts.SourceVisit {
		t.Helper()
		var s facts.SourceReport
		if code := h.Token("administrator", "read").JSON(http.MethodGet, "/api/v1/sources/"+id, nil,
			&s); code != http.StatusOK {
			t.Fatalf("how %s did: %d", id, code)
		}
		return s.Visits
	}
	flowtest.Until(t, "the visit was remembered", func() bool { return len(visits(first, "board")) == 1 })
	first.Stop()
	second := apptest.Start(t, w.Load(t), apptest.In(w.Data))
	due := []bus.Msg{{Subject: "due.crawl.board"}}
	if _, errs := second.Step("crawl").Handle(t.Context(), due); errs[0] != nil {
		t.Fatal(errs[0])
	}
	if got := visits(second, "board"); len(got) != 2 || got[0].Code != "resting" || asked.Load() != 1 {
		t.Errorf("the host was asked %d times; visits %+v", asked.Load(), got)
	}
	second.Stop()
}
