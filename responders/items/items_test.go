package items

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
	"huiying/words"
)

var fields = map[string]string{"projects": "重大建设项目", "disaster_relief": "救灾", "": ""}

func codeOf(name string) string {
	for id, n := range fields {
		if name != "" && (n == name || id == name) {
			return id
		}
	}
	return ""
}

var naming = Naming{Region: "990101", Field: func(id string) string { return fields[id] },
	Place: func(code string) string { return "示例县" },
	Title: func(place, field string) string { return place + field + "领域政务公开标准目录" }}

// gridOf is a sheet as a file holds it and a reader gives it back: merged heads are filled downwards.
func gridOf(s Sheet) Grid {
	g := Grid{Sheet: s.Name}
	line := 0
	add := func(cells []string) { line++; g.Rows = append(g.Rows, GridRow{Line: line, Cells: cells}) }
	if s.Title != "" {
		add([]string{s.Title})
	}
	if s.Title == "" { // one row, as a text file has it
		flat, top := make([]string, len(s.Heads[0])), ""
		for i, h := range s.Heads[0] {
			if h != "" {
				top = h
			}
			if flat[i] = top; s.Heads[1][i] != "" {
				flat[i] += "（" + s.Heads[1][i] + "）"
			}
		}
		add(flat)
		for _, r := range s.Rows {
			add(slices.Clone(r))
		}
		return g
	}
	add(s.Heads[0])
	sub := slices.Clone(s.Heads[1])
	for i := range sub {
		if sub[i] == "" {
			sub[i] = s.Heads[0][i]
		}
	}
	add(sub)
	for _, r := range s.Rows {
		add(slices.Clone(r))
	}
	return g
}

func genFacts(t *rapid.T, name string) opinion.ItemFacts {
	say := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name+label) }
	f := opinion.ItemFacts{Kind: rapid.SampledFrom(opinion.ItemKinds).Draw(t, name+"kind"), Division: say("place", "990101", "99010101"),
		Field: say("field", "projects", "disaster_relief", ""), Serial: say("serial", "", "1", "2"),
		First: say("first", "", "批准服务信息", "灾后救助"), Name: say("name", "审批结果", "捐赠款物", "=SUM(1)", "-特殊"),
		Content: say("content", "", "要素：文号\n日期", "@内容", "★"), Basis: say("basis", "", "《示例条例》"),
		Limit: say("limit", "", "20个工作日", "长期公开"), Body: say("body", "", "示例县应急管理局"),
		Channel: say("channel", "", "■政府网站\n□公开栏"), Opens: say("opens", "", "2026-12-01"), Closes: say("closes", "", "2026-12-31")}
	f.Way = opinion.ItemWay{Active: rapid.Bool().Draw(t, name+"active"), Request: rapid.Bool().Draw(t, name+"request")}
	f.Audience = opinion.ItemAudience{All: rapid.Bool().Draw(t, name+"all"), Groups: say("groups", "", "特定群体", "受灾群众")}
	f.Levels = rapid.SampledFrom([][]opinion.Level{nil, {opinion.County}, {opinion.City, opinion.Township}}).Draw(t, name+"levels")
	f.Addresses = rapid.SampledFrom([][]string{nil, {"https://a.example/x"}, {"https://a.example/x", "https://a.example/y"}}).Draw(t, name+"addresses")
	return Completed(f, Options{})
}

// What goes out as the official table comes in as the same items, in a workbook and in one table.
func TestTheTableGoesOutAndComesInTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var have []opinion.Item
		ids := map[string]bool{}
		for k := range rapid.IntRange(1, 8).Draw(t, "n") {
			f := genFacts(t, strconv.Itoa(k))
			nth := 0
			for ids[opinion.ItemID(f, nth)] {
				nth++
			}
			ids[opinion.ItemID(f, nth)] = true
			have = append(have, opinion.Item{ID: opinion.ItemID(f, nth), ItemFacts: f, State: opinion.ItemDraft})
		}
		split := rapid.Bool().Draw(t, "split")
		const one = "990101"
		var grids []Grid
		for _, s := range Sheets(have, naming, split) {
			grids = append(grids, gridOf(s))
		}
		got := Read(grids, Options{Division: one, FieldOf: codeOf})
		if len(got.Faults) > 0 || len(got.Rows) != len(have) {
			t.Fatalf("%d of %d rows, faults %v", len(got.Rows), len(have), got.Faults)
		}
		p := PlanOf(have, factsOf(got.Rows))
		if len(p.Add)+len(p.Change)+len(p.Absent) > 0 || p.Same != len(have) {
			t.Fatalf("add %+v\nchange %+v\nabsent %d, same %d of %d", p.Add, p.Change, len(p.Absent), p.Same, len(have))
		}
	})
}

