package listing

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
)

var (
	address = &url.URL{Scheme: "https", Host: "a.example", Path: "/x/1.html"}
	now     = time.Date(2026, 3, 5, 12, 0, 0, 0, opinion.Beijing)
)

func TestLinks(t *testing.T) {
	page := `<base href="/sub/"><div class=nav><a href="/">首页</a><a href="/col/">栏目导航一览表</a></div>
		<ul><li><a href="1001.html">关于幸福路路灯不亮的反映</a></li><li><a href="?id=1002">井盖破损无人处理的问题</a></li>
		<li><a href="1003.pdf">一份附件的名称在这里</a></li><li><a href="javascript:open(1004)">不是一个可以去的地址</a></li>
		<li><a href="https://other.example/1005.html">别的网站上的一条消息</a></li><li><a href="1001.html#top">关于幸福路路灯不亮的反映</a></li></ul><a class=n href="list2.html">下一页</a>`
	for _, tt := range []struct {
		item, link, next string
		want             []string
		after            string
	}{
		{"", "", ".n", []string{"https://a.example/sub/1001.html", "https://a.example/sub/?id=1002",
			"https://a.example/sub/1003.pdf"}, "https://a.example/sub/list2.html"},
		{"li", "", "", []string{"https://a.example/sub/1001.html", "https://a.example/sub/?id=1002",
			"https://a.example/sub/1003.pdf", "https://other.example/1005.html"}, ""},
		{"li", "a[href*='id=']", "", []string{"https://a.example/sub/?id=1002"}, ""},
		{"", ".gone", "", nil, ""},
	} {
		o := Options{Now: now}
		for _, m := range []struct {
			to  *goquery.Matcher
			css string
		}{{&o.Item, tt.item}, {&o.Link, tt.link}, {&o.Next, tt.next}} {
			if m.css != "" {
				*m.to = cascadia.MustCompile(m.css)
			}
		}
		l := Read(address, page, o)
		var got []string
		for _, e := range l.Entries {
			got = append(got, e.URL)
		}
		if !slices.Equal(got, tt.want) || tt.next != "" && l.Next != tt.after {
			t.Errorf("%+v: %q, next %q", tt, got, l.Next)
		}
	}
}

// Reading anything as a list ends, and its addresses are absolute.
func FuzzRead(f *testing.F) {
	f.Add("<ul><li><a href='/1001.html'>一二三四五六</a><span>2026-03-05</span></ul>")
	f.Add(`{"data":{"rows":[{"title":"a","url":"/1.html"},{"title":"b","url":"//x"}]}}`)
	f.Add("<urlset><url><loc>/a</loc></url></urlset>")
	f.Add("<script>function v(i){window.open('/d?id='+i)}</script><a onclick=v('7')>一二三四五六</a>")
	f.Add("<script type=text/xml><![CDATA[<a href=/1.html>一二三四五六</a>]]></script><textarea>&lt;a href=/2.html&gt;一二三四五六")
	f.Fuzz(func(t *testing.T, body string) {
		l := Read(address, body, Options{Now: now})
		for _, e := range l.Entries {
			if e.URL != "" && !strings.HasPrefix(e.URL, "http") || e.URL == "" && e.Own == nil {
				t.Fatalf("%+v", e)
			}
		}
		for _, s := range append(l.Within, l.Next, l.Forward) {
			if s != "" && !strings.HasPrefix(s, "http") {
				t.Fatalf("%q", s)
			}
		}
	})
}
