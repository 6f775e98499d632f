package items

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/console/facts"
	"huiying/opinion"
	rules "huiying/responders/items"
)

func desk(t testing.TB, b *bus.Bus) Desk {
	t.Helper()
	now := time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)
	return Desk{Book: &Book{Bus: b, Path: func(code string) []string { return []string{code[:2], code} }},
		Rules: rules.Rules{Works: func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }},
		Tables: rules.Options{FieldOf: func(name string) string { return map[string]string{"救灾": "disaster_relief"}[name] },
			UnitOf: func(_, body string) string { return map[string]string{"示例县应急管理局": "em"}[body] }},
		Naming: rules.Naming{Field: func(string) string { return "救灾" }, Place: func(string) string { return "示例县" },
			Title: func(p, f string) string { return p + f + "领域目录" }},
		Region: "990101", Now: func() time.Time { return now }}
}

func table(limit string) facts.ItemTable {
	return facts.ItemTable{Name: "t.csv", Lang: "en", By: "openness", Raw: []byte("示例县救灾领域目录\n" +
		"序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,全社会,主动,县级\n" +
		"1,灾后救助,救助标准,要素,《示例》," + limit + ",示例县应急管理局,■网站,√,√,√\n" +
		"2,,款物发放,名单,《示例》,每季度,不存在的局,■网站,√,√,√\n")}
}

// A catalogue comes in, is reviewed by two levels, published and looked at; another process that reads the
// same log knows all of it, and the chain of every item is whole.
func TestTheRegisterOnTheLog(t *testing.T) {
	b := house(t)
	d, ctx := desk(t, b), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.ImportItems(ctx, table("20个工作日"))
	must(err)
	if got.Added != 2 || len(got.Unowned) != 1 {
		t.Fatalf("%+v", got)
	}
	again, err := d.ImportItems(ctx, table("20个工作日"))
	must(err)
	changed, err := d.ImportItems(ctx, table("10个工作日"))
	must(err)
	if again.Added+again.Changed != 0 || again.Same != 2 || changed.Changed != 1 || changed.Same != 1 {
		t.Errorf("again %+v, changed %+v", again, changed)
	}
	list, err := d.Items(ctx, facts.ItemQuery{Unit: "em"})
	must(err)
	if list.Total != 1 || list.Items[0].Cycle.Days != 10 || list.Items[0].Field != "disaster_relief" {
		t.Fatalf("%+v", list)
	}
	id := list.Items[0].ID
	for n, act := range []facts.ItemAct{
		{Move: opinion.ItemSubmit, Who: "a", Attribute: opinion.AttributeActive, Secrecy: true, Level: "none"},
		{Move: opinion.ItemPass, Who: "b", Level: "unit"}, {Move: opinion.ItemPass, Who: "c", Level: "office"},
		{Move: opinion.ItemPublish, Addresses: []string{"https://www.example.gov.cn/a"}},
	} {
		if _, err := d.ActOnItem(ctx, id, act); err != nil {
			t.Fatalf("act %d: %v", n, err)
		}
	}
	i, err := d.ProveItem(ctx, id, opinion.ItemProof{Address: "https://www.example.gov.cn/a", At: d.Now(),
		Failed: []opinion.ItemCheck{opinion.CheckReach}})
	must(err)
	if i.State != opinion.ItemPublished || !i.Proof.Dead() {
		t.Errorf("%+v", i)
	}
	other := desk(t, b)
	f, err := other.Item(ctx, id)
	must(err)
	folded, err := opinion.FoldItem(f.History)
	must(err)
	if len(f.History) != 7 || folded.Hash != f.Item.Hash || folded.Version != 7 {
		t.Errorf("%d events, %+v", len(f.History), folded)
	}
	c, err := other.CountItems(ctx, facts.ItemQuery{})
	must(err)
	if c.Total != 2 || c.Dead != 1 || c.Unowned != 1 || len(c.Cells) != 2 || c.ByState[opinion.ItemPublished] != 1 {
		t.Errorf("%+v", c)
	}
	public, err := other.Items(ctx, facts.ItemQuery{Public: true})
	must(err)
	if public.Total != 1 || public.Items[0].Sent != "" {
		t.Errorf("%+v", public)
	}
	for _, end := range []string{"x.csv", "x.xlsx"} {
		raw, err := other.ExportItems(ctx, end, facts.ItemQuery{})
		must(err)
		back, err := other.ImportItems(ctx, facts.ItemTable{Name: end, Raw: raw, Lang: "en"})
		must(err)
		if back.Same != 2 || back.Rows != 2 {
			t.Errorf("%s: %+v", end, back)
		}
	}
}

