package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/register"
	"huiying/scripts/pseudo"
)

// Maintenance works by the configuration of the house: a rebuilt register knows the same
// places, and a look by another configuration changes nothing that is kept.
func TestMaintenanceKeepsToTheConfiguration(t *testing.T) {
	noLeaks(t)
	dir := t.TempDir()
	w := world{config: filepath.Join(dir, "config"), data: filepath.Join(dir, "data")}
	gazetteer := write(t, filepath.Join(dir, "places.csv"), "code,name,level,parent\nX0,西地省,province,\nX0A,A市,city,X0\nX0A1,A1区,county,X0A\n")
	if err := pseudo.Write(gazetteer, w.config); err != nil {
		t.Fatal(err)
	}
	main := filepath.Join(w.config, "huiying.yaml")
	b, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	write(t, main, string(b)+"retention: 400d\ndata: "+w.data+"\n")
	file := write(t, filepath.Join(dir, "letters.jsonl"), `{"id":"1","title":"A市A1区路灯","text":"A市A1区的路灯坏了三天，没有人来修"}`+"\n")

	if c := huiying(t, "import", file, "--source", "mailbox", "--config", w.config); c.code != 0 { // the directory is configured
		t.Fatalf("import: %d\n%s", c.code, c.said())
	}
	inCity := func() int {
		h, shut := w.house(t, w.load(t))
		defer shut()
		caughtUp(t, h)
		page, err := h.Store.Issues(t.Context(), register.IssueQuery{Division: "X0A"})
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
