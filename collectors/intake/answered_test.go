package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

func TestReadAnswered(t *testing.T) {
	in := strings.Join([]string{
		`{"id":"a1","title":"路灯不亮","text":"示例路","reply":"已修复","replied_at":"2026-11-20","手机":"13800138000","extra":[1]}`,
		``,
		`{"id":"a2","title":"路灯不亮"}`,
		`{"id":"a3","title":"路灯不亮","reply":null}`,
		`{"id":"a4","title":"路灯不亮","reply":["已修复"]}`,
		`{"id":"a5","title":"路灯不亮","reply":"","reply_time":"2026-11-20T08:00:00+08:00"}`,
		`{"id":"a6","title":"路灯不亮","reply":"已修复","replied_at":"不详"}`,
		`{"id":"a7","reply":"已修复"}`,
		`{"id":"a8","title":"断了`,
		`[]`,
		`{"id":"a9","title":"路灯不亮","reply":"好"}`,
	}, "\n")
	want := []struct {
		line int
		id   string
		err  error
	}{{1, "a1", nil}, {3, "a2", ErrNoReply}, {4, "a3", ErrNoReply}, {5, "a4", ErrNoReply},
		{6, "a5", nil}, {7, "a6", ErrTime},
		{8, "a7", opinion.ErrNoText}, {9, "", ErrJSON}, {10, "", ErrJSON}, {11, "a9", nil}}
	got := slices.Collect(ReadAnswered(strings.NewReader(in), Options{}))
	if len(got) != len(want) {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; g.Line != w.line || g.Draft.Ref != w.id || !errors.Is(g.Err, w.err) {
			t.Errorf("record %d: line %d %q %v, want line %d %q %v", i, g.Line, g.Draft.Ref, g.Err, w.line, w.id, w.err)
		}
	}
	if g := got[0]; g.Reply != "已修复" || !g.RepliedAt.Equal(time.Date(2026, 11, 20, 0, 0, 0, 0,
		opinion.Beijing)) || g.Dropped["手机"] != 1 {
		t.Errorf("got %+v", g)
	}
}

func FuzzReadAnswered(f *testing.F) {
	f.Add(`{"id":"a1","title":"路灯","reply":"已修复","replied_at":"2026-11-20"}` + "\n" + `{"reply":1}`)
	f.Add(`{"title":"x","reply":null,"REPLY":"y"}`)
	f.Add("\xef\xbb\xbf{}\n\x00")
	f.Fuzz(func(t *testing.T, in string) {
		last := 0
		for a := range ReadAnswered(strings.NewReader(in), Options{}) {
			if a.Line <= last {
				t.Fatal("lines out of order")
			}
			last = a.Line
			if a.Err != nil && a.Err.Error() == "" {
				t.Error("a fault without words")
			}
		}
	})
}
