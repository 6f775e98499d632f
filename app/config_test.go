package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/internal/testregion"
	"huiying/register"
)

// Maintenance works by the configuration of the house: a rebuilt register knows the same
// places, and a look by another configuration changes nothing that is kept.
func TestMaintenanceKeepsToTheConfiguration(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	main := filepath.Join(w.config, "huiying.yaml")
	b, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	write(t, main, string(b)+"retention: 400d\ndata: "+w.data+"\n")
	file := write(t, filepath.Join(t.TempDir(), "letters.jsonl"), `{"id":"1","title":"柳浦区路灯","text":"澄川市柳浦区的路灯坏了三天，没有人来修"}`+"\n")

	if c := huiying(t, "import", file, "--source", "mailbox", "--config", w.config); c.code != 0 { // the directory is configured
		t.Fatalf("import: %d\n%s", c.code, c.said())
	}
	inCity := func() int {
		h, shut := w.house(t, w.load(t))
		defer shut()
		caughtUp(t, h)
		page, err := h.Store.Issues(t.Context(), register.IssueQuery{Division: testregion.City})
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	if n := inCity(); n != 1 {
		t.Fatalf("%d issues lie in the city, want 1", n)
	}
	if c := huiying(t, "reindex", "--config", w.config); c.code != 0 {
		t.Fatalf("reindex: %d\n%s", c.code, c.said())
	}
	if n := inCity(); n != 1 {
		t.Errorf("after reindex %d issues lie in the city, want 1", n)
	}
	if c := huiying(t, "dead", "list", "--data", w.data); c.code != 0 { // by the shipped configuration
		t.Fatalf("dead list: %d\n%s", c.code, c.said())
	}
	stream, err := os.ReadFile(filepath.Join(w.data, "log", "jetstream", "$G", "streams", "MENTIONS", "meta.inf"))
	if err != nil || !strings.Contains(string(stream), `"max_age":34560000000000000`) {
		t.Errorf("the retention of 400 days was changed (%v): %s", err, tail(string(stream), 600))
	}
}
