package briefing

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
)

func plainNames() Names {
	return Names{Place: func(code string) string { return "地" + code },
		Topic: func(id string) string { return "事项" + id }}
}

// cells is a table as text, a row a line.
func cells(t *pagedata.BriefingTable) string {
	if t == nil {
		return ""
	}
	var rows []string
	for _, r := range t.Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, strings.TrimSuffix(c.Text+"/"+c.TextEn, "/"))
		}
		rows = append(rows, strings.Join(row, " "))
	}
	return strings.Join(rows, "\n")
}

func sectionOf(t testing.TB, p pagedata.Briefing, id string) pagedata.BriefingSection {
	t.Helper()
	i := slices.IndexFunc(p.Sections, func(s pagedata.BriefingSection) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("there is no section %s", id)
	}
	return p.Sections[i]
}

func TestWhatStandsOnThePage(t *testing.T) {
	p := Page(write(t, book(newWorld(), time.Time{}), Day), plainNames())
	var ids []string
	for _, s := range p.Sections {
		ids = append(ids, s.ID)
		if s.Title == "" || s.TitleEn == "" || s.Lines == nil {
			t.Errorf("section %+v", s)
		}
	}
	if s := strings.Join(ids, " "); s != "overview decide heavy growing alerts asked places overdue answered sources" {
		t.Errorf("sections %s", s)
	}
	if p.Date != "2026-11-22" || p.Last != "2026-11-22" || p.Period != "day" || !p.Whole ||
		p.Place != "" || len(p.Numbers) == 0 {
		t.Errorf("%+v", p)
	}
	if s := Summary(p); !strings.Contains(s, "2026-11-22") || strings.Contains(s, "升温") {
		t.Errorf("summary %q", s)
	}
}

// Each kind of sentence has its section, and each sentence that is written has one: a kind that no
// section takes would be lost in silence.
func TestEverySentenceHasItsSection(t *testing.T) {
	taken := map[string]string{}
	for _, s := range sections {
		for _, kind := range s.kinds {
			if taken[kind] != "" {
				t.Errorf("%s stands in %s and in %s", kind, taken[kind], s.id)
			}
			taken[kind] = s.id
		}
	}
	full := write(t, book(newWorld(), time.Time{}), Day)
	full.Alerts, full.Asked = []Alert{{ID: "a1"}}, []AskedItem{{ID: "t1"}}
	full.Missing = append(full.Missing, Missing{Part: "places", Reason: "away"})
	full.Numbers = append(full.Numbers, Number{ID: "doubted", N: 1})
	full.Sources = append(full.Sources, SourceHealth{ID: "s9", State: "failing"})
	seen := map[string]bool{}
	for _, l := range sentences(full) {
		if seen[l.ID] = true; taken[l.ID] == "" {
			t.Errorf("no section takes sentences of kind %s", l.ID)
		}
	}
	if len(seen) < len(taken)-1 {
		t.Errorf("only %v of %v were written: the test looks at too little", seen, taken)
	}
}

func TestSentencesKeepWhatTheySpeakOf(t *testing.T) {
	b := Briefing{Heavy: []Issue{{ID: "i1", Severity: opinion.SeverityI}}, Sentences: []Line{
		{ID: "heavy", Zh: "甲", En: "A", IDs: []string{"i1", "c1", "m1"}},
		{ID: "source", Zh: "乙", IDs: []string{"s1"}},
		{ID: "said", Zh: "丙", Link: "/search?from=2026-11-22"},
	}}
	p := Page(b, plainNames())
	l := sectionOf(t, p, "heavy").Lines[0]
	if l.Severity != opinion.SeverityI ||
		fmt.Sprint(l.Issues, l.Cases, l.Mentions) != "[i1] [c1] []" || l.TextEn != "A" {
		t.Errorf("%+v", l)
	}
	if l := sectionOf(t, p, "sources").Lines[0]; l.Link != "/sources" || l.Count() != 0 {
		t.Errorf("%+v", l)
	}
	if l := sectionOf(t, p, "overview").Lines[0]; l.Link == "" {
		t.Errorf("%+v", l)
	}
}

