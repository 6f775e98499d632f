package page

import (
	"strings"
	"testing"
	"time"

	"huiying/collectors"
)

// frames are what stands around the texts of the cases below: sites name and order it as they
// like.
var frames = []string{
	`<div class="top-bar"><a href="/">首页</a><a href="/hd/">互动</a><a href="/ms/">民生</a></div><div class="crumbs">当前位置：<a href="/">首页</a>&gt;<a href="/gg/">公告</a></div>%s
		<div class="foot"><p>版权所有：青山县人民政府　主办：青山县人民政府办公室</p><p>备案序号：某ICP备12345678号-1　网站标识码：1234567890</p><p>地址：青山县中心路1号　邮编：123456</p></div>`,
	`<table width=1000><tr><td><a href="/">首 页</a>｜<a href="/a">概况</a>｜<a href="/b">新闻</a></td></tr><tr><td>您的位置：<a href="/">首页</a> >> 正文</td></tr><tr><td>%s</td></tr><tr><td align=center>主办单位：青山县人民政府 承办单位：县大数据局<br>Copyright © 2026 某公网安备 1234567890号<br>技术支持：某科技公司 您是第 1024 位访客</td></tr></table>`,
	`<header><nav><ul><li><a href="/">网站首页</a></li><li><a href="/xw">新闻</a></li></ul></nav><p>2026年3月4日 星期三 多云</p></header><main>%s</main><aside><h3>热门文章</h3><ul><li><a href="/1.html">一个别的消息的标题在这里</a></li></ul></aside><footer>关于我们 | 网站地图 | 隐私声明<br>青山县融媒体中心 版权所有</footer>`,
}

const (
	someTitle = "青山路临时封闭的公告"
	longText  = `<p>　　因青山路雨水管网改造，需要对青山路北段进行半幅封闭施工，请过往车辆绕行。</p><p>　　封闭期间公交车改走河滨路，给您带来的不便，敬请谅解。</p>`
)

type pageCase struct {
	name, head, body string
	title, time      string
	has, not         []string
	none             error
}

func (c pageCase) run(t *testing.T) {
	t.Helper()
	for i, f := range frames {
		head := c.head
		if !strings.Contains(head, "<title>") {
			head += "<title>" + someTitle + "_青山县人民政府网</title>"
		}
		p, err := Read(address, "<html><head>"+head+"</head><body>"+strings.Replace(f, "%s", c.body,
			1)+"</body></html>", Options{Now: now})
		if c.none != nil {
			if collectors.Code(err) != collectors.Code(c.none) {
				t.Errorf("%s in frame %d: %v, %+v", c.name, i, err, p.Entries)
			}
			continue
		}
		if err != nil || len(p.Entries) != 1 {
			t.Errorf("%s in frame %d: %v, %d entries", c.name, i, err, len(p.Entries))
			continue
		}
		e := p.Entries[0]
		if want := c.title; want != "" && e.Title != want {
			t.Errorf("%s in frame %d: title %q", c.name, i, e.Title)
		}
		if got := e.Published.Format(time.DateTime); c.time != "" && !strings.HasPrefix(got, c.time) {
			t.Errorf("%s in frame %d: time %s", c.name, i, got)
		}
		for _, s := range c.has {
			if !strings.Contains(e.Text, s) {
				t.Errorf("%s in frame %d: lacks %q: %q", c.name, i, s, e.Text)
			}
		}
		for _, s := range append(c.not, "备案", "版权", "当前位置", "热门文章", "技术支持", "访客", "邮编") {
			if strings.Contains(e.Title+e.Text, s) {
				t.Errorf("%s in frame %d: has %q: %q", c.name, i, s, e.Text)
			}
		}
	}
}

