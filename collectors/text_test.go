package collectors

import (
	"strings"
	"testing"
)

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"路灯　不亮 \n\n 三天了":                                      "路灯 不亮\n三天了",
		"<p>路灯<b>不亮</b></p><p>三天了<br>请修</p>":                  "路灯不亮\n三天了\n请修",
		"a &amp; b &lt;c&gt;":                                 "a & b <c>",
		"<script>x()</script><style>p{}</style>正文<!-- 注释 -->": "正文",
		"<ul><li>一</li><li>二</li></ul>":                       "一\n二",
		"<table><tr><td>甲</td><td>乙</td></tr></table>":        "甲 乙",
		"<p>第一行\n第二段</p>":                                     "第一行 第二段",
		"<div onclick='x'>内容<iframe>隐藏</iframe></div>":        "内容",
		"": "",
	} {
		if got := PlainText(in); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWithoutPersons(t *testing.T) {
	for in, want := range map[string]string{
		"来信人：王某\n路灯不亮":                     "路灯不亮",
		"来信人：王某 来信时间：2024-01-01":           "来信时间：2024-01-01",
		"【责任编辑：李某】\n正文":                    "正文",
		"（作者：李某）":                          "",
		"来源：某报 记者：李某 2024-01-01":           "来源：某报 2024-01-01",
		"我们小区的联系人一直不接电话":                   "我们小区的联系人一直不接电话",
		"昵称: 小明 | IP属地：浙江 | 路灯不亮":          "| | 路灯不亮",
		"（本报记者 王建国 通讯员 李卫东）路灯不亮。":          "路灯不亮。",
		"市民王建国告诉记者，路灯不亮。":                  "市民告诉记者，路灯不亮。",
		"写信人王建国来信时间2026-03-05":             "来信时间2026-03-05",
		"路灯不亮，请修。\n此致\n敬礼\n王建国":            "路灯不亮，请修。\n此致\n敬礼",
		"路灯不亮。\n市民 王建国\n2026年3月5日":         "路灯不亮。\n2026年3月5日",
		"居民反映路灯不亮，市民广场也不亮。":                "居民反映路灯不亮，市民广场也不亮。",
		"路灯不亮。\n谢谢":                        "路灯不亮。\n谢谢",
		strings.Repeat("长", 200) + " 作者：某": strings.Repeat("长", 200) + " 作者：某", // a sentence, not a field
	} {
		if got := WithoutPersons(in); got != want {
			t.Errorf("WithoutPersons(%q) = %q, want %q", in, got, want)
		}
	}
}

// No tag and no script of the input is left in what a reader sees as text.
func FuzzPlainText(f *testing.F) {
	f.Add("<p>a<script>alert(1)</script>")
	f.Add("<svg><style><!--</style><img src=x>-->")
	f.Fuzz(func(t *testing.T, s string) {
		got := PlainText(s)
		if strings.Contains(got, "\n\n") || strings.TrimSpace(got) != got {
			t.Fatalf("untidy: %q", got)
		}
		if len(got) > 4*len(s)+16 {
			t.Fatalf("%d bytes of text from %d", len(got), len(s))
		}
	})
}
