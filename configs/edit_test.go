package configs

import (
	"reflect"
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
	watches := Files{"watches.yaml": "# all of them\nwatches: []\n"}
	watched, err := watches.Apply(Edit{List: "watches", Set: []Setting{{"id", "flood"}, {"any", []string{"积水", "内涝"}}, {"count", 3}, {"hours", 0}}})
	if want := "# all of them\nwatches:\n  - id: flood\n    any: [积水, 内涝]\n    count: 3\n"; err != nil || watched["watches.yaml"] != want {
		t.Errorf("%q %v", watched["watches.yaml"], err)
	}
	watched, err = watched.Apply(Edit{List: "watches", ID: "flood", Set: []Setting{{"count", 0}, {"hours", 6}}})
	if want := "# all of them\nwatches:\n  - id: flood\n    any: [积水, 内涝]\n    hours: 6\n"; err != nil || watched["watches.yaml"] != want {
		t.Errorf("%q %v", watched["watches.yaml"], err)
	}
	empty := Files{"sources.yaml": "sources: []\n"}
	out, err := empty.Apply(Edit{List: "sources", Set: []Setting{{"id", "s"}, {"enabled", true}}})
	if err != nil || out["sources.yaml"] != "sources:\n  - id: s\n    enabled: true\n" {
		t.Errorf("%q %v", out["sources.yaml"], err)
	}
}

// The lists of every file are changed alike: texts of several lines, items within fields, lists within
// huiying.yaml, items in braces with numbers, and lists that are not there yet.
func TestAFormReachesEveryList(t *testing.T) {
	files := Files{"templates.yaml": `templates:
  - id: a
    name: 甲
    text: |
      第一行

      # 第三行

      {unit}

  # another
  - id: b
    name: 乙
    text: 一行
`, "catalogue.yaml": `fields:
  # ---- one
  - id: water
    name: 供水
    terms: [水压, 停水!]
    items:
      - id: gas # gas
        name: 燃气
        terms: [燃气, 断气,
                煤气罐]
        exclude: [天然气股票]
      # the last
      - id: heat
        name: 供热
  - id: tax
    name: 税
`, "huiying.yaml": `region: "98"
notify:
  link: ""
  # - id: sample
  channels: []  # none
  tell:
    - unit: a
      channels: [x]
    - {role: leader, channels: [x], digest: ["08:30"]}
briefing:
  periods: [day]
`, "clocks.yaml": "profiles:\n  - {id: a, name: 甲, limit: 2h, working: true, max: 30, calendar: 24x7}\nchoose: []\n"}
	for name, c := range map[string]struct {
		e              Edit
		file, from, to string
	}{
		"text": {Edit{List: "templates", ID: "a", Set: []Setting{{"text", "新\n\n文 \n"}}}, "templates.yaml",
			"    text: |\n      第一行\n\n      # 第三行\n\n      {unit}\n", "    text: |\n      新\n\n      文\n"},
		"a longer text": {Edit{List: "templates", ID: "b", Set: []Setting{{"text", "一\n二"}}}, "templates.yaml",
			"    text: 一行\n", "    text: |\n      一\n      二\n"},
		"no text as it is": {Edit{List: "templates", ID: "b", Set: []Setting{{"text", "\t一\n二"}}}, "templates.yaml",
			"    text: 一行\n", "    text: \"\\t一\\n二\"\n"},
		"out": {Edit{List: "templates", ID: "b", Remove: true}, "templates.yaml", "  - id: b\n    name: 乙\n    text: 一行\n", ""},
		"a list that is not there": {Edit{List: "policies", Set: []Setting{{"number", "国办发〔2016〕61号"}}}, "templates.yaml",
			"    text: 一行\n", "    text: 一行\npolicies:\n  - number: 国办发〔2016〕61号\n"},
		"words of an item": {Edit{List: "topics", ID: "water/gas", Set: []Setting{{"terms", []string{"燃气", "漏气!"}}}},
			"catalogue.yaml", "terms: [燃气, 断气,\n                煤气罐]", `terms: [燃气, 漏气!]`},
		"words of a field": {Edit{List: "topics", ID: "water", Set: []Setting{{"terms", []string{"水压"}}}},
			"catalogue.yaml", "terms: [水压, 停水!]", "terms: [水压]"},
		"an item out": {Edit{List: "topics", ID: "water/heat", Remove: true}, "catalogue.yaml",
			"      - id: heat\n        name: 供热\n", ""},
		"a new item": {Edit{List: "topics", In: "water", Set: []Setting{{"id", "meter"}, {"name", "水表"}}}, "catalogue.yaml",
			"        name: 供热\n", "        name: 供热\n      - id: meter\n        name: 水表\n"},
		"the first item": {Edit{List: "topics", In: "tax", Set: []Setting{{"id", "vat"}}}, "catalogue.yaml",
			"    name: 税\n", "    name: 税\n    items:\n      - id: vat\n"},
		"a channel": {Edit{List: "channels", Set: []Setting{{"id", "m"}, {"by", "mail"}}}, "huiying.yaml",
			"  channels: []  # none\n", "  channels:  # none\n    - id: m\n      by: mail\n"},
		"who is told": {Edit{List: "tell", ID: "0", Set: []Setting{{"quiet", "22:00-07:00"}}}, "huiying.yaml",
			"      channels: [x]\n", "      channels: [x]\n      quiet: \"22:00-07:00\"\n"},
		"another is told": {Edit{List: "tell", ID: "0", Set: []Setting{{"unit", ""}, {"role", "leader"}}}, "huiying.yaml",
			"    - unit: a\n      channels: [x]\n", "    - channels: [x]\n      role: leader\n"},
		"who in braces": {Edit{List: "tell", ID: "1", Set: []Setting{{"digest", []string{"08:00"}}}}, "huiying.yaml",
			"    - {role: leader, channels: [x], digest: [\"08:30\"]}\n",
			"    - role: leader\n      channels: [x]\n      digest: [\"08:00\"]\n"},
		"nobody is told": {Edit{List: "tell", ID: "0", Remove: true}, "huiying.yaml", "    - unit: a\n      channels: [x]\n", ""},
		"a clock": {Edit{List: "clocks", ID: "a", Set: []Setting{{"limit", "3h"}}}, "clocks.yaml",
			"  - {id: a, name: 甲, limit: 2h, working: true, max: 30, calendar: 24x7}\n",
			"  - id: a\n    name: 甲\n    limit: 3h\n    working: true\n    max: 30\n    calendar: 24x7\n"},
	} {
		out, err := files.Apply(c.e)
		want := strings.Replace(files[c.file], c.from, c.to, 1)
		if err != nil || out[c.file] != want || want == files[c.file] {
			t.Errorf("%s: %v\n%s", name, err, out[c.file])
		}
	}
	long := make([]string, 60)
	for i := range long {
		long[i] = "拖欠工程款"
	}
	out, err := files.Apply(Edit{List: "topics", ID: "tax", Set: []Setting{{"terms", long}}})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out["catalogue.yaml"]) {
		if n := len([]rune(line)); n > 103 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	again, err := out.Apply(Edit{List: "topics", ID: "tax", Set: []Setting{{"terms", []string(nil)}}})
	if err != nil || again["catalogue.yaml"] != files["catalogue.yaml"] {
		t.Errorf("a long list stays: %v\n%s", err, again["catalogue.yaml"])
	}
}

