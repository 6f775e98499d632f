package system

import (
	"strings"
	"testing"
)

func FuzzMarkdown(f *testing.F) {
	f.Add("# a\n\n- b\n  c\n\n| x | y |\n|---|---|\n| 1 | `2` |\n\n1. **d** [e](https://f/)")
	f.Add("<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{.}}&#x202e;")
	f.Fuzz(func(t *testing.T, src string) {
		got := strings.ToLower(string(markdown(src)))
		for _, bad := range []string{"<script", "<img", "href=\"javascript", "<a href=\"data", "onerror=\""} {
			if strings.Contains(got, bad) {
				t.Errorf("%q lets %q through", src, bad)
			}
		}
	})
}

func TestOurOwnMarkdown(t *testing.T) {
	got := string(markdown("# 承诺\n\n[English](promise.md)\n\n一句\n另一句。\n\n1. **一**。\n   续行\n2. `码`\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n- [链](/open/) [坏](javascript:x) [外](//evil.example/)\n"))
	for _, want := range []string{"<h1>承诺</h1>", "<p>一句另一句。</p>", "<li><strong>一</strong>。续行</li>", "<code>码</code>", `<th scope="col">甲</th>`, "<td>2</td>", `<a href="/open/"`, "</a> 坏 "} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "English") || strings.Contains(got, `href="javascript`) || strings.Contains(got, `href="//`) {
		t.Error(got)
	}
}
