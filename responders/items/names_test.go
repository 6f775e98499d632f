package items

import (
	"reflect"
	"testing"

	"huiying/opinion"
)

// A guide is called as the service network's list calls it: what differs, what is not listed and what has no
// guide are told; a guide is looked for within its own unit.
func TestNamesAreComparedWithTheList(t *testing.T) {
	row := func(line int, name, unit string) Row {
		return Row{Line: line, Facts: opinion.ItemFacts{Name: name, Unit: unit}}
	}
	guide := func(id, name, unit string) opinion.Item {
		return opinion.Item{ID: id, ItemFacts: opinion.ItemFacts{Kind: opinion.ItemGuide, Name: name, Unit: unit}}
	}
	list := []Row{row(2, "新生儿出生登记", "police"), row(3, "最低生活保障对象认定", "civil"), row(4, "居民身份证申领", "police"),
		row(5, "城乡居民养老保险参保登记", ""), row(6, "特困人员认定", "civil")}
	guides := []opinion.Item{guide("a", "【样例】新生儿出生登记办事指南", "police"), guide("b", "最低生活保障认定指南", "civil"),
		guide("c", "居民身份证申领", "civil"), guide("d", "城乡居民 养老保险参保登记", "social"), guide("e", "律师执业许可", "justice")}
	same, got := CompareNames(list, guides)
	want := []NameFinding{{NameDiffers, "b", "最低生活保障认定指南", "最低生活保障对象认定", "civil", 3},
		{Case: NameUnlisted, Item: "c", Name: "居民身份证申领", Unit: "civil"}, {Case: NameUnlisted, Item: "e", Name: "律师执业许可", Unit: "justice"},
		{Case: NameMissing, Listed: "居民身份证申领", Unit: "police", Line: 4}, {Case: NameMissing, Listed: "特困人员认定", Unit: "civil", Line: 6}}
	if same != 2 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d the same\n%+v\n%+v", same, got, want)
	}
}

// The network's own list is read as it comes: other heads than the catalogue's.
func TestTheNetworksListIsRead(t *testing.T) {
	g := Grid{Rows: []GridRow{{Line: 1, Cells: []string{"序号", "事项名称", "事项类型", "实施主体", "实施编码", "设定依据", "办理网址"}},
		{Line: 2, Cells: []string{"1", "新生儿出生登记", "公共服务", "某公安局", "1154", "《户口登记条例》", "https://zwfw.example.org/1"}}}}
	got := Read([]Grid{g}, Options{Kind: opinion.ItemGuide, UnitOf: func(_, body string) string { return "u-" + body }})
	if len(got.Faults) > 0 || len(got.Rows) != 1 || got.Rows[0].Facts.Name != "新生儿出生登记" || got.Rows[0].Facts.Unit != "u-某公安局" ||
		got.Rows[0].Facts.Basis != "《户口登记条例》" || len(got.Rows[0].Facts.Addresses) != 1 {
		t.Errorf("%+v", got)
	}
}
