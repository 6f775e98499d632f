package console

import (
	"encoding/xml"
	"html/template"
	"strings"
	"testing"
	"time"
)

func TestPlotsNeedNoStyleAndNoFont(t *testing.T) {
	w := newWorld(20)
	a := &app{Deps: w.deps()}
	v := &view{Lang: "zh", app: a, now: testNow}
	at := []time.Time{testNow, testNow.Add(time.Hour)}
	p, err := draw(`样例 "<x>`, at, []TimeCount{{Time: testNow, N: 3}}, "01-02 15:00", func(time.Time) string { return "十一月<" })
	if err != nil {
		t.Fatal(err)
	}
	for _, svg := range []template.HTML{p.Wide, p.Narrow} {
		s := string(svg)
		if strings.Contains(s, "style=") || strings.Contains(s, "font-family") || !strings.Contains(s, `role="img"`) || !strings.Contains(s, `fill="rgb(`) {
			t.Errorf("%.300s", s)
		}
		if err := xml.Unmarshal([]byte(s), new(any)); err != nil && !strings.Contains(err.Error(), "EOF") {
			t.Errorf("not well-formed: %v", err)
		}
	}
	if p.Total != 3 || len(p.Rows) != 2 || p.Rows[1].N != 3 || p.Rows[0].N != 0 {
		t.Errorf("rows: %+v", p.Rows)
	}
	if p, _ := draw("x", at, nil, "15", func(time.Time) string { return "" }); p.Wide != "" {
		t.Error("nothing was drawn as something")
	}
	_ = v
	for n, want := range map[float64]int{1: 2, 2: 2, 3: 4, 5: 10, 10: 10, 11: 20, 39: 40, 41: 100, 100: 100, 101: 200} {
		if got := niceTop(n); got != want {
			t.Errorf("top of %v is %d, want %d", n, got, want)
		}
	}
}

func TestWordsAreMarked(t *testing.T) {
	v := &view{Lang: "zh"}
	cut := func(s string) []string { return []string{"停水", "示例"} }
	for _, c := range []struct{ q, text, want string }{
		{`停水`, "示例小区停水三天", "<mark>示例</mark>小区<mark>停水</mark>三天"},
		{`“停水三天” -小区`, "示例小区停水三天", "示例小区<mark>停水三天</mark>"},
		{`ABC`, "x abc <b>Abc</b>", "x <mark>abc</mark> &lt;b&gt;<mark>Abc</mark>&lt;/b&gt;"},
		{`a`, "banana", "banana"},
		{``, "<i>", "&lt;i&gt;"},
	} {
		use := cut
		if c.q != "停水" {
			use = nil
		}
		if got := string(v.Mark(c.text, termsOf(c.q, use))); got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.q, c.text, got, c.want)
		}
	}
	long := strings.Repeat("前", 300) + "停水" + strings.Repeat("后", 300)
	if got := string(v.Snippet(long, []string{"停水"}, 80)); !strings.Contains(got, "<mark>停水</mark>") || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") {
		t.Errorf("snippet %s", got)
	}
}

func FuzzMark(f *testing.F) {
	f.Add("停水三天", "示例小区停水三天", 20)
	f.Add(`"a b" -c`, "A B c İstanbul", 3)
	f.Fuzz(func(t *testing.T, q, text string, n int) {
		v := &view{Lang: "zh"}
		terms := termsOf(q, nil)
		marked := string(v.Mark(text, terms))
		bare := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(marked)
		if want := template.HTMLEscapeString(text); bare != want {
			t.Errorf("marking changed the text: %q, want %q", bare, want)
		}
		_ = v.Snippet(text, terms, n%200)
	})
}

func FuzzMarkdown(f *testing.F) {
	f.Add("# a\n\n- b\n  c\n\n| x | y |\n|---|---|\n| 1 | `2` |\n\n1. **d** [e](https://f/)")
	f.Add(hostile)
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
