package places

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// orders makes n orders of different words that all hold the text, said to lie in a district.
func orders(n int, district, text string) []Order {
	var out []Order
	for i := range n {
		words := append([]string{"第", fmt.Sprint(i), "件", ",", district, ","}, strings.Fields(text)...)
		out = append(out, Order{Words: words, District: district})
	}
	return out
}

func learnedNames(o []Order, blocked map[string]bool) []string {
	var out []string
	for _, l := range Learn(o, blocked) {
		out = append(out, fmt.Sprintf("%s %s %s", l.Name, l.Kind, l.Code))
	}
	return out
}

func TestANameIsLearnedFromFiveOrdersThatAgree(t *testing.T) {
	o := slices.Concat(
		orders(5, "A1", "在 梓江 大道 的 路灯 不亮"),
		orders(4, "A1", "在 松岭 路 的 路灯 不亮"),
		orders(6, "A2", "翠屏 雅苑 小区 电梯 坏 了"),
		orders(5, "A2", "区 第三 小学 门口 堵车"),
		orders(6, "A2", "位于 凯江 二路 的 市 中心 医院"))
	got := learnedNames(o, nil)
	want := []string{"梓江大道 road A1", "凯江二路 road A2"}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%v lacks %q", got, w)
		}
	}
	if slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "松岭路") }) {
		t.Errorf("four orders taught a name: %v", got)
	}
}

func TestCopiesAreOneOrder(t *testing.T) {
	one := orders(1, "A1", "在 梓江 大道 的 路灯 不亮")
	if got := learnedNames(slices.Repeat(one, 9), nil); len(got) > 0 {
		t.Errorf("nine copies taught %v", got)
	}
}

func TestANameOfTwoDistrictsIsLearnedForBoth(t *testing.T) {
	o := append(orders(6, "A1", "人民 东路 堵车"), orders(7, "A2", "人民 东路 堵车")...)
	if got := learnedNames(o, nil); !slices.Equal(got, []string{"人民东路 road A1", "人民东路 road A2"}) {
		t.Errorf("got %v", got)
	}
	for _, d := range []string{"A3", "A4"} { // of everywhere, so of nowhere
		o = append(o, orders(6, d, "人民 东路 堵车")...)
	}
	if got := learnedNames(o, nil); len(got) > 0 {
		t.Errorf("a name of four districts was learned: %v", got)
	}
}

func TestWhatWasTakenBackIsNotLearnedAgain(t *testing.T) {
	o := orders(9, "A1", "在 梓江 大道 的 路灯 不亮")
	if got := learnedNames(o, map[string]bool{"梓江大道": true}); len(got) > 0 {
		t.Errorf("got %v", got)
	}
}

func TestNoDwellingNoPersonNoNumberIsLearned(t *testing.T) {
	var o []Order
	for _, text := range []string{
		"住 翠屏 雅苑 3 栋 502 室", "[ 门牌 ] 小区", "12 号 大厦", "该 小区", "老旧 小区", "附近 医院", "我们 小区", "这条 路", "水泥 路",
	} {
		o = append(o, orders(20, "A1", text)...)
	}
	for _, l := range Learn(o, nil) {
		if l.Name != "翠屏雅苑" {
			t.Errorf("learned %+v", l)
		}
	}
}

func TestLearningDoesNotMindTheOrder(t *testing.T) {
	all := slices.Concat(orders(6, "A1", "在 梓江 大道 的 路灯"), orders(7, "A2", "翠屏 雅苑 小区 电梯"),
		orders(5, "A1", "凯江 二路"), orders(5, "A2", "凯江 二路"))
	want := fmt.Sprint(Learn(all, nil))
	rapid.Check(t, func(t *rapid.T) {
		o := rapid.Permutation(all).Draw(t, "orders")
		if got := fmt.Sprint(Learn(o, nil)); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}