func TestTheTablesOfAPage(t *testing.T) {
	b := Briefing{Period: Day, Date: "2026-11-22", To: end,
		Decide: []Decision{{Kind: Arbitrate, Case: "c1", Title: "停水", Unit: "u1", Name: "水务局",
			Hours: 7}, {Kind: Extend, Case: "c2", Hours: 3, Asked: 48}},
		Places: []Place{{Code: "9801", Name: "澄川市", N: 9, Before: 14, Open: 2, Overdue: 1,
			Late: []string{"c1"}}, {Code: "9802", Name: "岚桥市"}},
		Answered: []Case{{ID: "c3", Title: "路灯", Unit: "u1", Name: "市政局", State: opinion.Closed,
			Hours: 5}, {ID: "c4", Topic: "t", Unit: "u2", State: opinion.Answered, Late: true},
			{ID: "c5", Title: "噪声", State: opinion.Handling}},
		Sources: []SourceHealth{{ID: "s1", Name: "来源一", N: 3, Before: 7, State: "working"}, {ID: "s2"}},
	}
	p := Page(b, plainNames())
	for id, want := range map[string]string{
		"decide":   "停水 退单待裁定/returned, to be decided who is responsible 水务局 7小时/7 hours\n（标题已不保存）/(heading no longer kept) 申请延期待批（48小时）/extension asked for (48 hours) 未定/nobody yet 3小时/3 hours",
		"places":   "澄川市 9 2.0 2 1",
		"answered": "路灯 市政局 按时，已核实/on time, verified 5小时/5 hours\n事项t u2 逾期，待核实/late, to be verified 不到1小时/less than an hour\n噪声 未定/nobody yet 按时，未成立/on time, did not hold 不到1小时/less than an hour",
		"sources":  "来源一 3 1.0 正常/Working",
	} {
		if got := cells(sectionOf(t, p, id).Table); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", id, got, want)
		}
	}
	places := sectionOf(t, p, "places")
	if len(places.Grid) != 2 || places.Grid[0].Shade != 4 || places.Grid[1].Shade != 0 ||
		places.Grid[0].Link != "/search?division=9801" {
		t.Errorf("the map: %+v", places.Grid)
	}
	for _, s := range p.Sections {
		if s.Table == nil {
			continue
		}
		for _, r := range s.Table.Rows {
			if len(r.Cells) != len(s.Table.Head) {
				t.Errorf("%s: a row of %d cells below %d", s.ID, len(r.Cells), len(s.Table.Head))
			}
		}
	}
}

func TestAPageIsBounded(t *testing.T) {
	b := Briefing{Period: Day, Date: "2026-11-22", To: end, Days: []DayCount{{"2026-11-21", 4}, {"2026-11-22", 6}}}
	for i := range 40 {
		id := fmt.Sprint(i)
		b.Decide = append(b.Decide, Decision{Kind: Doubt, Case: "c" + id, Title: strings.Repeat("长", 200)})
		b.Overdue = append(b.Overdue, Unit{ID: "u" + id, N: 1, Cases: []string{"c" + id}})
		b.Growing = append(b.Growing, Issue{ID: "i" + id, Title: "升温", Case: "c" + id, Days: []int{1, 2}})
		b.Sentences = append(b.Sentences, Line{ID: "overdue", Zh: "逾期"})
	}
	for range 60 {
		b.Places = append(b.Places, Place{Code: "9801", N: 1, Late: slices.Repeat([]string{"c1"}, 60)})
	}
	p := Page(b, plainNames())
	decide, overdue, growing := sectionOf(t, p, "decide"), sectionOf(t, p, "overdue"), sectionOf(t, p, "growing")
	if len(decide.Table.Rows) != rowsShown || len([]rune(decide.Table.Rows[0].Cells[0].Text)) > headingShown+1 {
		t.Errorf("%d decisions, %q", len(decide.Table.Rows), decide.Table.Rows[0].Cells[0].Text)
	}
	if len(overdue.Table.Rows) != rowsShown || len(overdue.Lines) != 0 {
		t.Errorf("many units are told as %d sentences and %d rows", len(overdue.Lines), len(overdue.Table.Rows))
	}
	if len(growing.Plots) != plotsOfIssues || growing.Plots[0].Now != 1 ||
		growing.Plots[0].Bars[1].N != 2 || growing.Plots[0].Count() != 2 {
		t.Errorf("%+v", growing.Plots)
	}
	if n := len(sectionOf(t, p, "places").Table.Rows[0].Cases); n != lateShown {
		t.Errorf("%d ids behind a place", n)
	}
	b.Overdue = b.Overdue[:unitsInSentences]
	if few := sectionOf(t, Page(b, plainNames()), "overdue"); few.Table != nil || len(few.Lines) != 40 {
		t.Errorf("few units are a table: %+v", few.Table)
	}
}

