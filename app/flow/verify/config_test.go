package verify_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/register"
)

// Maintenance works by the configuration of the process: a rebuilt register knows the same
// places, and a look by another configuration changes nothing that is kept.
func TestMaintenanceKeepsToTheConfiguration(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	main := filepath.Join(w.Config, "huiying.yaml")
	b, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	flowtest.Write(t, main, string(b)+"retention: 400d\ndata: "+w.Data+"\n")
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.jsonl"),
		`{"id":"1","title":"柳浦区路灯","text":"澄川市柳浦区的路灯坏了三天，没有人来修"}`+"\n")

	// the directory is configured
	if c := flowtest.Run(t, "import", file, "--source", "mailbox", "--config",
		w.Config); c.Code != 0 {
		t.Fatalf("import: %d\n%s", c.Code, c.Said())
	}
	inCity := func() int {
		h := apptest.Open(t, w, w.Load(t))
		defer h.Stop() // the commands after it need the directory
		apptest.CaughtUp(t, h.App)
		page, err := h.Register().Issues(t.Context(), register.IssueQuery{Division: testregion.City})
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	if n := inCity(); n != 1 {
		t.Fatalf("%d issues lie in the city, want 1", n)
	}
	if c := flowtest.Run(t, "reindex", "--config", w.Config); c.Code != 0 {
		t.Fatalf("reindex: %d\n%s", c.Code, c.Said())
	}
	if n := inCity(); n != 1 {
		t.Errorf("after reindex %d issues lie in the city, want 1", n)
	}
	if c := flowtest.Run(t, "dead", "list", "--data", w.Data); c.Code != 0 { // by the shipped configuration
		t.Fatalf("dead list: %d\n%s", c.Code, c.Said())
	}
	stream, err := os.ReadFile(filepath.Join(w.Data, "log", "jetstream", "$G", "streams", "MENTIONS", "meta.inf"))
	if err != nil || !strings.Contains(string(stream), `"max_age":34560000000000000`) {
		t.Errorf("the retention of 400 days was changed (%v): %s", err, flowtest.Tail(string(stream), 600))
	}
}
