package intake

import (
	"slices"
	"strings"
	"testing"
)

func past(t *testing.T, file, name string, opts Options) (out []PastOrder) {
	t.Helper()
	for o := range ReadPast(strings.NewReader(file), name, opts) {
		if o.Err != nil {
			t.Fatalf("line %d: %v", o.Line, o.Err)
		}
		if len(o.Draft.Hints) > 0 {
			t.Errorf("hints are left: %v", o.Draft.Hints)
		}
		out = append(out, o)
	}
	return out
}

func TestPastOrdersOfJSON(t *testing.T) {
	got := past(t, `{"id":"1","text":"路灯不亮","unit":"城管局","category":["市容","路灯"],"district":"云汀区","returned":true}
{"id":"2","text":"停水","unit":"水务公司","category":"公用","returned":false,"phone":"1"}
{"id":"3","text":"何时开学","returned":0}`, "past.jsonl", Options{})
	for i, want := range []PastOrder{
		{Unit: "城管局", Category: []string{"市容", "路灯"}, District: "云汀区", Returned: true},
		{Unit: "水务公司", Category: []string{"公用"}}, {},
	} {
		o := got[i]
		if o.Unit != want.Unit || !slices.Equal(o.Category, want.Category) ||
			o.District != want.District || o.Returned != want.Returned {
			t.Errorf("%d: %q %q %q %v", i, o.Unit, o.Category, o.District, o.Returned)
		}
	}
	if got[1].Dropped["phone"] != 1 {
		t.Error("a phone was not dropped")
	}
}

func TestPastOrdersOfATable(t *testing.T) {
	got := past(t, `工单编号,诉求类型,二级分类,受理单位,承办单位,一级分类,所属区域,诉求内容,是否退单
G0001,投诉,路灯,热线中心,云汀区城管局,市容,云汀区,路灯不亮,否
G0002,投诉,自来水,热线中心,水务公司,公用,石浦区,停水,是
`, "past.csv", Options{})
	if o := got[0]; o.Unit != "云汀区城管局" || !slices.Equal(o.Category, []string{"市容", "路灯"}) ||
		o.District != "云汀区" || o.Returned {
		t.Errorf("%q %q %q %v", o.Unit, o.Category, o.District, o.Returned)
	}
	if !got[1].Returned {
		t.Error("the second was given back")
	}
}

func TestPastOrdersByLabelsOfAnOwnTable(t *testing.T) {
	got := past(t, "话务内容,派给谁,退\n路灯不亮,城管局,1\n", "past.csv",
		Options{Columns: map[string]string{"话务内容": "text", "派给谁": "unit", "退": "returned"}})
	if o := got[0]; o.Unit != "城管局" || !o.Returned || o.Draft.Text != "路灯不亮" {
		t.Errorf("%q %v %q", o.Unit, o.Returned, o.Draft.Text)
	}
}
