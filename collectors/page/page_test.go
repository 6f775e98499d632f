package page

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"huiying/collectors"
	"huiying/opinion"
)

var (
	address = &url.URL{Scheme: "https", Host: "a.example", Path: "/x/1.html"}
	now     = time.Date(2026, 3, 5, 12, 0, 0, 0, opinion.Beijing)
)

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
		got, err := Read(address, page, Options{Now: now})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(got.Entries) != 1 {
			t.Fatalf("%s: %d entries", name, len(got.Entries))
		}
		p := got.Entries[0]
		if p.Title != title || p.Text != text || p.Published.Format(time.RFC3339) != "2026-03-04T10:20:00+08:00" {
			t.Errorf("%s: %q, %q, %s", name, p.Title, p.Text, p.Published)
		}
		if strings.Contains(p.Text+p.Title, "王") || strings.Contains(p.Text, "修好") {
			t.Errorf("%s: who wrote it or the reply was read: %q", name, p.Text)
		}
		if strings.Contains(page, "修好") && (p.Reply == nil || p.Reply.Text != "已经修好。") {
			t.Errorf("%s: the reply is %+v", name, p.Reply)
		}
	}
}

func css(t *testing.T, s string) goquery.Matcher {
	t.Helper()
	if s == "" {
		return nil
	}
	return cascadia.MustCompile(s)
}

func TestSelectorsComeFirst(t *testing.T) {
	page := `<title>路灯 - 某网</title><h1>站名</h1><div class=t>真正的标题</div><time datetime="2026-03-01T08:00:00Z">三天前</time>
		<div class=c><p>第一段<span class=ad>广告</span></p></div><div class=c>第二段<div class=c>里面</div></div><div class=w>作者：王某</div>`
	read := func(page string, o Options) (Entry, error) {
		o.Now = now
		p, err := Read(address, page, o)
		if err != nil {
			return Entry{}, err
		}
		return p.Entries[0], nil
	}
	p, err := read(page, Options{Title: css(t, ".t"), Text: css(t, ".c"), Time: css(t, "time"), Remove: css(t, ".ad")})
	if err != nil || p.Title != "真正的标题" || p.Text != "第一段\n第二段\n里面" ||
		p.Published.Format(time.RFC3339) != "2026-03-01T16:00:00+08:00" {
		t.Errorf("%+v, %v", p, err)
	}
	p, err = read(`<p id=d>01/02/2026 03:04</p><p id=c>文</p>`, Options{Text: css(t, "#c"),
		Time: css(t, "#d"), TimeLayout: "02/01/2006 15:04"})
	if err != nil || p.Published.Format(time.RFC3339) != "2026-02-01T03:04:00+08:00" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err = read(page, Options{Text: css(t, ".gone")}); !errors.Is(err, collectors.ErrNoText) {
		t.Errorf("a selector that fits nothing: %v", err)
	}
	if _, err = read("", Options{}); !errors.Is(err, collectors.ErrNoText) {
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

// Reading any page ends without breaking down, and what is read is tidy.
func FuzzRead(f *testing.F) {
	f.Add("<title>a - b网</title><table><tr><td>来信内容：</td><td>x</td></tr></table>")
	f.Add("<p>内容：<p>标题：<dl><dt>来信标题<dt>来信内容<dd>")
	f.Add("<meta name=PubDate content='2019-09-18'><svg><math><a href='//x'>")
	f.Add(strings.Repeat("<div>", 600) + "来信内容：")
	f.Add("<script>var a={title:'x',content:\"y\\u4e00\",b:[{c:1,},],}</script><meta http-equiv=refresh content='0;url=x'>")
	f.Add("<p>问：a<p>答：b<p>问：c<p>答：d<p>您的访问被拦截<p>03-05<p><b>05</b><i>2026-03</i>")
	f.Fuzz(func(t *testing.T, page string) {
		p, err := Read(address, page, Options{Now: now})
		if err != nil {
			return
		}
		if p.Forward != "" && !strings.HasPrefix(p.Forward, "http") {
			t.Fatalf("forward %q", p.Forward)
		}
		for _, e := range p.Entries {
			if e.Title != collectors.OneLine(e.Title) || e.Title == "" && e.Text == "" ||
				e.Text != strings.TrimSpace(e.Text) {
				t.Fatalf("%+v", e)
			}
			if !e.Published.IsZero() && !collectors.Believable(e.Published, now) {
				t.Fatalf("%+v", e)
			}
		}
	})
}
