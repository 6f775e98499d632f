package intake_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiying/collectors/intake"
)

// A list of departments is read below its title; rows of one department are one, and what may tell of a
// person is dropped, whatever its column is called.
func TestAListOfDepartments(t *testing.T) {
	const list = "部门名单,,,,\n序号,部门名称,主要职责,职务,负责人,联系电话\n" +
		"1,教育体育局,负责义务教育,局长、办公室主任,张三,0773-5811234\n,,公共体育,副局长,李四,13800138000\n" +
		"2,民政局,养老服务,局长王五,王五,\n合计,2,,,,\n"
	got, err := intake.ReadUnits([]byte(list), "名单.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Units) != 2 || got.Units[0].Name != "教育体育局" || got.Units[0].Line != 3 ||
		got.Units[0].Duties != "负责义务教育\n公共体育" || !slices.Equal(got.Units[0].Posts, []string{"局长", "办公室主任", "副局长"}) ||
		len(got.Units[1].Posts) != 0 {
		t.Errorf("read %+v", got.Units)
	}
	if got.Dropped != 6 {
		t.Errorf("%d cells were dropped", got.Dropped)
	}
	for _, who := range []string{"张三", "李四", "王五", "5811234", "13800138000"} {
		if strings.Contains(fmt.Sprint(got), who) {
			t.Errorf("%s was kept", who)
		}
	}
	means := map[string]string{}
	for _, c := range got.Columns {
		means[c.Label] = c.Means
	}
	if means["部门名称"] != "name" || means["负责人"] != "person" || means["联系电话"] != "person" || means["序号"] != "" {
		t.Errorf("columns %v", means)
	}
}

// Labels of an own list are said; one that names persons stays dropped.
func TestALabelOfAnOwnList(t *testing.T) {
	const list = "口子,干什么,姓名\n教育口,义务教育,张三\n"
	if _, err := intake.ReadUnits([]byte(list), "a.csv", nil); !errors.Is(err, intake.ErrHeader) {
		t.Errorf("nobody knows it: %v", err)
	}
	got, err := intake.ReadUnits([]byte(list), "a.csv", map[string]string{"口子": "name", "干什么": "duties", "姓名": "duties"})
	if err != nil || len(got.Units) != 1 || got.Units[0].Duties != "义务教育" || got.Dropped != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := intake.ReadUnits([]byte(list), "a.pdf", nil); !errors.Is(err, intake.ErrFormat) {
		t.Errorf("no table: %v", err)
	}
}