func TestShades(t *testing.T) {
	for _, x := range []struct{ n, most, want int }{{0, 0, 0}, {0, 9, 0}, {1, 100, 1}, {34, 100, 2},
		{67, 100, 3}, {100, 100, 4}} {
		if got := shadeOf(x.n, x.most); got != x.want {
			t.Errorf("%d of %d is %d, want %d", x.n, x.most, got, x.want)
		}
	}
}

// A page of a part of the region says so, and all its lists are those of the part.
func TestThePageOfAPart(t *testing.T) {
	k := book(newWorld(), time.Time{})
	k.Draft.Division = "9801"
	b := write(t, k, Day)
	p := Page(b, plainNames())
	if p.Division != "9801" || p.Place != "地9801" {
		t.Errorf("%s %s", p.Division, p.Place)
	}
	for _, s := range b.Sources {
		if s.N+s.Before == 0 {
			t.Errorf("source %s, which tells of other places", s.ID)
		}
	}
	for _, n := range p.Numbers {
		if n.Link != "" && !strings.Contains(n.Link, "division=9801") {
			t.Errorf("%s leads to %s", n.ID, n.Link)
		}
	}
	if said := sectionOf(t, p, "overview").Lines[1].Text; strings.Contains(said, "未能接收") {
		t.Errorf("what was refused is of no part: %s", said)
	}
}

// tree is a province 98 with cities 9801, 9802 and a county 980101.
type tree struct{}

func (tree) Division(code string) (opinion.Division, bool) {
	d, ok := map[string]opinion.Division{"98": {Code: "98"}, "9801": {Code: "9801"},
		"9802": {Code: "9802"}, "980101": {Code: "980101"}}[code]
	return d, ok
}

func (tree) Children(code string) []string {
	return map[string][]string{"98": {"9801", "9802"}, "9801": {"980101"}}[code]
}

func (t tree) Path(code string) (out []string) {
	if _, ok := t.Division(code); !ok {
		return nil
	}
	for n := 2; n <= len(code); n += 2 {
		out = append(out, code[:n])
	}
	return out
}

func TestTheMapIsWhatLiesRightBelow(t *testing.T) {
	for region, want := range map[string]string{"98": "9801 9802", "9801": "980101", "9802": "9802", "77": ""} {
		var got []string
		for _, d := range (Within{region, tree{}}).Cells() {
			got = append(got, d.Code)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", region, s, want)
		}
	}
	for _, x := range [][3]string{{"98", "980101", "9801"}, {"98", "9802", "9802"},
		{"98", "98", ""}, {"9802", "9802", "9802"}, {"9801", "9802", ""}, {"98", "77", ""},
		{"98", "", ""}} {
		if got := (Within{x[0], tree{}}).CellOf(x[1]); got != x[2] {
			t.Errorf("%s on the map of %s is in %q, want %q", x[1], x[0], got, x[2])
		}
	}
}

func TestWhichPartIsAskedFor(t *testing.T) {
	for _, x := range []struct {
		division, part string
		ok             bool
	}{{"", "", true}, {"9801", "", true}, {"980101", "980101", true}, {"9802", "9802", false},
		{"98", "98", false}, {"77", "77", false}} {
		if part, ok := PartOf(x.division, "9801", tree{}); part != x.part || ok != x.ok {
			t.Errorf("%q in 9801: %q, %v", x.division, part, ok)
		}
	}
}
