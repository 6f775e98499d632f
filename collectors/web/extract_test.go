package web

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/collectors"
)

var address = &url.URL{Scheme: "https", Host: "a.example", Path: "/x/1.html"}

// The shapes that mailbox pages are met in. Each says the same letter.
func TestLetters(t *testing.T) {
	const title, text = "幸福路路灯不亮", "幸福路的路灯坏了一周。\n晚上看不清路。"
	const body = "<p>幸福路的路灯坏了一周。</p><p>晚上看不清路。</p>"
	for name, page := range map[string]string{
		"table": `<table><tr><th>来信标题</th><td>` + title + `</td></tr><tr><td>来信人：</td><td>王某</td><td>来信时间：</td><td>2026-03-04 10:20</td></tr>
			<tr><td>来信内容：</td><td colspan=3>` + body + `</td></tr><tr><td>答复内容：</td><td>已经修好。</td></tr></table>`,
		"list of definitions": `<dl><dt>留言标题：</dt><dd>` + title + `</dd><dt>留言时间</dt><dd>2026年3月4日 10:20</dd><dt>留言人</dt><dd>王某</dd><dt>留言内容</dt><dd>` + body + `</dd><dt>回复内容</dt><dd>已经修好。</dd></dl>`,
		"labels before text": `<div><p><span>信件标题：</span>` + title + `</p><p><span>写信人：</span>王某</p><p><label>写信时间</label>：2026-03-04 10:20:00</p>
			<div><b>信件内容</b><div>` + body + `</div></div><div><b>答复意见</b><div>已经修好。</div></div></div>`,
		"lines": `<div class=x>诉求标题：` + title + `<br>诉求人：王某<br>诉求时间：2026/3/4 10:20<br>诉求内容：幸福路的路灯坏了一周。<br>晚上看不清路。<br>处理结果：已经修好。</div>`,
		"boxes": `<div class=r><div class=k>标　题：</div><div class=v>` + title + `</div></div><div class=r><div class=k>姓　名：</div><div class=v>王某</div></div>
			<div class=r><div class=k>来信时间：</div><div class=v>2026-03-04 10:20</div></div>
			<div class=r><div class=k>【来信内容】</div><div class=v>` + body + `</div></div><div class=r><div class=k>【答复内容】</div><div class=v>已经修好。</div></div>`,
		"heading before box":           `<div><h3>咨询主题</h3></div><div>` + title + `</div><div><h3>咨询时间</h3></div><div>2026-03-04 10:20</div><div><h3>咨询内容</h3></div><div>` + body + `</div><div><h3>咨询回复</h3></div><div>已经修好。</div>`,
		"weak label beside a sure one": `<table><tr><td>来信主题</td><td>` + title + `</td></tr><tr><td>日期</td><td>2026-03-04 10:20</td></tr><tr><td>内容</td><td>` + body + `</td></tr></table>`,
	} {
		page = "<html><head><title>市长信箱</title></head><body><div class=nav><a>首页</a> <a>内容</a></div>" + page + "<p>版权所有</p></body></html>"
		p, err := Extract(address, page, Selectors{}, now)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.Title != title || p.Text != text || p.Published.Format(time.RFC3339) != "2026-03-04T10:20:00+08:00" {
			t.Errorf("%s: %q, %q, %s", name, p.Title, p.Text, p.Published)
		}
		if strings.Contains(p.Text+p.Title, "王") || strings.Contains(p.Text, "修好") {
			t.Errorf("%s: who wrote it or the reply was read: %q", name, p.Text)
		}
	}
}

func TestSelectorsComeFirst(t *testing.T) {
	page := `<title>路灯 - 某网</title><h1>站名</h1><div class=t>真正的标题</div><time datetime="2026-03-01T08:00:00Z">三天前</time>
		<div class=c><p>第一段<span class=ad>广告</span></p></div><div class=c>第二段<div class=c>里面</div></div><div class=w>作者：王某</div>`
	p, err := Extract(address, page, Selectors{Title: ".t", Text: ".c", Time: "time", Remove: ".ad"}, now)
	if err != nil || p.Title != "真正的标题" || p.Text != "第一段\n第二段\n里面" || p.Published.Format(time.RFC3339) != "2026-03-01T16:00:00+08:00" {
		t.Errorf("%+v, %v", p, err)
	}
	p, err = Extract(address, `<p id=d>01/02/2026 03:04</p><p id=c>文</p>`, Selectors{Text: "#c", Time: "#d", TimeLayout: "02/01/2006 15:04"}, now)
	if err != nil || p.Published.Format(time.RFC3339) != "2026-02-01T03:04:00+08:00" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err = Extract(address, page, Selectors{Text: ".gone"}, now); !errors.Is(err, collectors.ErrNoText) {
		t.Errorf("a selector that fits nothing: %v", err)
	}
	if _, err = Extract(address, "", Selectors{}, now); !errors.Is(err, collectors.ErrNoText) {
		t.Errorf("an empty page: %v", err)
	}
}

