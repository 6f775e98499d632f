package issue

import (
	"reflect"
	"testing"
	"time"
)

// A text in the making is told what it comes near, as often as one likes, and grouping is afterwards
// what it would have been.
func TestATextInTheMakingTeachesNothing(t *testing.T) {
	quiet, asked := New(Options{}), New(Options{})
	groupAll(t, quiet, mixer...)
	refs := groupAll(t, asked, mixer...)
	m, words := said(t, "new", "丽湖 新城 搅拌站 何时 拆除", "噪音 扰民 两 年 了 。", start.Add(time.Hour))
	var near []Alike
	for range 50 {
		near = asked.Like(asked.Read(m, words), "ecology/noise", "430102", 3)
	}
	if len(near) == 0 || !near[0].Fits || near[0].ID != refs[0].ID || len(near[0].Why) == 0 {
		t.Errorf("near %+v, the issue is %+v", near, refs[0])
	}
	copied := asked.Like(asked.Read(said(t, "again", mixer[0].title, mixer[0].text,
		start.Add(time.Hour))), mixer[0].topic, mixer[0].place, 3)
	if len(copied) == 0 || !copied[0].Copy {
		t.Errorf("a copy: %+v", copied)
	}
	a, b := quiet.Group(m, "ecology/noise", "430102", words), asked.Group(m, "ecology/noise", "430102", words)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%+v, and after it was asked about %+v", a, b)
	}
}

// What has something in common, and not enough to belong, is for a person to look at, where the field of
// the catalogue is the same.
func TestWhatIsNearlyAlikeIsSaidToBeNoMore(t *testing.T) {
	g := New(Options{})
	refs := groupAll(t, g, saying{"象山 国际 工地 三考 期间 施工", "凌晨 两 点 还 在 打桩 ， 孩子 要 高考 。", "ecology/noise", "430102"})
	m, words := said(t, "less", "象山 国际 门口 建工 楼盘 经常 开工 渣土车 深夜 鸣笛", "车辆 鸣笛 不停 ， 无法 入睡 。", start.Add(time.Hour))
	near := g.Like(g.Read(m, words), "ecology/noise", "430102", 3)
	if len(near) != 1 || near[0].ID != refs[0].ID || near[0].Fits || near[0].Copy {
		t.Errorf("near %+v", near)
	}
	if other := g.Like(g.Read(m, words), "housing/repair", "430102", 3); len(other) > 0 {
		t.Errorf("of another field: %+v", other)
	}
	if ref := g.Group(m, "ecology/noise", "430102", words); !ref.New {
		t.Errorf("it joined: %+v", ref)
	}
}

// Parts of one name are told as the name, in the order in which they decided.
func TestWordsThatLieOverOneAnotherAreOne(t *testing.T) {
	for _, c := range []struct{ words, want []string }{
		{nil, nil},
		{[]string{"壹府", "恒泰楚", "楚壹府"}, []string{"恒泰楚壹府"}},
		{[]string{"恒泰", "壹府", "泰楚壹"}, []string{"恒泰楚壹府"}},
		{[]string{"打桩", "恒泰", "泰楚"}, []string{"打桩", "恒泰楚"}},
		{[]string{"恒泰", "楚壹府"}, []string{"恒泰", "楚壹府"}},
		{[]string{"别处", "夜里", "夜里"}, []string{"别处", "夜里"}},
	} {
		if got := joined(c.words, "恒泰楚壹府工地", "夜里打桩"); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}
