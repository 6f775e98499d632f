package intake

import (
	"slices"
	"testing"

	"huiying/opinion"
)

// Columns of a hotline say something of a record beside its text, whatever the format.
func TestColumnsOfAHotlineAreHints(t *testing.T) {
	want := []opinion.Hint{{Kind: opinion.HintPlace, Column: "所属区域", Value: "云汀县"},
		{Kind: opinion.HintType, Column: "诉求类型", Value: "投诉"},
		{Kind: opinion.HintUnit, Column: "承办单位", Value: "县水务局，联系人电话[手机号]"},
		{Kind: opinion.HintUrgency, Column: "紧急程度", Value: "特急"}}
	for name, in := range map[string]string{
		"x.csv": "工单编号,内容,所属区域,诉求类型,承办单位,紧急程度,承办人\n" +
			"GD2026112900017,停水两天,云汀县,投诉,县水务局，联系人电话13812345678,特急,王某\n",
		"x.jsonl": `{"工单编号":"GD2026112900017","内容":"停水两天","紧急程度":"特急","承办单位":"县水务局，联系人电话13812345678",` +
			`"所属区域":"云汀县","诉求类型":"投诉","category":{"id":1}}`,
	} {
		got := all(text(in), name, Options{Source: "s"})
		if len(got) != 1 || got[0].Err != nil {
			t.Fatalf("%s: %+v", name, got)
		}
		m, err := opinion.NewMention(got[0].Draft)
		if err != nil || !slices.Equal(m.Hints, want) || m.Ref != "GD2026112900017" || !m.Unique {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestAColumnOfNamesOfDivisionsIsAHint(t *testing.T) {
	for value, want := range map[string]int{"980221": 0, "岚桥市云汀县": 1} {
		d, _, err := FromJSON([]byte(`{"text":"停水","行政区划":"`+value+`"}`), Options{})
		if err != nil || len(d.Hints) != want || (d.Division == "") != (want == 1) {
			t.Errorf("%s: %+v, %v", value, d, err)
		}
	}
}

// A column that a source's configuration names, and hints that another process sent on.
func TestHintsByConfigurationAndFromOthers(t *testing.T) {
	own := Options{Columns: map[string]string{"派往": "unit", "急不急": "urgency", "姓名": "place"}}
	d, dropped, err := FromJSON([]byte(`{"text":"停水","派往":"县水务局","急不急":"急","姓名":"甲",
		"hints":[{"kind":"place","column":"片区","value":"云汀县"},{"kind":"author","column":"作者","value":"甲"}]}`), own)
	m, bad := opinion.NewMention(opinion.Draft{Source: "s", Text: d.Text, Hints: d.Hints})
	if err != nil || bad != nil || len(m.Hints) != 3 || dropped["姓名"] != 1 {
		t.Errorf("%+v %v %v", m.Hints, dropped, err)
	}
}
