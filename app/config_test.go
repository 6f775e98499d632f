package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/internal/flowtest"
	"huiying/register"
	"huiying/scripts/pseudo"
)

// Maintenance works by the configuration of the house: a rebuilt register knows the same
// places, and a look by another configuration changes nothing that is kept.
func TestMaintenanceKeepsToTheConfiguration(t *testing.T) {
	flowtest.NoLeaks(t)
	dir := t.TempDir()
	w := world{flowtest.World{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}}
	gazetteer := flowtest.Write(t, filepath.Join(dir, "places.csv"), "code,name,level,parent\nX0,西地省,province,\nX0A,A市,city,X0\nX0A1,A1区,county,X0A\n")
	if err := pseudo.Write(gazetteer, w.Config); err != nil {
		t.Fatal(err)
	}
	main := filepath.Join(w.Config, "huiying.yaml")
	b, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	flowtest.Write(t, main, string(b)+"retention: 400d\ndata: "+w.Data+"\n")
	file := flowtest.Write(t, filepath.Join(dir, "letters.jsonl"), `{"id":"1","title":"A市A1区路灯","text":"A市A1区的路灯坏了三天，没有人来修"}`+"\n")

	if c := flowtest.Run(t, "import", file, "--source", "mailbox", "--config", w.Config); c.Code != 0 { // the directory is configured
		t.Fatalf("import: %d\n%s", c.Code, c.Said())
	}
	inCity := func() int {
		h, shut := w.house(t, w.Load(t))
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