// An event that somebody forged into the log changes nothing, and is counted.
func TestAForgedEventIsPassedOverAndTold(t *testing.T) {
	b := house(t)
	d, ctx := desk(t, b), t.Context()
	if _, err := d.ImportItems(ctx, table("20个工作日")); err != nil {
		t.Fatal(err)
	}
	list, err := d.Items(ctx, facts.ItemQuery{})
	if err != nil {
		t.Fatal(err)
	}
	id := list.Items[0].ID
	forged := `{"item":"` + id + `","seq":2,"type":"withdraw","by":"openness","prev":"` + list.Items[0].Hash + `","hash":"x"}`
	if _, err := b.Publish(ctx, bus.Message{Subject: opinion.ItemSubject(id), Data: []byte(forged)}); err != nil {
		t.Fatal(err)
	}
	c, err := d.CountItems(ctx, facts.ItemQuery{})
	if err != nil || c.Broken != 1 || c.ByState[opinion.ItemWithdrawn] != 0 {
		t.Errorf("%+v %v", c, err)
	}
	if i, err := d.ActOnItem(ctx, id, facts.ItemAct{Move: opinion.ItemWithdraw, Reason: "样例"}); err != nil ||
		i.State != opinion.ItemWithdrawn {
		t.Errorf("the work does not go on behind it: %v %v", i.State, err)
	}
}

// A table with a bad cell is taken wholly or not at all.
func TestNothingIsHalfTaken(t *testing.T) {
	d := desk(t, house(t))
	bad := table("x")
	bad.Raw = []byte(strings.Replace(string(bad.Raw), "■网站,√,√,√\n2", "■网站,√,大概,√\n2", 1))
	got, err := d.ImportItems(t.Context(), bad)
	if err != nil || len(got.Faults) != 1 || got.Faults[0].Line != 3 || got.Faults[0].Column != "主动" {
		t.Errorf("%+v %v", got, err)
	}
	if list, err := d.Items(t.Context(), facts.ItemQuery{}); err != nil || list.Total != 0 {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := d.ImportItems(t.Context(), facts.ItemTable{Name: "x.xlsx", Raw: []byte("no workbook")}); err == nil {
		t.Error("no workbook, and no error")
	}
}

// What is asked of 50,000 items is answered from memory, by unit and by field without looking at the others.
// What the rates are of: what was decided otherwise is not owed, what is late is not met, what nobody looked
// at is neither good nor bad.
func TestOpennessIsCounted(t *testing.T) {
	now := time.Now()
	book := &Book{Path: func(code string) []string { return []string{code} }, items: map[string]*opinion.Item{}}
	put := func(id string, state opinion.ItemState, public bool, due time.Time, proof opinion.ItemProof) {
		f := opinion.ItemFacts{Kind: opinion.ItemCatalogue, Name: id, Field: "f", Unit: "u"}
		i := opinion.Item{ID: id, ItemFacts: f, State: state, Due: due, Proof: proof}
		if public {
			i.Shown = f
		}
		book.items[id] = &i
	}
	soon, past := now.Add(time.Hour), now.Add(-time.Hour)
	put("good", opinion.ItemPublished, true, soon, opinion.ItemProof{At: past})
	put("late", opinion.ItemPublished, true, past, opinion.ItemProof{At: past, Failed: []opinion.ItemCheck{opinion.CheckFresh}})
	put("unseen", opinion.ItemPublished, true, soon, opinion.ItemProof{})
	put("not yet", opinion.ItemDraft, false, past, opinion.ItemProof{})
	put("withheld", opinion.ItemWithheld, false, past, opinion.ItemProof{})
	put("on request", opinion.ItemOnRequest, false, past, opinion.ItemProof{})
	put("withdrawn", opinion.ItemWithdrawn, true, past, opinion.ItemProof{})
	c := book.count(facts.ItemQuery{At: now}).Cells
	if len(c) != 1 || c[0].Owed != 4 || c[0].Published != 3 || c[0].Met != 2 || c[0].Looked != 2 || c[0].Good != 1 {
		t.Errorf("%+v", c)
	}
}

// The network's list is compared with the guides of the register; a list that is not understood is told.
func TestNamesOfTheNetwork(t *testing.T) {
	d, ctx := desk(t, house(t)), t.Context()
	for _, name := range []string{"灾后救助申请指南", "款物发放"} {
		f := opinion.ItemFacts{Kind: opinion.ItemGuide, Division: "990101", Name: name, Unit: "em", Body: "示例县应急管理局"}
		if _, err := d.ActOnItem(ctx, "", facts.ItemAct{Move: opinion.ItemAdd, By: "openness", Facts: f}); err != nil {
			t.Fatal(err)
		}
	}
	list := facts.ItemTable{Name: "l.csv", Lang: "zh", Raw: []byte("序号,事项名称,实施主体,设定依据\n1,灾后救助申请,示例县应急管理局,条例\n2,救灾款物发放,示例县应急管理局,条例\n3,过渡安置,示例县应急管理局,条例\n")}
	got, err := d.CompareNames(ctx, list)
	if err != nil || got.Listed != 3 || got.Guides != 2 || got.Same != 1 || len(got.Findings) != 2 || got.Findings[0].Case != "differs" ||
		got.Findings[0].Listed != "救灾款物发放" || got.Findings[1].Case != "missing" || got.Findings[1].Line != 4 {
		t.Errorf("%+v %v", got, err)
	}
	list.Raw = []byte("姓名,电话\n甲,1\n")
	if got, err := d.CompareNames(ctx, list); err != nil || len(got.Faults) == 0 {
		t.Errorf("what is no list: %+v %v", got, err)
	}
}

func BenchmarkItems(b *testing.B) {
	book := &Book{Path: func(code string) []string { return []string{code} }, items: map[string]*opinion.Item{}, last: map[string]uint64{}}
	for n := range 50_000 {
		f := opinion.ItemFacts{Kind: opinion.ItemCatalogue, Division: fmt.Sprint(990100 + n%20), Field: fmt.Sprint("f", n%26),
			Unit: fmt.Sprint("u", n%400), Name: fmt.Sprint("事项", n), Content: strings.Repeat("要素", 20), Serial: fmt.Sprint(n)}
		i := opinion.Item{ID: opinion.ItemID(f, n), ItemFacts: f, Shown: f, State: opinion.ItemPublished}
		book.items[i.ID] = &i
	}
	now := time.Now()
	for name, q := range map[string]facts.ItemQuery{"unit": {Unit: "u7", Size: 100}, "field": {Field: "f3", Size: 100},
		"all": {Size: 100}, "late": {Late: true, At: now, Size: 100}, "words": {Words: []string{"事项49999"}, Public: true, Size: 100}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				book.list(q)
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			book.count(facts.ItemQuery{At: now})
		}
	})
}