func TestTimesOfArticles(t *testing.T) {
	for name, body := range map[string]string{
		"day above month":       `<h1>` + someTitle + `</h1><div class=rq><span>02</span><span>2026/03</span></div>`,
		"day and month boxes":   `<h1>` + someTitle + `</h1><div><div>02</div><div>2026年03月</div></div>`,
		"year below":            `<h1>` + someTitle + `</h1><p><b>03-02</b><i>2026</i></p>`,
		"three pieces":          `<h1>` + someTitle + `</h1><p><i>2026</i><i>03</i><i>02</i></p>`,
		"pieces with words":     `<h1>` + someTitle + `</h1><p><i>2026</i>年<i>03</i>月<i>02</i>日</p>`,
		"dt":                    `<h1>` + someTitle + `</h1><dl><dt>发布日期</dt><dd>2026-03-02</dd><dt>来源</dt><dd>县住建局</dd></dl>`,
		"th":                    `<h1>` + someTitle + `</h1><table><tr><th>公开时间</th><td>2026-03-02</td><th>来源</th><td>县住建局</td></tr></table>`,
		"label apart":           `<h1>` + someTitle + `</h1><p><span>发布时间</span> <span>2026年3月2日</span></p>`,
		"made before published": `<ul><li>成文日期：2026年1月3日</li><li>发布日期：2026年3月2日</li></ul><h1>` + someTitle + `</h1>`,
		"published before made": `<ul><li>发布时间：2026-03-02</li><li>生成日期：2026-01-03</li><li>生效日期：2026-03-04</li></ul><h1>` + someTitle + `</h1>`,
		"updated":               `<h1>` + someTitle + `</h1><p>更新时间：2026-03-04 发布时间：2026-03-02</p>`,
		"until":                 `<h1>` + someTitle + `</h1><p>征集时间：2026-03-03至2026-03-04</p><p>公开时间：2026-03-02</p>`,
		"from and to":           `<h1>` + someTitle + `</h1><p>公示期：2026年3月3日至3月4日</p><p>[ 2026-03-02 ]</p>`,
		"answered":              `<h1>` + someTitle + `</h1><p>答复时间：2026-03-04</p><p>留言时间：2026-03-02</p>`,
		"source before":         `<h1>` + someTitle + `</h1><p>县住建局　2026/03/02</p>`,
		"source behind":         `<h1>` + someTitle + `</h1><div class=ly>2026.03.02 | 来源：县住建局 | 阅读：12</div>`,
		"dotted":                `<h1>` + someTitle + `</h1><p>时间:2026.3.2 浏览:33次</p>`,
		"above the title":       `<p>2026年03月02日</p><h1>` + someTitle + `</h1>`,
		"in a frame's name":     `<h1>` + someTitle + `</h1><div class=tools>发布时间：2026-03-02 打印 关闭</div>`,
		"time without datetime": `<h1>` + someTitle + `</h1><time>2026年3月2日</time>`,
		"no year":               `<h1>` + someTitle + `</h1><p>发布时间：03-02</p>`,
		"chinese digits":        `<h1>` + someTitle + `</h1><p>二〇二六年三月二日</p>`,
		"signature":             `<h1>` + someTitle + `</h1>` + longText + `<p>青山县住建局</p><p>2026年3月2日</p>`,
	} {
		pageCase{name: name, body: body + `<div>` + longText + `<p>改造工程自2026年2月1日10:00开工，计划2026年2月28日完工。</p></div>`, title: someTitle, time: "2026-03-02", has: []string{"请过往车辆绕行", "敬请谅解"}}.run(t)
	}
	for name, head := range map[string]string{
		"meta pubdate":     `<meta name="PubDate" content="2026-03-02 08:30:00">`,
		"meta spelt oddly": `<META NAME="publishdate" CONTENT="2026年3月2日 8:30">`,
		"published_time":   `<meta property="article:published_time" content="2026-03-02T00:30:00Z">`,
		"graph":            `<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"Article","datePublished":"2026-03-02 08:30:00","dateModified":"2026-03-04"}]}</script>`,
		"variable":         `<script>var pubtime = '2026-03-02 08:30';</script>`,
		"publishTime":      `<script>var cfg={id:7,publishTime:"2026-03-02 08:30:00",endTime:"2026-03-04"}</script>`,
		"seconds":          `<script>window.info={"publish_time":1772411400}</script>`,
		"itemprop":         `<meta itemprop="datePublished" content="2026-03-02T08:30:00+08:00">`,
	} {
		pageCase{name: name, head: head,
			body: `<h1>` + someTitle + `</h1><div>` + longText + `</div>`, title: someTitle,
			time: "2026-03-02 08:30"}.run(t)
	}
}

func TestTitlesOfArticles(t *testing.T) {
	const when = `<p>发布时间：2026-03-02 08:30 来源：县住建局</p>`
	for name, c := range map[string]pageCase{
		"cell": {body: `<table><tr><td class=biaoti>` + someTitle + `</td></tr><tr><td>发布时间：2026-03-02 08:30</td></tr><tr><td>` + longText + `</td></tr></table>`},
		"site alone": {head: `<title>青山县人民政府网</title>`,
			body: `<p class=bt>` + someTitle + `</p>` + when + longText},
		"no title at all": {head: `<title></title>`, body: `<p><b>` + someTitle + `</b></p>` + when + longText},
		"spaces": {head: `<title>青山县人民政府 公示公告 ` + someTitle + `</title>`,
			body: `<p>` + someTitle + `</p>` + when + longText},
		"column": {head: `<title>公示公告 - 青山县人民政府</title>`,
			body: `<h3>` + someTitle + `</h3>` + when + longText},
		"og": {head: `<title></title><meta property="og:title" content="` + someTitle + `">`,
			body: `<div>` + longText + `</div>`},
		"site first": {head: `<title>青山县人民政府门户网站 ` + someTitle + `</title>`,
			body: `<div class=x>` + someTitle + `</div>` + when + longText},
		"marks": {head: `<title>` + someTitle + ` | 公示公告 | 青山县人民政府</title>`,
			body: `<h2>` + someTitle + `</h2>` + when + longText},
		"ArticleTitle":     {head: `<title>青山县</title><meta name="ArticleTitle" content="` + someTitle + `">`, body: `<div>` + when + longText + `</div>`},
		"two h1":           {body: `<h1>青山县人民政府</h1><h1>` + someTitle + `</h1>` + when + longText},
		"headline of site": {body: `<h1>青山发布</h1><div class=title>` + someTitle + `</div>` + when + longText},
	} {
		c.name, c.title, c.has = name, someTitle, []string{"请过往车辆绕行"}
		c.not = append(c.not, "来源")
		c.run(t)
	}
}