// An office's own table: a title, a head of two rows, merged cells, columns in another order, a note.
func office() Grid {
	return Grid{Sheet: "救灾", Rows: []GridRow{
		{Line: 1, Cells: []string{"示例县救灾领域基层政务公开标准目录"}},
		{Line: 2, Cells: []string{"序号", "公开事项", "", "公开内容\n（要素）", "公开主体", "公开依据", "公开时限", "公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级", ""}},
		{Line: 3, Cells: []string{"序号", "一级事项", "二级事项", "公开内容\n（要素）", "公开主体", "公开依据", "公开时限", "公开渠道和载体", "全社会", "特定群体（请写明）", "主动", "依申请", "县级", "乡、村级"}},
		{Line: 4, Cells: []string{"1", "灾后救助", "因灾过渡期救助", "申请条件；标准", "示例县应急管理局", "《示例办法》", "信息形成或变更之日起20个工作日内", "■政府网站", "√", "", "√", "", "√", "√"}},
		{Line: 5, Cells: []string{"2", "", "倒塌房屋重建", "名单的公示", "示例县应急管理局", "《示例办法》", "7个工作日", "■政府网站", "", "受灾群众", "√", "", "√", ""}},
		{Line: 6, Cells: []string{"注：本目录为示例"}},
	}}
}

