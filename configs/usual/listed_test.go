package usual_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiying/configs"
	"huiying/configs/usual"
	"huiying/opinion"
)

// A list of the office proposes names, units and duties, each with its line and words; what is taken is
// written line by line and passes the check.
func TestAListProposes(t *testing.T) {
	places, org := tables(t)
	dir := made(t, "450305")
	cfg, err := configs.LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	got, unknown, err := usual.Compare(places, org, "450305", cfg.Units, cfg.Topics, []usual.Listed{
		{Line: 2, Name: "教育体育局", Duties: "负责义务教育、公共文化"},
		{Line: 3, Name: "住建局", Duties: "物业管理；养护城市道路与路灯。"},
		{Line: 4, Name: "城市更新中心", Duties: "老旧小区，房地产市场"},
		{Line: 5, Name: "大数据发展局", Duties: "数据"}, {Line: 6, Name: "桂林市七星区民政局"}})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, p := range got {
		said = append(said, fmt.Sprint(p.What, " ", p.Unit.Name, " ", p.Name, " ", p.Topic, " ", p.From, " ", p.Line, " ", p.Words))
	}
	want := []string{"renamed 桂林市七星区教育局 桂林市七星区教育体育局   2 ",
		"moved 桂林市七星区住房和城乡建设局  municipal_services/roads urban-management-450305 3 养护城市道路与路灯",
		"added 桂林市七星区城市更新中心    4 房地产市场"}
	if !slices.Equal(said, want) {
		t.Errorf("proposed\n%s", strings.Join(said, "\n"))
	}
	if len(unknown) != 1 || unknown[0].Line != 5 {
		t.Errorf("unknown %v", unknown)
	}
	after := usual.Taken(cfg.Units, got)
	text, err := usual.Rewrite(dir["units.yaml"].Data, cfg.Units, after, "ours")
	if err != nil {
		t.Fatal(err)
	}
	dir["units.yaml"].Data = text
	now, err := configs.LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]opinion.Unit{}
	for _, u := range now.Units {
		byID[u.ID] = u
	}
	if byID["education-450305"].Name != "桂林市七星区教育体育局" || len(now.Units) != len(cfg.Units)+1 ||
		slices.Contains(byID["urban-management-450305"].Topics, "municipal_services/roads") ||
		!slices.Contains(byID["housing-450305"].Topics, "municipal_services/roads") ||
		slices.Contains(byID["housing-450305"].Topics, "housing_market") {
		t.Errorf("written %v", byID)
	}
	if !strings.Contains(string(text), "又称：教育体育局、教体局、教委") {
		t.Error("a comment is gone")
	}
	if _, err := usual.Rewrite([]byte("units:\n  - id: education-450305\n"), cfg.Units, after, ""); !errors.Is(err, usual.ErrEdit) {
		t.Errorf("lines of another form: %v", err)
	}
}

// Past orders propose the unit that most of a topic went to, where that is another than the one in charge.
func TestPastOrdersPropose(t *testing.T) {
	cfg := loaded(t, "450305")
	got := usual.ByOrders(cfg.Units, "450305", cfg.Topics, usual.Tally{
		"municipal_services/roads":  {"housing-450305": 8, "urban-management-450305": 2},
		"municipal_services/lamps":  {"housing-450305": 5, "一个别处的单位": 5},
		"compulsory_education":      {"education-450305": 20},
		"property_management":       {"urban-management-450305": 4},
		"municipal_services/parks":  {"office-450305": 9},
		"channel/petition":          {"housing-450305": 9},
		"municipal_services/unread": {"housing-450305": 9}})
	if len(got) != 1 || got[0].Topic != "municipal_services/roads" || got[0].Unit.ID != "housing-450305" ||
		got[0].From != "urban-management-450305" || got[0].Orders != 8 || got[0].Of != 10 {
		t.Errorf("proposed %+v", got)
	}
	places, org := tables(t)
	named, err := usual.Named(places, org, "450305", cfg.Units)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"七星区教体局": "education-450305", "住建局": "housing-450305", "某公司": ""} {
		if got, ok := named(name); got != want || ok != (want != "") {
			t.Errorf("%s is %q", name, got)
		}
	}
}
