package settings

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/configs"
	"huiying/internal/testregion"
)

// What somebody changed is told by its name, with what came and went.
func TestDifferencesInWords(t *testing.T) {
	base := testregion.Config(t)
	files, err := base.Texts()
	if err != nil {
		t.Fatal(err)
	}
	next := with(t, files, "units.yaml", "topics: [tax]", "topics: [ecology, tax]")
	next = with(t, next, "units.yaml", "  - {id: jc-ecology", "  - {id: jc-x, name: 某厅, division: \"98\", level: province, topics: [tax]}\n  - {id: jc-e2")
	next = with(t, next, "huiying.yaml", "auto_dispatch: true", "auto_dispatch: false")
	is, _ := base.Over(next, nil) // what it says is compared, whether or not it could be in force
	var said []string
	for _, d := range Compare(base, is) {
		said = append(said, d.Said.In("en"))
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"jc-tax", "topics: +ecology", "某厅 (jc-x)", "jc-ecology", "auto_dispatch"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	if len(said) != 5 {
		t.Errorf("%d differences:\n%s", len(said), all)
	}
	if d := Compare(base, base); len(d) != 0 {
		t.Errorf("nothing changed: %v", d)
	}
}

// The lines of a comparison are both texts, and what is shown of it has every change.
func TestUnifiedIsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 0, 30)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		var was, is []string
		changes := 0
		for _, e := range edits(a, b) {
			if e.sign != '+' {
				was = append(was, e.line)
			}
			if e.sign != '-' {
				is = append(is, e.line)
			}
			if e.sign != ' ' {
				changes++
			}
		}
		if strings.Join(was, "\n") != strings.Join(a, "\n") || strings.Join(is, "\n") != strings.Join(b, "\n") {
			t.Fatalf("%q and %q became %q and %q", a, b, was, is)
		}
		var out strings.Builder
		hunks(&out, edits(a, b))
		shown := 0
		for line := range strings.Lines(out.String()) {
			if line[0] == '+' || line[0] == '-' {
				shown++
			}
		}
		if shown != changes {
			t.Fatalf("%d of %d changes in\n%s", shown, changes, out.String())
		}
	})
	got := Unified(configs.Files{"x": "1\n2\n3\n4\n5\n6\n7\n8\n"}, configs.Files{"x": "1\n2\n3\n4\nfive\n6\n7\n8\n"})
	if want := "--- x\n+++ x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"; got != want {
		t.Errorf("got\n%s", got)
	}
}
