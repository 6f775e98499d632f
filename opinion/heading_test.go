package opinion

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestATextWithoutATitleIsHeadedByItsFirstClause(t *testing.T) {
	for text, want := range map[string]string{
		"望江里路面塌陷一个大坑。早晚高峰学生很多。":            "望江里路面塌陷一个大坑",
		"您好，实验小学三年级二班中午吃完食堂的饭，二十多个孩子上吐下泻。": "实验小学三年级二班中午吃完食堂的饭",
		"尊敬的领导：您好！石桥村的桥面上有一个洞，看得到下面的水。":    "石桥村的桥面上有一个洞，看得到下面的水",
		"停水了":       "停水了",
		"  路灯\n不亮 ": "路灯 不亮",
		"The street lamps along the whole of North Bridge Road have been dark": "The street lamps along the whole of…",
		"": "",
	} {
		if got := (Mention{Text: text}).Heading(); got != want {
			t.Errorf("%q is headed %q, want %q", text, got, want)
		}
	}
	if got := (Mention{Title: "停水", Text: "三天了。"}).Heading(); got != "停水" {
		t.Errorf("a title gives way to %q", got)
	}
}

func TestEveryTextHasAHeading(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("停水了，。！？：、 ab1…\n好")), 0, 80, -1).Draw(r, "text")
		got := (Mention{Text: text}).Heading()
		if (got == "") != (strings.TrimSpace(text) == "") ||
			utf8.RuneCountInString(got) > longHeading+1 || !utf8.ValidString(got) {
			r.Fatalf("%q is headed %q", text, got)
		}
	})
}
