package configs

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"huiying/words"
)

// Another region alone is one cause, so it is one fault, with the number of units and the remedy.
func TestAnotherRegionIsOneFault(t *testing.T) {
	main, err := fs.ReadFile(Shipped(), mainFile)
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(string(main), `region: "54"`, `region: "4503"`, 1)
	_, err = LoadFS(fstest.MapFS{mainFile: {Data: []byte(other)}})
	faults, _ := err.(Diagnostics)
	if len(faults) != 1 || faults[0].Code != "other_region" || !strings.Contains(faults[0].Words.In("en"), "huiying init") ||
		!strings.Contains(faults[0].Words.In("en"), fmt.Sprint(len(shippedConfig(t).Units))) {
		t.Errorf("%d faults: %v", len(faults), err)
	}
}

// Topics without a unit are said once where they are many, one by one where they are few.
func TestManyTopicsWithoutAUnitAreOneFault(t *testing.T) {
	load := func(topics string) Diagnostics {
		_, err := LoadFS(fstest.MapFS{mainFile: {Data: []byte("region: \"98\"\ncollect: {contact: \"mailto:a@example.org\"}")},
			unitsFile: {Data: []byte(`units: [{id: a, name: 某办, division: "98", level: province, office: true, topics: [` +
				topics + `]}]`)}})
		faults, _ := err.(Diagnostics)
		return faults
	}
	many := load("channel")
	if len(many) != 1 || many[0].Code != "no_responder" || !strings.Contains(many[0].Words.In("en"), "more of the same: ") ||
		!strings.Contains(many[0].Words.In("en"), "catalogue.yaml:") || !strings.Contains(many[0].Words.In("en"), "huiying init") {
		t.Errorf("%v", many)
	}
	all := strings.Split(allFields(t), ", ")
	if few := load(strings.Join(all[1:], ", ")); len(few) != 1 || !strings.Contains(few[0].Words.In("en"), "more") {
		t.Errorf("%v", few) // a field and its items
	}
	if none := load(strings.Join(all, ", ")); len(none) != 0 {
		t.Errorf("%v", none)
	}
}

// told says whether a fault says something in every language, with all its parts.
func told(f Diagnostic) bool {
	for _, lang := range words.Languages() {
		said := f.Words.In(lang)
		if said == "" || strings.Contains(said, "%!") || strings.HasPrefix(said, "fault.") {
			return false
		}
	}
	return true
}

// What a file brings along cannot break the line of a fault or move a terminal.
func TestAFaultIsOneVisibleLine(t *testing.T) {
	f := (&Config{}).fault(pos{"a.yaml", 3}, "fault.unknown_role", "a\n\x1b[2J\u202e", "b")
	want := `a.yaml:3: there is no role "a\n\x1b[2J\u202e"; known are: b [unknown_role]`
	if got := f.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := f.In("zh-CN"); !strings.HasPrefix(got, "a.yaml:3: 没有角色“a\\n") {
		t.Errorf("in Chinese: %s", got)
	}
}