// Entries of the shipped lists can be changed by a form, and nothing but it is.
func TestAFormReachesEveryShippedEntry(t *testing.T) {
	cfg, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	files, err := cfg.Texts()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string][]string{}
	for _, x := range cfg.Units {
		ids["units"] = append(ids["units"], x.ID)
	}
	for _, x := range cfg.Topics {
		ids["topics"] = append(ids["topics"], x.ID)
	}
	for _, x := range cfg.Clocks {
		ids["clocks"] = append(ids["clocks"], x.ID)
	}
	for _, x := range cfg.Templates {
		ids["templates"] = append(ids["templates"], x.ID)
	}
	for list, all := range ids {
		for i, id := range all {
			if i%17 != 0 && len(all) > 20 {
				continue // each costs a reading of all files
			}
			next, err := files.Apply(Edit{List: list, ID: id, Set: []Setting{{"name", "改名"}}})
			if err != nil {
				t.Errorf("%s %s: %v", list, id, err)
				continue
			}
			is, err := cfg.Over(next, files)
			if err != nil {
				t.Errorf("%s %s: %v", list, id, err)
				continue
			}
			changed := 0
			for i := range cfg.Topics {
				changed += differ(cfg.Topics[i], is.Topics[i])
			}
			for i := range cfg.Units {
				changed += differ(cfg.Units[i], is.Units[i])
			}
			for i := range cfg.Clocks {
				changed += differ(cfg.Clocks[i], is.Clocks[i])
			}
			for i := range cfg.Templates {
				changed += differ(cfg.Templates[i], is.Templates[i])
			}
			if changed != 1 {
				t.Errorf("%s %s: %d entries changed", list, id, changed)
			}
		}
	}
}

func differ(a, b any) int {
	if reflect.DeepEqual(a, b) {
		return 0
	}
	return 1
}