func TestShortTexts(t *testing.T) {
	const when = `<p>发布时间：2026-03-02 08:30 来源：县水务局</p>`
	for _, text := range []string{"明早八点停水", "今晚十点至明早六点青山路停水，请储水", "青山路停水。", "因抢修，青山路北段今日停水，恢复时间另行通知，给您带来不便请谅解。"} {
		for name, body := range map[string]string{
			"div":      `<h1>停水公告</h1>` + when + `<div class=c>` + text + `</div>`,
			"editor":   `<h1>停水公告</h1>` + when + `<div class="TRS_UEDITOR"><p>` + text + `</p></div>`,
			"cell":     `<table><tr><td>停水公告</td></tr><tr><td>发布时间：2026-03-02 08:30</td></tr><tr><td>` + text + `</td></tr></table>`,
			"breaks":   `<b>停水公告</b><br>发布时间：2026-03-02 08:30<br>` + text + `<br>`,
			"no time":  `<h2>停水公告</h2><p>` + text + `</p>`,
			"pictures": `<h2>停水公告</h2>` + when + `<div><p><img src=a.jpg></p><p>` + text + `</p></div><div>【打印本页】【关闭窗口】</div><div>分享到：微信 微博</div>`,
		} {
			pageCase{name: name + " " + text, head: `<title>停水公告-青山县人民政府</title>`, body: body,
				title: "停水公告", has: []string{text}, not: []string{"来源", "打印", "分享", "发布时间"}}.run(t)
		}
	}
	pageCase{name: "picture alone", body: `<h1>` + someTitle + `</h1>` + when + `<div class=zw><img src="a.png"></div>`, title: someTitle, time: "2026-03-02 08:30"}.run(t)
}

func TestPagesThatAreNone(t *testing.T) {
	for words, want := range map[string]error{
		`<title>访问验证</title>@<p>为了您的访问安全，请进行人机验证</p><p>拖动滑块完成拼图</p>`:                                      collectors.ErrBlocked,
		`<title>403 Forbidden</title>@<h1>403 Forbidden</h1><p>您的IP已被管理员封禁</p>`:                           collectors.ErrBlocked,
		`<title>拦截</title>@<p>当前访问疑似黑客攻击，已被网站管理员设置为拦截</p><p>事件ID：8f7a</p>`:                                collectors.ErrBlocked,
		`<title>Just a moment...</title>@<p>Checking your browser before accessing the site.</p>`:         collectors.ErrBlocked,
		`<title>提示</title>@<p>您的访问过于频繁，请稍后再试！</p>`:                                                        collectors.ErrBlocked,
		`<title>青山县人民政府网</title>@<h3>您要查看的信息不存在或已被删除！</h3><p><a href=/>返回首页</a></p>`:                      collectors.ErrGone,
		`<title>404</title>@<p>页面走丢了</p><p>3秒后返回首页</p>`:                                                   collectors.ErrGone,
		`<title>Not Found</title>@<p>The requested URL was not found on this server.</p>`:                 collectors.ErrGone,
		`<title>提示信息</title>@<p>对不起，您访问的文章已下线</p>`:                                                        collectors.ErrGone,
		`<title>系统维护</title>@<h2>网站正在升级维护中，请稍后访问</h2>`:                                                    collectors.ErrMaintenance,
		`<title>出错了</title>@<p>系统繁忙，请稍后再试</p>`:                                                            collectors.ErrMaintenance,
		`<title>用户登录</title>@<form>用户名：<input name=u> 密码：<input type=password><button>登录</button></form>`: collectors.ErrSignIn,
		`<title>提示</title>@<p>您还没有登录，请先登录后查看</p>`:                                                         collectors.ErrSignIn,
		`<title>网站迁移公告</title>@<p>本网站已迁移至新域名，请访问新版网站</p>`:                                                 collectors.ErrMoved,
	} {
		head, body, _ := strings.Cut(words, "@")
		pageCase{name: body, head: head, body: body, none: want}.run(t)
	}
	for _, body := range []string{ // texts of a concern that speak of such pages
		`<h1>12345网站打不开</h1><p>留言时间：2026-03-02 08:30</p><p>网站提示页面不存在，请尽快处理。</p>`,
		`<h1>关于政务服务网系统维护的公告</h1><p>发布时间：2026-03-02</p><p>系统将于3月6日升级维护，请提前办理。</p>`,
		`<table><tr><td>来信标题：</td><td>登录不了</td></tr><tr><td>来信内容：</td><td>提示请先登录，登录后又说访问过于频繁。</td></tr></table>`,
	} {
		p, err := Read(address, "<title>青山县</title><body>"+body, Options{Now: now})
		if err != nil || len(p.Entries) != 1 || p.Entries[0].Text == "" {
			t.Errorf("%s: %v %+v", body, err, p.Entries)
		}
	}
}
