package configs

import (
	"strings"
	"testing"
)

// A form changes what it says and nothing else: comments and order stay, and an item in braces is
// written out.
func TestAFormKeepsTheText(t *testing.T) {
	files := Files{"units.yaml": `# who answers
units:
  # the office
  - {id: a, name: 甲办, division: "98", level: province, office: true}
  - id: b # the works
    name: 乙局
    division: "98"
    level: province
    # many topics
    topics: [projects,
      transport]

  # the last one
  - {id: c, name: 丙局, division: "98", level: province, topics: [tax]}
`, "huiying.yaml": "region: \"98\"\n# how we are reached\ncollect:\n  # an address\n  contact: mailto:a@example.org\n  pace: 5s\nbriefing:\n  due: \"\"\n"}
	apply := func(e Edit) string {
		t.Helper()
		out, err := files.Apply(e)
		if err != nil {
			t.Fatal(err)
		}
		if e.List == "" {
			return out["huiying.yaml"]
		}
		return out["units.yaml"]
	}
	was := files["units.yaml"]
	for name, c := range map[string]struct {
		e    Edit
		want string
	}{
		"topics": {Edit{List: "units", ID: "b", Set: []Setting{{"topics", []string{"tax", "land/x"}}}},
			strings.Replace(was, "topics: [projects,\n      transport]", "topics: [tax, land/x]", 1)},
		"name": {Edit{List: "units", ID: "b", Set: []Setting{{"name", "新: 局"}}},
			strings.Replace(was, "name: 乙局", `name: "新: 局"`, 1)},
		"new key": {Edit{List: "units", ID: "b", Set: []Setting{{"superior", "a"}}},
			strings.Replace(was, "transport]\n", "transport]\n    superior: a\n", 1)},
		"key out": {Edit{List: "units", ID: "b", Set: []Setting{{"topics", []string(nil)}}},
			strings.Replace(was, "    topics: [projects,\n      transport]\n", "", 1)},
		"braces": {Edit{List: "units", ID: "c", Set: []Setting{{"topics", []string{"ecology"}}}},
			strings.Replace(was, `  - {id: c, name: 丙局, division: "98", level: province, topics: [tax]}`,
				"  - id: c\n    name: 丙局\n    division: \"98\"\n    level: province\n    topics: [ecology]", 1)},
		"out": {Edit{List: "units", ID: "c", Remove: true},
			strings.Replace(was, "  - {id: c, name: 丙局, division: \"98\", level: province, topics: [tax]}\n", "", 1)},
		"new": {Edit{List: "units", Set: []Setting{{"id", "d"}, {"office", true}}}, was + "  - id: d\n    office: true\n"},
		"contact": {Edit{Set: []Setting{{"collect.contact", "mailto:b@example.org"}}},
			strings.Replace(files["huiying.yaml"], "mailto:a@example.org", `"mailto:b@example.org"`, 1)},
		"new section": {Edit{Set: []Setting{{"site.code", "4503050001"}}},
			files["huiying.yaml"] + "site:\n  code: \"4503050001\"\n"},
		"said empty": {Edit{Set: []Setting{{"briefing.due", ""}}}, files["huiying.yaml"]},
		"list": {Edit{Set: []Setting{{"site.records", []string{"桂ICP备 1"}}}},
			files["huiying.yaml"] + "site:\n  records: [\"桂ICP备 1\"]\n"},
	} {
		if got := apply(c.e); strings.TrimRight(got, "\n") != strings.TrimRight(c.want, "\n") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	if _, err := files.Apply(Edit{List: "units", ID: "x"}); err == nil {
		t.Error("an entry that is not there is changed")
	}
	empty := Files{"sources.yaml": "sources: []\n"}
	out, err := empty.Apply(Edit{List: "sources", Set: []Setting{{"id", "s"}, {"enabled", true}}})
	if err != nil || out["sources.yaml"] != "sources:\n  - id: s\n    enabled: true\n" {
		t.Errorf("%q %v", out["sources.yaml"], err)
	}
}
