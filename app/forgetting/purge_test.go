package forgetting_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// What was purged stays away: no case of it is needed to remember that, and no rebuild
// forgets it.
func TestAPurgeOutlivesARebuild(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindNews,
		URL:   "https://news.example.org/7",
		Title: "柳浦区听涛苑建议增设公交站", Text: "建议在听涛苑门口增设公交站。", CollectedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	bring := func(h *apptest.Running) (added int) {
		t.Helper()
		added, err := h.Inbox().Publish(t.Context(), []opinion.Mention{m})
		if err != nil {
			t.Fatal(err)
		}
		h.Settled()
		apptest.CaughtUp(t, h.App)
		return added
	}
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond)
	if added := bring(h); added != 1 || len(apptest.Hits(t, h.App, index.Query{})) != 1 {
		t.Fatalf("%d were added", added)
	}
	finding := apptest.Hits(t, h.App, index.Query{})
	done, err := h.Office().Purge(t.Context(), facts.Purge{ID: m.ID})
	if err != nil || len(done.Cases) != 0 || len(done.IDs) != 1 {
		t.Fatalf("purge: %+v, %v", done, err)
	}
	if _, err := h.Office().Purge(t.Context(), facts.Purge{ID: m.ID}); err == nil {
		t.Error("what is gone was purged again")
	}
	// a step that had the finding in hand all along
	if err := errors.Join(taken(t, h, finding)...); err != nil || len(apptest.Hits(t, h.App, index.Query{})) != 0 {
		t.Errorf("the index took it again (%v)", err)
	}
	h.Stop()
	quiet, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer quiet.Close()
	release, err := app.Hold(w.Data)
	if err != nil {
		t.Fatal(err)
	}
	err = app.Reindex(t.Context(), cfg, w.Data, quiet)
	release()
	if err != nil {
		t.Fatal(err)
	}
	h = apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond)
	apptest.CaughtUp(t, h.App)
	if added := bring(h); added != 0 || len(apptest.Hits(t, h.App, index.Query{})) != 0 {
		t.Errorf("the purged text came back: %d added, %d found", added, len(apptest.Hits(t, h.App, index.Query{})))
	}
	if err := h.Drain(t.Context(), io.Discard); err != nil {
		t.Error(err)
	}
}

// taken hands findings to the step that makes them findable.
func taken(t *testing.T, h *apptest.Running, found []opinion.Finding) []error {
	t.Helper()
	var in []bus.Msg
	for _, f := range found {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		in = append(in, bus.Msg{Subject: opinion.FindingSubject(f), ID: f.ID, Data: data})
	}
	_, errs := h.Step("index").Handle(t.Context(), in)
	return errs
}
