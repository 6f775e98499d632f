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
	if len(near) == 0 || near[0].ID != refs[0].ID || len(near[0].Why) == 0 {
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