func TestCleanTitle(t *testing.T) {
	for _, tt := range []struct{ in, site, want string }{
		{"山西品牌丝路行（南美站）正式启动 - 山西省人民政府门户网站 ", "山西省人民政府门户网站", "山西品牌丝路行（南美站）正式启动"},
		{"女儿出嫁，郑板桥画了几笔兰花当嫁妆--文化--人民网 ", "", "女儿出嫁，郑板桥画了几笔兰花当嫁妆"},
		{"1-10月德清县固定资产投资结构趋稳趋优", "", "1-10月德清县固定资产投资结构趋稳趋优"},
		{"井盖破损无人管_市长信箱_某市人民政府", "", "井盖破损无人管"},
		{"井盖破损无人管|某某论坛", "", "井盖破损无人管"},
		{"关于A-B段道路结冰的问题", "", "关于A-B段道路结冰的问题"},
		{"安全生产有关要求-青山区", "青山区", "安全生产有关要求"},
		{"学校--家长会的布局", "", "学校--家长会的布局"},
		{"某某网", "", "某某网"}, {"", "", ""}, {" - ", "", "-"},
	} {
		if got := CleanTitle(tt.in, tt.site); got != tt.want {
			t.Errorf("CleanTitle(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLinks(t *testing.T) {
	page := `<base href="/sub/"><div class=nav><a href="/">首页</a><a href="/col/">栏目导航一览表</a></div>
		<ul><li><a href="1001.html">关于幸福路路灯不亮的反映</a></li><li><a href="?id=1002">井盖破损无人处理的问题</a></li>
		<li><a href="1003.pdf">一份附件的名称在这里</a></li><li><a href="javascript:open(1004)">不是一个可以去的地址</a></li>
		<li><a href="https://other.example/1005.html">别的网站上的一条消息</a></li><li><a href="1001.html#top">关于幸福路路灯不亮的反映</a></li></ul><a class=n href="list2.html">下一页</a>`
	for _, tt := range []struct {
		sel  Selectors
		want []string
		next string
	}{
		{Selectors{Next: ".n"}, []string{"https://a.example/sub/1001.html", "https://a.example/sub/?id=1002"}, "https://a.example/sub/list2.html"},
		{Selectors{Item: "li"}, []string{"https://a.example/sub/1001.html", "https://a.example/sub/?id=1002", "https://a.example/sub/1003.pdf", "https://other.example/1005.html"}, ""},
		{Selectors{Item: "li", Link: "a[href*='id=']"}, []string{"https://a.example/sub/?id=1002"}, ""},
		{Selectors{Link: ".gone"}, nil, ""},
	} {
		s, err := compile(tt.sel)
		if err != nil {
			t.Fatal(err)
		}
		if got, next := s.links(address, page); !slices.Equal(got, tt.want) || next != tt.next {
			t.Errorf("%+v: %q, next %q", tt.sel, got, next)
		}
	}
}

// Reading any page ends without breaking down, and what is read is tidy.
func FuzzExtract(f *testing.F) {
	f.Add("<title>a - b网</title><table><tr><td>来信内容：</td><td>x</td></tr></table>", ".list a")
	f.Add("<p>内容：<p>标题：<dl><dt>来信标题<dt>来信内容<dd>", "li")
	f.Add("<meta name=PubDate content='2019-09-18'><svg><math><a href='//x'>", "a")
	f.Add(strings.Repeat("<div>", 600)+"来信内容：", "div div")
	f.Fuzz(func(t *testing.T, page, css string) {
		s, err := compile(Selectors{Link: css})
		if err != nil {
			return
		}
		links, next := s.links(address, page)
		for _, l := range append(links, next) {
			if l != "" && !strings.HasPrefix(l, "http://") && !strings.HasPrefix(l, "https://") {
				t.Fatalf("link %q", l)
			}
		}
		p, err := s.extract(address, page, now)
		if err != nil {
			return
		}
		if p.Title != collectors.OneLine(p.Title) || p.Title == "" && p.Text == "" {
			t.Fatalf("%+v", p)
		}
	})
}
