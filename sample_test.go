package root

import (
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/opinion"
)

// mayNameTheSample are the tests, by a part of their path, that are about the shipped sample.
// Everything else stands on internal/testregion, so that the sample can change freely.
var mayNameTheSample = []struct{ path, why string }{
	{"analyzers/route/shipped_test.go", "it routes by the shipped units"},
	{"/tour", "it walks through the tour"},
}

// numbers are the runs of digits of a text. A code stands alone: what has more digits beside it is
// another number.
func numbers(text string) iter.Seq[string] {
	return strings.FieldsFuncSeq(text, func(r rune) bool { return r < '0' || r > '9' })
}

func TestNoTestHoldsPlacesOfTheShippedSample(t *testing.T) {
	codes, words := sampleWords(t)
	used := map[string]bool{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		p = filepath.ToSlash(p)
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, "_test.go") && !strings.Contains(p, "/testdata/") &&
			!strings.HasPrefix(p, "internal/testregion/") {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		found := ""
		for n := range numbers(string(text)) {
			if codes[n] {
				found = n
			}
		}
		for _, w := range words {
			if strings.Contains(string(text), w) {
				found = w
			}
		}
		if found == "" {
			return nil
		}
		for _, may := range mayNameTheSample {
			if strings.Contains(p, may.path) {
				used[may.path] = true
				return nil
			}
		}
		t.Errorf("%s holds %q of the shipped sample: let it stand on internal/testregion", p, found)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, may := range mayNameTheSample {
		if !used[may.path] {
			t.Errorf("%s names no place of the sample: take it off the list", may.path)
		}
	}
}

// sampleWords are the codes and full names of the sample region's divisions down to the counties
// and of every place that has a unit, and the ids of its units. The region's own code is left out:
// two digits stand in every file.
func sampleWords(t *testing.T) (codes map[string]bool, words []string) {
	t.Helper()
	cfg, err := configs.Load("")
	if err != nil {
		t.Fatal(err)
	}
	table, err := territory.National()
	if err != nil {
		t.Fatal(err)
	}
	codes = map[string]bool{}
	add := func(code string) {
		d, ok := table.Division(code)
		if !ok || codes[code] {
			return
		}
		codes[code], words = true, append(words, d.Name)
	}
	for _, city := range table.Children(cfg.Region) {
		add(city)
		for _, county := range table.Children(city) {
			add(county)
		}
	}
	for _, u := range cfg.Units {
		words = append(words, `"`+u.ID+`"`)
		if u.Level == opinion.Township {
			add(u.Division)
		}
	}
	region, _ := table.Division(cfg.Region)
	return codes, append(words, region.Name)
}
