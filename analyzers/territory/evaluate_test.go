package territory

import (
	"os"
	"testing"

	"huiying/analyzers/jieba"
	"huiying/internal/sharedtest"
)

func country(t testing.TB) *Table {
	t.Helper()
	table, err := National()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// cutter cuts as the product does.
func cutter(t testing.TB) func(string) []string {
	t.Helper()
	c, err := jieba.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c.Cut
}

func TestAccuracyOnDevelopmentCases(t *testing.T) {
	f, err := os.Open(sharedtest.File(t, "location/location_dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := ReadCases(f)
	if err != nil {
		t.Fatal(err)
	}
	rep := country(t).Score(cases, cutter(t))
	for kind, k := range rep.Kinds {
		t.Logf("%-24s %3d cases, %.3f right, %d exact", kind, k.Cases, k.Accuracy(), k.Exact)
	}
	for _, m := range rep.Misses {
		t.Logf("miss %s %s %q expect %v got %+v", m.Case.ID, m.Case.Kind, m.Case.Text, m.Case.Expect, m.Got)
	}
	t.Logf("total %.4f of %d, exact %d", rep.Total.Accuracy(), rep.Total.Cases, rep.Total.Exact)
	if rep.Total.Accuracy() < 0.975 {
		t.Errorf("accuracy %.4f is below 0.975", rep.Total.Accuracy())
	}
	for _, kind := range []string{"ambiguous", "trap", "multi", "old_name", "township_with_context"} {
		if k := rep.Kinds[kind]; k.Right < k.Cases {
			t.Errorf("%s: %d of %d right", kind, k.Right, k.Cases)
		}
	}
}
