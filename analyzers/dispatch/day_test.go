package dispatch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// charging are dispatches of a matter that past orders did not know, to a unit they did not know.
func charging(n int) (out []Lesson) {
	for i := range n {
		r := Reading{Text: fmt.Sprintf("%s充电桩损坏", []string{"东", "西", "南", "北", "中", "前", "后", "左"}[i%8]),
			Words: []string{"充电桩", "损坏"}, Topic: "power/charging"}
		r.Text += string(rune('甲' + i))
		out = append(out, Lesson{r, "岚桥市电力公司", false})
	}
	return out
}

func TestDaysTeachWhatPastOrdersDidNotKnow(t *testing.T) {
	m, _ := learned(t, invented(400))
	before := saved(t, m)
	r := Reading{Text: "门口充电桩损坏", Words: []string{"门口", "充电桩", "损坏"}, Topic: "power/charging"}
	n := m.With(SumDay("2026-03-01", 9, charging(30)))
	got := n.Propose(r)
	at := slices.IndexFunc(got, func(p Proposal) bool { return p.Unit == "岚桥市电力公司" })
	if at < 0 || got[at].Like.Unit != 30 || got[at].Like.Orders != 30 {
		t.Errorf("%+v", got)
	}
	if !bytes.Equal(before, saved(t, m)) {
		t.Error("the model of the past orders was changed")
	}
	if f := n.Facts(); f.Days != 1 || f.Orders != 430 {
		t.Errorf("%+v", f)
	}
	old := Reading{Text: "云汀区有人占道经营无人管", Words: []string{"云汀区", "占道经营无人管"}, Places: []string{"98", "9801", "980101"}}
	if got := n.Propose(old); got[0].Unit != "云汀区城管局" {
		t.Errorf("what was known is forgotten: %+v", got)
	}
}

func TestAReturnTeachesWhoseItIsNot(t *testing.T) {
	m, _ := learned(t, invented(400))
	r := Reading{Text: "云汀区工厂排放废气", Words: []string{"云汀区", "工厂排放废气"}, Places: []string{"98", "9801", "980101"}}
	var lessons []Lesson
	for i := range 40 {
		l := Lesson{r, "云汀区环保局", true}
		l.Text += string(rune('甲' + i))
		lessons = append(lessons, l)
		l.Unit, l.Returned = "岚桥市水务公司", false
		lessons = append(lessons, l)
	}
	day := SumDay("2026-03-01", 1, lessons)
	if day.Orders != 40 {
		t.Errorf("a return and the dispatch after it are one order; %d", day.Orders)
	}
	n := m.With(day)
	was, is := m.Confidences(r), n.Confidences(r)
	if is["云汀区环保局"] >= was["云汀区环保局"] || is["岚桥市水务公司"] <= was["岚桥市水务公司"] {
		t.Errorf("%v, before %v", is, was)
	}
}

// An office learns again from an export that holds the days since: they do not count twice.
func TestDaysThatTheModelKnowsTeachItNothing(t *testing.T) {
	orders := invented(200)
	orders[7].Date, orders[100].Date = "2026-03-01", "2026-02-03"
	m, _ := learned(t, orders)
	if got := m.Facts().Until; got != "2026-03-01" {
		t.Fatalf("learned until %q", got)
	}
	known, later := SumDay("2026-03-01", 5, charging(12)), SumDay("2026-03-02", 9, charging(26)[12:])
	if m.With(known) != m {
		t.Error("a day that the file holds teaches again")
	}
	one := m.With(known, later)
	if !bytes.Equal(saved(t, one), saved(t, m.With(later))) {
		t.Error("the day before it makes a difference")
	}
	if one.With(later) != one || one.Facts().Until != "2026-03-02" {
		t.Errorf("a day teaches twice; until %q", one.Facts().Until)
	}
}

// A model made again from its file and the events of days is the same, whatever their order.
func TestDaysMakeTheSameModelAgain(t *testing.T) {
	m, _ := learned(t, invented(200))
	days := []Day{SumDay("2026-03-01", 5, charging(12)), SumDay("2026-03-02", 9, charging(26)[12:])}
	once := saved(t, m.With(days...))
	var again []Day
	b, err := json.Marshal(days)
	if err == nil {
		err = json.Unmarshal(b, &again)
	}
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(again)
	file, err := Load(bytes.NewReader(saved(t, m)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(once, saved(t, file.With(again...))) {
		t.Error("the rebuilt model differs")
	}
	if n, err := Load(bytes.NewReader(once)); err != nil || !bytes.Equal(saved(t, n), once) {
		t.Errorf("it does not read back: %v", err)
	}
	if m.With() != m {
		t.Error("without days there is another model")
	}
}

// A day holds no feature of fewer than five orders, no text, and not all of a unit with one order.
func TestADayHoldsNothingOfFewOrders(t *testing.T) {
	lessons := charging(30)
	for i := range 4 {
		lessons = append(lessons, Lesson{Reading{Text: "鳄鱼逃出园" + fmt.Sprint(i),
			Words: []string{"鳄鱼"}}, "岚桥市园林所", false})
	}
	for range 9 { // copies are one order
		lessons = append(lessons, Lesson{Reading{Text: "狮子", Words: []string{"狮子"}}, "岚桥市园林所", false})
	}
	long := Lesson{Unit: "岚桥市档案馆"}
	for _, l := range charging(30) {
		long.Text += l.Text
	}
	d := SumDay("2026-03-01", 1, append(lessons, long))
	has := func(key uint64) bool {
		return slices.ContainsFunc(d.Features, func(f DayFeature) bool { return f.Key == key })
	}
	if !has(textKey(ofWord, "充电桩")) || has(textKey(ofWord, "鳄鱼")) || has(charsKey('鳄')) || has(charsKey('狮')) {
		t.Error("a feature of fewer than five orders is there, or one of thirty is not")
	}
	if b, _ := json.Marshal(d); bytes.Contains(b, []byte("充电桩")) {
		t.Error("words of orders stand in the event")
	}
	n := 0
	for _, f := range d.Features {
		for _, s := range f.By {
			if d.Units[s.Unit].Name == long.Unit {
				n++
			}
		}
	}
	if n == 0 || n > fewFeatures {
		t.Errorf("%d features of a single order are kept", n)
	}
}

// Without the lesson of a purged mention the day is as if it had never been.
func TestADayWithoutALessonIsAsIfItHadNotBeen(t *testing.T) {
	all := charging(5)
	with, without := SumDay("d", 1, all), SumDay("d", 1, all[:4])
	if len(with.Features) == 0 || len(without.Features) != 0 || without.Orders != 4 {
		t.Errorf("%d and %d features", len(with.Features), len(without.Features))
	}
}