func TestAnOfficesOwnTable(t *testing.T) {
	got := Read([]Grid{office()}, Options{Division: "990101", FieldOf: codeOf})
	if len(got.Faults) > 0 || len(got.Rows) != 2 || len(got.Passed) != 1 {
		t.Fatalf("%+v", got)
	}
	a, b := got.Rows[0].Facts, got.Rows[1].Facts
	if a.Field != "disaster_relief" || a.First != "灾后救助" || b.First != "灾后救助" || b.Name != "倒塌房屋重建" ||
		!a.Audience.All || b.Audience.Groups != "受灾群众" || !a.Way.Active || a.Way.Request ||
		!slices.Equal(a.Levels, []opinion.Level{opinion.County, opinion.Township}) || a.Cycle.Days != 20 || len(a.Lacks()) > 0 {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// A bad cell is named with sheet, line and column.
func TestABadCellIsNamed(t *testing.T) {
	g := office()
	g.Rows[4].Cells[10] = "部分"
	g.Rows[3].Cells[1], g.Rows[3].Cells[2] = "", ""
	got := Read([]Grid{g}, Options{Division: "990101", FieldOf: codeOf})
	if len(got.Faults) != 2 || got.Faults[1].Line != 5 || got.Faults[1].Column != "主动" || got.Faults[1].Sheet != "救灾" ||
		got.Faults[0].Line != 4 {
		t.Errorf("%+v", got.Faults)
	}
	if got := Read([]Grid{{Rows: []GridRow{{Line: 1, Cells: []string{"姓名", "电话"}}}}}, Options{}); len(got.Faults) != 1 {
		t.Errorf("a file without a catalogue: %+v", got)
	}
}

func TestAnImportChangesOnlyWhatChanged(t *testing.T) {
	first := factsOf(Read([]Grid{office()}, Options{Division: "990101", FieldOf: codeOf}).Rows)
	p := PlanOf(nil, first)
	var have []opinion.Item
	for _, a := range p.Add {
		have = append(have, opinion.Item{ID: a.ID, ItemFacts: a.Facts, State: opinion.ItemDraft})
	}
	g := office()
	g.Rows[4].Cells[6] = "10个工作日"
	g.Rows = slices.Delete(g.Rows, 3, 4)
	g.Rows[3].Cells[1] = "灾后救助"
	p = PlanOf(have, factsOf(Read([]Grid{g}, Options{Division: "990101", FieldOf: codeOf}).Rows))
	if len(p.Add) != 0 || len(p.Change) != 1 || p.Change[0].Was.Name != "倒塌房屋重建" || len(p.Absent) != 1 {
		t.Errorf("%+v", p)
	}
}

func TestLimits(t *testing.T) {
	event := func(n int, working bool) opinion.ItemCycle {
		return opinion.ItemCycle{By: opinion.CycleEvent, Days: n, Working: working}
	}
	every := func(n int) opinion.ItemCycle { return opinion.ItemCycle{By: opinion.CycleEvery, Days: n} }
	for limit, want := range map[string]opinion.ItemCycle{
		"信息形成或变更之日起20个工作日内": event(20, true), "7个工作日": event(7, true), "自信息形成之日起 3 个工作日内": event(3, true),
		"二十个工作日内": event(20, true), "１５日内": event(15, false), "审批后7个工作日内公示，公示期不少于20个工作日": event(7, true),
		"每季度": every(92), "按月": every(31), "每年1次": every(366), "按季度公开": every(92), "每半年": every(184), "每2个月": every(62),
		"长期公开": {By: opinion.CycleStanding}, "即时": event(1, true), "实时公开": event(1, true), "及时公开": event(20, true),
		"24小时内": event(1, false), "年度": every(366), "": {By: opinion.CycleNone}, "按规定": {By: opinion.CycleNone},
		"信息形成或变更之日起10个工作日内；长期公开": event(10, true),
	} {
		if got := CycleOf(limit); got != want {
			t.Errorf("%q: %+v, want %+v", limit, got, want)
		}
	}
}

func TestBodies(t *testing.T) {
	b := BodiesOf([]opinion.Unit{{ID: "dev", Name: "示例县发展和改革局", Division: "990101"}, {ID: "em", Name: "示例县应急管理局", Division: "990101"},
		{ID: "em2", Name: "示例市应急管理局", Division: "9901"}, {ID: "town", Name: "示例镇人民政府", Division: "99010101"}},
		func(code string) string {
			return map[string]string{"990101": "示例县", "9901": "示例市", "99010101": "示例镇"}[code]
		},
		func(code string) []string { return []string{"9901", "990101"} })
	for body, want := range map[string]string{"示例县发展和改革局": "dev", "县发展改革局": "dev", "应急管理局、民政局": "em", "不存在的局": "", "示例市应急管理局": "em2", "": ""} {
		if got := b.Unit("990101", body); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

// An item passes two levels, each by another account, and its attribute and secrecy review are recorded.
func TestReviewByTwoLevels(t *testing.T) {
	r := Rules{Works: func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }}
	now := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)
	f := Read([]Grid{office()}, Options{Division: "990101", FieldOf: codeOf}).Rows[0].Facts
	i := opinion.Item{}
	do := func(a Act, want string) {
		t.Helper()
		a.At = now
		e, err := r.Do(i, a, opinion.ItemID(f, 0))
		var no *words.Refusal
		if want != "" {
			if !errors.As(err, &no) || no.Code != "item_"+want {
				t.Fatalf("%s: %v, want %s", a.Move, err, want)
			}
			if !words.Has(no.Key) {
				t.Errorf("no words for %s", want)
			}
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", a.Move, err)
		}
		if err := e.Check(i); err != nil {
			t.Fatal(err)
		}
		i = i.Apply(e)
	}
	do(Act{Move: opinion.ItemAdd, Facts: f}, "")
	do(Act{Move: opinion.ItemSubmit, Who: "a", Attribute: opinion.AttributeActive}, "secrecy")
	do(Act{Move: opinion.ItemSubmit, Who: "a", Secrecy: true}, "attribute")
	do(Act{Move: opinion.ItemSubmit, Who: "a", Attribute: opinion.AttributeActive, Secrecy: true}, "")
	do(Act{Move: opinion.ItemPass, Who: "a", Level: UnitLevel}, "self")
	do(Act{Move: opinion.ItemPass, Who: "b", Level: OfficeLevel}, "level")
	do(Act{Move: opinion.ItemSendBack, Who: "b", Level: UnitLevel}, "reason")
	do(Act{Move: opinion.ItemPass, Who: "b", Level: UnitLevel}, "")
	do(Act{Move: opinion.ItemPublish, Addresses: []string{"https://x.example/"}}, "move")
	do(Act{Move: opinion.ItemPass, Who: "b", Level: OfficeLevel}, "self")
	do(Act{Move: opinion.ItemPass, Who: "c", Level: OfficeLevel}, "")
	do(Act{Move: opinion.ItemPublish}, "address")
	do(Act{Move: opinion.ItemPublish, Addresses: []string{"https://x.example/"}}, "")
	do(Act{Move: opinion.ItemRenew, Happened: now}, "")
	if want := time.Date(2026, 12, 29, 16, 0, 0, 0, time.UTC); !i.Due.Equal(want) || i.State != opinion.ItemPublished {
		t.Errorf("due %s, want %s", i.Due, want)
	}
	do(Act{Move: opinion.ItemWithdraw}, "reason")
	changed := f
	changed.Limit = "10个工作日"
	do(Act{Move: opinion.ItemChange, Facts: changed}, "reason")
	do(Act{Move: opinion.ItemChange, Facts: changed, Reason: "按新目录"}, "")
	if i.State != opinion.ItemDraft || !i.Public() || strings.Contains(i.Shown.Limit, "10个") {
		t.Errorf("%+v", i)
	}
}

func factsOf(rows []Row) (out []opinion.ItemFacts) {
	for _, r := range rows {
		out = append(out, r.Facts)
	}
	return out
}

// What a cell is not understood as is told with what its column takes.
func TestAFaultSaysWhatTheColumnTakes(t *testing.T) {
	g := Grid{Rows: []GridRow{{Line: 1, Cells: []string{"序号", "类别", "公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "主动", "公开网址"}},
		{Line: 2, Cells: []string{"1", "信息", "公告", "内容", "依据", "及时", "某局", "主动吧", "见官网"}}}}
	var said []string
	for _, f := range Read([]Grid{g}, Options{FieldOf: codeOf}).Faults {
		said = append(said, f.Column+": "+f.In(words.First))
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"类别: “信息”看不懂：这一列写 目录事项、公开信息、", "主动: “主动吧”看不懂：这一列打“√”或留空", "公开网址: “见官网”看不懂：这一列写 http"} {
		if !strings.Contains(all, want) {
			t.Errorf("without %s:\n%s", want, all)
		}
	}
}
