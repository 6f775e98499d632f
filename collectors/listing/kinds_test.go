package listing

import (
	"slices"
	"strings"
	"testing"
)

// Lists as content systems write them: each names the same three pages, among navigation.
func TestLists(t *testing.T) {
	want := []string{"https://a.example/gs/1.html", "https://a.example/gs/2.html", "https://a.example/gs/3.html"}
	rows := func(shape string) string {
		out := ""
		for _, n := range []string{"1", "2", "3"} {
			out += strings.ReplaceAll(shape, "N", n)
		}
		return out
	}
	const nav = `<div class=nav><a href="/">首页</a><a href="/zwgk/index.html">政务公开栏目</a><a href="/gs/more.html">更多</a></div>`
	for name, body := range map[string]string{
		"table":                   `<table>` + rows(`<tr><td>N</td><td><a href="/gs/N.html">青山路第N段封闭公告</a></td><td>2026-03-0N</td></tr>`) + `</table>`,
		"dates apart":             rows(`<dl><dt><b>0N</b><i>2026-03</i></dt><dd><a href="/gs/N.html">封闭公告N</a></dd></dl>`),
		"hidden field":            `<textarea style="display:none">` + rows(`&lt;li&gt;&lt;a href="/gs/N.html"&gt;青山路第N段封闭公告&lt;/a&gt;&lt;/li&gt;`) + `</textarea>`,
		"xml island":              `<xml id=d>` + rows(`<row><![CDATA[<a href="/gs/N.html">青山路第N段封闭公告</a>]]></row>`) + `</xml>`,
		"objects":                 `<script>var d = [` + rows(`{id:N, title:'青山路第N段封闭公告', linkurl:'/gs/N.html', pubDate:'2026-03-0N'},`) + `];</script>`,
		"strings":                 `<script>var h='';` + rows(`h+='<li><a href="/gs/N.html">青山路第N段封闭公告</a></li>';`) + `</script>`,
		"escaped strings":         `<script>` + rows(`document.write("<a href=\"\/gs\/N.html\">青山路第N段封闭公告</a>");`) + `</script>`,
		"rows that open":          `<table>` + rows(`<tr onclick="location.href='/gs/N.html'"><td>青山路第N段封闭公告</td><td>2026-03-0N</td></tr>`) + `</table>`,
		"function":                `<script>function show(id,t){window.open("/gs/"+id+".html");}</script><ul>` + rows(`<li><a href="#" onclick="show('N','a')">青山路第N段封闭公告</a></li>`) + `</ul>`,
		"javascript":              `<ul>` + rows(`<li><a href="javascript:go('/gs/N.html',1);">青山路第N段封闭公告</a><span>03-0N</span></li>`) + `</ul>`,
		"data":                    `<ul>` + rows(`<li data-url="/gs/N.html"><p>青山路第N段封闭公告</p><p>2026-03-0N</p></li>`) + `</ul>`,
		"dirty":                   `<ul>` + rows("<li><a href=' \\gs\\N.html\n'>青山路第N段封闭公告</a></li>") + `</ul>`,
		"picture and text":        `<ul>` + rows(`<li><a href="/gs/N.html"><img src=x></a><a href="/gs/N.html">青山路第N段封闭公告</a><p>2026-03-0N</p></li>`) + `</ul>`,
		"a picture says the same": `<ul>` + rows(`<li><a href="./../gs/N.html" title="青山路第N段封闭公告"><img src=x></a><a href="/gs/N.html">青山路第N段封闭公告</a><b>2026-03-0N</b></li>`) + `</ul><div class=r><h3>要闻</h3><ul><li><a href="/yw/202510/t20251015_71.html">石桥县召开会议的公告</a></li><li><a href="/yw/202510/t20251015_72.html">石桥县图书馆的公告</a></li></ul></div>`,
		"short":                   `<ul>` + rows(`<li><a href="/gs/N.html">路灯坏N</a><span>[2026-03-0N]</span></li>`) + `</ul>`,
	} {
		var got []string
		for _, e := range Read(address, "<body>"+nav+body+`<div class=footer><a href="/wzdt.html">网站地图在这里</a></div>`, Options{Now: now}).Entries {
			got = append(got, e.URL)
			if !strings.Contains(e.Title, "公告") && !strings.Contains(e.Title, "路灯") {
				t.Errorf("%s: title %q", name, e.Title)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for name, body := range map[string]string{
		"json":    `{"result":{"list":[` + rows(`{"infoid":"N","subject":"第N件","href":"/gs/N.html","createTime":1772411400000},`) + `{"infoid":"9"}]}}`,
		"jsonp":   `cb([` + strings.TrimSuffix(rows(`{"TITLE":"第N件","URL":"gs/../gs/N.html","PUBDATE":"2026-03-0N"},`), ",") + `]);`,
		"sitemap": `<?xml version="1.0"?><urlset>` + rows(`<url><loc>https://a.example/gs/N.html</loc><lastmod>2026-03-0N</lastmod></url>`) + `<url><loc>https://a.exam`,
	} {
		base, _ := address.Parse("/list")
		var got []string
		for _, e := range Read(base, body, Options{Now: now}).Entries {
			got = append(got, e.URL)
			if e.Time.IsZero() {
				t.Errorf("%s: no time", name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