func house(t *testing.T) *bus.Bus {
	t.Helper()
	b := bustest.Start(t)
	if err := b.EnsureStreams(t.Context(), bus.Streams(time.Hour)); err != nil {
		t.Fatal(err)
	}
	return b
}

// A document and its interpretation belong together whichever of the two names the other, as they stand
// before the public; what does not stand there is not looked for.
func TestWhatBelongsTogetherIsFoundEitherWay(t *testing.T) {
	d, ctx := desk(t, house(t)), t.Context()
	if _, err := d.Items(ctx, facts.ItemQuery{}); err != nil {
		t.Fatal(err)
	}
	put := func(id string, kind opinion.ItemKind, state opinion.ItemState, links ...string) opinion.Item {
		f := opinion.ItemFacts{Kind: kind, Name: id, Links: links}
		i := opinion.Item{ID: id, ItemFacts: f, State: state}
		if state == opinion.ItemPublished {
			i.Shown = f
		}
		d.Book.items[id] = &i
		return i
	}
	policy := put("policy", opinion.ItemPolicy, opinion.ItemPublished)
	read := put("read", opinion.ItemInterpretation, opinion.ItemPublished, "policy")
	put("draft", opinion.ItemInterpretation, opinion.ItemDraft, "policy")
	put("other", opinion.ItemInterpretation, opinion.ItemPublished, "elsewhere")
	d.Book.order = nil
	for of, want := range map[*opinion.Item]string{&policy: "read", &read: "policy"} {
		got, err := d.Book.beside(ctx, *of)
		if err != nil || len(got) != 1 || got[0].ID != want {
			t.Errorf("beside %s: %+v %v", of.ID, got, err)
		}
	}
}
