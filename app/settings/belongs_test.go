package settings

import (
	"strings"
	"testing"

	"huiying/configs"
	"huiying/internal/testregion"
)

// Whoever is bound to a county changes its own units and sources, and nothing else: no clock, no word of
// a topic, no holiday, no subject that is watched, no unit of those above or beside, not even the order in which they
// stand or a comment of another file.
func TestACountyChangesWhatBelongsToIt(t *testing.T) {
	base := testregion.Config(t)
	s := New(Parts{Base: base})
	before, err := base.Texts()
	if err != nil {
		t.Fatal(err)
	}
	places := testregion.Table(t)
	edit := func(list, id string, set ...configs.Setting) func(configs.Files) configs.Files {
		return func(f configs.Files) configs.Files {
			out, err := f.Apply(configs.Edit{List: list, ID: id, Set: set})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	text := func(name, from, to string) func(configs.Files) configs.Files {
		return func(f configs.Files) configs.Files { return with(t, f, name, from, to) }
	}
	for name, c := range map[string]struct {
		change func(configs.Files) configs.Files
		theirs bool
	}{
		"its unit": {edit("units", "lp-works", configs.Setting{Key: "topics", Value: []string{"projects"}}), true},
		"below it": {edit("units", "ty-office", configs.Setting{Key: "name", Value: "听雨街道"}), true},
		"a new one": {edit("units", "", configs.Setting{Key: "id", Value: "lp-water"},
			configs.Setting{Key: "name", Value: "柳浦区水务局"},
			configs.Setting{Key: "division", Value: testregion.County}, configs.Setting{Key: "level", Value: "county"},
			configs.Setting{Key: "topics", Value: []string{"ecology"}}), true},
		"the city's":     {edit("units", "cc-works", configs.Setting{Key: "topics", Value: []string{"projects"}}), false},
		"beside it":      {edit("units", "yb-office", configs.Setting{Key: "name", Value: "雁浦办"}), false},
		"moved away":     {edit("units", "ty-office", configs.Setting{Key: "division", Value: testregion.NextCounty}), false},
		"moved here":     {edit("sources", "mailbox", configs.Setting{Key: "division", Value: testregion.County}), false},
		"the office":     {edit("", "", configs.Setting{Key: "collect.contact", Value: "mailto:x@example.org"}), false},
		"a clock":        {text("clocks.yaml", "limit: 7d", "limit: 9d"), false},
		"a comment":      {text("clocks.yaml", "profiles:", "# 注\nprofiles:"), false},
		"a topic's word": {text("catalogue.yaml", "terms: [重大项目,", "terms: [重大项目, 重要项目,"), false},
		"a watch": {func(f configs.Files) configs.Files {
			out := with(t, f, "units.yaml", "units:", "units:")
			out["watches.yaml"] = "watches:\n  - {id: w1, name: 汛情, any: [内涝]}\n"
			return out
		}, false},
		"a holiday": {func(f configs.Files) configs.Files {
			out := with(t, f, "clocks.yaml", "holidays: []", "holidays: [h.csv]")
			out["h.csv"] = "date,kind,name\n2027-01-01,holiday,元旦\n"
			return out
		}, false},
		"the order": {func(f configs.Files) configs.Files {
			line := lineWith(t, f["units.yaml"], "id: cc-office")
			return with(t, with(t, f, "units.yaml", line, ""), "units.yaml", "  - {id: yb-office", line+"  - {id: yb-office")
		}, false},
	} {
		files := c.change(before)
		cfg, faults, err := s.Load(files)
		if err != nil || len(faults) > 0 {
			t.Errorf("%s: %v %v", name, faults, err)
			continue
		}
		owns := func(code string) bool { return places.Within(code, testregion.County) }
		if what := Beyond(owns, base, cfg, before, files); (what == nil) != c.theirs {
			t.Errorf("%s: theirs %v: %v", name, c.theirs, what)
		}
	}
}

func lineWith(t *testing.T, text, piece string) string {
	t.Helper()
	for line := range strings.Lines(text) {
		if strings.Contains(line, piece) {
			return line
		}
	}
	t.Fatalf("no line has %q", piece)
	return ""
}

// A change of holidays and of watches is told like any other: what came and what went.
func TestWhatIsWatchedAndWhichDaysAreOffAreTold(t *testing.T) {
	base := testregion.Config(t)
	s := New(Parts{Base: base})
	files, err := base.Texts()
	if err != nil {
		t.Fatal(err)
	}
	first := with(t, files, "clocks.yaml", "holidays: []", "holidays: [h.csv]")
	first["h.csv"] = "date,kind,name\n2027-01-01,holiday,元旦\n"
	first["watches.yaml"] = "watches:\n  - {id: w1, name: 汛情, any: [内涝]}\n"
	second := with(t, first, "h.csv", "01-01", "01-02")
	load := func(f configs.Files) *configs.Config {
		t.Helper()
		c, faults, err := s.Load(f)
		if err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
		return c
	}
	said := func(was, is *configs.Config) (out string) {
		for _, d := range Compare(was, is) {
			out += d.Said.In("zh-CN") + "\n"
		}
		return out
	}
	if got := said(base, load(first)); !strings.Contains(got, "2027-01-01") || !strings.Contains(got, "汛情") {
		t.Errorf("%s", got)
	}
	if got := said(load(first), load(second)); !strings.Contains(got, "-2027-01-01") || !strings.Contains(got, "+2027-01-02") {
		t.Errorf("%s", got)
	}
}
