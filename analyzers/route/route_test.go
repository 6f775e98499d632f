package route

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiying/opinion"
)

type req = opinion.RouteRequest

func TestWorkedExamples(t *testing.T) {
	w := newWorld(t)
	examples := w.examples(t)
	used, seen := map[string]int{}, map[string]string{}
	for _, e := range examples {
		used[e.Rule]++
		if before := seen[e.short()]; before != "" {
			t.Errorf("%q asks the same as %q", e.Shows, before)
		}
		seen[e.short()] = e.Shows
		t.Run(e.Shows, func(t *testing.T) {
			got := w.table(t, e.Region, e.Without...).Route(w.request(e))
			if got.Lead != e.Lead || !slices.Equal(got.Co, e.Co) || got.Rule != e.Rule || got.Refer != e.Channel {
				t.Errorf("got %s + %v by %s %s, want %s + %v by %s %s\n%s", got.Lead, got.Co, got.Rule, got.Refer, e.Lead, e.Co, e.Rule, e.Channel, strings.Join(got.Why, "\n"))
			}
			if !strings.Contains(got.Basis, "号") || len(got.Why) < 2 {
				t.Errorf("basis %q, steps %q: each answer names its regulation and its steps", got.Basis, got.Why)
			}
			readable(t, w, got)
			for _, words := range e.Says {
				if !strings.Contains(strings.Join(got.Why, "\n"), words) {
					t.Errorf("%q is not in the steps:\n%s", words, strings.Join(got.Why, "\n"))
				}
			}
		})
	}
	if len(examples) < 150 {
		t.Errorf("only %d examples", len(examples))
	}
	for _, r := range Rules() {
		if used[r.Name] < 3 {
			t.Errorf("%d examples end at rule %q", used[r.Name], r.Name)
		}
	}
}

// readable: a clerk reads names of units, places and topics, never their keys, and each step
// begins with the principle that it follows.
func readable(t *testing.T, w *world, got opinion.Route) {
	t.Helper()
	all := strings.Join(got.Why, "\n")
	for _, u := range w.Units {
		if strings.Contains(all, u.ID) {
			t.Errorf("unit id %s in the steps:\n%s", u.ID, all)
		}
	}
	for _, d := range w.Divisions {
		if len(d.Code) > 2 && strings.Contains(all, d.Code) || pseudoRow(d.Name) && strings.Contains(all, d.Name) {
			t.Errorf("%s %s in the steps:\n%s", d.Code, d.Name, all)
		}
	}
	for _, step := range got.Why {
		if head, _, ok := strings.Cut(step, "："); !ok || !slices.Contains([]string{"属地", "分级", "主管", "兜底", "渠道", "结论"}, head) {
			t.Errorf("the step %q names no principle", step)
		}
	}
	if !strings.HasPrefix(got.Why[len(got.Why)-1], "结论：") {
		t.Errorf("the last step is no conclusion:\n%s", all)
	}
}

func pseudoRow(name string) bool { return strings.HasSuffix(name, "直辖县级行政区划") }

func TestStepsAreWordsAClerkReads(t *testing.T) {
	w := newWorld(t)
	rt := w.table(t, "")
	for _, c := range []struct {
		req  req
		want []string
	}{
		{req{Topic: "school", Division: "910101", Severity: "III"}, []string{
			"属地：文中写明发生在「东市甲区河街道」",
			"分级：等级「较大」，由当地办理，不上提",
			"主管：「义务教育」不在「东市甲区河街道」的履职事项之内，部门职责不下推乡镇（街道），看上一级",
			"主管：「东市甲区」没有登记主管「义务教育」的单位，看上一级",
			"主管：在「东市」，「义务教育」由东市教育局主管",
			"结论：本级没有主管单位，由上一级主管单位负责。主办：东市教育局",
		}},
		{req{Topic: "safe/fire", Division: "9101", Severity: "I"}, []string{
			"属地：文中写明发生在「东市甲区」",
			"分级：等级「特别重大」至少由省级办理，上提到「和省」",
			"主管：「消防安全」实行垂直管理（由本系统的上级领导），当地属甲区消防救援大队，按等级在本系统内上提到和省消防救援总队",
			"结论：垂直管理部门，由其本系统负责。主办：和省消防救援总队",
		}},
	} {
		if got := rt.Route(c.req).Why; !slices.Equal(got, c.want) {
			t.Errorf("steps:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestNamesOfPlaces(t *testing.T) {
	places := table{
		"98": {Code: "98", Name: "霁川省", Level: opinion.Province}, "9801": {Code: "9801", Name: "澄川市", Level: opinion.City, Parent: "98"},
		"980101": {Code: "980101", Name: "柳浦区", Level: opinion.County, Parent: "9801"},
		"11":     {Code: "11", Name: "北京市", Level: opinion.Province}, "110105": {Code: "110105", Name: "朝阳区", Level: opinion.County, Parent: "11"},
		"12": {Code: "12", Name: "天津市", Level: opinion.Province}, "1201": {Code: "1201", Name: "市辖区", Level: opinion.City, Parent: "12"},
		"120101": {Code: "120101", Name: "和平区", Level: opinion.County, Parent: "1201"},
	}
	rt := &Table{places: places}
	for code, want := range map[string]string{"98": "霁川省", "9801": "澄川市", "980101": "澄川市柳浦区", "11": "北京市",
		"110105": "北京市朝阳区", "120101": "天津市和平区", "77": "77"} {
		if got := rt.nameOf(code); got != want {
			t.Errorf("%s is called %q, want %q", code, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	places := newWorld(t).places
	office := opinion.Unit{ID: "o", Division: "9", Office: true}
	for name, c := range map[string]struct {
		units  []opinion.Unit
		region string
		want   error
	}{
		"no id":                 {[]opinion.Unit{office, {Division: "9"}}, "9", ErrUnit},
		"an id twice":           {[]opinion.Unit{office, office}, "9", ErrUnit},
		"an unknown division":   {[]opinion.Unit{office, {ID: "x", Division: "77"}}, "9", ErrUnit},
		"an unknown superior":   {[]opinion.Unit{office, {ID: "x", Division: "9", Superior: "y"}}, "9", ErrUnit},
		"a circle of superiors": {[]opinion.Unit{office, {ID: "x", Division: "9", Superior: "y"}, {ID: "y", Division: "9", Superior: "x"}}, "9", ErrUnit},
		"an unknown region":     {[]opinion.Unit{office}, "77", ErrRegion},
		"a township as region":  {[]opinion.Unit{office}, "910101", ErrRegion},
		"no office":             {[]opinion.Unit{{ID: "x", Division: "9", Topics: []string{"eco"}}}, "9", ErrNoOffice},
		"no units":              {nil, "9", ErrNoOffice},
		"only a township's":     {[]opinion.Unit{{ID: "x", Division: "910101", Office: true}}, "", ErrNoOffice},
	} {
		if _, err := New(c.units, places, Options{Region: c.region}); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func BenchmarkRoute(b *testing.B) {
	w := newWorld(b)
	rt := w.table(b, "")
	var reqs []opinion.RouteRequest
	for _, e := range w.examples(b) {
		reqs = append(reqs, w.request(e))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rt.Route(reqs[i%len(reqs)])
	}
}
